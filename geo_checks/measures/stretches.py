"""The stretches of a network from which some place can be reached within a distance, cut where the distance ends.

Of an edge, what lies within the distance is reached from its start, from its end, or from a place on it: up to three
kinds of stretches, which are united where they overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_checks.coordinates import Floats
from geo_checks.network import Indexes, WalkingNetwork
from geo_checks.routes import Graph, Places, from_nodes

# Metres: a stretch that is shorter cannot be seen.
SHORTEST: Final = 0.01


@dataclass(frozen=True)
class Stretches:
    """Stretches of edges, in the order of the edges: from and to as metres from the edge's start."""

    edge: Indexes
    begin: Floats
    end: Floats

    def lines(self, network: WalkingNetwork) -> NDArray[np.object_]:
        """Return the stretches as lines, in metres."""
        row = _Row.of(network)
        base = row.along[network.first[self.edge]]
        begins, ends = base + self.begin, base + self.end
        low, high = row.side(self.edge, begins, "right"), row.side(self.edge, ends, "left")
        size = np.maximum(high - low, 0)
        owner = np.repeat(np.arange(size.size), size)
        inner = np.arange(owner.size) - np.repeat(np.cumsum(size) - size, size) + low[owner]
        parts = [np.arange(size.size), owner, np.arange(size.size)]
        order = np.lexsort((np.repeat([0, 1, 2], [len(part) for part in parts]), np.concatenate(parts)))
        first, last = row.at(low, begins), row.at(high, ends)
        x, y = (
            np.concatenate([start, axis[inner], end])[order]
            for start, axis, end in zip(first, (network.vertex_x, network.vertex_y), last, strict=True)
        )
        return np.asarray(shapely.linestrings(x, y, indices=np.concatenate(parts)[order]), dtype=object)


@dataclass(frozen=True)
class _Row:
    """The edges of a network one after the other. along: metres from the first to each vertex."""

    network: WalkingNetwork
    along: Floats

    @classmethod
    def of(cls, network: WalkingNetwork) -> _Row:
        step = np.append(0.0, np.hypot(np.diff(network.vertex_x), np.diff(network.vertex_y)))
        step[network.first[:-1]] = 0.0
        return cls(network, np.cumsum(step))

    def side(self, edge: Indexes, place: Floats, side: Literal["left", "right"]) -> Indexes:
        """Return the vertex at the end of the side of an edge on which each place along the row lies."""
        first = self.network.first
        found = np.searchsorted(self.along, place, side=side)
        return np.asarray(np.clip(found, first[edge] + 1, first[edge + 1] - 1), dtype=np.int64)

    def at(self, vertex: Indexes, place: Floats) -> tuple[Floats, Floats]:
        """Return x and y of places along the row, on the sides that end at some vertices."""
        size = self.along[vertex] - self.along[vertex - 1]
        share = np.divide(place - self.along[vertex - 1], size, out=np.zeros(size.size), where=size > 0)
        share = np.clip(share, 0.0, 1.0)
        x, y = (axis[vertex - 1] + share * (axis[vertex] - axis[vertex - 1]) for axis in self._axes)
        return x, y

    @property
    def _axes(self) -> tuple[Floats, Floats]:
        return self.network.vertex_x, self.network.vertex_y


def within(over: Graph, places: Places, metres: float) -> Stretches:
    """Return from where on a network any of some places can be reached within a distance (metres)."""
    begin = places.take(places.on & (places.aside <= metres))
    if not begin.edge.size:
        return Stretches(begin.edge, begin.offset, begin.offset)
    way, length = from_nodes(over, begin, metres), over.length
    left = [np.maximum(metres - way[node], 0.0) for node in (over.start, over.end)]
    every = np.flatnonzero(over.open)
    reach = metres - begin.aside
    edge = np.concatenate([every, every, begin.edge])
    low = np.concatenate([np.zeros(every.size), (length - left[1])[every], begin.offset - reach])
    high = np.concatenate([left[0][every], length[every], begin.offset + reach])
    low, high = np.clip(low, 0.0, length[edge]), np.clip(high, 0.0, length[edge])
    kept = high - low > 0
    return _united(edge[kept], low[kept], high[kept], float(length.max()) + 1.0)


def _united(edge: Indexes, low: Floats, high: Floats, stride: float) -> Stretches:
    """Return the union of the intervals of each edge; stride: more than the length of any."""
    order = np.lexsort((low, edge))
    edge, low, high = edge[order], low[order], high[order]
    farthest = np.maximum.accumulate(edge * stride + high) - edge * stride
    begins = np.ones(edge.size, dtype=np.bool_)
    begins[1:] = (edge[1:] != edge[:-1]) | (low[1:] > farthest[:-1])
    last = np.append(np.flatnonzero(begins)[1:], edge.size) - 1 if edge.size else np.flatnonzero(begins)
    found = Stretches(edge[begins], low[begins], farthest[last])
    seen = found.end - found.begin > SHORTEST
    return Stretches(found.edge[seen], found.begin[seen], found.end[seen])
