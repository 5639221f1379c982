"""Siting: the next facilities to mend, check or build, in the order that covers most people not yet covered.

The maximal covering problem (Church and ReVelle 1974) by greedy choice: each pick is the candidate within whose radius
most people live whom no facility and no earlier pick covers. For n picks the people covered are at least 1 - 1/e (63 %)
of what the best n candidates could cover together (Nemhauser, Wolsey and Fisher 1978). Gains only fall as picks are
made, so one that is out of date is still a bound, and only candidates that might win are counted again (Minoux 1978).

People are counted in whole 1,024ths: sums are exact in any order, and ties are true ties (the first candidate wins).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo_checks.coordinates import Floats
from geo_checks.measures.catchments import Network
from geo_checks.network import Flags

Integers = NDArray[np.int64]

_FRACTION: Final = 1024.0
# Pairs of candidate and person that are held at once (24 bytes each).
_PAIRS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """People near sites: numbers of both, the sites as they were asked for; every person of a site in one block."""

    site: Integers
    person: Integers


Near = Callable[[Integers], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Picks:
    """Candidates in the order of their gain. gains: people newly covered by each; before: people covered already."""

    chosen: Integers
    gains: Floats
    before: float
    people: float


def choose(sites: Floats, amounts: Floats, covered: Flags, near: Near, radius: float, count: int) -> Picks:
    """Return up to `count` candidates that together cover most people, best first; none that covers no one.

    sites: (candidates, 2) metres; amounts: people at each point; covered: by what is there already; near: finds who of
    them is within the radius (metres), which no way is shorter than the straight line.
    """
    amounts = np.round(np.nan_to_num(amounts) * _FRACTION)
    before, everyone = float(amounts[covered].sum()), float(amounts.sum())
    waiting = np.where(covered, 0.0, amounts)
    chosen: list[int] = []
    gains: list[float] = []
    if len(sites) and waiting.any():
        bound = _gains(np.arange(len(sites)), near, waiting)
        stale = np.zeros(len(sites), dtype=np.bool_)
        while len(chosen) < min(count, len(sites)):
            first = np.argmax(bound)
            _renew(np.array([first]), bound, stale, near, waiting)
            # Whatever could still beat the first is counted again; the greatest is then known to be the greatest.
            rivals = np.flatnonzero(stale & (bound >= bound[first]))
            _renew(rivals, bound, stale, near, waiting)
            best = int(np.argmax(bound))
            if bound[best] <= 0:
                break
            chosen.append(best)
            gains.append(float(bound[best]))
            for found in near(np.array([best])):
                waiting[found.person] = 0.0
            bound[best] = 0.0
            stale |= np.hypot(*(sites - sites[best]).T) <= 2 * radius * (1 + 1e-9)
            stale[best] = False
    return Picks(
        np.array(chosen, dtype=np.int64), np.array(gains) / _FRACTION, before / _FRACTION, everyone / _FRACTION
    )


def hoped(amounts: Floats, perhaps: Flags, near: Near, chosen: Integers) -> Floats:
    """Return how many people may be covered today, and with each choice and all before it.

    amounts: people at each point; perhaps: who may be covered by what is there; near: finds who may be within the
    radius of a candidate.
    """
    amounts = np.round(np.nan_to_num(amounts) * _FRACTION)
    reached = perhaps.copy()
    people = [float(amounts[reached].sum())]
    for site in chosen.tolist():
        for found in near(np.array([site])):
            reached[found.person] = True
        people.append(float(amounts[reached].sum()))
    return np.array(people) / _FRACTION


def _renew(which: Integers, bound: Floats, stale: Flags, near: Near, waiting: Floats) -> None:
    which = which[stale[which]]
    bound[which] = _gains(which, near, waiting)
    stale[which] = False


def _gains(which: Integers, near: Near, waiting: Floats) -> Floats:
    """Return how many waiting people live within the radius of each of some sites."""
    gains = np.zeros(which.size)
    if which.size:
        for found in near(which):
            gains += np.bincount(found.site, weights=waiting[found.person], minlength=which.size)
    return gains


def straight(sites: Floats, at: Floats, who: Integers, radius: float) -> Near:
    """Return what finds who of some people (numbers; at: all people's places in metres) lives near sites."""
    tree = cKDTree(at[who])

    def near(which: Integers) -> Iterator[Found]:
        asked = sites[which]
        held = np.asarray(tree.query_ball_point(asked, radius, return_length=True), dtype=np.int64)
        part = np.cumsum(held) // _PAIRS
        for first, last in pairwise([0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), held.size]):
            pairs = cKDTree(asked[first:last]).sparse_distance_matrix(tree, radius, output_type="ndarray")
            yield Found(pairs["i"] + first, who[pairs["j"]])

    return near


def along(sites: Floats, network: Network, way: str, radius: float, *, unknown: bool = False) -> Near:
    """Return what finds which of the network's people can surely come to sites by a way within the radius.

    unknown: who may come, over what is not known to be closed.
    """

    def near(which: Integers) -> Iterator[Found]:
        for block in network.near(sites[which, 0], sites[which, 1], radius):
            pairs = block[way]
            known = np.isfinite(pairs.maybe if unknown else pairs.sure)
            yield Found(pairs.place[known], pairs.person[known])

    return near


def spots_where_people_live(x: Floats, y: Floats, count: Floats, spacing: float) -> Integers:
    """Return some population points as sites to build on: of each square of a grid the one with most people.

    spacing: side of a square in metres. Ties go to the first point; the result is in the order of the points.
    """
    lived = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & (count > 0))
    east, north = (np.floor(axis[lived] / spacing).astype(np.int64) for axis in (x, y))
    order = np.lexsort((lived, -count[lived], north, east))
    begins = np.ones(order.size, dtype=np.bool_)
    begins[1:] = (np.diff(east[order]) != 0) | (np.diff(north[order]) != 0)
    return np.sort(lived[order[begins]])
