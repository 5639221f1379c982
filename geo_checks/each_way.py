"""The shortest way along a network from each of some places to each of others, as far as a limit.

`routes.distances` asks how far the nearest source is, in one search for all; here every pair counts. All sources are
searched from side by side: in each round the ways found last go on by one edge, and those that got shorter stay for
the next (Bellman 1958, Ford 1956, on sorted arrays). The ways are those of Dijkstra's algorithm to the last bit, and
what is held is what is reached: never sources x nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo_checks.coordinates import Floats
from geo_checks.network import Flags, Indexes
from geo_checks.routes import DECIMALS, Graph, Places

# Ways that are to be held at once (some 50 bytes each), and sources that the first batch has.
_HELD: Final = 2_000_000
_FIRST: Final = 64


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways within a limit, in the order of source and target: numbers of both, and metres."""

    source: Indexes
    target: Indexes
    metres: Floats


class Doors:
    """Places on a network, found from the nodes and the edges that they stand at."""

    def __init__(self, over: Graph, stands: Places) -> None:
        """Sort the places by their edges, and by both ends of these."""
        self._over, self._aside, self._count = over, stands.aside, stands.edge.size
        on = np.flatnonzero(stands.on)
        edge, offset = stands.edge[on], stands.offset[on]
        self._at_node = _Lists.of(
            np.concatenate([over.start[edge], over.end[edge]]),
            np.concatenate([on, on]),
            np.concatenate([offset, over.length[edge] - offset]),
            over.matrix.shape[0],
        )
        self._on_edge = _Lists.of(edge, on, offset, over.length.size)

    def ways(self, begin: Places, limit: float) -> Ways:
        """Return the way from each of some places to each of these: metres to the millimetre, none beyond the limit."""
        return self._ways(begin, limit)[0]

    def batches(self, begin: Places, limit: float, further: Indexes) -> Iterator[tuple[Indexes, Ways]]:
        """Yield the numbers of some places, in turn, and the ways from these: a bounded number of ways at a time.

        further: what else is to be held of each place. Sources are numbered within their batch, which is as large as
        what the one before held lets expect.
        """
        first, size, sums = 0, _FIRST, np.cumsum(further)
        while first < begin.edge.size:
            bound = int(np.searchsorted(sums, sums[first] + _HELD, side="right"))
            which = np.arange(first, min(first + size, max(bound, first + 1)))
            found, held = self._ways(begin.take(which), limit)
            yield which, found
            first += which.size
            size = int(np.clip(_HELD * which.size // max(held, 1), 1, 4 * size))

    def _ways(self, begin: Places, limit: float) -> tuple[Ways, int]:
        """Return the ways, and how many to nodes and to places it took to find them."""
        on = np.flatnonzero(begin.on)
        begin = begin.take(on)
        source, node, metres = _nodes_within(self._over, begin, limit)
        way, target, onwards = self._at_node.expand(node)
        along, beside, offset = self._on_edge.expand(begin.edge)
        key = np.concatenate([source[way] * self._count + target, along * self._count + beside])
        far = np.concatenate([metres[way] + onwards, begin.aside[along] + np.abs(begin.offset[along] - offset)])
        key, far = least(key, far)
        number, target = np.divmod(key, max(self._count, 1))
        far = np.round(far + self._aside[target], DECIMALS)
        near = far <= limit
        return Ways(on[number[near]], target[near], far[near]), node.size + way.size + along.size


def least(key: Indexes, metres: Floats) -> tuple[Indexes, Floats]:
    """Return each key once, ascending, with the least of its metres."""
    if not key.size:
        return key, metres
    order = np.argsort(key, kind="stable")
    key, metres = key[order], metres[order]
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    return key[begins], np.minimum.reduceat(metres, begins)


def found_in(key: Indexes, keys: Indexes) -> tuple[Flags, Indexes]:
    """Return which keys are among others that ascend, and where."""
    at = np.searchsorted(keys, key)
    there = np.zeros(key.size, dtype=np.bool_)
    inside = at < keys.size
    there[inside] = keys[at[inside]] == key[inside]
    return there, at


@dataclass(frozen=True)
class _Lists:
    """A list of items for each of some numbers: list n is the stretch from first[n] to first[n + 1]."""

    first: Indexes
    item: Indexes
    value: Floats

    @classmethod
    def of(cls, owner: Indexes, item: Indexes, value: Floats, count: int) -> _Lists:
        order = np.argsort(owner, kind="stable")
        first = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))])
        return cls(first, item[order], value[order])

    def expand(self, owner: Indexes) -> tuple[Indexes, Indexes, Floats]:
        """Return all items of some lists: the position of the owner among those asked for, the item, its value."""
        begin = self.first[owner]
        size = self.first[owner + 1] - begin
        which = np.repeat(np.arange(owner.size), size)
        at = np.arange(which.size) - np.repeat(np.cumsum(size) - size, size) + begin[which]
        return which, self.item[at], self.value[at]


def _nodes_within(over: Graph, begin: Places, limit: float) -> tuple[Indexes, Indexes, Floats]:
    """Return the way from each place to each node near it: place, node, metres."""
    matrix, size = over.matrix, over.matrix.shape[0]
    onwards = _Lists(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data)
    number = np.arange(begin.edge.size)
    known_key, known = _within(
        np.concatenate([number * size + over.start[begin.edge], number * size + over.end[begin.edge]]),
        np.concatenate([begin.aside + begin.offset, begin.aside + (over.length[begin.edge] - begin.offset)]),
        limit,
    )
    last_key, last = known_key, known
    while last_key.size:
        source, node = np.divmod(last_key, size)
        way, node, length = onwards.expand(node)
        key, metres = _within(source[way] * size + node, last[way] + length, limit)
        there, at = found_in(key, known_key)
        shorter = ~there
        shorter[there] = metres[there] < known[at[there]]
        known[at[there & shorter]] = metres[there & shorter]
        known_key, known = np.insert(known_key, at[~there], key[~there]), np.insert(known, at[~there], metres[~there])
        last_key, last = key[shorter], metres[shorter]
    return *np.divmod(known_key, size), known


def _within(key: Indexes, metres: Floats, limit: float) -> tuple[Indexes, Floats]:
    # A little farther, so that nothing is lost before the ways are rounded.
    near = metres <= limit + 1.0
    return least(key[near], metres[near])
