"""How much of each polygon lies within a radius of some places: the area of a union of discs, without uniting them.

By Green's theorem, area = 1/2 of the integral of x dy - y dx along the border of what is covered. That border is made
of those parts of the polygon's own border that lie in a disc, and of those arcs of the circles that lie in no other
disc, but in the polygon. Discs are discs here, not polygons of many corners: what is not exact is what floats leave,
below a tenth of a square metre.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo_checks.cells import Grid

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]

# Runs of a border are asked whole whether they lie in a disc, and in smaller runs where that is not sure.
_RUNS: Final = (256, 32, 4, 1)
# Metres, and shares of a side: nearer to a circle than this is on it.
_ON: Final = 1e-6
# Circles, or sides of a border, that are worked on at once.
_AT_ONCE: Final = 4_096
_TURN: Final = 2 * np.pi
# More than a turn: angles of one circle, and of the next, stand this far apart when they are sorted together.
_APART: Final = 8.0


@dataclass(frozen=True)
class Crossings:
    """Where circles cross borders: the circle's number and the angle (0 to a turn)."""

    circle: Indexes
    angle: Floats


class Ground:
    """Polygons, to be asked again and again how much of them is covered; a missing one has no area."""

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        """Take the polygons apart into the sides of their borders."""
        self._polygons = polygons
        parts, polygon_of = shapely.get_parts(polygons, return_index=True)
        rings, part_of = shapely.get_rings(parts, return_index=True)
        at, ring_of = shapely.get_coordinates(rings, return_index=True)
        x, y = np.ascontiguousarray(at.T)
        side = np.flatnonzero((ring_of[1:] == ring_of[:-1]) & ((x[1:] != x[:-1]) | (y[1:] != y[:-1])))
        self._x, self._y, self._dx, self._dy = x[side], y[side], x[side + 1] - x[side], y[side + 1] - y[side]
        ring = ring_of[side]
        self._polygon = polygon_of[part_of[ring]]
        bounds = shapely.bounds(polygons)
        # Near its polygon's middle a side's share of the area keeps all its digits.
        self._middle_x, self._middle_y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
        share = (self._x - self._middle_x[self._polygon]) * self._dy - (
            self._y - self._middle_y[self._polygon]
        ) * self._dx
        # The outer ring runs with the ground on its left, holes against it, however they were drawn.
        first = np.ones(rings.size, dtype=np.bool_)
        first[1:] = part_of[1:] != part_of[:-1]
        left = np.bincount(ring, weights=share, minlength=rings.size) > 0
        self._share = np.where((left == first)[ring], share, -share)

    def covered(self, x: Floats, y: Floats, radius: float) -> Floats:
        """Return the area of each polygon within the radius of a place (metres, square metres)."""
        size = self._polygons.size
        places = np.unique(np.column_stack([x, y]), axis=0)
        if not len(places) or not self._x.size:
            return np.zeros(size)
        tree = cKDTree(places)
        inside, crossings = self._inside(tree, places, radius)
        twice: Floats = np.asarray(np.bincount(self._polygon, self._share * inside, size), dtype=np.float64)
        for circle, begin, end in _arcs(tree, places, radius, crossings):
            twice += self._of_arcs(places[circle], begin, end, radius)
        found: Floats = np.clip(twice / 2, 0.0, shapely.area(self._polygons))
        return np.nan_to_num(found)

    def _of_arcs(self, centres: Floats, begin: Floats, end: Floats, radius: float) -> Floats:
        """Return what arcs give to the integral of each polygon that holds them."""
        middle = (begin + end) / 2
        polygon, arc = self._holding(centres[:, 0] + radius * np.cos(middle), centres[:, 1] + radius * np.sin(middle))
        x, y = centres[arc, 0] - self._middle_x[polygon], centres[arc, 1] - self._middle_y[polygon]
        one, two = begin[arc], end[arc]
        share = radius**2 * (two - one)
        share += radius * (x * (np.sin(two) - np.sin(one)) - y * (np.cos(two) - np.cos(one)))
        return np.asarray(np.bincount(polygon, share, self._polygons.size), dtype=np.float64)

    @cached_property
    def _boxes(self) -> tuple[Indexes, Floats]:
        """Return the polygons that are there, and their boxes."""
        there = np.flatnonzero(~(shapely.is_missing(self._polygons) | shapely.is_empty(self._polygons)))
        shapely.prepare(self._polygons[there])
        return there, shapely.bounds(self._polygons[there])

    def _holding(self, x: Floats, y: Floats) -> tuple[Indexes, Indexes]:
        """Return every pair of a polygon and a point that it holds."""
        there, boxes = self._boxes
        west, south = boxes[:, :2].min(axis=0).tolist()
        east, north = boxes[:, 2:].max(axis=0).tolist()
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        polygons, points = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        if near.size:
            grid = Grid(x[near], y[near], (west, south, east, north))
            for box, point in grid.candidates(boxes):
                hit = shapely.intersects_xy(self._polygons[there[box]], grid.x[point], grid.y[point])
                polygons.append(there[box[hit]])
                points.append(near[grid.order[point[hit]]])
        return np.concatenate(polygons), np.concatenate(points)

    def _inside(self, tree: cKDTree, places: Floats, radius: float) -> tuple[Floats, Crossings]:
        """Return the share of each side's length that lies in a disc, and where circles cross sides."""
        inside = np.zeros(self._x.size)
        runs = np.arange(-(-self._x.size // _RUNS[0]))
        for size, smaller in pairwise((*_RUNS, 1)):
            sides = np.minimum(runs[:, None] * size + np.arange(size), self._x.size - 1)
            x, y, dx, dy = (values[sides] for values in (self._x, self._y, self._dx, self._dy))
            low = np.column_stack([np.minimum(v, v + d).min(axis=1) for v, d in ((x, dx), (y, dy))])
            high = np.column_stack([np.maximum(v, v + d).max(axis=1) for v, d in ((x, dx), (y, dy))])
            half = np.hypot(*(high - low).T) / 2
            nearest = tree.query((low + high) / 2)[0]
            inside[sides[nearest < radius - half - _ON]] = 1.0
            runs = runs[np.abs(nearest - radius) <= half + _ON]
            if size > smaller:
                runs = (runs[:, None] * (size // smaller) + np.arange(size // smaller)).ravel()
                runs = runs[runs * smaller < self._x.size]
        circles, angles = [np.empty(0, dtype=np.int64)], [np.empty(0)]
        length = np.hypot(self._dx, self._dy)
        runs = runs[np.argsort(length[runs], kind="stable")]
        for first in range(0, runs.size, _AT_ONCE):
            sides = runs[first : first + _AT_ONCE]
            side, circle, begin, end = self._chords(sides, tree, places, radius)
            inside[sides] = _united(side, np.clip(begin, 0.0, 1.0), np.clip(end, 0.0, 1.0), sides.size)
            for along in (begin, end):
                on = (along >= -_ON) & (along <= 1 + _ON)
                at, crossed = sides[side[on]], circle[on]
                circles.append(crossed)
                angles.append(
                    np.arctan2(
                        self._y[at] + along[on] * self._dy[at] - places[crossed, 1],
                        self._x[at] + along[on] * self._dx[at] - places[crossed, 0],
                    )
                    % _TURN
                )
        return inside, Crossings(np.concatenate(circles), np.concatenate(angles))

    def _chords(
        self, sides: Indexes, tree: cKDTree, places: Floats, radius: float
    ) -> tuple[Indexes, Indexes, Floats, Floats]:
        """Return which side (of some) which circle cuts, and between which shares of its length it lies in the disc."""
        x, y, dx, dy = (values[sides] for values in (self._x, self._y, self._dx, self._dy))
        square = dx**2 + dy**2
        reach = radius + float(np.sqrt(square.max())) / 2 + _ON
        middles = cKDTree(np.column_stack([x + dx / 2, y + dy / 2]))
        near = middles.sparse_distance_matrix(tree, reach, output_type="ndarray")
        side, circle = near["i"].astype(np.int64), near["j"].astype(np.int64)
        off_x, off_y = x[side] - places[circle, 0], y[side] - places[circle, 1]
        slope = off_x * dx[side] + off_y * dy[side]
        root = slope**2 - square[side] * (off_x**2 + off_y**2 - radius**2)
        # A circle that touches a side is cut there, too: the middle of an arc must not lie on a border.
        cut = np.flatnonzero(root > -2 * radius * _ON * square[side])
        side, circle, slope, root = side[cut], circle[cut], slope[cut], np.sqrt(np.maximum(root[cut], 0.0))
        return side, circle, (-slope - root) / square[side], (-slope + root) / square[side]


def _united(owner: Indexes, begin: Floats, end: Floats, count: int) -> Floats:
    """Return the length of the union of the intervals of each of so many owners."""
    order = np.lexsort((begin, owner))
    begin, end = (owner * _APART + begin)[order], (owner * _APART + end)[order]
    before = np.append(-np.inf, np.maximum.accumulate(end)[:-1])
    new = np.maximum(end - np.maximum(begin, before), 0.0)
    found: Floats = np.minimum(np.bincount(owner[order], weights=new, minlength=count), 1.0)
    return found


def _arcs(
    tree: cKDTree, places: Floats, radius: float, crossings: Crossings
) -> Iterator[tuple[Indexes, Floats, Floats]]:
    """Yield arcs that lie in no other disc, cut where they cross a border: circle, and angles from begin to end."""
    order = np.argsort(crossings.circle, kind="stable")
    crossed, angle = crossings.circle[order], crossings.angle[order]
    for first in range(0, len(places), _AT_ONCE):
        last = min(first + _AT_ONCE, len(places))
        circle, begin, end = _bare(tree, places, radius, first, last)
        here = slice(*np.searchsorted(crossed, [first, last]).tolist())
        # All in one row: each circle's angles, circle after circle.
        starts, ends = circle * _APART + begin, circle * _APART + end
        cuts = (crossed[here] - first) * _APART + angle[here]
        arc = np.searchsorted(starts, cuts, side="right") - 1
        cuts = cuts[(arc >= 0) & (cuts < ends[arc])] if starts.size else cuts[:0]
        edges = np.sort(np.concatenate([starts, cuts]))
        arc = np.searchsorted(starts, edges, side="right") - 1
        until = np.minimum(np.append(edges[1:], np.inf), ends[arc])
        base = circle[arc] * _APART
        yield circle[arc] + first, edges - base, until - base


def _bare(tree: cKDTree, places: Floats, radius: float, first: int, last: int) -> tuple[Indexes, Floats, Floats]:
    """Return the arcs of some circles (numbered from the first of them) that lie in no other disc, in order."""
    near = cKDTree(places[first:last]).sparse_distance_matrix(tree, 2 * radius, output_type="ndarray")
    circle, other, metres = near["i"].astype(np.int64), near["j"].astype(np.int64), near["v"]
    apart = np.flatnonzero((other != circle + first) & (metres < 2 * radius))
    circle, other, metres = circle[apart], other[apart], metres[apart]
    towards = np.arctan2(places[other, 1] - places[circle + first, 1], places[other, 0] - places[circle + first, 0])
    half = np.arccos(metres / (2 * radius))
    begin = (towards - half) % _TURN
    end = begin + 2 * half
    over = end > _TURN
    whole = np.arange(last - first)
    # Nothing at either end of each turn, so that what is bare lies between two intervals.
    owner = np.concatenate([circle, circle[over], whole, whole])
    ends = np.concatenate([np.minimum(end, _TURN), end[over] - _TURN, np.zeros(whole.size), np.full(whole.size, _TURN)])
    begins = np.concatenate([begin, np.zeros(int(over.sum())), np.zeros(whole.size), np.full(whole.size, _TURN)])
    order = np.lexsort((begins, owner))
    owner, begins, ends = owner[order], begins[order], ends[order]
    until = np.maximum.accumulate(owner * _APART + ends)[:-1] - owner[:-1] * _APART
    bare = np.flatnonzero((owner[1:] == owner[:-1]) & (begins[1:] > until))
    return owner[bare], until[bare], begins[bare + 1]
