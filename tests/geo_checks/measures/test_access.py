from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Figures
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, FAILED, INAPPLICABLE, PASSED
from geo_checks.measures import access, catchments
from geo_checks.measures.access import by_steps, everywhere, gaussian, of_people, offered, two_step
from geo_checks.measures.catchments import Pairs, straight
from geo_checks.people import People

RADIUS = 30.0
TREE = DivisionTree.of([Division("1", "1"), Division("2", "2")])
AREA = StudyArea.of(
    TREE, np.array([shapely.box(0, 0, 40, 80), shapely.box(40, 0, 80, 80)], dtype=object), CRS.from_epsg(32650)
)
SPOT = st.tuples(st.integers(-10, 80), st.integers(0, 80))
PEOPLE = st.lists(st.tuples(SPOT, st.integers(0, 90)), min_size=1, max_size=12)
TOILETS = st.lists(
    st.tuples(SPOT, st.sampled_from([PASSED, FAILED, CANT_TELL, INAPPLICABLE]), st.integers(1, 9)), max_size=8
)
Toilets = list[tuple[tuple[int, int], int, int]]
Lived = list[tuple[tuple[int, int], int]]


def split(toilets: Toilets, lived: Lived) -> tuple[np.ndarray, ...]:
    spots = np.array([spot for spot, *_ in toilets], dtype=np.float64).reshape(-1, 2)
    at = np.array([spot for spot, _ in lived], dtype=np.float64).reshape(-1, 2)
    return spots[:, 0], spots[:, 1], at[:, 0], at[:, 1], np.array([n for _, n in lived], dtype=np.float64)


def in_two_steps(
    pairs: Iterable[Pairs], supply: np.ndarray, people: np.ndarray, weight: access.Weight, radius: float
) -> np.ndarray:
    """Return the access to facilities of which all is known."""
    sure, unknown = two_step(pairs, (supply, np.zeros(supply.size)), people, weight, radius)
    assert not unknown.any()
    return sure


@pytest.mark.parametrize("weight", [everywhere, by_steps, gaussian])
@given(toilets=TOILETS, lived=PEOPLE)
def test_access_is_what_the_two_steps_written_out_give(weight: access.Weight, toilets: Toilets, lived: Lived) -> None:
    x, y, px, py, count = split(toilets, lived)
    supply = np.array([float(n) for *_, n in toilets])
    found = in_two_steps(straight(x, y, px, py, RADIUS), supply, count, weight, RADIUS)

    def near(one: tuple[int, int], two: tuple[int, int]) -> float:
        metres = math.dist(one, two)
        return float(weight(np.array([metres]), RADIUS)[0]) if metres <= RADIUS else 0.0

    ratio = []
    for spot, _, stalls in toilets:
        demand = sum(n * near(spot, home) for home, n in lived)
        ratio.append(stalls / demand if demand else 0.0)
    for number, (home, _) in enumerate(lived):
        expected = sum(r * near(spot, home) for r, (spot, *_) in zip(ratio, toilets, strict=True))
        assert found[number] == pytest.approx(expected)
    # All that is offered where anyone lives is had by someone.
    reached = sum(offered for (_, _, offered), r in zip(toilets, ratio, strict=True) if r)
    assert (found * count).sum() == pytest.approx(reached)


def in_a_straight_line(
    at: tuple[np.ndarray, np.ndarray], codes: np.ndarray, supply: np.ndarray, people: People, decay: str
) -> Iterator[Figures]:
    blocks = ({"": pairs} for pairs in straight(*at, people.x, people.y, RADIUS))
    return of_people(AREA, "t", [""], blocks, offered(codes, supply), people, RADIUS, decay)


@given(toilets=TOILETS, lived=PEOPLE)
def test_figures_of_divisions_add_up_and_bounds_hold(toilets: Toilets, lived: Lived) -> None:
    x, y, px, py, count = split(toilets, lived)
    codes = np.array([code for _, code, _ in toilets], dtype=np.int8)
    supply = np.array([float(n) for *_, n in toilets])
    people = People(px, py, count, AREA.place(px, py))
    figures = in_a_straight_line((x, y), codes, supply, people, "steps")
    table = {(i.division, i.name): i for i in chain.from_iterable(figures)}
    outside = people.home < 0
    for name in ("access-2sfca", "access-e2sfca"):
        whole = table[WHOLE, name]
        assert whole.unit == "place/person"
        assert whole.denominator == count.sum()
        assert whole.numerator <= sum(n for _, code, n in toilets if code == PASSED) + 1e-9
        assert whole.unknown <= sum(n for _, code, n in toilets if code in (CANT_TELL, INAPPLICABLE)) + 1e-9
        if not outside.any():
            parts = [table[code, name] for code in ("1", "2")]
            assert whole.numerator == pytest.approx(sum(part.numerator for part in parts))
            assert whole.unknown == pytest.approx(sum(part.unknown for part in parts))


def test_a_rate_above_one_is_not_cut_off() -> None:
    people = People(np.array([10.0]), np.array([10.0]), np.array([2.0]), np.array([0]))
    at, codes = np.array([10.0]), np.array([CANT_TELL], dtype=np.int8)
    found = list(chain.from_iterable(in_a_straight_line((at, at), codes, np.array([math.nan]), people, "gaussian")))
    assert [i.high for i in found if i.division == WHOLE] == [0.5, 0.5]
    many = list(chain.from_iterable(in_a_straight_line((at, at), codes, np.array([6.0]), people, "gaussian")))
    assert [i.high for i in many if i.division == WHOLE] == [3, 3]


