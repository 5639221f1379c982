"""Files of every format, cut off, corrupted, wrongly encoded or of hostile names: a result, or one clear line."""

from __future__ import annotations

import csv
import json
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audit.model import Lang, Text, UsageError
from audit.plan import Column, Layer
from geo_checks import layers, profile, schema
from geo_checks.draft import draft
from geo_checks.layers import BAD_GEOMETRY, NO_GEOMETRY, PLACED
from geo_checks.profile_data import as_data
from geo_checks.source import Source, source
from tests.geo_checks import test_gtfs, test_osm
from tests.geo_checks.sheets import workbook

ROWS = 40
NAMES = [f"坡道{n}" for n in range(ROWS)]
BY_COLUMNS = {"x": "lon", "y": "lat", "crs": "EPSG:4326"}
# Formats whose files say how much is in them: what is cut off is never taken for the whole.
COUNTED = ("a.gpkg", "a.fgb", "a.parquet", "a.shp", "a.xlsx", "a.zip", "feed.zip")


def _points(folder: Path, file: str) -> Path:
    places = [shapely.Point(117 + n / 1000, 26) for n in range(ROWS)]
    frame = geopandas.GeoDataFrame({"name": NAMES, "wide": [1.2] * ROWS}, geometry=places, crs=4326)
    (frame.to_parquet if file.endswith(".parquet") else frame.to_file)(folder / file)
    return folder / file


def _zipped(folder: Path, file: str) -> Path:
    _points(folder, "in.shp")
    with zipfile.ZipFile(folder / file, "w") as archive:
        for part in sorted(folder.glob("in.*")):
            archive.write(part, part.name)
    return folder / file


def _text(folder: Path, file: str) -> Path:
    cells = [{"name": name, "wide": 1.2, "lon": 117.0 + n / 1000, "lat": 26.0} for n, name in enumerate(NAMES)]
    if file.endswith("jsonl"):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in cells)
    else:
        text = "name,wide,lon,lat\n" + "".join(",".join(map(str, row.values())) + "\n" for row in cells)
    (folder / file).write_text(text, "utf-8")
    return folder / file


def _sheet(folder: Path, file: str) -> Path:
    body = [[name, 1.2, 117 + n / 1000, 26.0] for n, name in enumerate(NAMES)]
    return workbook(folder / file, {"坡道": [["name", "wide", "lon", "lat"], *body]}, {})


WRITERS: dict[str, Callable[[Path, str], Path]] = {
    **dict.fromkeys(("a.gpkg", "a.fgb", "a.geojson", "a.parquet", "a.shp"), _points),
    "a.zip": _zipped,
    "a.csv": _text,
    "a.jsonl": _text,
    "a.xlsx": _sheet,
    "a.osm": test_osm.write,
    "feed.zip": lambda folder, file: folder / test_gtfs.write(folder, file),
}


