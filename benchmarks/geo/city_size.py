"""How large the benchmark city is, and where it lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[int, int]

METRIC = "EPSG:4547"  # CGCS2000, 3-degree zone of 114 degrees east: what the city is drawn and measured in
DEGREES = "EPSG:4490"  # CGCS2000: what its files are in
CELL = 1000.0  # metres: the side of a community
ORIGIN = (500_000.0, 2_500_000.0)


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


def degrees(metres: Floats) -> Floats:
    """Return longitudes and latitudes, to a millimetre, of eastings and northings."""
    there = Transformer.from_crs(METRIC, DEGREES, always_xy=True).transform(metres[:, 0], metres[:, 1])
    return np.round(np.column_stack(there), 8)


def extent(size: Size) -> Floats:
    """Return how wide and how high the city is, in metres."""
    return np.array(size.communities, dtype=np.float64) * CELL


def centres(counts: Pair, size: Size) -> Floats:
    """Return the centres of a grid of so many cells over the city, in metres."""
    x, y = np.meshgrid((np.arange(counts[0]) + 0.5) / counts[0], (np.arange(counts[1]) + 0.5) / counts[1])
    return np.column_stack([x.ravel(), y.ravel()]) * extent(size) + ORIGIN
