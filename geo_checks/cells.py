"""Points sorted by the cell of a grid, so that those in a box are a few runs of them, found at once for many boxes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]

_POINTS_PER_CELL: Final = 8
_MOST_CELLS_PER_SIDE: Final = 1024
# Pairs of a box and a point that are held at once.
_AT_ONCE: Final = 500_000


class Grid:
    """Points in the order of their cells. x, y: in that order; order: where each stood before."""

    def __init__(self, x: Floats, y: Floats, bounds: tuple[float, float, float, float]) -> None:
        """Sort points. bounds: west, south, east and north, within which all of them lie."""
        self._west, self._south, east, north = bounds
        self._side = int(np.clip(np.sqrt(x.size / _POINTS_PER_CELL), 1, _MOST_CELLS_PER_SIDE))
        self._width, self._height = (east - self._west) or 1.0, (north - self._south) or 1.0
        column, row = self._cell(x, y)
        cell = row * self._side + column
        self.order: Indexes = np.argsort(cell, kind="stable")
        self.x, self.y = x[self.order], y[self.order]
        self._starts = np.searchsorted(cell[self.order], np.arange(self._side**2 + 1))

    def candidates(self, boxes: Floats) -> Iterator[tuple[Indexes, Indexes]]:
        """Yield pairs of a box and a point whose cell it touches, in the order of the boxes, a stretch at a time.

        boxes: (n, 4) west, south, east, north. Every point that lies in a box is among its pairs.
        """
        first, low = self._cell(boxes[:, 0], boxes[:, 1])
        last, high = self._cell(boxes[:, 2], boxes[:, 3])
        rows = high - low + 1
        box = np.repeat(np.arange(rows.size), rows)
        row = np.arange(box.size) - np.repeat(np.cumsum(rows) - rows, rows) + low[box]
        begin = self._starts[row * self._side + first[box]]
        count = self._starts[row * self._side + last[box] + 1] - begin
        part = np.cumsum(count) // _AT_ONCE
        edges = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), count.size]
        for start, end in pairwise(edges):
            many = count[start:end]
            within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
            yield np.repeat(box[start:end], many), within + np.repeat(begin[start:end], many)

    def _cell(self, x: Floats, y: Floats) -> tuple[Indexes, Indexes]:
        """Return the column and the row of places; neither ever falls as they rise, so that no neighbour is missed."""

        def of(share: Floats) -> Indexes:
            return np.clip(np.floor(share * self._side), 0, self._side - 1).astype(np.int64)

        return of((x - self._west) / self._width), of((y - self._south) / self._height)
