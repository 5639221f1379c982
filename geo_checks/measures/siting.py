"""Siting: the next facilities to mend, check or build, in the order that covers most people not yet covered.

The maximal covering problem (Church and ReVelle 1974) by greedy choice: each pick is the candidate within whose radius
most people live whom no facility and no earlier pick covers. For n picks the people covered are at least 1 - 1/e (63 %)
of what the best n candidates could cover together (Nemhauser, Wolsey and Fisher 1978). Gains only fall as picks are
made, so one that is out of date is still a bound, and only candidates that might win are counted again (Minoux 1978).

People are counted in whole 1,024ths: sums are exact in any order, and ties are true ties (the first candidate wins).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo_checks.coordinates import Floats

Integers = NDArray[np.int64]

_FRACTION: Final = 1024.0
# Pairs of candidate and person that are held at once (24 bytes each).
_PAIRS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Picks:
    """Candidates in the order of their gain. gains: people newly covered by each; before: people covered already."""

    chosen: Integers
    gains: Floats
    before: float
    people: float


def choose(
    x: Floats, y: Floats, people: tuple[Floats, Floats, Floats], covering: Floats, radius: float, count: int
) -> Picks:
    """Return up to `count` candidates that together cover most people, best first; none that covers no one.

    x, y: candidates in metres. people: x, y and number. covering: (facilities, 2) metres of what covers already.
    radius: metres, the radius itself included.
    """
    amounts = np.round(np.nan_to_num(people[2]) * _FRACTION)
    at = np.column_stack([people[0], people[1]])
    covered = np.zeros(amounts.size, dtype=np.bool_)
    if covering.size and amounts.size:
        covered = np.isfinite(cKDTree(covering).query(at, distance_upper_bound=np.nextafter(radius, np.inf))[0])
    before, everyone = float(amounts[covered].sum()), float(amounts.sum())
    open_people = np.flatnonzero(~covered & (amounts > 0))
    if not open_people.size or not x.size:
        return Picks(np.empty(0, dtype=np.int64), np.empty(0), before / _FRACTION, everyone / _FRACTION)
    sites = np.column_stack([x, y])
    tree, waiting = cKDTree(at[open_people]), amounts[open_people]
    bound = _gains(sites, tree, waiting, radius)
    stale = np.zeros(x.size, dtype=np.bool_)
    chosen, gains = [], []
    for _ in range(min(count, x.size)):
        first = np.argmax(bound)
        _renew(np.array([first]), bound, stale, sites, tree, waiting, radius)
        # Whatever could still beat the first is counted again; the greatest is then known to be the greatest.
        rivals = np.flatnonzero(stale & (bound >= bound[first]))
        _renew(rivals, bound, stale, sites, tree, waiting, radius)
        best = int(np.argmax(bound))
        if bound[best] <= 0:
            break
        chosen.append(best)
        gains.append(float(bound[best]))
        waiting[np.asarray(tree.query_ball_point(sites[best], radius), dtype=np.int64)] = 0.0
        bound[best] = 0.0
        stale |= np.hypot(*(sites - sites[best]).T) <= 2 * radius * (1 + 1e-9)
        stale[best] = False
    return Picks(
        np.array(chosen, dtype=np.int64), np.array(gains) / _FRACTION, before / _FRACTION, everyone / _FRACTION
    )


def _renew(
    which: Integers,
    bound: Floats,
    stale: NDArray[np.bool_],
    sites: Floats,
    tree: cKDTree,
    waiting: Floats,
    radius: float,
) -> None:
    which = which[stale[which]]
    bound[which] = _gains(sites[which], tree, waiting, radius)
    stale[which] = False


def _gains(sites: Floats, tree: cKDTree, waiting: Floats, radius: float) -> Floats:
    """Return how many waiting people live within the radius of each site."""
    gains = np.zeros(len(sites))
    if not len(sites):
        return gains
    near = np.asarray(tree.query_ball_point(sites, radius, return_length=True), dtype=np.int64)
    for run in _runs(near):
        pairs = cKDTree(sites[run]).sparse_distance_matrix(tree, radius, output_type="ndarray")
        gains[run] = np.bincount(pairs["i"], weights=waiting[pairs["j"]], minlength=run.stop - run.start)
    return gains


def _runs(near: Integers) -> Iterator[slice]:
    """Yield runs of sites that have a bounded number of pairs together (a single one may have more)."""
    part = np.cumsum(near) // _PAIRS
    edges = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), near.size]
    for first, last in pairwise(edges):
        yield slice(first, last)


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
