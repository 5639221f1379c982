"""GTFS feeds written here: a zip, a folder, and files with a prefix; and a real one beside the project."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from audit.model import UsageError
from audit.plan import Layer
from geo_checks import layers
from geo_checks.gtfs import STEP_FREE
from geo_checks.source import source
from geo_checks.street import audit

REAL = Path(__file__).parents[3] / "shared/data/boston"

HEAD = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding,level_id\n"
STOPS = HEAD + "\n".join(
    f"{stop},{stop},26.0025,117.005,{kind},{parent},{boarding},{level}"
    for stop, kind, parent, boarding, level in [
        ("street", "0", "", "", ""),
        ("S", "1", "", "", ""),
        ("door", "2", "S", "1", "L0"),
        ("back", "2", "S", "2", "L0"),
        ("hall", "3", "S", "", "L-1"),
        ("lifted", "0", "S", "", "L-2"),
        ("stairs", "0", "S", "", "L-2"),
        ("down-only", "0", "S", "", "L-2"),
        ("walked", "0", "S", "", "L-1"),
        ("steep", "0", "S", "", "L-2"),
        ("ramped", "0", "S", "", "L-2"),
        ("new-mode", "0", "S", "", "L-2"),
        ("counted", "0", "S", "", "L-1"),
        ("barred", "0", "S", "", "L0"),
        ("forgotten", "0", "S", "", "L-2"),
        ("split", "0", "S", "", "L-2"),
        ("split-a", "4", "split", "", "L-2"),
    ]
)
EXPECTED = {
    "street": "yes",
    "lifted": "yes",
    "stairs": "no",
    "down-only": "no",  # a way in, and only stairs out
    "walked": "yes",
    "steep": "",  # a walkway between two levels: a ramp, or steps that nobody recorded
    "ramped": "yes",
    "new-mode": "",
    "counted": "no",
    "barred": "no",  # its only entrance is not accessible
    "forgotten": "",
    "split": "yes",  # through its boarding area
}
PATHWAYS = """pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,stair_count,max_slope
1,door,hall,5,1,,
2,hall,lifted,5,1,,
3,hall,stairs,2,1,20,
4,hall,down-only,5,0,,
5,down-only,hall,2,0,,
6,hall,walked,1,1,0,
7,hall,steep,1,1,,
8,hall,ramped,1,1,,0.08
9,hall,new-mode,9,1,,
10,hall,counted,1,1,3,
11,back,barred,1,1,,
12,hall,split-a,5,1,,
13,hall,nowhere,5,1,,
"""
LEVELS = "level_id,level_index\nL0,0\nL-1,-1\nL-2,-2.0\n"
TABLES = {"stops.txt": STOPS, "pathways.txt": PATHWAYS, "levels.txt": LEVELS}


def write(folder: Path, form: str) -> str:
    """Write the feed in one form; return what a plan calls it."""
    if form.endswith(".zip"):
        with zipfile.ZipFile(folder / form, "w") as archive:
            for name, text in TABLES.items():
                archive.writestr(f"feed/{name}" if form == "nested.zip" else name, text)
        return form
    inner, prefix = (folder / "feed", form)
    inner.mkdir()
    for name, text in TABLES.items():
        (inner / f"{prefix}{name}").write_text(text, "utf-8")
    return "feed" if prefix == "" else f"feed/{prefix}stops.txt"


def paths(folder: Path, file: str) -> dict[str, str]:
    wanted = source(Layer(kind="bus_stops", file=file), folder)
    assert wanted.form == "gtfs"
    rows = layers.read(wanted, [STEP_FREE, "stop_id"])
    return dict(zip(rows.columns["stop_id"].to_pylist(), rows.columns[STEP_FREE].to_pylist(), strict=True))


@pytest.mark.parametrize("form", ["feed.zip", "nested.zip", "", "gtfs_"])
def test_paths_through_a_station_in_every_form_of_a_feed(tmp_path: Path, form: str) -> None:
    found = paths(tmp_path, write(tmp_path, form))
    assert {stop: found[stop] for stop in EXPECTED} == EXPECTED


def test_without_pathways_a_station_is_not_known_and_the_street_is(city: Any) -> None:
    city.text("stops.txt", STOPS)
    found = paths(city.folder, "stops.txt")
    assert found["street"] == "yes"
    assert {found[stop] for stop in EXPECTED if stop != "street"} == {""}


def test_an_audit_reads_the_paths_by_itself(city: Any) -> None:
    found = audit(city.plan({"kind": "bus_stops", "file": write(city.folder, "gtfs_")}), city.folder)
    (subject,) = found.subjects
    assert [row["attribute"] for row in subject.facts["attributes"]] == [STEP_FREE]


def test_pathways_that_cannot_be_read_are_one_line(city: Any) -> None:
    city.text("stops.txt", STOPS)
    city.text("pathways.txt", "from_stop_id,to_stop_id\na\n")
    with pytest.raises(UsageError, match="a row has 1 cells, the header 2: a"):
        paths(city.folder, "stops.txt")


@pytest.mark.skipif(not REAL.is_dir(), reason=f"a real feed is NOT tested: {REAL} is absent")
def test_bostons_paths_agree_with_its_own_word_on_stations() -> None:
    wanted = source(Layer(kind="bus_stops", file="gtfs_stops.txt"), REAL)
    asked = ["location_type", "parent_station", STEP_FREE, "wheelchair_boarding"]
    rows = layers.read(wanted, asked)
    table = zip(*(rows.columns[name].to_pylist() for name in asked), strict=True)
    told = [(path, word) for kind, parent, path, word in table if kind == "0" and parent and path]
    # An accessible station, by the agency's own word, where we find a path; and none where we find none.
    agreeing = sum((path == "yes") == (word == "1") for path, word in told)
    assert len(told) > 300
    assert agreeing / len(told) > 0.95
