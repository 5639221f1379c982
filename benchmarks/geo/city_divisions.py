"""Divisions of the benchmark city without gaps or overlaps: each border is drawn once, for both of its sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from benchmarks.geo.city_size import CELL, ORIGIN, Floats, Ints, Size, degrees

_CORNER_JITTER, _BEND = 0.1, 0.08  # of a side: far too little for two borders to meet
_WAVES = (1, 3, 8, 21, 55)
_EDGE_VERTICES = (49, 499)


@dataclass(frozen=True)
class Borders:
    """The communities as a mesh: coordinates once for both neighbours."""

    coordinates: Floats
    communities: NDArray[np.object_]


def borders(random: np.random.Generator, size: Size) -> Borders:
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
    coordinates = degrees(np.concatenate([corners, bent]) * CELL + ORIGIN)

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


def divisions(size: Size, borders: Borders) -> tuple[NDArray[np.object_], dict[str, Any]]:
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