class Whole(dict[str, bytes]):
    """Good files of each format."""

    def __repr__(self) -> str:  # hypothesis shows the arguments of a failing case
        return "whole"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Return the bytes of a good file of each format."""
    folder = tmp_path_factory.mktemp("whole")
    return Whole({file: writer(folder, file).read_bytes() for file, writer in WRITERS.items()})


def one_line_each(problems: Sequence[Text]) -> bool:
    return bool(problems) and all("\n" not in problem.zh + problem.en for problem in problems)


def named(folder: Path, file: str, **given_: Any) -> Source:
    columns = BY_COLUMNS if file.endswith(("csv", "jsonl", "xlsx")) else {}
    kind = "bus_stops" if file == "feed.zip" else "curb_ramps"
    return source(Layer.model_validate({"kind": kind, "file": file, **columns, **given_}), folder)


def outcome(wanted: Source) -> int | None:
    """Return how many rows are read, None when the file is refused in one line each."""
    refused: tuple[Text, ...] = ()
    try:
        known = layers.names(wanted)
        rows = layers.read(wanted, known)
        state = layers.points(rows)[2]
    except UsageError as error:
        refused = error.problems
    if refused:
        assert one_line_each(refused)
        return None
    assert state.size == rows.count
    assert {*state.tolist()} <= {PLACED, NO_GEOMETRY, BAD_GEOMETRY}
    for name in known:
        for attribute in ("width", "running_slope", "tactile_warning"):
            known_as = schema.ATTRIBUTES["curb_ramps"][attribute]
            assert schema.values(rows.columns[name], Column(column=name), known_as).floats.size == rows.count
        assert len(schema.as_text(rows.columns[name])) == rows.count
    return rows.count


@pytest.mark.parametrize("file", WRITERS)
def test_a_whole_file_is_read(tmp_path: Path, whole: Whole, file: str) -> None:
    WRITERS[file](tmp_path, file)
    count = outcome(named(tmp_path, file))
    assert count == ROWS or file in ("a.osm", "feed.zip")
    found = profile.profile(profile.named(str(tmp_path / file)), str(tmp_path / file))
    assert draft(found, Lang.ZH)
    assert json.dumps(as_data(found))


# The same cases in every run: a fault of a native library ends the process, and must not do so now and then.
@pytest.mark.parametrize("file", WRITERS)
@settings(max_examples=15, deadline=None, derandomize=True)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_file_that_was_cut_off(
    tmp_path_factory: pytest.TempPathFactory, whole: Whole, file: str, share: float
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    WRITERS[file](folder, file)
    content = whole[file]
    (folder / file).write_bytes(content[: int(len(content) * share)])
    count = outcome(named(folder, file))
    if file in COUNTED and file != "feed.zip":
        assert count in (None, ROWS)


@pytest.mark.parametrize("file", WRITERS)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(at=st.floats(0, 1, exclude_max=True), bytes_=st.binary(min_size=1, max_size=12))
def test_a_file_with_other_bytes_in_it(
    tmp_path_factory: pytest.TempPathFactory, whole: Whole, file: str, at: float, bytes_: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bent")
    WRITERS[file](folder, file)
    content = bytearray(whole[file])
    start = int(len(content) * at)
    content[start : start + len(bytes_)] = bytes_
    (folder / file).write_bytes(content)
    outcome(named(folder, file))


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8", "UTF-16", "Big5", "ISO-8859-1", "rot13", "", "\x00"])
@pytest.mark.parametrize("file", ["a.csv", "a.jsonl", "a.shp", "a.geojson", "a.gpkg", "feed.zip"])
def test_any_encoding_that_a_plan_may_name(tmp_path: Path, file: str, encoding: str) -> None:
    WRITERS[file](tmp_path, file)
    outcome(named(tmp_path, file, encoding=encoding))


CELL = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.lists(st.integers()))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["name", "wide", "lon", "lat", "坡"]), CELL), min_size=1, max_size=6))
@example([{"lon": 1, "lat": 2, "name": "2020-01-01"}, {"lon": 1.5, "lat": 2, "name": 3}])
@example([{"lon": 1 << 70, "lat": 2, "name": [[1]]}])
def test_columns_of_mixed_kinds(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        text = "\n".join(json.dumps({"name": None, "lon": None, "lat": None, **row}) for row in rows)
        (Path(name) / "a.jsonl").write_text(text, "utf-8")
        count = outcome(named(Path(name), "a.jsonl"))
        assert count in (None, len(rows))


def test_an_array_nested_without_end_is_one_line_or_left_aside(tmp_path: Path) -> None:
    deep = "[" * 200_000 + "]" * 200_000
    (tmp_path / "a.jsonl").write_text(f'{{"name": "x", "lon": 1, "lat": 2, "deep": {deep}}}\n', "utf-8")
    assert outcome(named(tmp_path, "a.jsonl")) is None


HEADERS = st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=3, max_size=6)


@settings(max_examples=60, deadline=None)
@given(HEADERS)
@example(["lon", "lat", "lat"])
@example(["lon", "lat", ""])
@example(["lon", "lat", "\x1b[31m"])
def test_columns_of_any_name(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["lon", "lat", *names], ["117", "26", *names]])
        outcome(named(Path(folder), "a.csv"))
        refused: tuple[Text, ...] = ()
        try:
            draft(profile.profile(profile.named(str(path)), str(path)), Lang.ZH)
        except UsageError as error:
            refused = error.problems
        assert not refused or one_line_each(refused)


GOOD_ROW = "117.001,26,东街\n"


def _csv(folder: Path, text: str) -> layers.Rows:
    (folder / "a.csv").write_text("lon,lat,name\n" + text, "utf-8")
    return layers.read(named(folder, "a.csv"), ["name"])


@pytest.mark.parametrize(
    "text",
    [
        GOOD_ROW * 3 + '117,26,"东街\n' + GOOD_ROW * 5,  # up to the end of the file
        GOOD_ROW * 3 + '117,26,"东街\n' + GOOD_ROW * 5 + '117,26,"西街"\n' + GOOD_ROW,  # up to the next quoted cell
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="line 5 is not closed") as refused:
        _csv(tmp_path, text)
    assert "第 5 行的引号没有闭合" in refused.value.problems[0].zh


def test_cells_of_several_lines_are_cells(tmp_path: Path) -> None:
    text = GOOD_ROW + '117,26,"东街\n1 号, ""老\n城"""\n' + "117,26,5'6\"\n" + '"117","26",""\n' + '117,26,东"街\n\n'
    rows = _csv(tmp_path, text)
    assert rows.columns["name"].to_pylist() == ["东街", '东街\n1 号, "老\n城"', "5'6\"", "", '东"街']


@pytest.mark.parametrize(("row", "cells"), [("117,26,东街,1 号", 4), ("117", 1)])
def test_an_uneven_row_is_shown(tmp_path: Path, row: str, cells: int) -> None:
    with pytest.raises(UsageError) as refused:
        _csv(tmp_path, GOOD_ROW * 99 + row + "\n")
    (said,) = refused.value.problems
    assert f"a row has {cells} cells, the header 3: {row};" in said.en
    assert f"有一行是 {cells} 列，表头是 3 列：{row}" in said.zh
