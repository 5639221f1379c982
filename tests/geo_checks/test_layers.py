from __future__ import annotations

import gzip
import re
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from audit.model import UsageError
from audit.plan import Layer
from geo_checks import layers
from geo_checks.layers import BAD_GEOMETRY, NO_GEOMETRY, PLACED
from geo_checks.source import Source, source

NAMES = ["一号坡道", "二号坡道"]


def named(folder: Path, file: str, **given: Any) -> Source:
    return source(Layer.model_validate({"kind": "curb_ramps", "file": file, **given}), folder)


def read(folder: Path, file: str, *columns: str, **given: Any) -> layers.Rows:
    return layers.read(named(folder, file, **given), columns)


def cells(rows: layers.Rows, column: str) -> list[Any]:
    return list(rows.columns[column].to_pylist())


@pytest.mark.parametrize("file", ["a.geojson", "a.gpkg", "a.fgb", "a.shp", "a.parquet"])
def test_every_vector_format_gives_the_same_rows(city: Any, file: str) -> None:
    city.points(file, [city.lower, city.upper], 名称=NAMES, 宽=[1.2, 1.5])
    rows = read(city.folder, file, "名称", "宽")
    x, y, state = layers.points(rows)

    # FlatGeobuf reorders its rows: what belongs together stays together.
    assert {*zip(cells(rows, "名称"), cells(rows, "宽"), x, y, strict=True)} == {
        (NAMES[0], 1.2, *city.lower),
        (NAMES[1], 1.5, *city.upper),
    }
    assert state.tolist() == [PLACED, PLACED]
    assert rows.crs.name in ("EPSG:4326", "OGC:CRS84")


def test_a_gbk_shapefile_without_cpg_is_read_by_the_plans_encoding(city: Any) -> None:
    frame = geopandas.GeoDataFrame({"名称": NAMES}, geometry=[shapely.Point(117, 26)] * 2, crs=4490)
    frame.to_file(city.folder / "g.shp", encoding="GBK")
    (city.folder / "g.cpg").unlink()

    rows = read(city.folder, "g.shp", "名称", encoding="GBK")
    assert cells(rows, "名称") == NAMES
    assert rows.crs.name == "EPSG:4490"
    with pytest.raises(UsageError, match=r"does not say the encoding of its text; .*GBK: '名称'"):
        read(city.folder, "g.shp", "名称")


def test_csv_in_gbk_and_with_a_byte_order_mark(city: Any) -> None:
    table = '名称,lon,lat,说明\n一号坡道,117.0,26.0,"两行\n文字"\n二号坡道,117.1,26.1,\n'
    city.text("gbk.csv", table, "gbk")
    city.text("bom.csv", table, "utf-8-sig")
    city.text("semicolon.csv", table.replace(",", ";"))
    for file, encoding in (("gbk.csv", "GBK"), ("bom.csv", None), ("semicolon.csv", None)):
        rows = read(city.folder, file, "名称", x="lon", y="lat", crs="GCJ-02", encoding=encoding)
        assert cells(rows, "名称") == NAMES
        assert layers.points(rows)[0].tolist() == [117.0, 117.1]


def test_a_wrong_encoding_says_what_to_do(city: Any) -> None:
    city.text("gbk.csv", "名称,lon,lat\n坡道,117,26\n", "gbk")
    with pytest.raises(UsageError, match=r'its text is not UTF-8; add encoding to the plan, e\.g\. "GBK"'):
        read(city.folder, "gbk.csv", "名称", x="lon", y="lat", crs="EPSG:4326")


