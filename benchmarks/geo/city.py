"""Makes the benchmark city: divisions without gaps or overlaps, facilities, people and roads; the same for one seed.

    python -m benchmarks.geo.city FOLDER [--scale 10] [--seed 1] [--gpkg]

At scale 1: a city of 16 districts, 200 streets and 3,000 communities (200-2,000 vertices each), 400,000 curb ramps,
8,000 toilets, 25,000 stops, 500,000 population cells, 200,000 road nodes and 280,000 edges, as GeoParquet in CGCS2000
degrees, with a plan for stepfree beside it. Values are missing, words vary, some places are null or outside, and some
ramps stand exactly on borders.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from benchmarks.geo import city_divisions, city_layers, city_requirements
from benchmarks.geo.city_layers import COLUMNS
from benchmarks.geo.city_requirements import EDITIONS
from benchmarks.geo.city_size import DEGREES, METRIC, Size

RADII = (300, 500)


def write(folder: Path, size: Size, seed: int = 1, *, gpkg: bool = False) -> None:
    """Write the city and its plan into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.Generator(np.random.PCG64(seed))
    borders = city_divisions.borders(random, size)
    nodes, edges = city_layers.roads(random, size)
    layers = {
        "divisions": city_divisions.divisions(size, borders),
        "population": city_layers.population(random, size),
        "roads": city_layers.road_layer(nodes, edges),
        "curb_ramps": city_layers.ramps(random, size.ramps, nodes, borders),
        "public_toilets": city_layers.toilets(random, size.toilets, nodes),
        "bus_stops": city_layers.stops(random, size.stops, nodes),
    }
    for name, (geometries, columns) in layers.items():
        table = pa.table({**columns, "geometry": pa.array(shapely.to_wkb(geometries), pa.binary())})
        _write_geoparquet(folder / f"{name}.parquet", table, geometries)
        if gpkg:
            kinds = {"divisions": "Polygon", "roads": "LineString"}
            pyogrio.write_arrow(table, folder / f"{name}.gpkg", layer=name, driver="GPKG", crs=DEGREES,
                                geometry_name="geometry", geometry_type=kinds.get(name, "Point"))  # fmt: skip
    (folder / "requirements.json").write_text(json.dumps(city_requirements.requirements(), indent=1), "utf-8")
    (folder / "plan.toml").write_text(_plan("parquet"), "utf-8")
    if gpkg:
        (folder / "plan-gpkg.toml").write_text(_plan("gpkg"), "utf-8")


def _write_geoparquet(path: Path, table: Any, geometries: NDArray[np.object_]) -> None:
    kinds = {0: "Point", 1: "LineString", 3: "Polygon", 6: "MultiPolygon"}
    types = sorted({kinds[int(number)] for number in np.unique(shapely.get_type_id(geometries)) if number >= 0})
    column = {"encoding": "WKB", "geometry_types": types, "crs": CRS(DEGREES).to_json_dict(),
              "bbox": shapely.total_bounds(geometries).tolist()}  # fmt: skip
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path, compression="snappy")


def _plan(ending: str) -> str:
    lines = [
        'name = "基准市"', 'name_en = "Benchmark city"', "date = 2026-01-01", "fictitious = true",
        "[street]", f'crs = "{METRIC}"',
        "[districts]", f'file = "divisions.{ending}"', 'parent = "parent"',
        "[population]", f'file = "population.{ending}"', 'count = "people"',
        "[network]", f'file = "roads.{ending}"',
        # Someone who can pass everything: without a profile in the plan, four would be measured.
        "[[profile]]", 'id = "anyone"', "speed = 1.2", "steps = true",
        "[thresholds]", f"coverage = {list(RADII)}",
    ]  # fmt: skip
    for kind, columns in COLUMNS.items():
        lines += ["[[layer]]", f'kind = "{kind}"', f'file = "{kind}.{ending}"', 'key = "id"', 'label = "place"',
                  f"standards = {json.dumps(EDITIONS[kind])}", "[layer.columns]"]  # fmt: skip
        for attribute, (column, unit) in columns.items():
            given = f', unit = "{unit}"' if unit else ""
            given += ", unknown = [9999]" if column == "slope_pct" else ""
            lines.append(f'{attribute} = {{ column = "{column}"{given} }}')
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write a city."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gpkg", action="store_true", help="GeoPackage too")
    arguments = parser.parse_args()
    write(arguments.folder, Size().times(arguments.scale), arguments.seed, gpkg=arguments.gpkg)


if __name__ == "__main__":
    main()
