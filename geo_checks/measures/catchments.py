"""Catchments: who lives within a distance of which place, in a straight line or along the walking network.

A way on foot is never told shorter than the straight line, nor a way of a profile than the way on foot, as in
measures.service_area. Whoever or whatever is off the network may have a way that the network does not show: taken for
it is the straight line, and it is never sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from geo_checks.coordinates import Floats
from geo_checks.each_way import Doors, found_in, least
from geo_checks.measures.service_area import WALKING, Ground, Walks, brought
from geo_checks.network import Indexes
from geo_checks.routes import Places

# Pairs of place and person that are held at once.
_PAIRS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Places and the people within their catchments, in the order of both: their numbers, and metres.

    sure: by a way that is known to be open, infinity where there is none; maybe: by one that is not known to be closed.
    """

    place: Indexes
    person: Indexes
    sure: Floats
    maybe: Floats


def straight(x: Floats, y: Floats, people_x: Floats, people_y: Floats, radius: float) -> Iterator[Pairs]:
    """Yield who lives within a straight-line radius (metres) of places, a bounded number of pairs at a time.

    All pairs of a place come together.
    """
    if people_x.size:
        yield from _within(cKDTree(np.column_stack([people_x, people_y])), x, y, radius)


def _within(people: cKDTree, x: Floats, y: Floats, radius: float) -> Iterator[Pairs]:
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not known.size:
        return
    sites = np.column_stack([x[known], y[known]])
    part = np.cumsum(np.asarray(people.query_ball_point(sites, radius, return_length=True))) // _PAIRS
    for first, last in pairwise([0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), known.size]):
        found = cKDTree(sites[first:last]).sparse_distance_matrix(people, radius, output_type="ndarray")
        # Sorted: the trees' order is their own affair and sums of floats depend on it.
        order = np.lexsort((found["j"], found["i"]))
        metres = found["v"][order]
        yield Pairs(known[first:last][found["i"][order]], found["j"][order].astype(np.int64), metres, metres)


