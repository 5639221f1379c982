"""GeoPackage and GeoJSON, as GDAL reads them: nothing is lost, and service areas say how exact they are."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import geopandas
import pyogrio

from audit.model import Lang
from audit.store import Store
from reports import FORMATS
from reports.html_names import slug
from reports.summary import Summary, build
from tests.reports import town
from tests.reports.small_city import HOSTILE


def test_maps_are_read_by_gdal_and_lose_nothing(measured: tuple[Summary, Path], tmp_path: Path) -> None:
    summary, _ = measured
    path = FORMATS["gpkg"].write(summary, tmp_path, Lang.EN)
    layers = dict(pyogrio.list_layers(path))
    assert {"divisions", "facilities bus_stops", "facilities curb_ramps", "siting curb_ramps"} <= set(layers)
    stops = geopandas.read_file(path, layer="facilities bus_stops")
    assert stops.crs.to_epsg() == 4326
    assert stops["outcome"].tolist() == ["passed", "cantTell", "cantTell"]
    assert [(point.x, point.y) for point in stops.geometry] == [
        (117.001, 26.0025),
        (117.010, 26.0025),
        (117.012, 26.0075),
    ]
    divisions = geopandas.read_file(path, layer="divisions")
    assert len(divisions) == len(summary.divisions)
    assert divisions.geometry.is_valid.all()
    uncovered = [name for name in layers if name.startswith("uncovered")]
    assert uncovered
    assert all((geopandas.read_file(path, layer=name)["people"] > 0).all() for name in uncovered)
    note = FORMATS["geojson"].write(summary, tmp_path, Lang.EN)
    files = sorted(note.parent.glob("*.geojson"))
    assert len(files) == len(layers)
    for file in files:
        name = json.loads(file.read_text("utf-8"))["name"]
        assert len(geopandas.read_file(file)) == len(geopandas.read_file(path, layer=name))


def test_service_areas_are_read_by_gdal_and_say_how_exact_they_are(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    run = town.fill(store, tmp_path, street={"standards": ["agency-verdict"], "service_areas": True})
    summary = build(store, run, {})
    path = FORMATS["gpkg"].write(summary, tmp_path / "one", Lang.ZH)
    layers = dict(pyogrio.list_layers(path))
    assert layers["service areas bus_stops"] == "MultiPolygon"
    assert layers["service ways bus_stops"] == "MultiLineString"
    areas = geopandas.read_file(path, layer="service areas bus_stops")
    assert areas.geometry.dropna().is_valid.all()
    figures = {(i.layer, i.name, i.division): i for i in summary.indicators}
    for row in areas.itertuples():
        known = figures["bus_stops", f"coverage-{row.radius_m}", row.division]
        assert (row.people_within, row.people_perhaps, row.people) == (
            known.numerator,
            known.unknown,
            known.denominator,
        )
    with sqlite3.connect(path) as opened:
        said = dict(opened.execute("SELECT table_name, description FROM gpkg_contents"))
    assert "accuracy_m" in said["service areas bus_stops"]
    assert "步行路网" in said["service ways bus_stops"]
    again = FORMATS["gpkg"].write(summary, tmp_path / "two", Lang.ZH)
    assert again.read_bytes() == path.read_bytes()
    note = FORMATS["geojson"].write(summary, tmp_path / "one", Lang.EN)
    assert "accuracy_m" in note.read_text("utf-8")
    drawn = geopandas.read_file(note.parent / f"{slug('service areas bus_stops')}.geojson")
    assert len(drawn) == len(areas)
    store.close()


def test_a_facility_without_a_place_is_on_the_map_without_geometry(summary: Summary, tmp_path: Path) -> None:
    path = FORMATS["gpkg"].write(summary, tmp_path, Lang.EN)
    ramps = geopandas.read_file(path, layer="facilities curb_ramps")
    assert len(ramps) == 60
    assert ramps.geometry.isna().sum() == 1
    assert any(HOSTILE in str(label) for label in ramps["label"])
