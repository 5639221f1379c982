"""The way along the city's roads to the nearest facility, on bare arrays: for the limit, and the search for the plain.

Every road of this city is one straight line between two places where roads meet. A place is brought onto the nearest
road; facilities become nodes of the graph, and one search by scipy finds how far every node has it to the nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Metres from the roads beyond which nobody is on them, as the plan has it when it does not say.
SNAP = 100.0
_PIECE = 50.0  # metres: of pieces of roads whose middles are looked up
_NEIGHBOURS, _MORE = 4, 3
_DECIMALS = 3  # ways are told to the millimetre


@dataclass(frozen=True)
class Spots:
    """Places on roads. road: -1 where none is near; offset: metres from its start; aside: metres to it."""

    road: Ints
    offset: Floats
    aside: Floats


@dataclass(frozen=True)
class Roads:
    """Roads between nodes (metres)."""

    nodes: Floats
    ends: Ints
    length: Floats

    @classmethod
    def of(cls, ends: Floats) -> Roads:
        """Return the roads between places (n, 2 ends, 2) in metres; what begins or ends at a place meets there."""
        places = np.ascontiguousarray(ends).reshape(-1, 2).view(np.complex128)[:, 0]
        nodes, number = np.unique(places, return_inverse=True)
        at = np.column_stack([nodes.real, nodes.imag])
        number = number.reshape(-1, 2)
        return cls(at, number, np.hypot(*(at[number[:, 1]] - at[number[:, 0]]).T))

    @cached_property
    def _along(self) -> Floats:
        return np.asarray((self.nodes[self.ends[:, 1]] - self.nodes[self.ends[:, 0]]) / self.length[:, None])

    @cached_property
    def _middles(self) -> tuple[Ints, cKDTree]:
        """Return the roads of short pieces, and their middles in a tree."""
        pieces = np.maximum(1, np.ceil(self.length / _PIECE)).astype(np.int64)
        road = np.repeat(np.arange(pieces.size), pieces)
        number = np.arange(road.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        middle = (number + 0.5) * (self.length / pieces)[road]
        places = self.nodes[self.ends[road, 0]] + middle[:, None] * self._along[road]
        return road, cKDTree(places, balanced_tree=False, compact_nodes=False)

    def nearest(self, at: Floats) -> Spots:
        """Return the spots of places (metres): of the pieces whose middles are near, until none else can be nearer.

        A piece is nowhere closer than its middle less half its length.
        """
        (road, tree), begin, along = self._middles, self.nodes[self.ends[:, 0]], self._along
        found = Spots(np.full(len(at), -1), np.zeros(len(at)), np.full(len(at), np.inf))
        waiting, neighbours = np.flatnonzero(np.isfinite(at[:, 0])), _NEIGHBOURS
        while waiting.size:
            neighbours = min(neighbours, road.size)
            looked_up = tree.query(at[waiting], k=np.arange(1, neighbours + 1), distance_upper_bound=SNAP + _PIECE)
            distance, piece = np.asarray(looked_up[0]), np.asarray(looked_up[1])
            near = piece < road.size
            which = road[np.where(near, piece, 0)]
            x, y = (at[waiting, axis, None] - begin[which, axis] for axis in (0, 1))
            offset = np.clip(x * along[which, 0] + y * along[which, 1], 0, self.length[which])
            aside = np.where(near, np.hypot(x - offset * along[which, 0], y - offset * along[which, 1]), np.inf)
            row, best = np.arange(waiting.size), np.argmin(aside, axis=1)
            sure = ~near[:, -1] | (distance[:, -1] - _PIECE / 2 > aside[row, best]) | (neighbours == road.size)
            good = sure & (aside[row, best] <= SNAP)
            to, row, best = waiting[good], row[good], best[good]
            found.road[to], found.offset[to], found.aside[to] = which[row, best], offset[row, best], aside[row, best]
            waiting, neighbours = waiting[~sure], neighbours * _MORE
        return found


def ways(roads: Roads, people: Spots, stands: Spots, groups: Sequence[Flags], farthest: float) -> list[Floats]:
    """Return for each group of facilities how far each person has it to the nearest of it, infinity beyond."""
    on = np.flatnonzero(stands.road >= 0)
    many, nodes = len(roads.ends), len(roads.nodes)
    # Every road as a run of nodes: its start, the facilities on it, its end; each facility itself stands aside.
    road = np.concatenate([np.arange(many), stands.road[on], np.arange(many)])
    offset = np.concatenate([np.zeros(many), stands.offset[on], roads.length])
    node = np.concatenate([roads.ends[:, 0], nodes + np.arange(on.size), roads.ends[:, 1]])
    order = np.lexsort((offset, road))
    road, offset, node = road[order], offset[order], node[order]
    last = np.cumsum(2 + np.bincount(stands.road[on], minlength=many)) - 1
    inner = np.ones(road.size, dtype=np.bool_)
    inner[last] = False
    at = np.flatnonzero(inner)
    low = np.concatenate([node[at], nodes + np.arange(on.size)])
    high = np.concatenate([node[at + 1], nodes + on.size + np.arange(on.size)])
    metres = np.concatenate([offset[at + 1] - offset[at], stands.aside[on]])
    size = nodes + 2 * on.size
    both: Any = (np.concatenate([low, high]), np.concatenate([high, low]))
    matrix = coo_array((np.concatenate([metres, metres]), both), shape=(size, size)).tocsr()

    aim = np.flatnonzero(people.road >= 0)
    home, along, aside = people.road[aim], people.offset[aim], people.aside[aim]
    stride = roads.length.max() + 1.0
    before = np.searchsorted(road * stride + offset, home * stride + along, side="right") - 1
    before = np.minimum(before, last[home] - 1)
    back, ahead = along - offset[before], offset[before + 1] - along
    found = []
    for group in groups:
        way = np.full(people.road.size, np.inf)
        begin = nodes + on.size + np.flatnonzero(group[on])
        if begin.size:
            far = dijkstra(matrix, directed=True, indices=begin, min_only=True, limit=farthest + 1.0)
            nearest = np.minimum(far[node[before]] + back, far[node[before + 1]] + ahead)
            way[aim] = np.round(nearest + aside, _DECIMALS)
        found.append(np.where(way <= farthest, way, np.inf))
    return found
