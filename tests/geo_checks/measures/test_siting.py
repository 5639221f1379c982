from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from geo_checks.compliance import PASSED
from geo_checks.measures import coverage, service_area, siting
from geo_checks.measures.catchments import Network
from geo_checks.measures.siting import Picks, along, choose, spots_where_people_live, straight
from tests.geo_checks.measures.test_catchments import walks_of
from tests.geo_checks.measures.test_service_area import LINES, live
from tests.geo_checks.measures.test_service_area import PEOPLE as LIVED
from tests.geo_checks.measures.test_service_area import SPOT as ON_MAP

RADIUS = 10.0
SPOT = st.tuples(st.integers(0, 60), st.integers(0, 60))
SITES = st.lists(SPOT, min_size=1, max_size=9)
PEOPLE = st.lists(st.tuples(SPOT, st.integers(0, 50)), min_size=1, max_size=25)

Spots = list[tuple[int, int]]
Lived = list[tuple[tuple[int, int], int]]


def pick(sites: Spots, people: Lived, covering: Spots, count: int) -> Picks:
    at = np.array(sites, dtype=np.float64).reshape(-1, 2)
    lived = np.array([spot for spot, _ in people], dtype=np.float64).reshape(-1, 2)
    amount = np.array([n for _, n in people], dtype=np.float64)
    covered = np.array([any(within(spot, c) for c in covering) for spot, _ in people], dtype=np.bool_)
    who = np.flatnonzero(~covered & (amount > 0))
    return choose(at, amount, covered, straight(at, lived, who, RADIUS), RADIUS, count)


@given(SITES, PEOPLE, SITES, st.data())
def test_what_may_be_covered_is_never_less_than_what_is(
    sites: Spots, people: Lived, covering: Spots, data: st.DataObject
) -> None:
    found = pick(sites, people, covering, 4)
    lived = np.array([spot for spot, _ in people], dtype=np.float64)
    amount = np.array([n for _, n in people], dtype=np.float64)
    covered = np.array([any(within(spot, c) for c in covering) for spot, _ in people], dtype=np.bool_)
    perhaps = covered | np.array(data.draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people))))
    near = straight(np.array(sites, dtype=np.float64).reshape(-1, 2), lived, np.arange(len(people)), RADIUS)
    high = siting.hoped(amount, perhaps, near, found.chosen)
    assert high.size == found.chosen.size + 1
    assert (high + 1e-6 >= found.before + np.cumsum(np.append(0.0, found.gains))).all()
    assert (np.diff(high) >= 0).all()
    assert high[-1] <= found.people + 1e-6


