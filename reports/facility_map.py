"""Draws the facilities of a division: a sign for each while they are few, else squares classed by what is in them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audit.districts import WHOLE
from audit.model import Outcome
from reports.district_map import CLASSES, Frame, area_path
from reports.facilities import places
from reports.rows import DivisionRow
from reports.summary import Summary

# More signs than this hide each other, and make the page slow.
SIGNS: Final = 2000
SQUARES: Final = 24  # along the longer side
_SIZE: Final = 3.2  # of a sign
# In the order in which they are drawn: what failed lies on top.
SHOWN: Final = (Outcome.UNTESTED, Outcome.PASSED, Outcome.CANT_TELL, Outcome.FAILED)

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Square:
    """A square of the map: its corner and side, the class of the share that passed, None where nothing is known.

    What nobody can tell counts as not passed, where something else is known.
    """

    x: float
    y: float
    side: float
    shade: int | None


@dataclass(frozen=True, slots=True)
class FacilityMap:
    """A map, width × height units: signs by outcome, as one path each, or squares. counts: facilities by outcome."""

    width: int
    height: int
    outlines: tuple[str, ...]
    signs: tuple[tuple[Outcome, str], ...]
    squares: tuple[Square, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    classes: tuple[int, ...] = CLASSES


class Facilities:
    """Where the facilities of every layer are, and how each came out: some twenty bytes each."""

    def __init__(self, summary: Summary) -> None:
        """Read the evidence of every layer once."""
        self._summary = summary
        numbers = {division.code: number for number, division in enumerate(summary.tree.walk())}
        self._ends = {code: number + 1 + sum(1 for _ in summary.tree.walk(code)) for code, number in numbers.items()}
        self._numbers = numbers
        lon, lat, home, outcome, layer = [], [], [], [], []
        codes = {outcome.value: number for number, outcome in enumerate(SHOWN)}
        for number, row in enumerate(summary.layers):
            for found in places(summary.evidence(row), numbers, codes):
                lon.append(found.lon)
                lat.append(found.lat)
                home.append(found.home)
                outcome.append(found.outcome)
                layer.append(np.full(found.home.size, number, np.int16))
        together = np.concatenate([np.empty(0, np.int64), *home])
        order = np.argsort(together, kind="stable")
        self._home = together[order]
        self._lon = np.concatenate([np.empty(0, np.float32), *lon])[order]
        self._lat = np.concatenate([np.empty(0, np.float32), *lat])[order]
        self._outcome = np.concatenate([np.empty(0, np.int8), *outcome])[order]
        self._layer = np.concatenate([np.empty(0, np.int16), *layer])[order]

    def draw(self, code: str, rows: Sequence[DivisionRow]) -> FacilityMap | None:
        """Draw the facilities of a division and of those below it, over the outlines of rows; None when there is none.

        A facility without a position is counted and not drawn.
        """
        first, last = self._range(code)
        if first == last:
            return None
        within = slice(first, last)
        frame = Frame.of([row.outline for row in rows])
        if frame is None:
            return None
        x, y = frame.at(self._lon[within].astype(float), self._lat[within].astype(float))
        outcome = self._outcome[within]
        drawn = np.isfinite(x) & np.isfinite(y) & (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
        few = int(drawn.sum()) <= SIGNS
        signs = tuple(_signs(x[drawn], y[drawn], outcome[drawn])) if few else ()
        squares = () if few else tuple(_squares(frame, x[drawn], y[drawn], outcome[drawn]))
        outlines = tuple(map(area_path, frame.outlines))
        return FacilityMap(frame.width, frame.height, outlines, signs, squares, tuple(self._counts(within)))

    def _range(self, code: str) -> tuple[int, int]:
        if code == WHOLE:
            return 0, self._home.size
        first, last = np.searchsorted(self._home, [self._numbers[code], self._ends[code]])
        return int(first), int(last)

    def _counts(self, within: slice) -> Iterator[tuple[str, tuple[int, ...]]]:
        key = self._layer[within].astype(np.int64) * len(SHOWN) + self._outcome[within]
        table = np.bincount(key, minlength=len(self._summary.layers) * len(SHOWN)).reshape(-1, len(SHOWN))
        for layer, counts in zip(self._summary.layers, table.tolist(), strict=True):
            if any(counts):
                yield layer.id, tuple(counts)


def _signs(x: _Floats, y: _Floats, outcome: NDArray[np.int8]) -> Iterator[tuple[Outcome, str]]:
    """Yield a path for each outcome: told apart by form as well as by colour."""
    forms = {
        Outcome.PASSED: "m-{r} 0a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0",  # a dot
        Outcome.CANT_TELL: "m-{r} 0a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0",  # a ring
        Outcome.FAILED: "m-{r}-{r}l{d} {d}m0-{d}l-{d} {d}",  # a cross
        Outcome.UNTESTED: "m-{r} 0h{d}",  # a stroke
    }
    for number, shown in enumerate(SHOWN):
        form = forms[shown].format(r=_SIZE, d=2 * _SIZE)
        at = zip(x[outcome == number].tolist(), y[outcome == number].tolist(), strict=True)
        path = "".join(f"M{left:.1f} {top:.1f}{form}" for left, top in at)
        if path:
            yield shown, path


def _squares(frame: Frame, x: _Floats, y: _Floats, outcome: NDArray[np.int8]) -> Iterator[Square]:
    side = max(frame.width, frame.height) / SQUARES
    columns = math.ceil(frame.width / side) + 1
    cells: _Ints = (y // side).astype(np.int64) * columns + (x // side).astype(np.int64)
    size = int(cells.max()) + 1
    total = np.bincount(cells, minlength=size)
    passed = np.bincount(cells[outcome == SHOWN.index(Outcome.PASSED)], minlength=size)
    failed = np.bincount(cells[outcome == SHOWN.index(Outcome.FAILED)], minlength=size)
    unseen = np.bincount(cells[outcome == SHOWN.index(Outcome.UNTESTED)], minlength=size)
    for cell in np.flatnonzero(total).tolist():
        row, column = divmod(cell, columns)
        # Where some are known, the others count as not passed; where none is, the share is not known either.
        known = passed[cell] + failed[cell]
        share = 100 * passed[cell] / (total[cell] - unseen[cell]) if known else None
        shade = None if share is None else max(i for i, low in enumerate(CLASSES) if share >= low)
        yield Square(round(column * side, 1), round(row * side, 1), round(side, 1), shade)
