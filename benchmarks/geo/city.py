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
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from audit import standards
from audit.facility_kinds import KINDS, Attribute
from audit.standards import Requirement
from geo_checks.compliance import limits

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[int, int]

METRIC = "EPSG:4547"  # CGCS2000, 3-degree zone of 114 degrees east: what the city is drawn and measured in
DEGREES = "EPSG:4490"  # CGCS2000: what its files are in
EDITIONS = {"curb_ramps": ("gb-55019-2021", "gb-50763-2012"), "public_toilets": ("gb-55019-2021",),
            "bus_stops": ("prowag-2023",)}  # fmt: skip
RADII = (300, 500)

_CELL = 1000.0  # metres: the side of a community
_ORIGIN = (500_000.0, 2_500_000.0)
_CORNER_JITTER, _BEND = 0.1, 0.08  # of a side: far too little for two borders to meet
_WAVES = (1, 3, 8, 21, 55)
_EDGE_VERTICES = (49, 499)
_OUTSIDE, _NO_PLACE, _ON_BORDER = 0.005, 0.001, 0.005
_BLANKS = ("", "不详", "未知")
_FORMS = ("全宽式", "三面坡", "单面坡", "其他")  # of curb ramps: some limits hold for some of them only
SENTINEL, _SENTINELS = 9999.0, 0.01  # a number that means: not measured
_TYPED_NOUGHT = 0.5  # landings shorter than this (metres) were typed in as 0: impossible, so not known


@dataclass(frozen=True)
class Size:
    """How large the city is: counts along x and y, and of points."""

    districts: Pair = (4, 4)
    streets: Pair = (20, 10)
    communities: Pair = (60, 50)
    cells: Pair = (1000, 500)
    nodes: Pair = (500, 400)
    edges: int = 280_000
    ramps: int = 400_000
    toilets: int = 8_000
    stops: int = 25_000

    def times(self, scale: int) -> Size:
        """Return a city of so many cities side by side, as square as may be."""
        high = next(n for n in range(math.isqrt(scale), 0, -1) if scale % n == 0)
        wide = scale // high

        def grid(of_one: Pair) -> Pair:
            return of_one[0] * wide, of_one[1] * high

        return Size(
            grid(self.districts), grid(self.streets), grid(self.communities), grid(self.cells), grid(self.nodes),
            self.edges * scale, self.ramps * scale, self.toilets * scale, self.stops * scale,
        )  # fmt: skip


TINY = Size((2, 1), (4, 2), (8, 4), (40, 30), (30, 20), 900, 400, 40, 60)


@dataclass(frozen=True)
class Borders:
    """The communities as a mesh: coordinates once for both neighbours."""

    coordinates: Floats
    communities: NDArray[np.object_]


