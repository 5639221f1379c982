from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from geo_checks.measures import siting
from geo_checks.measures.siting import Picks, choose, spots_where_people_live

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
    there = np.array(covering, dtype=np.float64).reshape(-1, 2)
    return choose(at[:, 0], at[:, 1], (lived[:, 0], lived[:, 1], amount), there, RADIUS, count)


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
    args = (sites[:, 0], sites[:, 1], (lived[:, 0], lived[:, 1], amount), sites[:0], 15.0, 40)
    whole = choose(*args)
    monkeypatch.setattr(siting, "_PAIRS", 50)
    parts = choose(*args)
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
