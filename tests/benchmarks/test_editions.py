"""The requirement tables against what cities publish: made-up rows always, the real ones where they lie."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import editions

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
real = pytest.mark.skipif(not DATA.is_dir(), reason="the cities' inventories do not lie beside the repository")


def write(folder: Path, rows: list[dict[str, Any]]) -> Path:
    text = "".join(json.dumps({"lat": 0.0, "lon": 0.0, **row}) + "\n" for row in rows)
    (folder / editions.FILE).write_bytes(gzip.compress(text.encode()))
    return folder


def ramp(rating: float, slope: float, cross: float, width: float | None, **answers: str | None) -> dict[str, Any]:
    yes = {"DETECTABLEWARNING": "Yes", "TURNSPACESIZE": "Yes", "TURNSPACESLOPE": "Yes"}
    return {"COMPLIANCERATING": rating, "SLOPE": slope, "CROSSSLOPE": cross, "WIDTH": width, **yes, **answers}


def test_the_rating_takes_off_the_points_of_each_band(tmp_path: Path) -> None:
    rows = [
        ramp(100, 8.33, 2.0, 4.0),
        ramp(96.7, 8.34, 2.0, 4.0),
        ramp(93.3, 10.34, 2.0, 4.0),
        ramp(90, 13.34, 2.0, 4.0),
        ramp(98, 5.0, 2.1, 4.0),
        ramp(90, 5.0, 30.0, 4.0),
        ramp(97.5, 5.0, 1.0, 3.0),
        ramp(95, 5.0, 1.0, 2.9),
        ramp(55, 5.0, 1.0, 4.0, DETECTABLEWARNING="No", TURNSPACESIZE="No", TURNSPACESLOPE="No"),
        ramp(85, 5.0, 1.0, 4.0, TURNSPACESLOPE=None),  # a blank counts as missed
        ramp(99, 5.0, 1.0, 4.0),  # not what the rows let one work out
        ramp(100, 5.0, 1.0, None),  # not complete
    ]
    found = editions.rating(write(tmp_path, rows))
    assert (found.rows, found.complete, found.equal, found.known, found.known_equal) == (12, 11, 10, 10, 9)


def test_verdicts_stand_beside_ours_and_what_was_not_measured_stays_unknown(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"AAB": "YES", "SL": 5.0},
        {"AAB": "NO", "SL": 9.0},
        {"AAB": None, "SL": 0},
        {"AAB": "NO", "SL": 0},
    ]
    columns = {"agency_verdict": "AAB", "running_slope": {"column": "SL", "unit": "%", "unknown": (0,)}}
    found = editions.tallied(write(tmp_path, rows), columns, ("prowag-2023",))
    assert found["prowag:curb-ramp-running-slope"] == {
        "yes": [0, 0, 1, 0],
        "no": [1, 1, 0, 0],
        "unknown": [0, 1, 0, 0],
    }
    assert found["prowag-2023"] == {"yes": [0, 1, 0, 0], "no": [1, 1, 0, 0], "unknown": [0, 1, 0, 0]}


@real
def test_sioux_falls_rates_its_ramps_as_our_table_does() -> None:
    found = editions.rating(DATA / "sioux_falls")
    assert (found.rows, found.complete) == (19991, 19281)
    assert found.share >= 0.95


@real
def test_the_tallies_of_boston_and_bend_hold_every_ramp(capsys: pytest.CaptureFixture[str]) -> None:
    assert editions.main([str(DATA)]) == 0
    said = capsys.readouterr().out
    assert "Sioux Falls: 19991 ramps, 19281 complete" in said
    boston = editions.tallied(DATA / "boston", {"agency_verdict": "AAB_COMP"}, ("agency-verdict",))
    assert boston["agency-verdict"] == {"yes": [0, 0, 4487, 0], "no": [16675, 0, 0, 0], "unknown": [0, 2860, 0, 0]}