def test_json_lines_plain_and_gzipped_with_mixed_columns(city: Any) -> None:
    lines = '{"n": "a", "lon": 117.0, "lat": 26.0, "w": 1}\n\n{"n": "b", "lon": null, "lat": 26.0, "w": "1.5"}\n'
    city.text("a.jsonl", lines)
    (city.folder / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    for file in ("a.jsonl", "b.jsonl.gz"):
        rows = read(city.folder, file, "n", "w", x="lon", y="lat", crs="EPSG:4326")
        assert cells(rows, "n") == ["a", "b"]
        assert cells(rows, "w") == ["1", "1.5"]
        assert layers.points(rows)[2].tolist() == [PLACED, NO_GEOMETRY]


def test_a_line_that_is_no_json_is_named(city: Any) -> None:
    city.text("a.jsonl", '{"lon": 1, "lat": 2}\n{"lon": 1,\n')
    with pytest.raises(UsageError, match="line 2 is not a JSON object"):
        read(city.folder, "a.jsonl", x="lon", y="lat", crs="EPSG:4326")


STOPS = """stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding
S,站,26.0,117.0,1,,1
A,甲,26.0,117.0,0,S,
B,乙,26.0,117.0,,S,2
C,丙,26.0,117.0,0,,0
"""


def test_gtfs_stops_plain_and_zipped_inherit_from_their_station(city: Any) -> None:
    city.text("stops.txt", STOPS)
    with zipfile.ZipFile(city.folder / "feed.zip", "w") as archive:
        archive.writestr("stops.txt", STOPS)
    for file in ("stops.txt", "feed.zip"):
        wanted = source(Layer(kind="bus_stops", file=file), city.folder)
        rows = layers.read(wanted, ["wheelchair_boarding"])
        assert wanted.form == "gtfs"
        assert cells(rows, "wheelchair_boarding") == ["1", "1", "2", "0"]
        assert layers.points(rows)[2].tolist() == [PLACED] * 4


def test_missing_and_broken_places_are_told_apart(city: Any) -> None:
    city.text("a.csv", "n,lon,lat\na,117,26\nb,,26\nc,  ,\nd,117E,26\ne,inf,26\n")
    rows = read(city.folder, "a.csv", "n", x="lon", y="lat", crs="EPSG:4326")
    assert layers.points(rows)[2].tolist() == [PLACED, NO_GEOMETRY, NO_GEOMETRY, BAD_GEOMETRY, BAD_GEOMETRY]

    city.points("b.gpkg", [city.lower, None], n=["a", "b"])
    x, _, state = layers.points(read(city.folder, "b.gpkg", "n"))
    assert state.tolist() == [PLACED, NO_GEOMETRY]
    assert np.isnan(x[1])


def test_a_broken_geometry_is_bad_and_the_others_are_read(city: Any) -> None:
    city.points("a.parquet", [city.lower, city.upper], n=["a", "b"])
    table = pq.read_table(city.folder / "a.parquet")
    broken = pa.array([table["geometry"][0].as_py(), b"\x01\x01\x00"], pa.binary())
    pq.write_table(table.set_column(1, table.schema.field("geometry"), broken), city.folder / "a.parquet")
    assert layers.points(read(city.folder, "a.parquet", "n"))[2].tolist() == [PLACED, BAD_GEOMETRY]


def test_lines_and_polygons_are_placed_by_a_point_on_them(city: Any) -> None:
    shapes = [shapely.box(0, 0, 2, 2), shapely.LineString([(0, 0), (4, 0)]), shapely.MultiPoint([(5, 5)])]
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    geopandas.GeoDataFrame({"n": range(4)}, geometry=[*shapes, bow_tie], crs=4326).to_file(city.folder / "a.geojson")
    x, y, state = layers.points(read(city.folder, "a.geojson", "n"))
    assert state.tolist() == [PLACED] * 4
    for shape, px, py in zip([*shapes, shapely.make_valid(bow_tie)], x, y, strict=True):
        assert shapely.intersects(shape, shapely.Point(px, py))


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("file", "given", "message"),
    [
        ("a.csv", {"x": "lon", "y": "lat"}, "does not state its coordinate system"),
        ("a.csv", {"crs": "EPSG:4326"}, "which columns hold the coordinates"),
        ("a.csv", {"x": "lon", "y": "nord", "crs": "EPSG:4326"}, "no column 'nord'; it has: n, lon, lat"),
        ("no_crs.shp", {}, "does not state its coordinate system"),
        ("broken.gpkg", {}, "cannot be read"),
        ("ragged.csv", {"x": "lon", "y": "lat", "crs": "EPSG:4326"}, "a row has 2 cells, the header 3: b,117"),
        ("plain.parquet", {}, "without a GeoParquet geometry column"),
        ("broken.parquet", {}, "cannot be read"),
        ("empty.csv", {"x": "lon", "y": "lat", "crs": "EPSG:4326"}, "cannot be read|no column"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_line(city: Any, file: str, given: dict[str, str], message: str) -> None:
    city.text("a.csv", "n,lon,lat\na,117,26\n")
    city.text("ragged.csv", "n,lon,lat\na,117,26\nb,117\n")
    city.text("empty.csv", "")
    city.text("broken.gpkg", "this is no GeoPackage")
    city.text("broken.parquet", "this is no Parquet")
    city.points("no_crs.shp", [city.lower], crs=None, n=["a"])
    pd.DataFrame({"n": ["a"]}).to_parquet(city.folder / "plain.parquet")

    with pytest.raises(UsageError) as told:
        read(city.folder, file, "n", **given)
    (problem,) = told.value.problems
    assert problem.en.startswith(f"[[layer]] curb_ramps {file}: ")
    assert re.search(message, problem.en), problem.en
    assert "\n" not in problem.en + problem.zh


def test_parquet_without_geometry_by_its_columns(city: Any) -> None:
    pd.DataFrame({"n": ["a"], "e": [500000.0], "s": [2876000.0]}).to_parquet(city.folder / "p.parquet")
    rows = read(city.folder, "p.parquet", "n", x="e", y="s", crs="EPSG:4549")
    assert layers.points(rows)[0].tolist() == [500000.0]
