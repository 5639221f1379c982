from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from geo_checks import traps
from geo_checks.area import StudyArea
from geo_checks.coordinates import reference
from geo_checks.street import audit
from geo_checks.traps import Trap

METRIC = CRS.from_epsg(32650)


def area_of(rows: list[tuple[str, str, Any]]) -> StudyArea:
    tree = DivisionTree.of([Division(code, code, parent) for code, parent, _ in rows])
    polygon_of = {code: polygon for code, _, polygon in rows}
    return StudyArea.of(tree, np.array([polygon_of[code] for code in tree.divisions], dtype=object), METRIC)


def keys(count: int) -> Any:
    return pa.array([str(n) for n in range(count)])


def of_column(values: list[float]) -> list[Trap]:
    return list(traps.of_columns({"width": np.array(values, dtype=np.float64)}, keys(len(values))))


def found(city: Any, lines: list[str], **more: Any) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the traps by name and the counts of an audit of some CSV lines."""
    city.text("r.csv", "\n".join(["lon,lat,width,street", *lines]))
    layer = {
        "kind": "curb_ramps",
        "file": "r.csv",
        "x": "lon",
        "y": "lat",
        "crs": "EPSG:4326",
        "columns": {"width": {"column": "width", "unit": "m"}},
    }
    subject = audit(city.plan({**layer, **more}), city.folder).subjects[0]
    json.dumps(subject.facts)
    return {trap["trap"]: trap for trap in subject.facts["traps"]}, subject.facts["counts"]


def test_traps_are_told_and_every_row_stays_counted(city: Any) -> None:
    rng = np.random.default_rng(1)
    good = [f"{x:.7f},{y:.7f},{w:.2f}," for x, y, w in rng.uniform([117, 26, 1.2], [117.02, 26.01, 1.8], (40, 3))]
    odd = [good[0], "0,0,1.5,", "26.005,117.005,1.3,", "117.0051234,26.0051234,1350,", ",,1.4,"]
    odd += ["117.0151234,26.0051234,1400,", "117.0161234,26.0051234,1500,"]
    told, counts = found(city, [*good, *odd])

    assert counts["rows"] == 47 == sum(count for name, count in counts.items() if name != "rows")
    assert set(told) == {"duplicate-points", "null-island", "swapped-rows", "mixed-units"}
    assert (told["duplicate-points"]["count"], told["duplicate-points"]["examples"]) == (2, ["1", "41"])
    assert (told["null-island"]["count"], told["null-island"]["done"]) == (1, "outside")
    assert told["swapped-rows"]["examples"] == ["43"]
    assert told["mixed-units"]["examples"] == ["44", "46", "47"]
    assert told["mixed-units"]["figures"]["minor"] == "1400"
    for trap in told.values():
        assert trap["zh"]
        assert trap["en"]
        assert "{" not in trap["zh"] + trap["en"]


def test_codes_for_not_measured_that_no_plan_names_are_not_known(city: Any) -> None:
    told, _ = found(city, [f"117.00{n}1234,26.0051234,{1.2 + n / 10}," for n in range(8)] + ["117.015,26.005,9999,"])
    assert (told["stand-ins"]["count"], told["stand-ins"]["done"]) == (1, "unknown")
    assert told["stand-ins"]["examples"] == ["9"]
    assert "mixed-units" not in told


def test_a_survey_that_two_layers_hold_is_told(city: Any) -> None:
    places = [(117.001 + n / 1000, 26.0012345) for n in range(15)]
    city.points("one.gpkg", places)
    city.text("two.csv", "lon,lat\n" + "\n".join(f"{x:.8f},{y:.8f}" for x, y in [*places[:5], (117.0002, 26.0002)]))
    two = {"kind": "curb_ramps", "file": "two.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326", "id": "two"}
    one = {"kind": "curb_ramps", "file": "one.gpkg", "id": "one"}
    first, second = audit(city.plan(one, two), city.folder).subjects
    assert [trap["trap"] for trap in first.facts["traps"]] == []
    (trap,) = second.facts["traps"]
    assert (trap["trap"], trap["count"], trap["figures"]) == ("same-as-layer", 5, {"layer": "one"})
    toilets = audit(city.plan(one, {**two, "kind": "public_toilets"}), city.folder).subjects[1]
    assert [trap["trap"] for trap in toilets.facts["traps"]] == []


def test_many_facilities_on_few_positions_are_snapped(city: Any) -> None:
    lines = [f"{117.0012345 + n % 8 / 1000:.7f},26.0023456,1.{n % 7}," for n in range(60)]
    told, counts = found(city, lines)
    assert told["snapped-points"]["figures"] == {"positions": 8, "most": 8}
    assert "duplicate-points" not in told
    assert counts["judged"] == 60


@pytest.mark.parametrize(("decimals", "metres"), [(4, "10"), (3, "100"), (5, None)])
def test_rounded_coordinates_are_told(city: Any, decimals: int, metres: str | None) -> None:
    rng = np.random.default_rng(2)
    lines = [f"{x:.{decimals}f},{y:.{decimals}f},1.2," for x, y in rng.uniform([117, 26], [117.02, 26.01], (200, 2))]
    told, _ = found(city, lines)
    assert told.get("coarse-coordinates", {"figures": {"metres": None}})["figures"]["metres"] == metres


def test_rows_without_coordinates_stand_in_the_division_they_name(city: Any) -> None:
    lines = [
        "117.0151234,26.0051234,1.5,20",
        ",,1.5,20",
        ",,1.5,上街",
        ",,1.5,1001000",
        "500,26,1.5,西区",
        ",,1.5,别处",
        ",,,",
    ]
    told, counts = found(city, lines, division="street")
    assert (counts["judged"], counts["no_geometry"], counts["bad_geometry"]) == (4, 3, 0)
    assert told["named-not-placed"]["count"] == 3
    assert told["named-not-placed"]["examples"] == ["2", "3", "5"]


def test_a_constant_column_is_told_from_thirty_values_on() -> None:
    (trap,) = of_column([1.5] * 30 + [np.nan])
    assert (trap.name, trap.count, trap.figures["value"]) == ("constant-column", 30, "1.5")
    assert of_column([1.5] * 29) == []
    assert of_column([np.nan] * 50) == []


@pytest.mark.parametrize(
    ("values", "minor"),
    [
        ([1.2, 1.5, 1.8] * 20 + [1200, 1500, 1800], 3),
        ([8.3, 5.0, 7.1] * 20 + [0.083, 0.05, 0.071] * 2, 6),
        ([1.2, 1.5, 1.8] * 20 + [120, 150, 180], 3),
        ([1.2, 1.5, 1.8] * 20 + [1200, 1500], 0),
        (list(np.linspace(0.5, 15, 200)), 0),
        (list(np.geomspace(0.001, 1000, 200)), 0),
        ([1.2, 1.5, 1.8] * 20 + [0.0, -1.0, np.nan], 0),
    ],
)
def test_two_units_in_one_column(values: list[float], minor: int) -> None:
    (trap,) = of_column(values) or [Trap("none", 0, 0, "told")]
    assert trap.count == minor


@settings(max_examples=60)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=False), max_size=50))
def test_no_column_breaks_the_search(values: list[float]) -> None:
    for trap in of_column(values):
        assert 0 < trap.count <= len(values)
        assert "{" not in trap.text.zh + trap.text.en


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(-200, 200) | st.just(np.nan), st.floats(-200, 200)), max_size=40))
def test_no_positions_break_the_search(places: list[tuple[float, float]]) -> None:
    x, y = np.array(places, dtype=np.float64).reshape(-1, 2).T
    area = area_of([("1", WHOLE, shapely.box(0, 0, 100, 100))])
    known = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    lon, lat = np.where(known, x, np.nan), np.where(known, y, np.nan)
    home = np.full(x.size, -1, dtype=np.int64)
    for trap in traps.of_places(x, y, reference("EPSG:4326", "here"), lon, lat, home, area, keys(x.size)):
        assert 0 < trap.count <= x.size
        assert trap.text.en
