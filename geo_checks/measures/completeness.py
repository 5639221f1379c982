"""Completeness: which of the places that should have a curb ramp have one, by division and by street.

completeness = places with a ramp / places that should have one. A ramp belongs to the place nearest to it within a
limit (or to the nearest few), so two ramps at one corner do not make up for none at the next.
numerator: places that a ramp belongs to. unknown: places where only a ramp to spare at a neighbouring place stands
within the limit, or one that belongs nowhere within twice the limit (it may have been drawn a little off, or the kerb
be wider than thought), and places that the survey did not reach. The rest is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from audit.model import Figures
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, FAILED, PASSED, Codes
from geo_checks.coordinates import Floats
from geo_checks.measures.corners import CROSSING, FAR_SIDE, Integers, Places

UNIT: Final = "place"

# What was found at a place, in the order of STATES.
STATES: Final = ("there", "doubtful", "missing", "not-surveyed")
THERE, DOUBTFUL, MISSING, NOT_SURVEYED = range(4)
_CODE_OF_STATE: Final = (PASSED, CANT_TELL, FAILED, CANT_TELL)

# A ramp that belongs nowhere leaves a place in doubt that stands this many limits away: a wide kerb, a line drawn off.
_OFF: Final = 2.0
# Places asked for beyond those that a ramp may serve: equals are told apart by number, not by the tree.
_SPARE: Final = 3


@dataclass(frozen=True, slots=True)
class Served:
    """What stands at each place.

    state: index into STATES; ramp: the nearest that belongs to it, else the one to spare next to it, -1 none;
    distance: metres to that ramp, NaN none.
    """

    state: NDArray[np.int8]
    ramp: Integers
    distance: Floats

    def first(self, count: int) -> Served:
        """Return what stands at the first places."""
        return Served(self.state[:count], self.ramp[:count], self.distance[:count])

    def in_part(self) -> Served:
        """Return what is known by a layer that does not have every ramp: what it lacks, nobody has looked for."""
        return replace(self, state=np.where(self.state == MISSING, np.int8(NOT_SURVEYED), self.state))

    @property
    def codes(self) -> Codes:
        """Return the outcome code of each place: passed where a ramp is, failed where one is missing."""
        return np.array(_CODE_OF_STATE, dtype=np.int8)[self.state]


def serve(places: Places, x: Floats, y: Floats, *, limit: float, serves: int = 1, reach: float) -> Served:
    """Return which place has a ramp.

    x, y: ramps in metres (NaN without position). limit: metres that a ramp may stand from its place. serves: crossings
    that one ramp may serve (a corner has a ramp of its own); the two ends of one crossing never share one. reach:
    metres from every ramp of the survey beyond which a place was not surveyed. Far sides among the places take up the
    ramps nearest to them; what their own state says means nothing.
    """
    count = places.x.size
    ramp, distance = np.full(count, -1, dtype=np.int64), np.full(count, np.nan)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not count or not known.size:
        return Served(np.full(count, NOT_SURVEYED, dtype=np.int8), ramp, distance)
    at, ramps = np.column_stack([places.x, places.y]), np.column_stack([x[known], y[known]])
    place, owner, metres = _belonging(places, at, ramps, limit, serves)
    order = np.lexsort((owner, metres, place))
    place, owner, metres = place[order], owner[order], metres[order]
    own, first = np.unique(place, return_index=True)
    ramp[own], distance[own] = owner[first], metres[first]
    state = np.full(count, MISSING, dtype=np.int8)
    state[own] = THERE
    state[~np.isfinite(cKDTree(ramps).query(at, distance_upper_bound=np.nextafter(reach, np.inf))[0])] = NOT_SURVEYED
    wanted = places.kind != FAR_SIDE
    spare = np.setdiff1d(owner[wanted[place]], owner[first])
    unclaimed = np.setdiff1d(np.arange(known.size), owner)
    for offered, within in ((spare, limit), (unclaimed, _OFF * limit)):
        lacking = np.flatnonzero((state == MISSING) & wanted)
        which, by, metres = _matched(at[lacking], ramps[offered], within)
        state[lacking[which]] = DOUBTFUL
        ramp[lacking[which]], distance[lacking[which]] = offered[by], metres
    ramp[ramp >= 0] = known[ramp[ramp >= 0]]
    return Served(state, ramp, distance)


def _belonging(
    places: Places, at: Floats, ramps: Floats, limit: float, serves: int
) -> tuple[Integers, Integers, Floats]:
    """Return the pairs of place and ramp (and the metres between) of each ramp's nearest places."""
    # The bound is exclusive, and a ramp at the limit itself still serves.
    nearest, place = cKDTree(at).query(
        ramps, k=np.arange(1, serves + _SPARE + 1), distance_upper_bound=np.nextafter(limit, np.inf)
    )
    nearest, place = np.asarray(nearest), np.asarray(place, dtype=np.int64)
    order = np.lexsort((place, nearest), axis=-1)
    nearest, place = np.take_along_axis(nearest, order, 1), np.take_along_axis(place, order, 1)
    found = np.isfinite(nearest)
    place = np.where(found, place, 0)
    crossing = np.where(places.kind[place] == CROSSING, places.group[place], -1 - np.arange(place.shape[1]))
    # The far end of a crossing that a nearer end already stands for is passed over.
    earlier = np.tril(np.ones((place.shape[1],) * 2, dtype=np.bool_), -1)
    again = ((crossing[:, :, None] == crossing[:, None, :]) & earlier & found[:, None, :]).any(axis=2)
    usable = found & ~again
    turn = np.cumsum(usable, axis=1)
    usable &= (turn == 1) | ((turn <= serves) & (places.kind[place] == CROSSING))
    owner, column = np.nonzero(usable)
    return place[owner, column], owner.astype(np.int64), nearest[owner, column]


