from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from audit.districts import Division, DivisionTree
from audit.model import Reason, UsageError
from geo_checks.area import StudyArea
from geo_checks.coordinates import (
    Reference,
    from_wgs84,
    gcj02_to_bd09,
    metric_crs,
    reference,
    to_wgs84,
    wgs84_to_gcj02,
)
from geo_checks.forensics import examine, in_degrees
from geo_checks.street import audit

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
DEGREES = reference("EPSG:4326", "here")
METRIC = metric_crs(114.3, 30.6)
SIDE, ROW = 2000.0, 4  # metres; districts in a row


def area_of(polygons: list[Any]) -> StudyArea:
    tree = DivisionTree.of([Division(f"{n:02}", f"{n}区") for n in range(len(polygons))])
    return StudyArea.of(tree, np.array(polygons, dtype=object), METRIC)


def chequered() -> StudyArea:
    x, y = (float(v[0]) for v in from_wgs84(np.array([114.3]), np.array([30.6]), METRIC))
    cells = [(x + SIDE * a, y + SIDE * b) for a in range(ROW) for b in range(ROW)]
    return area_of([shapely.box(west, south, west + SIDE, south + SIDE) for west, south in cells])


CITY = chequered()


def spots(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    west, south, east, north = shapely.total_bounds(CITY.polygons)
    rng = np.random.default_rng(seed)
    return rng.uniform(west, east, count), rng.uniform(south, north, count)


def degrees(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return to_wgs84(x, y, Reference(METRIC.name, METRIC))


def written(lon: np.ndarray, lat: np.ndarray, system: str) -> tuple[np.ndarray, np.ndarray]:
    times = {"EPSG:4326": 0, "GCJ-02": 1, "GCJ-02x2": 2, "BD-09": 1}[system]
    for _ in range(times):
        lon, lat = wgs84_to_gcj02(lon, lat)
    return gcj02_to_bd09(lon, lat) if system == "BD-09" else (lon, lat)


@pytest.mark.parametrize("truth", ["EPSG:4326", "GCJ-02", "GCJ-02x2", "BD-09"])
@pytest.mark.parametrize("declared", ["EPSG:4326", "GCJ-02", "BD-09"])
def test_the_system_is_found_by_the_divisions_that_rows_name(truth: str, declared: str) -> None:
    x, y = spots(400)
    found = examine(*written(*degrees(x, y), truth), reference(declared, "here"), CITY, CITY.place(x, y))
    assert found.fits == truth
    assert found.verdict == ("confirmed" if truth == declared else "contradicted")
    assert (found.warning() is None) == (truth == declared)
    by_name = {one.name: one for one in found.tried}
    assert by_name[truth].in_named == 1
    assert by_name[truth].outside_m is None
    moved = by_name[declared].changed if truth == declared else by_name[truth].changed
    assert moved == 0 if truth == declared else moved > 50


def test_swapped_axes_are_found() -> None:
    lon, lat = degrees(*spots(100))
    found = examine(lat, lon, DEGREES, CITY)
    assert (found.verdict, found.fits) == ("contradicted", "EPSG:4326 (x and y swapped)")


def test_districts_that_are_themselves_shifted_are_found() -> None:
    x, y = spots(400)
    lon, lat = degrees(x, y)
    there = from_wgs84(*wgs84_to_gcj02(lon, lat), METRIC)
    shift = np.array([there[0][0] - x[0], there[1][0] - y[0]])
    moved = list(shapely.transform(CITY.polygons, lambda corners: corners + shift))
    found = examine(lon, lat, DEGREES, area_of(moved), CITY.place(x, y))
    assert (found.verdict, found.fits) == ("contradicted", "districts in GCJ-02")


def test_projected_obfuscated_degrees_are_found() -> None:
    x, y = spots(400)
    mercator = from_wgs84(*written(*degrees(x, y), "GCJ-02"), reference("EPSG:3857", "here").crs)
    found = examine(*mercator, reference("EPSG:3857", "here"), CITY, CITY.place(x, y))
    assert found.fits == "EPSG:3857+GCJ-02"


def test_few_points_or_points_in_the_middle_are_ambiguous() -> None:
    x, y = spots(5)
    assert examine(*degrees(x, y), DEGREES, CITY, CITY.place(x, y)).verdict == "ambiguous"
    west, south, east, north = shapely.total_bounds(CITY.polygons)
    rng = np.random.default_rng(2)
    middle = (west + east) / 2 + rng.uniform(-900, 900, 2000), (south + north) / 2 + rng.uniform(-900, 900, 2000)
    found = examine(*degrees(*middle), DEGREES, CITY)
    assert found.verdict == "ambiguous"
    assert {"GCJ-02", "BD-09"} <= set(found.rivals)
    assert found.warning() is None


def test_roads_tell_where_districts_cannot() -> None:
    west, south, east, north = shapely.total_bounds(CITY.polygons)
    streets = [shapely.LineString([(x, south), (x, north)]) for x in np.arange(west, east, 250.0)]
    streets += [shapely.LineString([(west, y), (east, y)]) for y in np.arange(south, north, 250.0)]
    roads = shapely.STRtree(streets)
    rng = np.random.default_rng(3)
    middle = west + 3000 + 250 * rng.integers(0, 8, 300) + rng.normal(0, 6, 300), south + rng.uniform(3000, 5000, 300)
    lon, lat = written(*degrees(*middle), "GCJ-02")
    assert examine(lon, lat, DEGREES, CITY).verdict == "ambiguous"
    found = examine(lon, lat, DEGREES, CITY, roads=roads)
    assert (found.verdict, found.fits) == ("contradicted", "GCJ-02")
    assert {one.name: one for one in found.tried}["GCJ-02"].road_m == pytest.approx(4, abs=2)


def test_outside_china_nothing_is_shifted() -> None:
    boston = metric_crs(-71.1, 42.3)
    x, y = from_wgs84(np.array([-71.1]), np.array([42.3]), boston)
    tree = DivisionTree.of([Division("1", "1")])
    area = StudyArea.of(tree, np.array([shapely.box(x[0], y[0], x[0] + 9000, y[0] + 9000)], dtype=object), boston)
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(-71.1, -71.0, 300), rng.uniform(42.3, 42.37, 300)
    found = examine(lon, lat, DEGREES, area)
    assert [one.name for one in found.tried] == ["EPSG:4326", "EPSG:4326 (x and y swapped)"]
    assert found.verdict == "confirmed"


def test_no_points_are_untried() -> None:
    nothing = np.array([np.nan])
    assert examine(nothing, nothing, DEGREES, CITY).verdict == "untried"
    assert not in_degrees(nothing, nothing)


def test_a_layer_in_doubt_is_told_and_its_counts_stay(city: Any) -> None:
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(117.0, 117.02, 600), rng.uniform(26.0, 26.01, 600)
    streets = ["20" if a > 117.01 else "1002" if b > 26.005 else "1001" for a, b in zip(lon, lat, strict=True)]
    lines = [f"{a:.7f},{b:.7f},{c}" for a, b, c in zip(*wgs84_to_gcj02(lon, lat), streets, strict=True)]
    city.text("r.csv", "\n".join(["lon,lat,street", *lines]))
    layer = {"kind": "bus_stops", "file": "r.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326", "division": "street"}
    heard: list[str] = []
    found = audit(city.plan(layer), city.folder, lambda text: heard.append(text.en))
    (doubt,) = [u for u in found.untested if u.reason is Reason.COORDINATES_IN_DOUBT]
    assert (doubt.subject, doubt.what) == ("bus_stops", "crs")
    assert any("coordinates in doubt" in line and "GCJ-02: 100.0% inside" in line for line in heard)
    facts = found.subjects[0].facts
    assert (facts["coordinates"]["verdict"], facts["coordinates"]["fits"]) == ("contradicted", "GCJ-02")
    assert sum(count for name, count in facts["counts"].items() if name != "rows") == 600

    right = audit(city.plan({**layer, "crs": "GCJ-02"}), city.folder)
    assert right.subjects[0].facts["coordinates"]["verdict"] == "confirmed"
    assert not [u for u in right.untested if u.reason is Reason.COORDINATES_IN_DOUBT]


def refused(city: Any, lines: list[str], **more: Any) -> str:
    city.text("r.csv", "\n".join(["lon,lat,street", *lines]))
    layer = {"kind": "bus_stops", "file": "r.csv", "x": "lon", "y": "lat", **more}
    with pytest.raises(UsageError) as told:
        audit(city.plan(layer), city.folder)
    (problem,) = told.value.problems
    assert "\n" not in problem.zh + problem.en
    return problem.en


@pytest.mark.parametrize(
    ("system", "line"),
    [
        ("GCJ-02", 'put crs = "GCJ-02" into the plan'),
        ("BD-09", 'put crs = "BD-09" into the plan'),
        ("EPSG:4548", 'put crs = "EPSG:4548" into the plan'),
        ("EPSG:4527", 'put crs = "EPSG:4527" into the plan'),
        ("swapped", 'put crs = "EPSG:4326" into the plan and exchange x and y'),
    ],
)
def test_an_undeclared_system_is_refused_with_the_line_to_write(city: Any, system: str, line: str) -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(117.0, 117.02, 900), rng.uniform(26.0, 26.01, 900)
    streets = ["东区" if a > 117.01 else "上街" if b > 26.005 else "下街" for a, b in zip(lon, lat, strict=True)]
    x, y = (lat, lon) if system == "swapped" else (lon, lat)
    if system.startswith("EPSG"):
        x, y = from_wgs84(lon, lat, reference(system, "here").crs)
    elif system != "swapped":
        x, y = written(lon, lat, system)
    lines = [f"{a!r},{b!r},{street}" for a, b, street in zip(x.tolist(), y.tolist(), streets, strict=True)]
    assert line in refused(city, lines, division="street")


def test_an_undeclared_system_that_nothing_tells_is_refused_with_the_figures(city: Any) -> None:
    problem = refused(city, ["117.0101,26.0051,", "117.0102,26.0052,"])
    assert "2 positions cannot tell it" in problem or "1 positions cannot tell it" in problem
    assert "EPSG:4326: 100.0% inside the districts" in problem
    assert problem.endswith("ask who made the file, then add crs to the plan")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real boundaries are not beside the repository")
@pytest.mark.parametrize(
    ("file", "system"),
    [
        ("wuhan/boundaries_gcj02.geojson", "GCJ-02"),
        ("jiaxing/boundaries_gcj02.geojson", "GCJ-02"),
        ("houma/boundaries_gcj02.geojson", "GCJ-02"),
        ("chongqing_fuling/boundaries_gcj02.geojson", "GCJ-02"),
        ("fuzhou/gulou_streets.geojson", "EPSG:4326"),
    ],
)
def test_real_boundaries_tell_every_system(file: str, system: str) -> None:
    rows = geopandas.read_file(SHARED / file)
    rows = rows[rows["level"] == "区县"] if "level" in rows else rows
    shapes = shapely.transform(
        shapely.make_valid(shapely.force_2d(rows.geometry.to_numpy())),
        lambda a: np.column_stack(to_wgs84(a[:, 0], a[:, 1], reference(system, "here"))),
    )
    west, south, east, north = shapely.total_bounds(shapes)
    metric = metric_crs((west + east) / 2, (south + north) / 2)
    shapes = shapely.transform(shapes, lambda a: np.column_stack(from_wgs84(a[:, 0], a[:, 1], metric)))
    tree = DivisionTree.of([Division(f"{n:03}", str(n)) for n in range(shapes.size)])
    area = StudyArea.of(tree, shapes, metric)
    rng = np.random.default_rng(6)
    lon, lat = rng.uniform(west, east, 12000), rng.uniform(south, north, 12000)
    home = area.place(*from_wgs84(lon, lat, metric))
    inside = np.flatnonzero(home >= 0)[:2000]
    for truth in ("EPSG:4326", "GCJ-02", "GCJ-02x2", "BD-09"):
        found = examine(*written(lon[inside], lat[inside], truth), DEGREES, area, home[inside])
        assert found.fits == truth