def within(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return math.dist(one, two) <= RADIUS


def best_possible(sites: Spots, people: Lived, covering: Spots, count: int) -> float:
    """Solve the maximal covering problem exactly: y_person <= sum of x_site near it, at most `count` sites."""
    waiting = [(spot, n) for spot, n in people if not any(within(spot, c) for c in covering)]
    if not waiting:
        return 0.0
    near = np.array([[within(spot, site) for site in sites] for spot, _ in waiting], dtype=np.float64)
    weights = np.concatenate([np.zeros(len(sites)), [-n for _, n in waiting]])
    reached = LinearConstraint(np.hstack([near, -np.eye(len(waiting))]), 0, np.inf)
    few = LinearConstraint(np.concatenate([np.ones(len(sites)), np.zeros(len(waiting))]), 0, count)
    found = milp(
        weights, constraints=[reached, few], integrality=np.ones(weights.size, dtype=np.int64), bounds=Bounds(0, 1)
    )
    assert found.fun is not None
    return -float(found.fun)


@settings(deadline=None)
@given(SITES, PEOPLE, st.lists(SPOT, max_size=3), st.integers(1, 4))
def test_the_greedy_choice_keeps_its_guarantee(sites: Spots, people: Lived, covering: Spots, count: int) -> None:
    found = pick(sites, people, covering, count)
    best = best_possible(sites, people, covering, count)
    assert (1 - 1 / math.e) * best - 1e-6 <= found.gains.sum() <= best + 1e-6
    if count == 1:
        assert found.gains.sum() == pytest.approx(best)


@given(SITES, PEOPLE, st.lists(SPOT, max_size=3), st.integers(1, 9))
def test_each_pick_is_the_first_of_the_best_that_are_left(
    sites: Spots, people: Lived, covering: Spots, count: int
) -> None:
    found = pick(sites, people, covering, count)
    waiting = {n for n, (spot, _) in enumerate(people) if not any(within(spot, c) for c in covering)}
    assert found.people == sum(n for _, n in people)
    assert found.before == sum(n for spot, n in people if any(within(spot, c) for c in covering))
    for number, gain in zip(found.chosen.tolist(), found.gains.tolist(), strict=True):
        gains = [sum(people[p][1] for p in waiting if within(people[p][0], site)) for site in sites]
        assert gain == max(gains) > 0
        assert number == gains.index(max(gains))
        waiting = {p for p in waiting if not within(people[p][0], sites[number])}
    assert sorted(found.gains, reverse=True) == found.gains.tolist()
    assert len(set(found.chosen.tolist())) == found.chosen.size <= count
    if found.chosen.size < min(count, len(sites)):
        assert not any(people[p][1] and any(within(people[p][0], site) for site in sites) for p in waiting)


def test_what_is_held_at_once_does_not_change_the_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    sites, lived = rng.uniform(0, 200, (300, 2)), rng.uniform(0, 200, (2000, 2))
    amount = rng.uniform(0, 9, 2000)

    def chosen() -> Picks:
        near = straight(sites, lived, np.arange(amount.size), 15.0)
        return choose(sites, amount, np.zeros(amount.size, dtype=np.bool_), near, 15.0, 40)

    whole = chosen()
    monkeypatch.setattr(siting, "_PAIRS", 50)
    parts = chosen()
    assert whole.chosen.tolist() == parts.chosen.tolist()
    assert whole.gains.tolist() == parts.gains.tolist()


def test_no_one_waiting_means_nothing_to_build() -> None:
    assert pick([(0, 0)], [((5, 0), 3)], [(5, 5)], 3).chosen.size == 0
    assert pick([(0, 0)], [((5, 0), 0)], [], 3).chosen.size == 0
    assert pick([(0, 0)], [((11, 0), 1)], [], 3).chosen.size == 0
    assert pick([], [((0, 0), 1)], [], 3).chosen.size == 0
    assert pick([(0, 0)], [((10, 0), 1)], [], 3).gains.tolist() == [1]


@given(PEOPLE, st.sampled_from([7.0, 20.0]))
def test_sites_to_build_on_are_the_fullest_of_each_square(people: Lived, spacing: float) -> None:
    x, y, count = (np.array(a, dtype=np.float64) for a in zip(*((*spot, n) for spot, n in people), strict=True))
    found = spots_where_people_live(x, y, count, spacing).tolist()
    squares: dict[tuple[float, float], int] = {}
    for number, ((east, north), lived) in enumerate(people):
        square = (east // spacing, north // spacing)
        if lived and (square not in squares or lived > people[squares[square]][1]):
            squares[square] = number
    assert found == sorted(squares.values())


@settings(max_examples=40, deadline=None)
@given(LINES, st.lists(ON_MAP, min_size=1, max_size=6), LIVED, st.lists(ON_MAP, max_size=2), st.data())
def test_along_a_network_each_pick_is_the_first_of_the_best_that_are_left(
    lines: list[list[tuple[float, float]]],
    sites: list[tuple[float, float]],
    people: list[tuple[tuple[float, float], float]],
    covering: list[tuple[float, float]],
    data: st.DataObject,
) -> None:
    residents = live(people)
    walks = walks_of(lines, residents, data)

    def who(spot: tuple[float, float]) -> set[int]:
        """Return who surely comes to a place, asked of it alone."""
        x, y = (np.array([axis]) for axis in spot)
        stands = service_area.Stands(x, y, np.array([PASSED], dtype=np.int8), np.array([0]))
        direct = coverage.distances(residents, x, y, stands.codes, 300)
        return set(np.flatnonzero(service_area.reach(walks, stands, 300, direct).ways["chair"][0] <= 300).tolist())

    covered = {person for spot in covering for person in who(spot)}
    flags = np.isin(np.arange(len(people)), list(covered))
    at = np.array(sites)
    left = np.flatnonzero(~flags & (residents.count > 0))
    near = along(at, Network(walks, ["chair"], left), "chair", 300.0)
    found = choose(at, residents.count, flags, near, 300.0, 4)
    assert found.before == sum(people[n][1] for n in covered)
    waiting = set(left.tolist())
    for number, gain in zip(found.chosen.tolist(), found.gains.tolist(), strict=True):
        gains = [sum(people[n][1] for n in waiting & who(site)) for site in sites]
        assert gain == max(gains) > 0
        assert number == gains.index(max(gains))
        waiting -= who(sites[number])
    if found.chosen.size < min(4, len(sites)):
        assert not any(waiting & who(site) for site in sites)
