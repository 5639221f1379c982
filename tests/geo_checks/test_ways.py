from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from audit.districts import WHOLE
from audit.model import Reason, UsageError
from audit.plan import Plan
from geo_checks import ways
from geo_checks.street import audit, check_plan
from tests.geo_checks.conftest import figure as figure_of

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
LAYER = {
    "kind": "bus_stops",
    "file": "stops.csv",
    "x": "x",
    "y": "y",
    "crs": "EPSG:4326",
    "columns": {"wheelchair_boarding": "ok"},
}

figure = partial(figure_of, layer="bus_stops")


@pytest.fixture
def town(city: Any) -> Any:
    """One street along the middle of the city (1001.2 m to a hundredth of a degree), with a stop at its western end."""
    street = shapely.LineString([(117.0 + n / 1000, 26.0025) for n in range(21)])
    geopandas.GeoDataFrame({"kind": ["road"]}, geometry=[street], crs=4326).to_file(city.folder / "streets.gpkg")
    city.text("stops.csv", "x,y,ok\n117.0,26.0025,1\n117.010,26.0025,?\n")
    city.text("people.csv", "x,y,n,old\n117.001,26.0025,10,2\n117.0105,26.0025,20,8\n117.005,26.009,40,4\n")
    return city


def plan(city: Any, **tables: Any) -> Plan:
    made: Plan = city.plan(
        LAYER,
        population={
            "file": "people.csv", "x": "x", "y": "y", "crs": "EPSG:4326", "count": "n", "groups": {"over_65": "old"}
        },
        network={"file": "streets.gpkg"},
        **tables,
    )  # fmt: skip
    return made


def test_walking_coverage_beside_the_straight_line(town: Any) -> None:
    found = audit(plan(town), town.folder)
    whole = figure(found, WHOLE, "coverage-walking-300")
    assert (whole.numerator, whole.unknown, whole.denominator, whole.unit) == (10, 20, 70, "person")
    old = figure(found, "20", "coverage-walking-300@over_65")
    assert (old.numerator, old.unknown, old.denominator) == (0, 8, 8)
    told = {(u.subject, u.what, u.reason, u.detail) for u in found.untested}
    assert ("population", "network", Reason.OFF_NETWORK, "1 points, 40 people") in told
    assert found == audit(plan(town), town.folder)


def test_without_a_network_the_straight_line_is_kept(town: Any) -> None:
    found = audit(plan(town).model_copy(update={"network": None}), town.folder)
    kept = pq.read_table(io.BytesIO(found.evidence["reach:bus_stops"])).to_pandas()
    along = pq.read_table(io.BytesIO(audit(plan(town), town.folder).evidence["reach:bus_stops"])).to_pandas()
    assert list(kept) == ["lon", "lat", "division", "people", "people@over_65", "straight", "straight?"]
    assert kept.equals(along[list(kept)])


def test_without_people_a_network_measures_nothing_and_says_so(town: Any) -> None:
    found = audit(plan(town).model_copy(update={"population": None}), town.folder)
    assert not [i for i in found.indicators if "walking" in i.name]
    assert ("network", Reason.NO_POPULATION) in {(u.subject, u.reason) for u in found.untested}


@pytest.mark.parametrize(
    ("network", "message"),
    [
        ({"class": "knd"}, "has no column 'knd'"),
        ({"steps": ["steps"]}, "steps: add class"),
        ({"columns": {"widht": "kind"}}, "did you mean width"),
        ({"columns": {"width": "kind"}}, "no unit"),
        ({"file": "people.csv"}, "coordinates"),
    ],
)
def test_a_wrong_network_is_told_before_the_audit(town: Any, network: dict[str, Any], message: str) -> None:
    given = Plan.model_validate(
        {**plan(town).model_dump(by_alias=True, exclude_unset=True), "network": {"file": "streets.gpkg", **network}}
    )
    problems = check_plan(given, town.folder)
    assert any(message in problem.en for problem in problems), problems
    with pytest.raises(UsageError):
        audit(given, town.folder)


