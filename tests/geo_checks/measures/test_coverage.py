from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain, pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Indicator
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, FAILED, INAPPLICABLE, PASSED
from geo_checks.measures.coverage import of_ground, of_people, straight
from geo_checks.people import People

RADII = (100, 300, 500)
TREE = DivisionTree.of([Division("1", "1"), Division("11", "11", "1"), Division("12", "12", "1"), Division("2", "2")])
# Division 1 is 1000 m square, its streets take the left 800 m; division 2 lies beside it.
AREA = StudyArea.of(
    TREE,
    np.array(
        [
            shapely.box(0, 0, 1000, 1000),
            shapely.box(0, 0, 400, 1000),
            shapely.box(400, 0, 800, 1000),
            shapely.box(1000, 0, 2000, 1000),
        ],
        dtype=object,
    ),
    CRS.from_epsg(32650),
)
SPOT = st.tuples(st.integers(-300, 2300).map(float), st.integers(-300, 1300).map(float))
FACILITIES = st.lists(st.tuples(SPOT, st.sampled_from([PASSED, FAILED, CANT_TELL, INAPPLICABLE])), max_size=8)
PEOPLE = st.lists(st.tuples(SPOT, st.integers(0, 50).map(float)), min_size=1, max_size=20)


def stand(facilities: list[tuple[tuple[float, float], int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x = np.array([place[0] for place, _ in facilities], dtype=np.float64)
    y = np.array([place[1] for place, _ in facilities], dtype=np.float64)
    return x, y, np.array([code for _, code in facilities], dtype=np.int8)


def live(people: list[tuple[tuple[float, float], float]]) -> People:
    x, y = np.array([place for place, _ in people]).T
    return People(x, y, np.array([count for _, count in people]), AREA.place(x, y))


def table(indicators: Iterable[Indicator]) -> dict[tuple[str, str], Indicator]:
    return {(i.division, i.name): i for i in indicators}


def check_laws(found: dict[tuple[str, str], Indicator], slack: float) -> None:
    """Monotone in the radius, low at most high, sums upwards."""
    for code in AREA.codes:
        each = [found[code, f"coverage-{radius}"] for radius in RADII]
        for figure in each:
            assert figure.numerator >= 0
            assert figure.numerator + figure.unknown <= figure.denominator + slack
            assert (figure.low or 0) <= (figure.high or 0)
        for smaller, larger in pairwise(each):
            assert smaller.numerator <= larger.numerator + slack
            assert smaller.numerator + smaller.unknown <= larger.numerator + larger.unknown + slack
    for radius in RADII:
        streets = sum(found[code, f"coverage-{radius}"].numerator for code in ("11", "12"))
        assert streets <= found["1", f"coverage-{radius}"].numerator + slack


def of_everyone(people: People, x: Any, y: Any, codes: Any, radii: tuple[int, ...]) -> list[Indicator]:
    return list(chain.from_iterable(of_people(AREA, "s", people, straight(people, x, y, codes, radii), radii)))


@given(FACILITIES, PEOPLE)
def test_coverage_of_people_is_what_counting_one_by_one_gives(
    facilities: list[tuple[tuple[float, float], int]], people: list[tuple[tuple[float, float], float]]
) -> None:
    found = table(of_everyone(live(people), *stand(facilities), RADII))
    check_laws(found, 0.0)
    for radius in RADII:
        sure = possible = 0.0
        for place, count in people:
            near = [code for spot, code in facilities if math.dist(place, spot) <= radius]
            sure += count * (PASSED in near)
            possible += count * any(code != FAILED for code in near)
        whole = found[WHOLE, f"coverage-{radius}"]
        assert (whole.numerator, whole.numerator + whole.unknown) == (sure, possible)
        assert whole.denominator == sum(count for _, count in people)
        assert whole.unit == "person"


@settings(max_examples=30)
@given(FACILITIES)
def test_coverage_of_ground_keeps_the_laws(facilities: list[tuple[tuple[float, float], int]]) -> None:
    found = table(chain.from_iterable(of_ground(AREA, "s", *stand(facilities), RADII)))
    check_laws(found, 1e-3)
    whole = found[WHOLE, "coverage-300"]
    assert whole.denominator == pytest.approx(2_000_000)
    assert whole.numerator == pytest.approx(found["1", "coverage-300"].numerator + found["2", "coverage-300"].numerator)


def test_the_rest_of_a_district_beside_its_streets_is_counted_once() -> None:
    x, y = np.array([900.0]), np.array([500.0])
    found = table(chain.from_iterable(of_ground(AREA, "s", x, y, np.array([PASSED], dtype=np.int8), (100,))))
    disc = math.pi * 100**2
    assert found["1", "coverage-100"].numerator == pytest.approx(disc, rel=5e-4)
    assert found["12", "coverage-100"].numerator == pytest.approx(0, abs=1)
    assert found["1", "coverage-100"].denominator == pytest.approx(1_000_000)


def test_a_person_at_the_radius_itself_is_covered() -> None:
    people = live([((300.0, 0.0), 1.0), ((300.0001, 0.0), 1.0)])
    codes = np.array([PASSED], dtype=np.int8)
    found = table(of_everyone(people, np.array([0.0]), np.array([0.0]), codes, (300,)))
    assert found[WHOLE, "coverage-300"].numerator == 1


def test_a_facility_without_position_covers_no_one() -> None:
    nowhere = np.array([math.nan])
    codes = np.array([PASSED], dtype=np.int8)
    people = live([((1.0, 1.0), 5.0)])
    (of_the_whole,) = [i for i in of_everyone(people, nowhere, nowhere, codes, (300,)) if i.division == WHOLE]
    assert (of_the_whole.low, of_the_whole.high) == (0, 0)


def test_where_no_one_lives_there_is_no_share() -> None:
    people = live([((1.0, 1.0), 5.0)])
    empty = np.array([])
    found = table(of_everyone(people, empty, empty, np.array([], dtype=np.int8), (300,)))
    assert found["2", "coverage-300"].low is None
