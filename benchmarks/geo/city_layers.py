"""People, roads and facilities of the benchmark city, with what surveys get wrong: gaps, words, places far off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from benchmarks.geo.city_divisions import Borders
from benchmarks.geo.city_size import Floats, Ints, Size, centres, degrees, extent

Layer = tuple[NDArray[np.object_], dict[str, Any]]  # geometries, and columns by name

_OUTSIDE, _NO_PLACE, _ON_BORDER = 0.005, 0.001, 0.005
_BLANKS = ("", "不详", "未知")
_FORMS = ("全宽式", "三面坡", "单面坡", "其他")  # of curb ramps: some limits hold for some of them only
SENTINEL, _SENTINELS = 9999.0, 0.01  # a number that means: not measured
_TYPED_NOUGHT = 0.5  # landings shorter than this (metres) were typed in as 0: impossible, so not known


def roads(random: np.random.Generator, size: Size) -> tuple[Floats, Ints]:
    """Return nodes (metres) and edges: a street grid with moved corners that lacks a part of its sides."""
    wide, high = size.nodes
    step = extent(size) / size.nodes
    nodes = centres(size.nodes, size) + random.uniform(-0.3, 0.3, (wide * high, 2)) * step
    number = np.arange(wide * high).reshape(high, wide)
    every = np.concatenate([
        np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
        np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
    ])  # fmt: skip
    kept = np.sort(random.choice(len(every), size.edges, replace=False))
    return nodes, every[kept]


def road_layer(nodes: Floats, edges: Ints) -> Layer:
    """Return the edges as lines of three kinds in turn."""
    lines = shapely.linestrings(degrees(nodes)[edges])
    kinds = np.array(["residential", "secondary", "footway"])[np.arange(len(edges)) % 3]
    return lines, {"id": pa.array(np.arange(1, len(edges) + 1)), "highway": pa.array(kinds)}


def population(random: np.random.Generator, size: Size) -> Layer:
    """Return cells as points with their people, few of them crowded."""
    at = degrees(centres(size.cells, size))
    people = np.floor(random.lognormal(3.0, 1.0, len(at)))
    return shapely.points(at), {"people": pa.array(people.astype(np.int64))}


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


def ramps(random: np.random.Generator, count: int, nodes: Floats, borders: Borders) -> Layer:
    """Return curb ramps as a survey of many hands has them."""
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


def toilets(random: np.random.Generator, count: int, nodes: Floats) -> Layer:
    """Return public toilets, measured indoors."""
    return _places(random, count, nodes), {
        **_named("T", count),
        "long_m": _measured(random, random.normal(1.95, 0.15, count), 2, 0.10),
        "short_m": _measured(random, random.normal(1.65, 0.15, count), 2, 0.10),
        "turning_m": _measured(random, random.normal(1.6, 0.1, count), 2, 0.20),
        "door_mm": _measured(random, random.normal(950, 50, count), 0, 0.10),
        "call": _answered(random, count, 0.9, 0.05),
    }


def stops(random: np.random.Generator, count: int, nodes: Floats) -> Layer:
    """Return bus stops with the size of their boarding areas."""
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