def test_every_figure_can_be_counted_again_from_the_evidence(town: Any) -> None:
    profile = [{"id": "pram", "speed": 1.0, "ramps": "present"}]
    found = audit(plan(town, profile=profile, thresholds={"coverage": [52, 300]}), town.folder)
    rows = pq.read_table(io.BytesIO(found.evidence["reach:bus_stops"])).to_pandas()
    assert rows["people"].tolist() == [10, 20, 40]
    assert rows["people@over_65"].tolist() == [2, 8, 4]
    assert rows["division"].tolist() == ["1001", "20", "1002"]
    assert rows["lon"].to_numpy() == pytest.approx([117.001, 117.0105, 117.005], abs=1e-5)
    for way in ("", "walking-", "pram-"):
        column = {"": "straight", "walking-": "walking", "pram-": "pram"}[way]
        for radius in (52, 300):
            whole = figure(found, WHOLE, f"coverage-{way}{radius}")
            assert rows.loc[rows[column] <= radius, "people"].sum() == whole.numerator
            assert rows.loc[rows[f"{column}?"] <= radius, "people"].sum() == whole.numerator + whole.unknown
    (subject,) = found.subjects
    assert subject.facts["ways"]["pram"] == {
        "people": 10,
        "limit_m": 300,
        "median_m": pytest.approx(100, abs=1),
        "speed_m_s": 1,
        "median_minutes": 1.7,
    }
    assert subject.facts["network"] == {
        "edges": 1,
        "nodes": 2,
        "length_m": pytest.approx(2001, abs=2),
        "islands": 0,
        "mainland_m": pytest.approx(2001, abs=2),
    }
    reachable = figure(found, WHOLE, "reachable-pram")
    assert (reachable.numerator, reachable.unknown, reachable.denominator) == (2, 0, 2)
    chain = figure(found, WHOLE, "chain-pram")
    assert (chain.numerator, chain.unknown, chain.denominator) == (1, 1, 2)


def test_failing_ramps_of_the_plan_break_the_crossings_near_them(town: Any) -> None:
    # The street in two, with a crossing between that has a ramp at either end, one of them failing.
    whole = [(117.0 + n / 10000, 26.0025) for n in range(201)]
    lines = [whole[:50], whole[49:51], whole[50:]]
    frame = geopandas.GeoDataFrame(
        {"kind": ["walk", "zebra", "walk"]}, geometry=[shapely.LineString(line) for line in lines], crs=4326
    )
    frame.to_file(town.folder / "streets.gpkg")
    town.text("ramps.csv", f"x,y,ok\n{whole[49][0]:.6f},26.0025,1\n{whole[50][0]:.6f},26.0025,0\n")
    town.text("people.csv", "x,y,n,old\n117.0051,26.0025,10,0\n117.0001,26.0025,7,0\n")
    ramps = {**LAYER, "kind": "curb_ramps", "file": "ramps.csv", "columns": {"agency_verdict": "ok"}}
    given = plan(
        town, profile=[{"id": "wheels", "speed": 1, "ramps": "passed"}, {"id": "pram", "speed": 1, "ramps": "present"}]
    )
    given = Plan.model_validate(
        {
            **given.model_dump(by_alias=True, exclude_unset=True),
            "layer": [LAYER, ramps],
            "network": {"file": "streets.gpkg", "class": "kind", "crossings": ["zebra"], "paths": ["walk"]},
            "thresholds": {"coverage": [600]},
        }
    )
    found = audit(given, town.folder)
    assert figure(found, WHOLE, "coverage-walking-600").numerator == 17
    assert figure(found, WHOLE, "coverage-pram-600").numerator == 17
    wheels = figure(found, WHOLE, "coverage-wheels-600")
    assert (wheels.numerator, wheels.unknown) == (7, 10)


def test_a_corner_without_ramp_closes_its_junction(town: Any) -> None:
    # A street with a side street at 117.005; the only ramps stand far from it, so its corners are missing theirs.
    main = [(117.0 + n / 1000, 26.0025) for n in range(21)]
    side = [(117.005, 26.0025), (117.005, 26.0045)]
    frame = geopandas.GeoDataFrame(
        {"kind": ["road"] * 2}, geometry=[shapely.LineString(main), shapely.LineString(side)], crs=4326
    )
    frame.to_file(town.folder / "streets.gpkg")
    town.text("ramps.csv", "x,y,ok\n117.0065,26.0025,1\n")
    town.text("people.csv", "x,y,n,old\n117.0055,26.0025,10,0\n117.001,26.0025,7,0\n")
    ramps = {**LAYER, "kind": "curb_ramps", "file": "ramps.csv", "columns": {"agency_verdict": "ok"}}
    given = {
        **plan(town, profile=[{"id": "pram", "speed": 1, "ramps": "present"}]).model_dump(
            by_alias=True, exclude_unset=True
        ),
        "layer": [LAYER, ramps],
        "thresholds": {"coverage": [400, 600]},
    }
    found = audit(Plan.model_validate(given), town.folder)
    assert figure(found, WHOLE, "coverage-pram-600").numerator == 7
    assert figure(found, WHOLE, "coverage-pram-600").unknown == 10
    found = audit(Plan.model_validate({**given, "completeness": {"roads": {"file": "streets.gpkg"}}}), town.folder)
    assert figure(found, WHOLE, "coverage-walking-600").numerator == 17
    assert figure(found, WHOLE, "coverage-pram-400").unknown == 0