def test_ways_that_are_not_sure_stand_in_unknown() -> None:
    people = People(np.array([10.0, 20.0]), np.array([10.0, 10.0]), np.array([2.0, 6.0]), np.array([0, 0]))
    place, person = np.array([0, 0]), np.array([0, 1])
    block = Pairs(place, person, np.array([10.0, math.inf]), np.array([10.0, 12.0]))
    codes, supply = np.array([PASSED], dtype=np.int8), np.array([4.0])
    ways = ["", "walking", "chair"]
    figures = of_people(AREA, "t", ways, [{"walking": block}], offered(codes, supply), people, RADIUS, "steps")
    whole = {i.name: i for i in chain.from_iterable(figures) if i.division == WHOLE}
    assert list(whole) == [f"access{way}-{name}" for way in ("", "-walking", "-chair") for name in ("2sfca", "e2sfca")]
    # Four places for eight people who may come; of two it is sure that they do.
    assert (whole["access-walking-2sfca"].numerator, whole["access-walking-2sfca"].unknown) == (1, 3)
    near, far = 2 * 1, 6 * 0.68
    enhanced = whole["access-walking-e2sfca"]
    assert enhanced.numerator == pytest.approx(4 * near / (near + far))
    assert enhanced.unknown == pytest.approx(4 * far / (near + far))
    assert (whole["access-2sfca"].numerator, whole["access-2sfca"].unknown) == (0, 0), "no catchments, no access"


@given(toilets=TOILETS, lived=PEOPLE, data=st.data())
def test_what_is_sure_and_what_may_be_add_up_to_the_supply(toilets: Toilets, lived: Lived, data: st.DataObject) -> None:
    x, y, px, py, count = split(toilets, lived)
    supply = np.array([float(n) for *_, n in toilets])
    blocks = []
    for block in straight(x, y, px, py, RADIUS):
        size = block.place.size
        known = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=np.bool_)
        blocks.append(Pairs(block.place, block.person, np.where(known, block.maybe, np.inf), block.maybe))
    passed, unknown = two_step(blocks, (supply, np.zeros(supply.size)), count, by_steps, RADIUS)
    everything = in_two_steps(straight(x, y, px, py, RADIUS), supply, count, by_steps, RADIUS)
    assert passed + unknown == pytest.approx(everything)
    assert (passed >= 0).all()
    assert (unknown >= 0).all()


def test_weights_at_their_limits() -> None:
    metres = np.array([0, 10, 10.001, 20, 20.001, 30, 30.001])
    assert by_steps(metres, 30.0).tolist() == [1, 1, 0.68, 0.68, 0.22, 0.22, 0]
    assert everywhere(metres, 30.0).tolist() == [1, 1, 1, 1, 1, 1, 0]
    falling = gaussian(metres, 30.0)
    assert falling[[0, 5, 6]].tolist() == [1, 0, 0]
    assert (np.diff(falling[:6]) < 0).all()


def test_what_is_held_at_once_does_not_change_access(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 500, (2, 60))
    px, py = rng.uniform(0, 500, (2, 900))
    count, supply = rng.uniform(0, 9, 900), rng.uniform(1, 9, 60)
    whole = in_two_steps(straight(x, y, px, py, 90.0), supply, count, by_steps, 90.0)
    monkeypatch.setattr(catchments, "_PAIRS", 100)
    parts = list(straight(x, y, px, py, 90.0))
    assert len(parts) > 5
    assert in_two_steps(parts, supply, count, by_steps, 90.0) == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize("enhanced", [False, True])
def test_equal_to_pysal(enhanced: bool) -> None:  # noqa: FBT001 -- given by the parameters
    fca = pytest.importorskip("access.fca", reason="PySAL's package access is not installed")
    weights = pytest.importorskip("access.weights")
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0, 1000, (2, 40))
    px, py = rng.uniform(0, 1000, (2, 300))
    count, supply = rng.integers(1, 90, 300).astype(np.float64), rng.integers(1, 9, 40).astype(np.float64)
    distance = np.hypot(px[:, None] - x, py[:, None] - y)
    costs = pd.DataFrame(
        {
            "origin": np.repeat(np.arange(300), 40),
            "dest": np.tile(np.arange(40), 300),
            "cost": distance.ravel(),
        }
    )
    theirs = fca.two_stage_fca(
        pd.DataFrame({"demand": count}, index=pd.RangeIndex(300, name="geoid")),
        pd.DataFrame({"supply": supply}, index=pd.RangeIndex(40, name="geoid")),
        costs,
        max_cost=240.0,
        demand_index=True,
        supply_index=True,
        supply_name="supply",
        weight_fn=weights.step_fn({80.0: 1, 160.0: 0.68, 240.0: 0.22}) if enhanced else None,
    )
    ours = in_two_steps(straight(x, y, px, py, 240.0), supply, count, by_steps if enhanced else everywhere, 240.0)
    expected = theirs.reindex(range(300)).fillna(0).to_numpy()
    assert ours == pytest.approx(expected, rel=1e-9)
    assert expected.sum() > 0
