from __future__ import annotations

import io
from typing import Any

import geopandas
import pyarrow.parquet as pq
import pytest
import shapely

from geo_checks.service_shapes import ACCURACY
from geo_checks.street import StreetAudit, audit
from tests.geo_checks.test_ways import LAYER, plan, town

__all__ = ["town"]

METRIC = 32650
ASKED = {"standards": ["agency-verdict"], "service_areas": True}


def table(found: StreetAudit, what: str) -> geopandas.GeoDataFrame:
    rows = pq.read_table(io.BytesIO(found.evidence[f"{what}:bus_stops"])).to_pandas()
    shapes = [None if wkb is None else shapely.from_wkb(wkb) for wkb in rows.pop("geometry")]
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs=4326).to_crs(METRIC)


def test_nothing_is_drawn_that_nobody_asks_for(town: Any) -> None:
    assert not [name for name in audit(plan(town), town.folder).evidence if name.startswith(("areas", "stretches"))]


def test_ground_is_cut_by_division_and_says_how_many_live_there(town: Any) -> None:
    areas = table(audit(plan(town, street=ASKED), town.folder), "areas")
    assert areas.columns.tolist() == [
        *("kind", "way", "radius_m", "bound", "division", "name", "people", "people_within", "people_perhaps"),
        *("area_m2", "accuracy_m", "geometry"),
    ]
    assert set(areas["way"]) == {"straight"}
    by = areas.set_index(["radius_m", "bound", "division"]).sort_index()
    assert set(by.index) == {(m, bound, code) for m in (300, 500) for bound in ("low", "high") for code in ("10", "20")}
    stops = geopandas.GeoSeries.from_xy([117.0, 117.010], [26.0025] * 2, crs=4326).to_crs(METRIC)
    west = geopandas.GeoSeries([shapely.box(117.0, 26.0, 117.01, 26.01)], crs=4326).to_crs(METRIC)[0]
    for radius in (300, 500):
        low, high = by.loc[(radius, "low", "10")], by.loc[(radius, "high", "10")]
        exact = west & stops[0].buffer(radius, quad_segs=500)
        assert low.geometry.hausdorff_distance(exact) < ACCURACY + 0.1
        assert low["area_m2"] == pytest.approx(low.geometry.area, abs=1)
        both = west & shapely.union_all(stops.buffer(radius, quad_segs=500).to_numpy())
        assert high.geometry.hausdorff_distance(both) < ACCURACY + 0.1
        assert high.geometry.is_valid
        assert by.loc[(radius, "low", "20")].geometry is None
        assert not by.loc[(radius, "high", "20")].geometry.is_empty
    row = by.loc[(300, "low", "10")]
    assert (row["people"], row["people_within"], row["people_perhaps"]) == (50, 10, 0)
    assert by.loc[(300, "high", "20")]["people_perhaps"] == 20


def test_along_the_network_stretches_are_drawn_and_no_ground(town: Any) -> None:
    profiles = [{"id": "chair", "speed": 1.0}, {"id": "steps-off", "speed": 1.0, "max_slope": 5}]
    network = {"file": "streets.gpkg", "class": "kind", "steps": ["road"]}
    easy = {"id": "easy", "speed": 1.0, "steps": True}
    made = plan(town, street=ASKED, profile=[*profiles, easy]).model_copy()
    made = made.model_copy(update={"network": made.network.model_validate(network)})  # type: ignore[union-attr]
    ways = table(audit(made, town.folder), "stretches")
    assert set(ways["way"]) == {"walking, easy", "chair, steps-off"}, "what is open alike is drawn once"
    by = ways.set_index(["way", "radius_m", "bound", "division"]).sort_index()
    low, high = (by.loc[("walking, easy", 300, bound, "10")] for bound in ("low", "high"))
    assert low["length_m"] == pytest.approx(300, abs=1)
    assert low.geometry.length == pytest.approx(300, abs=1)
    assert high["length_m"] == pytest.approx(600, abs=1)
    assert by.loc[("walking, easy", 300, "high", "20")]["length_m"] == pytest.approx(300, abs=1)
    assert (low["people"], low["people_within"], low["people_perhaps"]) == (50, 10, 0)
    closed = by.loc["chair, steps-off"]
    assert (closed["length_m"] == 0).all()
    assert closed.geometry.isna().all()


def test_a_street_on_a_border_and_one_round_it_are_taken_once(town: Any) -> None:
    on_border = shapely.LineString([(117.01, 26.001), (117.01, 26.002), (117.01, 26.004)])
    ring = shapely.LineString([(117.01, 26.004), (117.008, 26.0055), (117.012, 26.006), (117.01, 26.004)])
    beyond = shapely.LineString([(117.01, 26.001), (117.01, 25.99)])
    streets = geopandas.GeoDataFrame({"kind": ["road"] * 3}, geometry=[on_border, ring, beyond], crs=4326)
    streets.to_file(town.folder / "streets.gpkg")
    town.text("stops.csv", "x,y,ok\n117.01,26.004,1\n")
    chair = {"id": "chair", "speed": 1.0}
    made = plan(town, street=ASKED, thresholds={"coverage": [2000]}, profile=[chair])
    ways = table(audit(made, town.folder), "stretches").set_index("division")
    inside = streets.to_crs(METRIC).length
    south = shapely.LineString([(117.01, 26.001), (117.01, 26.0)])
    outside = geopandas.GeoSeries([south], crs=4326).to_crs(METRIC).length[0]
    assert ways["length_m"].sum() == pytest.approx(inside[0] + inside[1] + outside, abs=0.5)
    assert ways.geometry.length.tolist() == pytest.approx(ways["length_m"].tolist(), abs=1.0)
    square = geopandas.GeoSeries([shapely.box(117.0, 26.0, 117.01, 26.01)], crs=4326).to_crs(METRIC)[0]
    assert shapely.difference(ways.geometry["10"], square.buffer(0.2)).length == pytest.approx(0, abs=0.01)


def test_where_all_is_known_both_bounds_are_one(town: Any) -> None:
    town.text("stops.csv", "x,y,ok\n117.0,26.0025,1\n117.010,26.0025,2\n")
    found = audit(plan(town, street=ASKED), town.folder)
    assert set(table(found, "areas")["bound"]) == {"both"}
    assert set(table(found, "stretches").query("way.str.startswith('walking')")["bound"]) == {"both"}


def test_without_people_there_is_ground_and_nobody_on_it(town: Any) -> None:
    made = town.plan(LAYER, street=ASKED)
    areas = table(audit(made, town.folder), "areas")
    assert areas["people"].isna().all()
    assert (areas.query("bound == 'high'")["area_m2"] > 0).all()


def test_equal_audits_draw_equal_bytes(town: Any) -> None:
    made = plan(town, street=ASKED)
    first, second = audit(made, town.folder).evidence, audit(made, town.folder).evidence
    assert first == second
