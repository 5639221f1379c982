from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer

from audit.model import UsageError
from geo_checks.coordinates import (
    Reference,
    bd09_to_gcj02,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    metric_crs,
    reference,
    to_wgs84,
    wgs84_to_gcj02,
)

GEOD = Geod(ellps="WGS84")
IN_CHINA = st.tuples(st.floats(73.7, 135.0), st.floats(18.0, 53.5))


@cache
def as_published(code: int) -> tuple[CRS, Transformer]:
    return CRS.from_epsg(code), Transformer.from_crs(4326, code, always_xy=True)


def metres_between(lon: np.ndarray, lat: np.ndarray, other_lon: np.ndarray, other_lat: np.ndarray) -> float:
    return float(np.max(GEOD.inv(lon, lat, other_lon, other_lat)[2]))


@given(st.lists(IN_CHINA, min_size=1, max_size=50))
def test_obfuscated_coordinates_come_back_to_under_a_millimetre(places: list[tuple[float, float]]) -> None:
    lon, lat = np.array(places).T
    gcj = wgs84_to_gcj02(lon, lat)
    bd = gcj02_to_bd09(*gcj)

    assert metres_between(lon, lat, *gcj02_to_wgs84(*gcj)) < 0.001
    assert metres_between(*gcj, *bd09_to_gcj02(*bd)) < 0.001
    assert metres_between(lon, lat, *to_wgs84(*bd, reference("BD-09", "here"))) < 0.001
    twice = wgs84_to_gcj02(*gcj)
    assert metres_between(lon, lat, *to_wgs84(*twice, reference("GCJ-02x2", "here"))) < 0.001
    mercator = from_wgs84(*gcj, CRS.from_epsg(3857))
    assert metres_between(lon, lat, *to_wgs84(*mercator, reference("EPSG:3857+GCJ-02", "here"))) < 0.001
    assert 40 < metres_between(lon, lat, *gcj) < 1500


def test_gcj02_matches_a_published_pair() -> None:
    # Tiananmen as map services give it in each system, to their six decimals.
    lon, lat = wgs84_to_gcj02(np.array([116.391265]), np.array([39.907339]))
    assert lon[0] == pytest.approx(116.397506, abs=2e-5)
    assert lat[0] == pytest.approx(39.908741, abs=2e-5)


def test_gcj02_shifts_nothing_outside_china() -> None:
    lon, lat = np.array([-71.06, 2.35]), np.array([42.36, 48.86])
    shifted = wgs84_to_gcj02(lon, lat)
    assert np.array_equal(shifted[0], lon)
    assert np.array_equal(shifted[1], lat)


@given(st.lists(st.tuples(st.floats(-170, 170), st.floats(-79, 83)), min_size=1, max_size=20))
def test_the_metric_system_of_a_place_comes_back_to_under_a_millimetre(places: list[tuple[float, float]]) -> None:
    centre_lon, centre_lat = places[0]
    lon, lat = np.array([centre_lon]), np.array([centre_lat])
    metric = metric_crs(centre_lon, centre_lat)
    x, y = from_wgs84(lon, lat, metric)

    assert metric.axis_info[0].unit_name == "metre"
    assert metres_between(lon, lat, *to_wgs84(x, y, reference(metric.to_wkt(), "here"))) < 0.001


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ("gcj02", "GCJ-02"),
        ("火星坐标", "GCJ-02"),
        ("gcj-02 twice", "GCJ-02x2"),
        ("GCJ02×2", "GCJ-02x2"),
        ("bd09ll", "BD-09"),
        ("EPSG:3857 + gcj02", "EPSG:3857+GCJ-02"),
        ("EPSG:4326+BD-09", "BD-09"),
    ],
)
def test_obfuscated_systems_have_one_name_each(named: str, name: str) -> None:
    assert reference(named, "here").name == name


@pytest.mark.parametrize("named", ["EPSG:4490", "CGCS2000", "cgcs2000"])
def test_cgcs2000_degrees_are_those_of_wgs84(named: str) -> None:
    lon, lat = to_wgs84(np.array([119.3]), np.array([26.08]), reference(named, "here"))
    assert metres_between(lon, lat, np.array([119.3]), np.array([26.08])) < 0.001


def test_what_is_no_place_on_earth_is_not_known() -> None:
    lon, lat = to_wgs84(np.array([119.3, 419.3, np.nan]), np.array([126.0, 26.0, 26.0]), reference("EPSG:4326", "here"))
    assert np.isnan(lon).all()
    assert np.isnan(lat).all()


@pytest.mark.parametrize(
    ("lon", "lat", "code"), [(119.3, 26.1, 32650), (-71.0, 42.3, 32619), (18.4, -33.9, 32734), (180.0, 10.0, 32660)]
)
def test_utm_is_the_default(lon: float, lat: float, code: int) -> None:
    assert metric_crs(lon, lat).to_epsg() == code


@pytest.mark.parametrize("code", [4547, 4513, 32650, 32751, 2326])
@given(st.lists(IN_CHINA, min_size=1, max_size=50))
def test_the_quick_way_into_metres_is_that_of_proj_to_a_tenth_of_a_millimetre(
    code: int, places: list[tuple[float, float]]
) -> None:
    lon, lat = np.array(places).T
    metric, exact = as_published(code)
    x, y = exact.transform(lon, lat)

    assert np.abs(np.array(from_wgs84(lon, lat, metric)) - (x, y)).max() < 0.0001
    back = exact.transform(x, y, direction="INVERSE")
    assert metres_between(*back, *to_wgs84(x, y, Reference("metres", metric))) < 0.0001


@pytest.mark.parametrize("named", ["EPSG:3857", "EPSG:4326", "EPSG:2249"])
def test_a_system_that_cannot_measure_is_refused(named: str) -> None:
    with pytest.raises(UsageError, match="cannot measure distances"):
        metric_crs(119.3, 26.1, named)


def test_a_chinese_projected_system_may_be_named() -> None:
    assert metric_crs(119.3, 26.1, "EPSG:4549") == CRS.from_epsg(4549)


def test_an_unknown_system_is_one_line_that_says_where() -> None:
    with pytest.raises(UsageError) as told:
        reference("EPSG:nonsense", "[[layer]] bus_stops")
    (problem,) = told.value.problems
    assert problem.en.startswith("[[layer]] bus_stops: unknown coordinate system 'EPSG:nonsense'")
    assert "\n" not in problem.en + problem.zh
