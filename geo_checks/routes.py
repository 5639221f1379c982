"""Ways over a network: places brought onto its edges, and the shortest way between two sets of places.

way(a, b) = aside(a) + along the edges + aside(b). A place stands at the point of the nearest edge, at an offset along
it (metres from its start); aside is the straight way to that point. All facilities are searched from at once, by
Dijkstra's algorithm (scipy.sparse.csgraph), with one more node that stands before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo_checks.coordinates import Floats
from geo_checks.network import Flags, Indexes, WalkingNetwork

# Edges are found by points at most this far apart on them (metres); the choice changes only the time that it takes.
_PIECE: Final = 50.0
_FIRST_NEIGHBOURS: Final = 6
# Edges are equally near when their distances differ by less (metres): the first of them is taken.
_EQUAL: Final = 1e-6
# Ways are told to the millimetre.
DECIMALS: Final = 3
# Places that are looked up at once: what is worked out for them stays in the processor's cache.
_AT_ONCE: Final = 16_384
# Side of the squares (metres) in which places are looked up one after the other: neighbours share the memory's cache.
_BLOCK: Final = 500.0


@dataclass(frozen=True)
class Places:
    """Places on a network. edge: -1 where there is none near; offset: metres from its start; aside: metres to it."""

    edge: Indexes
    offset: Floats
    aside: Floats

    @property
    def on(self) -> Flags:
        """Return which places are on the network."""
        return self.edge >= 0

    def take(self, at: Indexes | Flags) -> Places:
        """Return some of the places."""
        return Places(self.edge[at], self.offset[at], self.aside[at])


@dataclass(frozen=True)
class Graph:
    """A network as far as it is open.

    start, end: nodes of each edge, those at a blocked junction apart from each other. matrix: the shortest edge
    between each two nodes, both ways.
    """

    start: Indexes
    end: Indexes
    length: Floats
    open: Flags
    matrix: csr_array


def graph(network: WalkingNetwork, is_open: Flags | None = None, blocked: Flags | None = None) -> Graph:
    """Return the graph of the open edges; nobody passes from edge to edge at a blocked node.

    Of parallel edges the shortest counts (a sparse matrix would add them up).
    """
    start, end, nodes = network.start.copy(), network.end.copy(), network.node_x.size
    is_open = np.ones(start.size, dtype=np.bool_) if is_open is None else is_open
    if blocked is not None:
        for side in (start, end):
            dead = np.flatnonzero(blocked[side])
            side[dead] = nodes + np.arange(dead.size)
            nodes += dead.size
    at = np.flatnonzero(is_open & (start != end))
    pair = np.minimum(start[at], end[at]) * nodes + np.maximum(start[at], end[at])
    order = np.argsort(pair)
    pair, length = pair[order], network.length[at][order]
    begins = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])[: pair.size])
    if pair.size:
        pair, length = pair[begins], np.minimum.reduceat(length, begins)
    low, high = np.divmod(pair, nodes)
    matrix = csr_array(
        (np.concatenate([length, length]), (np.concatenate([low, high]), np.concatenate([high, low]))),
        shape=(nodes, nodes),
    )
    return Graph(start, end, network.length, is_open, matrix)


class Locator:
    """Finds the nearest open edge: exactly, by the nearest points that stand for pieces of edges."""

    def __init__(self, network: WalkingNetwork, is_open: Flags | None = None) -> None:
        """Cut the open edges into straight pieces no longer than _PIECE."""
        first, x, y = network.first, network.vertex_x, network.vertex_y
        inner = np.ones(x.size, dtype=np.bool_)
        inner[first[1:] - 1] = False
        a = np.flatnonzero(inner)
        edge = np.repeat(np.arange(network.length.size), np.diff(first) - 1)
        dx, dy = x[a + 1] - x[a], y[a + 1] - y[a]
        size = np.hypot(dx, dy)
        before = np.concatenate([[0.0], np.cumsum(size)[:-1]]) if size.size else size
        begins = np.concatenate([[True], np.diff(edge) != 0]) if edge.size else np.array([], dtype=np.bool_)
        before -= np.repeat(before[begins], np.diff(first)[np.diff(first) > 1] - 1)
        kept = size > 0 if is_open is None else (size > 0) & is_open[edge]
        a, self._edge, self._size, self._before = a[kept], edge[kept], size[kept], before[kept]
        self._x, self._y, self._dx, self._dy = x[a], y[a], dx[kept], dy[kept]
        self._length = network.length
        pieces = np.maximum(1, np.ceil(self._size / _PIECE)).astype(np.int64)
        self._segment = np.repeat(np.arange(self._size.size), pieces)
        number = np.arange(self._segment.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        share = (number + 0.5) / pieces[self._segment]
        self._half = float((self._size / pieces).max(initial=0.0)) / 2
        middles = np.column_stack(
            [
                self._x[self._segment] + share * self._dx[self._segment],
                self._y[self._segment] + share * self._dy[self._segment],
            ]
        )
        self._tree = cKDTree(middles, balanced_tree=False, compact_nodes=False)

    def places(self, x: Floats, y: Floats, farthest: float) -> Places:
        """Return the places of points (metres) on the nearest edge, of several the first; none beyond `farthest`."""
        found = Places(np.full(x.size, -1, dtype=np.int64), np.zeros(x.size), np.full(x.size, np.inf))
        if not self._segment.size:
            return found
        waiting = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        waiting = waiting[np.lexsort((x[waiting] // _BLOCK, y[waiting] // _BLOCK))]
        neighbours = _FIRST_NEIGHBOURS
        while waiting.size:
            neighbours = min(neighbours, self._segment.size)
            parts = [waiting[first : first + _AT_ONCE] for first in range(0, waiting.size, _AT_ONCE)]
            left = [part[~self._nearest(x, y, part, neighbours, farthest, found)] for part in parts]
            waiting, neighbours = np.concatenate(left), neighbours * 4
        return found

    def _nearest(self, x: Floats, y: Floats, at: Indexes, neighbours: int, farthest: float, found: Places) -> Flags:
        """Fill in the places of some points; return for which no other edge can be nearer or as near."""
        px, py = x[at], y[at]
        reach = farthest + self._half + 1.0
        nearest = self._tree.query(
            np.column_stack([px, py]), k=np.arange(1, neighbours + 1), distance_upper_bound=reach
        )
        distance, piece = np.asarray(nearest[0]), np.asarray(nearest[1])
        known = piece < self._segment.size
        segment = self._segment[np.where(known, piece, 0)]
        size = self._size[segment]
        share: Floats = (px[:, None] - self._x[segment]) * self._dx[segment]
        share += (py[:, None] - self._y[segment]) * self._dy[segment]
        share = np.asarray(np.clip(share / size**2, 0.0, 1.0))
        aside: Floats = np.hypot(
            self._x[segment] + share * self._dx[segment] - px[:, None],
            self._y[segment] + share * self._dy[segment] - py[:, None],
        )
        aside = np.asarray(np.where(known, aside, np.inf))
        least: Floats = aside.min(axis=1)
        # A piece that was not returned stands at least its neighbour's distance less half its length away.
        sure: Flags = (
            ~known[:, -1] | (distance[:, -1] - self._half > least + _EQUAL) | (neighbours == self._segment.size)
        )
        edge = np.where(aside <= least[:, None] + _EQUAL, self._edge[segment], np.iinfo(np.int64).max)
        pick = np.argmin(edge, axis=1)
        row = np.arange(at.size)
        best = segment[row, pick]
        near = sure & (least <= farthest)
        to = at[near]
        found.edge[to] = edge[row, pick][near]
        along = self._before[best] + share[row, pick] * size[row, pick]
        found.offset[to] = np.minimum(along[near], self._length[found.edge[to]])
        found.aside[to] = aside[row, pick][near]
        return sure


class Search:
    """The shortest ways from the nearest of some sources, searched once for whatever places are asked about."""

    def __init__(self, over: Graph, sources: Places, limit: float) -> None:
        """Search from all sources at once, no farther than the limit (metres)."""
        self._over, self._limit = over, limit
        self._begin = sources.take(sources.on)
        self._node_way = from_nodes(over, self._begin, limit) if self._begin.edge.size else None

    def to(self, targets: Places) -> Floats:
        """Return the way to each target: metres to the millimetre, infinity beyond the limit."""
        result = np.full(targets.edge.size, np.inf)
        aim = np.flatnonzero(targets.on)
        if self._node_way is None or not aim.size:
            return result
        over, goal, node_way = self._over, targets.take(aim), self._node_way
        onwards = over.length[goal.edge] - goal.offset
        way = np.minimum(node_way[over.start[goal.edge]] + goal.offset, node_way[over.end[goal.edge]] + onwards)
        way = np.round(np.minimum(way, _along_edge(self._begin, goal, self._limit)) + goal.aside, DECIMALS)
        result[aim] = np.where(way <= self._limit, way, np.inf)
        return result


def distances(over: Graph, sources: Places, targets: Places, limit: float) -> Floats:
    """Return the shortest way from any source to each target: metres to the millimetre, infinity beyond the limit."""
    return Search(over, sources, limit).to(targets)


def from_nodes(over: Graph, begin: Places, limit: float) -> Floats:
    """Return the shortest way from any source to each node."""
    size = over.matrix.shape[0]
    first = np.full(size, np.inf)
    np.minimum.at(first, over.start[begin.edge], begin.aside + begin.offset)
    np.minimum.at(first, over.end[begin.edge], begin.aside + (over.length[begin.edge] - begin.offset))
    node = np.flatnonzero(first <= limit)
    way = first[node]
    matrix = over.matrix
    before = csr_array(
        (
            np.concatenate([matrix.data, way]),
            np.concatenate([matrix.indices, node]),
            np.append(matrix.indptr, matrix.indptr[-1] + node.size),
        ),
        shape=(size + 1, size + 1),
    )
    # A little farther, so that nothing is lost before the ways are rounded.
    found: Floats = dijkstra(before, directed=True, indices=[size], limit=limit + 1.0)[0]
    return found[:size]


def _along_edge(begin: Places, goal: Places, limit: float) -> Floats:
    """Return the shortest way to each target from a source on the same edge, without passing a node.

    Edges are laid end to end with gaps longer than the limit, so that a source on another edge is out of reach.
    """
    longest = max(begin.offset.max(), goal.offset.max())
    stride = longest + limit + 1.0
    sourced = np.zeros(max(int(begin.edge.max()), int(goal.edge.max())) + 1, dtype=np.bool_)
    sourced[begin.edge] = True
    rank = np.cumsum(sourced) - 1
    same = np.flatnonzero(sourced[goal.edge])
    result = np.full(goal.edge.size, np.inf)
    source = rank[begin.edge] * stride + begin.offset
    order = np.argsort(source, kind="stable")
    source, aside = source[order], begin.aside[order]
    target = rank[goal.edge[same]] * stride + goal.offset[same]
    ahead = np.minimum.accumulate(aside - source)
    behind = np.minimum.accumulate((aside + source)[::-1])[::-1]
    ahead, behind = np.append(ahead, np.inf), np.append(behind, np.inf)
    result[same] = np.minimum(
        ahead[np.searchsorted(source, target, side="right") - 1] + target,
        behind[np.searchsorted(source, target, side="left")] - target,
    )
    return result