def write(folder: Path, size: Size, seed: int = 1, *, gpkg: bool = False) -> None:
    """Write the city and its plan into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.Generator(np.random.PCG64(seed))
    borders = _borders(random, size)
    nodes, edges = _roads(random, size)
    layers = {
        "divisions": _divisions(size, borders),
        "population": _population(random, size),
        "roads": _road_layer(nodes, edges),
        "curb_ramps": _ramps(random, size.ramps, nodes, borders),
        "public_toilets": _toilets(random, size.toilets, nodes),
        "bus_stops": _stops(random, size.stops, nodes),
    }
    for name, (geometries, columns) in layers.items():
        table = pa.table({**columns, "geometry": pa.array(shapely.to_wkb(geometries), pa.binary())})
        _write_geoparquet(folder / f"{name}.parquet", table, geometries)
        if gpkg:
            kinds = {"divisions": "Polygon", "roads": "LineString"}
            pyogrio.write_arrow(table, folder / f"{name}.gpkg", layer=name, driver="GPKG", crs=DEGREES,
                                geometry_name="geometry", geometry_type=kinds.get(name, "Point"))  # fmt: skip
    (folder / "requirements.json").write_text(json.dumps(_requirements(), indent=1), "utf-8")
    (folder / "plan.toml").write_text(_plan("parquet"), "utf-8")
    if gpkg:
        (folder / "plan-gpkg.toml").write_text(_plan("gpkg"), "utf-8")


def degrees(metres: Floats) -> Floats:
    """Return longitudes and latitudes, to a millimetre, of eastings and northings."""
    there = Transformer.from_crs(METRIC, DEGREES, always_xy=True).transform(metres[:, 0], metres[:, 1])
    return np.round(np.column_stack(there), 8)


# ---- divisions


def _borders(random: np.random.Generator, size: Size) -> Borders:
    """Draw the communities: a grid whose corners are moved and whose sides are bent, each side drawn once."""
    wide, high = size.communities
    column, row = np.meshgrid(np.arange(wide + 1), np.arange(high + 1))
    corners = np.column_stack([column.ravel(), row.ravel()]) + random.uniform(
        -_CORNER_JITTER, _CORNER_JITTER, (column.size, 2)
    )
    corner = np.arange(column.size).reshape(high + 1, wide + 1)
    ends = np.concatenate([
        np.column_stack([corner[:, :-1].ravel(), corner[:, 1:].ravel()]),
        np.column_stack([corner[:-1].ravel(), corner[1:].ravel()]),
    ])  # fmt: skip
    low, top = _EDGE_VERTICES
    count = np.exp(random.uniform(np.log(low), np.log(top + 1), len(ends))).astype(np.int64)
    first = np.cumsum(count) - count
    owner = np.repeat(np.arange(len(ends)), count)
    t = (np.arange(owner.size) - first[owner] + 1.0) / (count[owner] + 1.0)
    share = random.dirichlet(np.ones(len(_WAVES)), len(ends))
    phase = random.uniform(0, 2 * np.pi, (len(ends), len(_WAVES)))
    wave = np.zeros(owner.size)
    for number, times in enumerate(_WAVES):
        wave += share[owner, number] * np.sin(2 * np.pi * times * t + phase[owner, number])
    begin, along = corners[ends[:, 0]], corners[ends[:, 1]] - corners[ends[:, 0]]
    off = 4 * _BEND * t * (1 - t) * wave
    bent = begin[owner] + t[:, None] * along[owner]
    bent += off[:, None] * np.column_stack([-along[owner, 1], along[owner, 0]])
    coordinates = degrees(np.concatenate([corners, bent]) * _CELL + _ORIGIN)

    first += len(corners)
    flat = np.arange((high + 1) * wide).reshape(high + 1, wide)
    upright = np.arange(high * (wide + 1)).reshape(high, wide + 1) + flat.size
    bottom, top_side, left, right = (a.ravel() for a in (flat[:-1], flat[1:], upright[:, :-1], upright[:, 1:]))
    a, b, c, d = (a.ravel() for a in (corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1]))
    last, one = first + count - 1, np.ones_like(a)
    starts = np.column_stack([a, first[bottom], b, first[right], c, last[top_side], d, last[left], a])
    counts = np.column_stack([one, count[bottom], one, count[right], one, count[top_side], one, count[left], one])
    steps = np.tile(np.array([1, 1, 1, 1, 1, -1, 1, -1, 1]), (a.size, 1))
    at = _runs(starts.ravel(), counts.ravel(), steps.ravel())
    rings = shapely.linearrings(coordinates[at], indices=np.repeat(np.arange(a.size), counts.sum(axis=1)))
    return Borders(coordinates, shapely.polygons(rings))


def _runs(starts: Ints, counts: Ints, steps: Ints) -> Ints:
    """Return the indexes of some runs, one after the other."""
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.repeat(starts, counts) + np.repeat(steps, counts) * within, dtype=np.int64)


def _divisions(size: Size, borders: Borders) -> tuple[NDArray[np.object_], dict[str, Any]]:
    """Return the city, its districts, streets and communities; each is exactly the sum of those in it."""
    wide, high = size.communities
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(wide), np.arange(high)))
    (sw, sh), (dw, dh) = size.streets, size.districts
    street_x, street_y = x * sw // wide, y * sh // high
    district = (street_y * dh // sh) * dw + street_x * dw // sw
    street = street_y * sw + street_x
    community = np.arange(x.size)
    of_street = np.zeros(sw * sh, dtype=np.int64)
    of_street[street] = district
    codes, number_in = {}, {}
    for name, parents in (("street", of_street), ("community", street)):
        order = np.argsort(parents, kind="stable")
        numbers = np.empty(parents.size, dtype=np.int64)
        numbers[order] = np.arange(parents.size) - np.searchsorted(parents[order], parents[order])
        number_in[name] = numbers + 1
    codes["district"] = np.char.add("99", np.char.zfill((np.arange(dw * dh) + 1).astype(str), 4))
    codes["street"] = np.char.add(codes["district"][of_street], np.char.zfill(number_in["street"].astype(str), 3))
    codes["community"] = np.char.add(codes["street"][street], np.char.zfill(number_in["community"].astype(str), 3))

    def united(groups: Ints, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        order = np.argsort(groups, kind="stable")
        parts = np.split(shapes[order], np.flatnonzero(np.diff(groups[order])) + 1)
        return np.array([shapely.coverage_union_all(part) for part in parts], dtype=object)

    streets = united(street, borders.communities)
    districts = united(of_street, streets)
    city = united(np.zeros(len(districts), dtype=np.int64), districts)
    shapes = np.concatenate([city, districts, streets, borders.communities])
    columns = {
        "code": np.concatenate([["990000"], codes["district"], codes["street"], codes["community"]]),
        "parent": np.concatenate(
            [[""], np.full(dw * dh, "990000"), codes["district"][of_street], codes["street"][street]]
        ),
    }
    columns["name"] = np.concatenate(
        [
            ["基准市"],
            *(_numbered(kind, n) for kind, n in (("区", dw * dh), ("街道", sw * sh), ("社区", community.size))),
        ]
    )
    return shapes, {name: pa.array(values.astype(object), pa.string()) for name, values in columns.items()}


def _numbered(kind: str, count: int) -> NDArray[np.str_]:
    return np.char.add(np.char.add("第", np.arange(1, count + 1).astype(str)), kind)


# ---- roads, people


def _extent(size: Size) -> Floats:
    return np.array(size.communities, dtype=np.float64) * _CELL


def _grid(counts: Pair, extent: Floats) -> Floats:
    """Return the centres of a grid of cells over the extent, in metres."""
    x, y = np.meshgrid((np.arange(counts[0]) + 0.5) / counts[0], (np.arange(counts[1]) + 0.5) / counts[1])
    return np.column_stack([x.ravel(), y.ravel()]) * extent + _ORIGIN


def _roads(random: np.random.Generator, size: Size) -> tuple[Floats, Ints]:
    """Return nodes (metres) and edges: a street grid with moved corners that lacks a part of its sides."""
    wide, high = size.nodes
    step = _extent(size) / size.nodes
    nodes = _grid(size.nodes, _extent(size)) + random.uniform(-0.3, 0.3, (wide * high, 2)) * step
    number = np.arange(wide * high).reshape(high, wide)
    every = np.concatenate([
        np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
        np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
    ])  # fmt: skip
    kept = np.sort(random.choice(len(every), size.edges, replace=False))
    return nodes, every[kept]


def _road_layer(nodes: Floats, edges: Ints) -> tuple[NDArray[np.object_], dict[str, Any]]:
    lines = shapely.linestrings(degrees(nodes)[edges])
    kinds = np.array(["residential", "secondary", "footway"])[np.arange(len(edges)) % 3]
    return lines, {"id": pa.array(np.arange(1, len(edges) + 1)), "highway": pa.array(kinds)}


def _population(random: np.random.Generator, size: Size) -> tuple[NDArray[np.object_], dict[str, Any]]:
    at = degrees(_grid(size.cells, _extent(size)))
    people = np.floor(random.lognormal(3.0, 1.0, len(at)))
    return shapely.points(at), {"people": pa.array(people.astype(np.int64))}


# ---- facilities


def _places(
    random: np.random.Generator, count: int, nodes: Floats, borders: Borders | None = None
) -> NDArray[np.object_]:
    """Return points near road corners; some far outside, some exactly on a border, some null."""
    at = nodes[random.integers(0, len(nodes), count)] + random.normal(0, 6, (count, 2))
    fate = random.random(count)
    far = fate < _OUTSIDE
    at[far] += (0, 300_000.0)
    places = degrees(at)
    if borders is not None:
        on = (fate >= _OUTSIDE) & (fate < _OUTSIDE + _ON_BORDER)
        places[on] = borders.coordinates[random.integers(0, len(borders.coordinates), int(on.sum()))]
    points = shapely.points(places)
    points[fate > 1 - _NO_PLACE] = None
    return np.asarray(points, dtype=object)


def _measured(random: np.random.Generator, values: Floats, decimals: int, missing: float) -> Any:
    """Return values as a survey has them: rounded, some null."""
    return pa.array(np.round(values, decimals), pa.float64(), mask=random.random(values.size) < missing)


def _answered(random: np.random.Generator, count: int, yes: float, missing: float) -> Any:
    """Return yes and no in the many words of a survey, and the words for not known."""
    known = np.array(["有", "是", "√", "无", "否", "没有"])
    blank = np.array(_BLANKS)
    pick = random.integers(0, 3, count)
    words = np.where(random.random(count) < yes, known[pick], known[pick + 3])
    return pa.array(np.where(random.random(count) < missing, blank[pick], words), pa.string())


def _one_of(random: np.random.Generator, words: Sequence[str], count: int, missing: float) -> Any:
    """Return one of some words for each, and the words for not known."""
    known, blank = np.array(words)[random.integers(0, len(words), count)], np.array(_BLANKS)[np.arange(count) % 3]
    return pa.array(np.where(random.random(count) < missing, blank, known), pa.string())


def _named(prefix: str, count: int) -> dict[str, Any]:
    numbers = np.arange(1, count + 1)
    return {
        "id": pa.array(np.char.add(prefix, np.char.zfill(numbers.astype(str), 8)), pa.string()),
        "place": pa.array(np.char.add(np.char.add("第", (numbers % 5003).astype(str)), "号路口"), pa.string()),
    }


def _ramps(
    random: np.random.Generator, count: int, nodes: Floats, borders: Borders
) -> tuple[NDArray[np.object_], dict[str, Any]]:
    slope = random.gamma(6.0, 1.2, count)
    slope[random.random(count) < _SENTINELS] = SENTINEL
    landing = random.normal(1.2, 0.3, count)
    landing[landing < _TYPED_NOUGHT] = 0.0
    return _places(random, count, nodes, borders), {
        **_named("R", count),
        "slope_pct": _measured(random, slope, 1, 0.08),
        "cross_pct": _measured(random, random.gamma(2.0, 0.9, count), 1, 0.15),
        "width_m": _measured(random, random.normal(1.35, 0.2, count), 2, 0.05),
        "lip_mm": _measured(random, np.maximum(0, random.normal(-4, 8, count)), 0, 0.12),
        "landing_m": _measured(random, landing, 2, 0.10),
        "tactile": _answered(random, count, 0.85, 0.10),
        "form": _one_of(random, _FORMS, count, 0.10),
    }


def _toilets(random: np.random.Generator, count: int, nodes: Floats) -> tuple[NDArray[np.object_], dict[str, Any]]:
    return _places(random, count, nodes), {
        **_named("T", count),
        "long_m": _measured(random, random.normal(1.95, 0.15, count), 2, 0.10),
        "short_m": _measured(random, random.normal(1.65, 0.15, count), 2, 0.10),
        "turning_m": _measured(random, random.normal(1.6, 0.1, count), 2, 0.20),
        "door_mm": _measured(random, random.normal(950, 50, count), 0, 0.10),
        "call": _answered(random, count, 0.9, 0.05),
    }


def _stops(random: np.random.Generator, count: int, nodes: Floats) -> tuple[NDArray[np.object_], dict[str, Any]]:
    return _places(random, count, nodes), {
        **_named("S", count),
        "across_m": _measured(random, random.normal(2.6, 0.3, count), 2, 0.10),
        "along_m": _measured(random, random.normal(1.8, 0.3, count), 2, 0.10),
        "tactile": _answered(random, count, 0.8, 0.20),
    }


# Column of the file and its unit, by standard attribute.
COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "curb_ramps": {
        "running_slope": ("slope_pct", "%"),
        "cross_slope": ("cross_pct", "%"),
        "width": ("width_m", "m"),
        "lip": ("lip_mm", "mm"),
        "landing_length": ("landing_m", "m"),
        "tactile_warning": ("tactile", ""),
        "ramp_type": ("form", ""),
    },
    "public_toilets": {
        "stall_length": ("long_m", "m"),
        "stall_width": ("short_m", "m"),
        "turning_circle": ("turning_m", "m"),
        "door_width": ("door_mm", "mm"),
        "call_button": ("call", ""),
    },
    "bus_stops": {
        "boarding_length": ("across_m", "m"),
        "boarding_width": ("along_m", "m"),
        "tactile_warning": ("tactile", ""),
    },
}


# ---- files


def _write_geoparquet(path: Path, table: Any, geometries: NDArray[np.object_]) -> None:
    kinds = {0: "Point", 1: "LineString", 3: "Polygon", 6: "MultiPolygon"}
    types = sorted({kinds[int(number)] for number in np.unique(shapely.get_type_id(geometries)) if number >= 0})
    column = {"encoding": "WKB", "geometry_types": types, "crs": CRS(DEGREES).to_json_dict(),
              "bbox": shapely.total_bounds(geometries).tolist()}  # fmt: skip
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path, compression="snappy")


def _requirements() -> dict[str, list[dict[str, Any]]]:
    """Return the editions' rows as plain figures, limits in the unit of the city's columns, for the others."""
    return {
        kind: [
            _row(kind, edition.id, row)
            for edition in standards.load_facility(names)
            for row in edition.judged(kind, COLUMNS[kind])
        ]
        for kind, names in EDITIONS.items()
    }


def _row(kind: str, edition: str, row: Requirement) -> dict[str, Any]:
    """Return a row as plain figures. when: a column ("" when the city has none), its answers, those it applies to."""
    low, high = limits(row)
    told: dict[str, Any] = {
        "id": row.id, "edition": edition, "kind": row.kind, "column": _column(kind, row.attribute),
        "operator": row.operator, "low": low, "high": high,
        "above_zero": KINDS[kind].attributes[row.attribute].above_zero, "when": None,
    }  # fmt: skip
    if row.when:
        (condition,) = row.when  # no row that this city asks has two
        answers = _answers(KINDS[kind].attributes[condition.attribute])
        holds = [word for value, word in answers.items() if (value in condition.values) == (condition.operator == "=")]
        column = _column(kind, condition.attribute)
        told["when"] = {"column": column, "answers": list(answers.values()), "holds": holds}
    return told


def _answers(attribute: Attribute) -> dict[str | float, str]:
    """Return the words of the city's column by the value that a condition gives."""
    if attribute.categories:
        return {category.id: category.title.zh for category in attribute.categories}
    return {1.0: "是", 0.0: "否"}


def _column(kind: str, attribute: str) -> str:
    return COLUMNS[kind].get(attribute, ("",))[0]


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