class Network:
    """The people on the network, to be asked who of them lives near some places by one or more ways."""

    def __init__(self, given: Walks, ways: Sequence[str], who: Indexes | None = None) -> None:
        """Take the people in. ways: names of grounds that are asked for; who: numbers of some people, by default all.

        The way on foot is always measured: no other is shorter.
        """
        self._walks, self._ways = given, (WALKING, *(name for name in ways if name != WALKING))
        self._who = np.arange(given.people.x.size) if who is None else who
        self._x, self._y = given.people.x[self._who], given.people.y[self._who]
        self._doors: dict[int, Doors] = {}
        self._trees: dict[bool, cKDTree | None] = {}
        for name in self._ways:
            for ground in given.grounds[name]:
                if id(ground) not in self._doors:
                    self._doors[id(ground)] = Doors(ground.over, ground.people.take(self._who))
        on_foot = given.grounds[WALKING][0]
        self._off = np.flatnonzero(~on_foot.people.on[self._who])

    def stands(self, x: Floats, y: Floats) -> Places:
        """Return places (metres) as they stand on the network on foot."""
        return self._walks.grounds[WALKING][0].locator.places(x, y, self._walks.snap)

    def near(self, x: Floats, y: Floats, limit: float) -> Iterator[Mapping[str, Pairs]]:
        """Yield by way who lives within the limit (metres) of places, a bounded number of pairs at a time.

        People are numbered as the walks number them. All pairs of a place come together, for all ways.
        """
        stands = self.stands(x, y)
        on_foot = self._walks.grounds[WALKING][0]
        for which, found in self._doors[id(on_foot)].batches(stands, limit, self._lines(x, y, stands, limit)):
            here = x[which], y[which]
            keys = self._floored(found.source * self._who.size + found.target, found.metres, here, limit)
            own = {id(on_foot): keys}
            beyond = self._beyond(*here, stands.take(which), limit)
            walked = keys, least(*(np.concatenate(two) for two in zip(keys, beyond, strict=True)))
            ways = {WALKING: walked}
            for name in self._ways[1:]:
                pair = []
                for ground, floor in zip(self._walks.grounds[name], walked, strict=True):
                    if id(ground) not in own:
                        own[id(ground)] = self._along(ground, stands.take(which), *here, limit)
                    pair.append(_no_shorter(own[id(ground)], floor))
                sure, opened = pair
                maybe = (
                    np.concatenate(three) for three in zip(sure, opened, _no_shorter(beyond, walked[1]), strict=True)
                )
                ways[name] = sure, least(*maybe)
            yield MappingProxyType({name: self._pairs(which, *two) for name, two in ways.items()})

    def _along(self, ground: Ground, stands: Places, x: Floats, y: Floats, limit: float) -> tuple[Indexes, Floats]:
        """Return the ways over a ground, by key: place x people + person."""
        found = self._doors[id(ground)].ways(brought(ground, stands, x, y, self._walks.snap), limit)
        return found.source * self._who.size + found.target, found.metres

    def _floored(
        self, key: Indexes, metres: Floats, here: tuple[Floats, Floats], limit: float
    ) -> tuple[Indexes, Floats]:
        """Return ways no shorter than the straight line."""
        place, person = np.divmod(key, max(self._who.size, 1))
        direct = np.hypot(here[0][place] - self._x[person], here[1][place] - self._y[person])
        metres = np.maximum(metres, direct)
        return key[metres <= limit], metres[metres <= limit]

    def _lines(self, x: Floats, y: Floats, stands: Places, limit: float) -> Indexes:
        """Return how many straight lines `_beyond` will give for each place."""
        lines = np.zeros(x.size, dtype=np.int64)
        known = np.isfinite(x) & np.isfinite(y)
        for places, everyone in ((known, False), (known & ~stands.on, True)):
            tree = self._tree(everyone=everyone) if places.any() else None
            if tree is not None:
                at = np.column_stack([x[places], y[places]])
                lines[places] += np.asarray(tree.query_ball_point(at, limit, return_length=True), dtype=np.int64)
        return lines

    def _tree(self, *, everyone: bool) -> cKDTree | None:
        """Return where the people are that are off the network, or all; None where there are none."""
        if everyone not in self._trees:
            who = np.arange(self._who.size) if everyone else self._off
            at = np.column_stack([self._x[who], self._y[who]])
            self._trees[everyone] = cKDTree(at) if who.size else None
        return self._trees[everyone]

    def _beyond(self, x: Floats, y: Floats, stands: Places, limit: float) -> tuple[Indexes, Floats]:
        """Return the straight lines between places and people of which one or both are off the network."""
        off = np.flatnonzero(~stands.on)
        keys, metres = [np.empty(0, dtype=np.int64)], [np.empty(0)]
        for places, everyone in ((np.arange(x.size), False), (off, True)):
            tree = self._tree(everyone=everyone) if places.size else None
            for found in () if tree is None else _within(tree, x[places], y[places], limit):
                person = found.person if everyone else self._off[found.person]
                keys.append(places[found.place] * self._who.size + person)
                metres.append(found.sure)
        return least(np.concatenate(keys), np.concatenate(metres))

    def _pairs(self, which: Indexes, sure: tuple[Indexes, Floats], maybe: tuple[Indexes, Floats]) -> Pairs:
        place, person = np.divmod(maybe[0], max(self._who.size, 1))
        metres = np.full(maybe[0].size, np.inf)
        metres[np.searchsorted(maybe[0], sure[0])] = sure[1]
        return Pairs(which[place], self._who[person], metres, maybe[1])


def _no_shorter(ways: tuple[Indexes, Floats], floor: tuple[Indexes, Floats]) -> tuple[Indexes, Floats]:
    """Return ways that are no shorter than others between the same; none where there is no other."""
    there, at = found_in(ways[0], floor[0])
    return ways[0][there], np.maximum(ways[1][there], floor[1][at[there]])
