"""Draws where the people live who have no usable facility near by: squares classed by how many they are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reports.district_map import CLASSES, Frame, area_path
from reports.facilities import distances
from reports.facility_map import SQUARES, Square
from reports.rows import DivisionRow
from reports.summary import Summary

# On foot where the walking network was given.
_WAYS: Final = ("walking", "straight")

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PeopleMap:
    """A map, width × height units, of those without a facility of a layer within radius metres.

    way: how distance was measured; people: all of them in the division; least, most: without one for sure, and with
    those of whom it is not known; squares: by `most`; bounds: the least number of people of each class.
    """

    layer: str
    way: str
    radius: int
    width: int
    height: int
    outlines: tuple[str, ...]
    squares: tuple[Square, ...]
    bounds: tuple[int, ...]
    people: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class _Points:
    """Where people live, by division. lon, lat: degrees; home: number; people, least, most: persons at each place."""

    way: str
    lon: _Floats
    lat: _Floats
    home: NDArray[np.int64]
    people: _Floats
    least: _Floats
    most: _Floats


class Uncovered:
    """The people of each layer that has them on record."""

    def __init__(self, summary: Summary) -> None:
        """Read how far people have it, once."""
        self._radius = min(summary.plan.thresholds.coverage)
        self._numbers = {division.code: number for number, division in enumerate(summary.tree.walk())}
        self._ends = {code: n + 1 + sum(1 for _ in summary.tree.walk(code)) for code, n in self._numbers.items()}
        self._layers: dict[str, _Points] = {}
        for layer in summary.layers:
            evidence = summary.store.evidence(summary.run.id, f"reach:{layer.id}")
            if evidence is not None:
                self._layers[layer.id] = self._read(evidence)

    def draw(self, code: str, rows: Sequence[DivisionRow]) -> Iterator[PeopleMap]:
        """Yield a map for each layer that leaves anyone of the division without, over the outlines of rows."""
        frame = Frame.of([row.outline for row in rows])
        if frame is None:
            return
        outlines = tuple(map(area_path, frame.outlines))
        for layer, points in self._layers.items():
            within = (points.home >= self._numbers[code]) & (points.home < self._ends[code])
            most = points.most[within]
            if not most.any():
                continue
            x, y = frame.at(points.lon[within], points.lat[within])
            bounds, squares = _squares(frame, x, y, most)
            sums = (math.fsum(people[within]) for people in (points.people, points.least, points.most))
            yield PeopleMap(
                layer, points.way, self._radius, frame.width, frame.height, outlines, squares, bounds, *sums
            )

    def _read(self, evidence: bytes) -> _Points:
        way, table = distances(evidence, _WAYS, self._numbers)
        near, maybe = (np.nan_to_num(table[name], nan=np.inf) <= self._radius for name in ("sure", "maybe"))
        people = table["people"]
        return _Points(
            way,
            table["lon"],
            table["lat"],
            table["home"].astype(np.int64),
            people,
            np.where(near | maybe, 0.0, people),
            np.where(near, 0.0, people),
        )


def _squares(frame: Frame, x: _Floats, y: _Floats, people: _Floats) -> tuple[tuple[int, ...], tuple[Square, ...]]:
    side = max(frame.width, frame.height) / SQUARES
    inside = np.isfinite(x) & np.isfinite(y) & (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
    columns = math.ceil(frame.width / side) + 1
    cells = (y[inside] // side).astype(np.int64) * columns + (x[inside] // side).astype(np.int64)
    sums = np.bincount(cells, weights=people[inside])
    step = _round(float(sums.max(initial=1)) / len(CLASSES))
    found = []
    for cell in np.flatnonzero(sums > 0).tolist():
        row, column = divmod(cell, columns)
        shade = min(len(CLASSES) - 1, int(sums[cell] // step))
        found.append(Square(round(column * side, 1), round(row * side, 1), round(side, 1), shade))
    return tuple(step * n for n in range(len(CLASSES))), tuple(found)


def _round(least: float) -> int:
    """Return the first of 1, 2, 5, 10, 20, 50 … that is not below a number."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power >= least:
                return digit * power
        power *= 10