def real(folder: Path, **tables: Any) -> Plan:
    return Plan.model_validate(
        {"name": "real", "date": "2026-01-01", "districts": {"file": str(folder / "d.gpkg")}, **tables}
    )


@pytest.mark.skipif(not DATA.is_dir(), reason="the real layers are not beside the repository")
def test_las_palmas_knows_nothing_of_its_stops_and_says_so(tmp_path: Path) -> None:
    box = shapely.box(-15.47, 28.07, -15.40, 28.16)
    geopandas.GeoDataFrame({"code": ["1"], "name": ["x"]}, geometry=[box], crs=4326).to_file(tmp_path / "d.gpkg")
    cells = [shapely.Point(-15.47 + x / 1000, 28.07 + y / 1000) for x in range(70) for y in range(90)]
    geopandas.GeoDataFrame({"n": [1] * len(cells)}, geometry=cells, crs=4326).to_file(tmp_path / "p.gpkg")
    given = real(
        tmp_path,
        population={"file": str(tmp_path / "p.gpkg"), "count": "n"},
        network={"file": "las_palmas.osm.pbf"},
        layer=[{"kind": "bus_stops", "file": "gtfs.zip", "columns": {"wheelchair_boarding": "wheelchair_boarding"}}],
    )
    found = audit(given, DATA / "las_palmas")
    for radius in (300, 500):
        straight, walking, wheels = (
            figure(found, WHOLE, f"coverage-{way}{radius}") for way in ("", "walking-", "manual-wheelchair-")
        )
        assert straight.numerator == walking.numerator == wheels.numerator == 0
        assert straight.unknown > walking.unknown > wheels.unknown > 0
        assert straight.denominator == walking.denominator == wheels.denominator == len(cells)
    told = {(u.subject, u.what) for u in found.untested}
    assert {("network", "slope"), ("network", "width"), ("population", "network")} <= told


@pytest.mark.skipif(not DATA.is_dir(), reason="the real layers are not beside the repository")
@pytest.mark.filterwarnings("error")
def test_helsinki_counts_everyone_of_its_grid(tmp_path: Path) -> None:
    grid = geopandas.read_file(DATA / "helsinki" / "helsinki_population_grid_2020.gpkg")
    west, south, east, north = grid.total_bounds
    middle = (west + east) / 2
    halves = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    frame = geopandas.GeoDataFrame({"code": ["1", "2"], "name": ["w", "e"]}, geometry=halves, crs=grid.crs)
    frame.to_file(tmp_path / "d.gpkg")
    given = real(
        tmp_path,
        population={"file": "helsinki_population_grid_2020.gpkg", "count": "population"},
        network={"file": "Helsinki.osm.pbf"},
        layer=[{"kind": "bus_stops", "file": "Helsinki.osm.pbf", "columns": {"wheelchair_boarding": "wheelchair"}}],
    )
    found = audit(given, DATA / "helsinki")
    for name in ("coverage-500", "coverage-walking-500", "coverage-pram-500"):
        parts = [figure(found, code, name) for code in ("1", "2")]
        whole = figure(found, WHOLE, name)
        assert whole.denominator == pytest.approx(grid["population"].sum())
        assert sum(part.denominator for part in parts) == pytest.approx(whole.denominator)
        assert sum(part.unknown for part in parts) == pytest.approx(whole.unknown)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 9)), max_size=40))
def test_half_of_the_people_have_at_most_the_median_way(homes: list[tuple[int, int]]) -> None:
    metres, people = np.array([(way / 64, count) for way, count in homes], dtype=np.float64).reshape(-1, 2).T
    each = sorted(way / 64 for way, count in homes for _ in range(count))
    assert ways._median(metres, people) == (len(each), each[(len(each) - 1) // 2] if each else None)
