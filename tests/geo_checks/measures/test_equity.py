from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Indicator
from geo_checks.area import StudyArea
from geo_checks.measures.equity import gini, gini_bounds, of_indicators, worst_off

VALUE = st.integers(0, 100).map(lambda n: n / 100)
PEOPLE = st.integers(1, 1000).map(float)
ROWS = st.lists(st.tuples(VALUE, PEOPLE), min_size=1, max_size=12)
BOUNDED = st.lists(st.tuples(VALUE, VALUE, st.floats(0, 1), PEOPLE), min_size=2, max_size=8)


def columns(rows: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    values, people = zip(*rows, strict=True)
    return np.array(values), np.array(people)


def test_known_coefficients() -> None:
    one = np.ones(4)
    assert gini(np.array([0, 0, 0, 1.0]), one) == pytest.approx(0.75)
    assert gini(np.array([1, 2, 3, 4.0]), one) == pytest.approx(0.25)
    assert gini(np.array([1.0, 3.0]), np.array([3.0, 1.0])) == pytest.approx(0.25)
    assert gini(np.zeros(4), one) == 0


@given(ROWS)
def test_gini_is_half_the_mean_difference_over_the_mean(rows: list[tuple[float, float]]) -> None:
    values, people = columns(rows)
    assume((values * people).sum() > 0)
    pairs = np.abs(values[:, None] - values[None, :]) * people[:, None] * people[None, :]
    expected = pairs.sum() / (2 * people.sum() * (values * people).sum())
    assert gini(values, people) == pytest.approx(expected, abs=1e-9)


@given(ROWS, st.floats(0.01, 100), st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_gini_and_worst_tenth_do_not_change_with_scale_copies_or_order(
    rows: list[tuple[float, float]], scale: float, times: int, seed: int
) -> None:
    values, people = columns(rows)
    assert gini(values * scale, people) == pytest.approx(gini(values, people), abs=1e-9)
    assert gini(values, people * scale) == pytest.approx(gini(values, people), abs=1e-9)
    assert gini(np.tile(values, times), np.tile(people, times)) == pytest.approx(gini(values, people), abs=1e-9)
    assert worst_off(np.tile(values, times), np.tile(people, times)) == pytest.approx(worst_off(values, people))
    assert worst_off(values * scale, people) == pytest.approx(worst_off(values, people) * scale)
    order = np.random.default_rng(seed).permutation(values.size)
    assert gini(values[order], people[order]) == pytest.approx(gini(values, people), abs=1e-9)
    assert worst_off(values[order], people[order]) == pytest.approx(worst_off(values, people))


@given(VALUE, st.lists(PEOPLE, min_size=1, max_size=9))
def test_equal_shares_have_no_inequality(value: float, people: list[float]) -> None:
    weights = np.array(people)
    assert gini(np.full(weights.size, value), weights) == pytest.approx(0, abs=1e-12)
    assert worst_off(np.full(weights.size, value), weights) == pytest.approx(value)


@given(ROWS, st.data())
def test_giving_from_the_better_to_the_worse_off_lessens_inequality(
    rows: list[tuple[float, float]], data: st.DataObject
) -> None:
    """Pigou and Dalton: a transfer that does not turn the order round never raises the coefficient."""
    values, people = columns(rows)
    rich, poor = int(values.argmax()), int(values.argmin())
    assume(values[rich] > values[poor])
    most = (values[rich] - values[poor]) / (1 / people[rich] + 1 / people[poor])
    given_ = data.draw(st.floats(0.05, 1)) * most
    after = values.copy()
    after[rich] -= given_ / people[rich]
    after[poor] += given_ / people[poor]
    assert gini(after, people) < gini(values, people)
    assert worst_off(after, people) >= worst_off(values, people) - 1e-12


@given(BOUNDED)
def test_whatever_the_unknown_turns_out_to_be_lies_within_the_bounds(
    rows: list[tuple[float, float, float, float]],
) -> None:
    one, two, at, people = (np.array(column) for column in zip(*rows, strict=True))
    low, high = np.minimum(one, two), np.maximum(one, two)
    least, most = gini_bounds(low, high, people)
    for values in (low, high, low + at * (high - low), np.where(at > 0.5, high, low)):
        if values.any():
            assert least - 1e-9 <= gini(values, people) <= most + 1e-9
            assert worst_off(low, people) - 1e-9 <= worst_off(values, people) <= worst_off(high, people) + 1e-9


def test_bounds_are_close_where_little_is_unknown_and_wide_where_all_is() -> None:
    people = np.ones(20)
    low = np.linspace(0.3, 0.5, 20)
    known = gini(low, people)
    assert gini_bounds(low, low, people) == (known, known)
    least, most = gini_bounds(low, low + 0.01, people)
    assert known - 0.02 < least < known < most < known + 0.02
    least, most = gini_bounds(np.zeros(20), np.ones(20), people)
    assert least == 0
    assert most == pytest.approx(1, abs=0.01)


def figures(rows: dict[str, tuple[float, float, float]], unit: str = "person") -> list[Indicator]:
    return [Indicator(code, "stops", "coverage-300", *counts, unit) for code, counts in rows.items()]


TREE = DivisionTree.of([Division("1", "1"), Division("11", "11", "1"), Division("12", "12", "1"), Division("2", "2")])
AREA = StudyArea.of(TREE, np.array([shapely.box(0, 0, 1, 1)] * 4, dtype=object), CRS.from_epsg(32650))


def test_figures_of_each_division_with_children_and_of_the_whole() -> None:
    given_ = figures(
        {"1": (30, 10, 100), "11": (0, 0, 60), "12": (30, 10, 40), "2": (90, 0, 100), WHOLE: (120, 10, 200)}
    )
    found = {(i.division, i.name): i for i in of_indicators(AREA, given_)}
    assert set(found) == {(code, name + "coverage-300") for code in ("1", WHOLE) for name in ("gini:", "worst-tenth:")}
    whole = found[WHOLE, "gini:coverage-300"]
    assert (whole.unit, whole.denominator) == ("index", 1)
    assert whole.low == pytest.approx(gini(np.array([0.4, 0.9]), np.ones(2)))
    assert whole.high == pytest.approx(gini(np.array([0.3, 0.9]), np.ones(2)), abs=0.06)
    tenth = found["1", "worst-tenth:coverage-300"]
    assert (tenth.numerator, tenth.unknown, tenth.denominator, tenth.unit) == (0, 0, 10, "person")
    of_whole = found[WHOLE, "worst-tenth:coverage-300"]
    assert of_whole.low == pytest.approx(0.3)
    assert of_whole.high == pytest.approx(0.4)
    assert of_whole.denominator == pytest.approx(20)


def test_what_does_not_count_people_needs_a_population() -> None:
    given_ = figures({"1": (3, 0, 10), "2": (9, 0, 10)}, unit="place")
    assert list(of_indicators(AREA, given_)) == []
    weighed = {i.name: i for i in of_indicators(AREA, given_, {"1": 300.0, "2": 100.0})}
    assert weighed["gini:coverage-300"].low == pytest.approx(gini(np.array([0.3, 0.9]), np.array([3.0, 1.0])))
    assert list(of_indicators(AREA, given_, {"1": 300.0})) == []


def test_a_division_without_anyone_is_left_out() -> None:
    assert list(of_indicators(AREA, figures({"1": (3, 0, 10), "2": (0, 0, 0)}))) == []