def _matched(wanting: Floats, offered: Floats, limit: float) -> tuple[Integers, Integers, Floats]:
    """Match two sets of points one to one, the nearest pair first, within a limit; ties to the lowest numbers."""
    none = np.empty(0, dtype=np.int64)
    if not len(wanting) or not len(offered):
        return none, none, np.empty(0)
    pairs = cKDTree(wanting).sparse_distance_matrix(cKDTree(offered), limit, output_type="ndarray")
    one, two, metres = pairs["i"].astype(np.int64), pairs["j"].astype(np.int64), pairs["v"]
    order = np.lexsort((two, one, metres))
    one, two, metres = one[order], two[order], metres[order]
    taken: list[Integers] = []
    left = np.arange(one.size)
    while left.size:
        # Whoever is first in line for both sides is matched; each round settles at least the nearest pair.
        first_one = left[np.unique(one[left], return_index=True)[1]]
        first_two = left[np.unique(two[left], return_index=True)[1]]
        mutual = np.intersect1d(first_one, first_two)
        taken.append(mutual)
        left = left[~np.isin(one[left], one[mutual]) & ~np.isin(two[left], two[mutual])]
    chosen = np.sort(np.concatenate(taken)) if taken else none
    return one[chosen], two[chosen], metres[chosen]


def indicators(area: StudyArea, layer: str, home: Integers, served: Served, standard: str = "") -> Figures:
    """Return `completeness` for every division and the whole.

    home: index of each place's division, -1 outside: such places are in no figure. denominator: places.
    """
    inside, codes = home >= 0, served.codes
    table = area.count(home, [inside & (codes == PASSED), inside & (codes == CANT_TELL), inside])
    return Figures(area.codes, layer, "completeness", table.tolist(), UNIT, standard)


def by_street(
    street_of_place: Integers, served: Served, street_of_ramp: Integers, codes: Codes, streets: int
) -> dict[str, Integers]:
    """Return counts by street: ramps, passed, failed; places expected, there, doubtful, missing, not-surveyed.

    street_of_place: (places, 2) numbers of the streets that meet at each place, -1 none: a corner counts once in each
    of its streets. street_of_ramp: the nearest street, -1 none. codes: the ramps' outcome codes.
    """
    one, two = street_of_place[:, 0], street_of_place[:, 1]
    both = np.concatenate([one, np.where(two == one, -1, two)])
    state = np.concatenate([served.state, served.state])

    def count(street: Integers, which: NDArray[np.bool_]) -> Integers:
        return np.bincount(street[which & (street >= 0)], minlength=streets)

    told = {name: count(both, state == number) for number, name in enumerate(STATES)}
    return {
        "ramps": count(street_of_ramp, np.ones(codes.size, dtype=np.bool_)),
        "passed": count(street_of_ramp, codes == PASSED),
        "failed": count(street_of_ramp, codes == FAILED),
        "expected": np.sum(list(told.values()), axis=0, dtype=np.int64),
        **told,
    }


def by_decade(street_of_ramp: Integers, built: Floats, streets: int) -> dict[str, Integers]:
    """Return how many ramps of each street were built in each decade ("built:1990"), and when is not known.

    built: the ramps' years, NaN not known. Every ramp with a street is in exactly one of the columns.
    """
    known = np.isfinite(built)
    decade = np.where(known, np.floor(np.where(known, built, 0.0) / 10) * 10, -1.0).astype(np.int64)
    on = street_of_ramp >= 0
    return {
        f"built:{number if number >= 0 else 'unknown'}": np.bincount(
            street_of_ramp[on & (decade == number)], minlength=streets
        )
        for number in np.unique(decade[on]).tolist()
    }
