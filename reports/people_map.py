"""Draws where the people live who have no usable facility near by: squares classed by how many they are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audit.districts import WHOLE
from audit.model import Indicator
from reports.district_map import CLASSES, Frame, area_path
from reports.facilities import distances
from reports.facility_map import SQUARES
from reports.rows import DivisionRow
from reports.street_rows import STRAIGHT
from reports.summary import Summary

# On foot where the walking network was given.
_WAYS: Final = ("walking", STRAIGHT)

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PeopleMap:
    """Those without a facility of a layer within radius metres, and a map of them, width × height units.

    way: how distance was measured; people: all of them in the division; least, most: without one for sure, and with
    those of whom it is not known, as the indicator of coverage has them. squares: a path for each class of squares by
    `most`, none where only the numbers are wanted; bounds: the least number of people of each class.
    """

    layer: str
    way: str
    radius: int
    width: int
    height: int
    outlines: tuple[str, ...]
    squares: tuple[str, ...]
    bounds: tuple[int, ...]
    people: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class _Points:
    """Where people without live, by division. lon, lat: degrees; home: number, ascending; people: at each place."""

    way: str
    lon: _Floats
    lat: _Floats
    home: _Floats
    people: _Floats


class Uncovered:
    """The people of each layer that has them on record."""

    def __init__(self, summary: Summary) -> None:
        """Read how far people have it, once."""
        self._radius = min(summary.plan.thresholds.coverage)
        self._rows = {**summary.divisions, WHOLE: summary.whole}
        self._numbers = {division.code: number for number, division in enumerate(summary.tree.walk())}
        self._ends = {code: n + 1 + sum(1 for _ in summary.tree.walk(code)) for code, n in self._numbers.items()}
        self._layers: dict[str, _Points] = {}
        for layer in summary.layers:
            evidence = summary.reach(layer)
            if evidence is not None:
                self._layers[layer.id] = self._read(evidence)

    def draw(self, code: str, rows: Sequence[DivisionRow], *, mapped: bool = True) -> Iterator[PeopleMap]:
        """Yield each layer that leaves anyone of the division without, on a map over the outlines of rows."""
        frame = Frame.of([row.outline for row in rows])
        if frame is None:
            return
        outlines = tuple(map(area_path, frame.outlines)) if mapped else ()
        for layer, points in self._layers.items():
            covered = self._covered(code, layer, points.way)
            if covered is None or not (most := covered.denominator - covered.numerator) > 0:
                continue
            bounds: tuple[int, ...] = ()
            squares: tuple[str, ...] = ()
            if mapped:
                within = self._within(code, points)
                x, y = frame.at(points.lon[within], points.lat[within])
                bounds, squares = _squares(frame, x, y, points.people[within])
            yield PeopleMap(
                layer=layer,
                way=points.way,
                radius=self._radius,
                width=frame.width,
                height=frame.height,
                outlines=outlines,
                squares=squares,
                bounds=bounds,
                people=covered.denominator,
                least=max(most - covered.unknown, 0.0),
                most=most,
            )

    def _within(self, code: str, points: _Points) -> slice:
        """Return which of the people live in a division; who lives in none does in the whole."""
        if code == WHOLE:
            return slice(None)
        return slice(*np.searchsorted(points.home, [self._numbers[code], self._ends[code]]).tolist())

    def _covered(self, code: str, layer: str, way: str) -> Indicator | None:
        """Return the indicator that counts the people of a division who are near, by the way of the map."""
        name = "-".join(("coverage", *((way,) if way != STRAIGHT else ()), str(self._radius)))
        return next((i for i in self._rows[code].indicators if (i.layer, i.name) == (layer, name)), None)

    def _read(self, evidence: bytes) -> _Points:
        way, table = distances(evidence, _WAYS, self._numbers)
        beyond = np.flatnonzero(~(table["sure"] <= self._radius))
        beyond = beyond[np.argsort(table["home"][beyond], kind="stable")]
        return _Points(way, *(table[name][beyond] for name in ("lon", "lat", "home", "people")))


def _squares(frame: Frame, x: _Floats, y: _Floats, people: _Floats) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the least number of people of each class, and the squares of each class as a path."""
    side = max(frame.width, frame.height) / SQUARES
    inside = np.isfinite(x) & np.isfinite(y) & (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
    columns = math.ceil(frame.width / side) + 1
    cells = (y[inside] // side).astype(np.int64) * columns + (x[inside] // side).astype(np.int64)
    sums = np.bincount(cells, weights=people[inside])
    step = _round(float(sums.max(initial=1)) / len(CLASSES))
    paths = [""] * len(CLASSES)
    for cell in np.flatnonzero(sums > 0).tolist():
        row, column = divmod(cell, columns)
        shade = min(len(CLASSES) - 1, int(sums[cell] // step))
        paths[shade] += f"M{column * side:.1f} {row * side:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z"
    return tuple(step * n for n in range(len(CLASSES))), tuple(paths)


def _round(least: float) -> int:
    """Return the first of 1, 2, 5, 10, 20, 50 … that is not below a number."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power >= least:
                return digit * power
        power *= 10
