"""StudyArea: the divisions of a plan as polygons in one metric system, points placed in them, sums upwards.

Rule: a point belongs to the smallest division that contains it or has it on its border; of several, to the lowest
code. Sums go upwards only, so the figures of a city and of its streets always add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from audit.districts import WHOLE, DivisionTree, short_code
from audit.model import Untested
from geo_checks.cells import Grid
from geo_checks.coordinates import Floats, Reference, to_wgs84
from geo_checks.outlines import MANY, thinned

# What untested rows of the districts file are reported under.
DISTRICTS: Final = "districts"

# Square metres: a polygon that is smaller is a slip of the pen, not a division.
SMALLEST: Final = 1.0
# Outlines for maps may be off by this share of the area's longer side (a 1,000 px map shows nothing finer).
_MAP_TOLERANCE: Final = 1 / 1000
_MAP_DECIMALS: Final = 6


@dataclass(frozen=True)
class StudyArea:
    """Divisions in the order of their codes. parents: index of each one's parent, -1 = the whole.

    polygons: in the metric system, None where a division has none. notes: what was wrong with the polygons.
    """

    tree: DivisionTree
    metric: CRS
    polygons: NDArray[np.object_]
    parents: NDArray[np.int64]
    levels: NDArray[np.int64]
    notes: tuple[Untested, ...] = ()

    @classmethod
    def of(
        cls, tree: DivisionTree, polygons: NDArray[np.object_], metric: CRS, notes: tuple[Untested, ...] = ()
    ) -> StudyArea:
        """Build the area from a tree and its polygons, both in the order of the codes."""
        index = {code: number for number, code in enumerate(tree.divisions)} | {WHOLE: -1}
        rows = tree.divisions.values()
        return cls(
            tree,
            metric,
            polygons,
            np.array([index[row.parent] for row in rows], dtype=np.int64),
            np.array([row.level for row in rows], dtype=np.int64),
            notes,
        )

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the divisions and, last, that of the whole: the rows of a roll-up."""
        return (*self.tree.divisions, WHOLE)

    def place(self, x: Floats, y: Floats, deepest: int | None = None) -> NDArray[np.int64]:
        """Return for each point (metres) the index of its smallest division, -1 outside all (or without position).

        deepest: no division below this level is asked for.
        """
        home = np.full(x.size, -1, dtype=np.int64)
        there = np.flatnonzero(~self.bare & (self.levels <= (deepest or self.levels.max(initial=0))))
        if not there.size:
            return home
        polygons = self.polygons[there]
        shapely.prepare(polygons)
        boxes = shapely.bounds(polygons)
        west, south = boxes[:, :2].min(axis=0).tolist()
        east, north = boxes[:, 2:].max(axis=0).tolist()
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        if not near.size:
            return home
        grid = Grid(x[near], y[near], (west, south, east, north))
        found = np.full(near.size, -1, dtype=np.int64)
        for level in np.unique(self.levels[there])[::-1].tolist():
            at = np.flatnonzero(self.levels[there] == level)
            for box, candidate in grid.candidates(boxes[at]):
                waiting = found[candidate] < 0
                polygon, point = at[box[waiting]], candidate[waiting]
                hit = shapely.intersects_xy(polygons[polygon], grid.x[point], grid.y[point])
                # Of several the one written last stays: the lowest.
                found[point[hit][::-1]] = there[polygon[hit][::-1]]
        home[near[grid.order]] = found
        return home

    def count(self, home: NDArray[np.int64], amounts: Sequence[NDArray[Any]]) -> Floats:
        """Sum some columns of amounts by division and upwards.

        home: index of each row's division, -1 outside: such rows count only in the whole.
        Returns an array of (divisions + 1, columns), the whole last. Sums of counts are exact.
        """
        size = len(self.polygons) + 1
        slot = home % size
        columns = [np.bincount(slot, weights=column, minlength=size) for column in amounts]
        return self.roll_up(np.stack(columns, axis=1))

    def count_codes(self, home: NDArray[np.int64], codes: Sequence[NDArray[np.int8]], kinds: int) -> list[Floats]:
        """Count, for each column of codes, the rows of each kind by division and upwards, as count does.

        codes: from nought to below kinds. Rows outside count nowhere, not in the whole either.
        """
        size = len(self.polygons) + 1
        slot = np.where(home < 0, size, home) * kinds
        found = [np.bincount(slot + column, minlength=(size + 1) * kinds) for column in codes]
        return [self.roll_up(own[: size * kinds].reshape(size, kinds)) for own in found]

    def roll_up(self, own: NDArray[Any]) -> Floats:
        """Sum each division's own amounts upwards; the last row is the whole's: its own in, everything out."""
        total = own.astype(np.float64, copy=True)
        for level in range(int(self.levels.max(initial=0)), 0, -1):
            at = np.flatnonzero(self.levels == level)
            np.add.at(total, self.parents[at], total[at])
        return total

    @cached_property
    def bare(self) -> NDArray[np.bool_]:
        """Return which divisions have no polygon."""
        return np.asarray(shapely.is_missing(self.polygons), dtype=np.bool_)

    @cached_property
    def holders(self) -> NDArray[np.int64]:
        """Return the index of the nearest division above each one that has a polygon, -1 = none."""
        holders = self.parents.copy()
        for _ in range(int(self.levels.max(initial=0))):
            without = (holders >= 0) & self.bare[holders]
            holders[without] = self.parents[holders[without]]
        return holders

    @cached_property
    def own_polygons(self) -> NDArray[np.object_]:
        """Return each division's polygon without what its children take: their areas add up upwards.

        Where the children's areas sum up to the division's, they fill it (that a gap and an overlap cancel to the
        square metre is no case that occurs), and nothing is its own: the costly difference is for the others.
        """
        own = self.polygons.copy()
        areas = np.nan_to_num(shapely.area(self.polygons))
        inner = np.flatnonzero((self.holders >= 0) & ~self.bare)
        held = np.bincount(self.holders[inner], weights=areas[inner], minlength=own.size)
        for number in np.unique(self.holders[inner]).tolist():
            if abs(held[number] - areas[number]) <= SMALLEST:
                own[number] = shapely.Polygon()
            else:
                children = self.polygons[inner[self.holders[inner] == number]]
                own[number] = shapely.difference(own[number], together(children))
        return own

    def named(self, words: Sequence[str | None]) -> NDArray[np.int64]:
        """Return for each word the index of the division whose code or (unambiguous) name it is, -1 where none is."""
        rows = list(self.tree.divisions.values())
        counts = Counter(row.name for row in rows)
        index = {row.name: number for number, row in enumerate(rows) if counts[row.name] == 1}
        index |= {short_code(row.code): number for number, row in enumerate(rows)}
        index |= {row.code: number for number, row in enumerate(rows)}
        found = [-1 if word is None else index.get(word, index.get(short_code(word), -1)) for word in words]
        return np.array(found, dtype=np.int64)

    def areas(self) -> Floats:
        """Return each division's area in square metres: its polygon's, or its children's where it has none."""
        total: Floats = np.nan_to_num(shapely.area(self.polygons))
        for level in range(int(self.levels.max(initial=0)), 1, -1):
            at = np.flatnonzero((self.levels == level) & self.bare[self.parents])
            np.add.at(total, self.parents[at], total[at])
        return total

    def outlines(self) -> NDArray[np.object_]:
        """Return the polygons for maps: WGS84, simplified (thinned, if very large); neighbours still meet."""
        outlines = self.polygons.copy()
        present = np.array([polygon is not None for polygon in outlines], dtype=np.bool_)
        if not present.any():
            return outlines
        west, south, east, north = shapely.total_bounds(outlines[present])
        tolerance = max(east - west, north - south) * _MAP_TOLERANCE
        for level in np.unique(self.levels):
            at = np.flatnonzero(present & (self.levels == level))
            if shapely.get_num_coordinates(outlines[at]).sum() > MANY:
                outlines[at] = thinned(outlines[at], tolerance)
                continue
            # A polygon that collapses stops GEOS; a map with too many points is the lesser evil.
            with suppress(shapely.errors.GEOSException):
                outlines[at] = shapely.coverage_simplify(outlines[at], tolerance)
        outlines[present] = shapely.transform(outlines[present], self._to_degrees)
        return outlines

    def _to_degrees(self, metres: Floats) -> Floats:
        given = Reference(self.metric.name, self.metric)
        degrees: Floats = np.column_stack(to_wgs84(metres[:, 0], metres[:, 1], given))
        return np.round(degrees, _MAP_DECIMALS)


def together(polygons: NDArray[np.object_]) -> Any:
    """Return the union of polygons; those that share their borders exactly are united at a fraction of the cost."""
    with suppress(shapely.errors.GEOSException):
        if shapely.coverage_is_valid(polygons):
            return shapely.coverage_union_all(polygons)
    return shapely.union_all(polygons)
