from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from audit.model import UsageError
from geo_checks import zones
from geo_checks.coordinates import from_wgs84, reference, to_wgs84
from geo_checks.street import audit

THREE, SIX = list(range(25, 46)), list(range(13, 24))


@pytest.mark.parametrize("named", [f"EPSG:{code}" for code in range(4491, 4555)])
def test_every_cgcs2000_zone_knows_its_twin(named: str) -> None:
    crs = CRS.from_user_input(named)
    meridian = crs.to_dict()["lon_0"]
    x, y = from_wgs84(np.array([meridian + 0.4]), np.array([30.0]), crs)
    assert zones.twin(x, reference(named, "here")) is None

    eastings = x % 1e6 if x[0] > 1e6 else x + 1e6 * (THREE + SIX)[_position(int(meridian), named)]
    meant = zones.twin(eastings, reference(named, "here"))
    assert meant is not None
    lon, lat = to_wgs84(eastings, y, reference(meant, "here"))
    assert (lon[0], lat[0]) == pytest.approx((meridian + 0.4, 30.0), abs=1e-8)


def _position(meridian: int, named: str) -> int:
    six = int(named[5:]) < 4513
    return len(THREE) + SIX.index((meridian + 3) // 6) if six else THREE.index(meridian // 3)


@settings(max_examples=30, deadline=None)
@given(st.floats(75.0, 135.0), st.floats(18.0, 53.0), st.sampled_from([4490, 4610, 4214]))
def test_a_place_lies_well_inside_each_of_its_nearest_zones(lon: float, lat: float, geodetic: int) -> None:
    for named in zones.nearest_zones(lon, geodetic):
        given_crs = reference(named, "here")
        x, _ = from_wgs84(np.array([lon]), np.array([lat]), given_crs.crs)
        assert zones.twin(x, given_crs) is None
        assert abs(x[0] % 1e6 - 500_000) < 340_000


def test_degrees_and_other_projections_have_no_twin() -> None:
    for named in ("EPSG:4326", "GCJ-02", "EPSG:3857", "EPSG:32650"):
        assert zones.twin(np.array([39_500_000.0]), reference(named, "here")) is None
    assert zones.twin(np.array([np.nan]), reference("EPSG:4549", "here")) is None


def test_a_prj_that_names_the_twin_is_refused_until_the_plan_says_which(city: Any) -> None:
    spots = geopandas.GeoSeries([shapely.Point(city.lower), shapely.Point(city.east)], crs=4326).to_crs(4527)
    spots.set_crs(4548, allow_override=True).to_frame("geometry").to_file(city.folder / "r.shp")
    layer = {"kind": "bus_stops", "file": "r.shp"}
    with pytest.raises(UsageError, match='put crs = "EPSG:4527" into the plan'):
        audit(city.plan(layer), city.folder)
    counts = audit(city.plan({**layer, "crs": "EPSG:4527"}), city.folder).subjects[0].facts["counts"]
    assert counts["judged"] == 2


def test_districts_in_the_twin_are_refused_as_well(city: Any) -> None:
    frame = geopandas.read_file(city.folder / "districts.geojson").to_crs(4548)
    frame.set_crs(4527, allow_override=True).to_file(city.folder / "d.gpkg")
    layer = {"kind": "bus_stops", "file": "districts.geojson"}
    with pytest.raises(UsageError, match='put crs = "EPSG:4548" into the plan'):
        audit(city.plan(layer, districts={"file": "d.gpkg"}), city.folder)
