from __future__ import annotations

from typing import Any

import geopandas
import pytest
import shapely

from audit.model import Reason, UsageError
from audit.plan import Districts
from geo_checks.area_file import study_area
from geo_checks.source import source
from geo_checks.street import audit


def test_divisions_are_read_with_their_parents_and_people(city: Any) -> None:
    given = Districts(file="districts.geojson", parent="parent", population="people")
    area = study_area(given, source(given, city.folder), None)
    assert list(area.tree.divisions) == ["10", "1001", "1002", "20"]
    assert area.tree.divisions["1002"].parent == "10"
    assert area.tree.divisions["20"].population == 400
    assert area.metric.to_epsg() == 32650
    assert area.areas()[0] == pytest.approx(area.areas()[1] + area.areas()[2])


def test_a_bow_tie_is_mended_whole_and_told(city: Any) -> None:
    bow_tie = '{"type":"Polygon","coordinates":[[[117,26],[117.01,26.01],[117.01,26],[117,26.01],[117,26]]]}'
    square = '{"type":"Polygon","coordinates":[[[117.01,26],[117.02,26],[117.02,26.01],[117.01,26.01],[117.01,26]]]}'
    rows = ",".join(
        f'{{"type":"Feature","properties":{{"code":"{code}","name":"{code}"}},"geometry":{shape}}}'
        for code, shape in (("1", bow_tie), ("2", square), ("3", "null"))
    )
    city.text("odd.geojson", f'{{"type":"FeatureCollection","features":[{rows}]}}')
    given = Districts(file="odd.geojson")
    area = study_area(given, source(given, city.folder), None)
    assert [(note.what, note.reason) for note in area.notes] == [("1", Reason.BAD_GEOMETRY), ("3", Reason.NO_GEOMETRY)]
    assert area.areas()[0] == pytest.approx(area.areas()[1] / 2, rel=1e-3)


def test_slivers_beside_an_outline_are_told_and_take_nothing_from_it(city: Any) -> None:
    west, east = shapely.box(117, 26, 117.01, 26.01), shapely.box(117.01, 26, 117.02, 26.01)
    sliver = shapely.LineString([(117.01, 26), (117.01, 26.02)])
    nested = shapely.GeometryCollection([shapely.GeometryCollection([shapely.MultiPolygon([west]), sliver]), sliver])
    frame = geopandas.GeoDataFrame(
        {"code": ["1", "2", "3"], "name": ["a", "b", "c"]}, geometry=[nested, east, sliver], crs=4326
    )
    frame.to_file(city.folder / "cut.geojson")
    found = audit(city.plan(districts={"file": "cut.geojson"}), city.folder)
    told = [(note.what, note.reason, note.detail) for note in found.untested if note.reason is Reason.BAD_GEOMETRY]
    assert told == [("1", Reason.BAD_GEOMETRY, "mended"), ("3", Reason.BAD_GEOMETRY, "")]
    given = Districts(file="cut.geojson")
    one, two, three = study_area(given, source(given, city.folder), None).areas()
    assert (one, three) == (pytest.approx(two, rel=1e-3), 0)


@pytest.mark.parametrize(
    ("codes", "message"), [(["1", ""], "row 2 has no division code"), (["1", "1"], "division code 1 stands twice")]
)
def test_a_code_that_is_missing_or_double_is_told(city: Any, codes: list[str], message: str) -> None:
    city.points("odd.gpkg", [city.lower] * 2, code=codes, name=codes)
    given = Districts(file="odd.gpkg")
    with pytest.raises(UsageError, match=message):
        study_area(given, source(given, city.folder), None)


def test_no_usable_polygon_is_one_line(city: Any) -> None:
    city.points("odd.gpkg", [city.lower], code=["1"], name=["1"])
    given = Districts(file="odd.gpkg")
    with pytest.raises(UsageError, match="no usable polygon"):
        study_area(given, source(given, city.folder), None)
