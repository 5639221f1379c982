from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model import OUTCOME_ORDER, Outcome, worst
from audit.standards import BY_YEAR, FacilityEdition, Requirement, load_facility
from geo_checks.compliance import OUTCOMES, judge, limits, outcome_codes, tally
from geo_checks.schema import ATTRIBUTES, UNITS
from geo_checks.sensitivity import sensitivity

SHIPPED = (
    "ada-2010",
    "agency-verdict",
    "cjj-14-2016",
    "gb-50763-2012",
    "gb-55019-2021",
    "jgj-50-2001",
    "prowag-2023",
)
PASSED, FAILED, CANT_TELL = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL


def requirement(operator: str, limit: float, high: float | None = None, **given: object) -> Requirement:
    base = {
        "id": "t:r",
        "title_zh": "条",
        "title_en": "row",
        "facility": "curb_ramps",
        "attribute": "lip",
        "unit": "mm",
    }
    return Requirement.model_validate({**base, "operator": operator, "limit": limit, "high_limit": high, **given})


def outcomes(row: Requirement, *cells: float) -> list[Outcome]:
    return [OUTCOMES[code] for code in outcome_codes(np.array(cells), row)]


@pytest.mark.parametrize(
    ("row", "met", "missed"),
    [
        (requirement("<=", 10), [10, 9.99, 0], [10.01, 11]),
        (requirement(">=", 10), [10, 10.01, 99], [9.99, 0]),
        (requirement("=", 10), [10], [9.99, 10.01]),
        (requirement("=", 0), [0], [0.001, 1]),
        (requirement("in-range", 250, 300), [250, 275, 300], [249.9, 300.1]),
        (requirement("is", 1, unit="", attribute="tactile_warning"), [1], [0]),
        (requirement("is", 0, unit="", attribute="tactile_warning"), [0], [1]),
    ],
)
def test_each_operator_at_its_limit_and_just_past_it(row: Requirement, met: list[float], missed: list[float]) -> None:
    assert outcomes(row, *met) == [PASSED] * len(met)
    assert outcomes(row, *missed) == [FAILED] * len(missed)
    assert outcomes(row, math.nan) == [CANT_TELL]


def test_a_limit_in_another_unit_is_held_in_the_columns() -> None:
    row = requirement("<=", 12, unit="1:n", attribute="running_slope")
    assert limits(row)[0] == pytest.approx(8.3333333)
    assert outcomes(row, 100 / 12, 8.33, 8.34, 10) == [PASSED, PASSED, FAILED, FAILED]
    steps = requirement("in-range", 12, 20, unit="1:n", attribute="running_slope")
    assert outcomes(steps, 4.9, 5, 8.33, 8.4) == [FAILED, PASSED, PASSED, FAILED]


def test_units_that_differ_in_the_last_bit_meet_the_limit() -> None:
    row = requirement(">=", 4, unit="ft", attribute="width")
    assert 48 * 0.0254 < 4 * 0.3048
    assert outcomes(row, 48 * 0.0254, float(np.float32(1.2192)), 1.219) == [PASSED, PASSED, FAILED]


@pytest.mark.parametrize("edition", SHIPPED)
def test_every_shipped_requirement_at_its_limit(edition: str) -> None:
    (loaded,) = load_facility((edition,))
    assert loaded.requirements
    for row in (row for facility in sorted(loaded.facilities) for row in loaded.of(facility)):
        attribute = ATTRIBUTES[row.facility][row.attribute]
        assert not row.unit or row.unit in UNITS[attribute.quantity], row.id
        low, high = limits(row)
        step = max(abs(low), 1.0) * 0.001
        past = {"<=": low + step, ">=": low - step, "=": low + step, "in-range": high + step, "is": 1 - low}[
            row.operator
        ]
        assert outcomes(row, low, past, math.nan) == [PASSED, FAILED, CANT_TELL], row.id


@pytest.mark.parametrize("edition", SHIPPED)
def test_every_shipped_requirement_says_whom_it_hurts_and_how_to_mend_it(edition: str) -> None:
    (loaded,) = load_facility((edition,))
    assert len({row.id for row in loaded.requirements}) == len(loaded.requirements)
    for row in loaded.requirements:
        assert all((row.title_zh, row.title_en, row.whom_zh, row.whom_en, row.mend_zh, row.mend_en)), row.id
        assert (row.confidence == "read") == bool(row.clause), f"{row.id}: only what was read carries a clause"


def test_a_stall_of_two_metres_by_one_thirty_five_fails_by_its_shorter_side() -> None:
    found = judge(
        "public_toilets",
        {"stall_length": np.array([2.0, 1.8]), "stall_width": np.array([1.35, 1.5])},
        load_facility(("gb-55019-2021",)),
        2,
    )
    assert [OUTCOMES[c] for c in found.by_requirement["gb-55019:toilet-stall-length"]] == [PASSED, PASSED]
    assert [OUTCOMES[c] for c in found.by_requirement["gb-55019:toilet-stall-width"]] == [FAILED, PASSED]


def test_an_absent_column_is_not_known_for_everyone() -> None:
    found = judge("curb_ramps", {}, load_facility(("prowag-2023",)), 3)
    assert all(tally(codes) == (0, 0, 3) for codes in found.by_requirement.values())
    assert tally(found.overall["prowag-2023"]) == (0, 0, 3)


def test_an_edition_without_a_requirement_on_a_kind_judges_nothing() -> None:
    found = judge("bus_stops", {}, load_facility(("gb-55019-2021",)), 2)
    assert not found.by_requirement
    assert [OUTCOMES[c] for c in found.overall["gb-55019-2021"]] == [Outcome.INAPPLICABLE] * 2


CELLS = st.lists(st.tuples(*[st.one_of(st.just(math.nan), st.floats(0, 3000))] * 3), min_size=1, max_size=30)


@given(CELLS)
def test_not_known_never_passes_and_overall_is_the_worst(cells: list[tuple[float, float, float]]) -> None:
    lip, width, slope = np.array(cells).T
    edition: FacilityEdition
    (edition,) = load_facility(("gb-50763-2012",))
    found = judge("curb_ramps", {"lip": lip, "width": width, "running_slope": slope}, (edition,), len(cells))
    for column, row in ((lip, "lip"), (width, "width"), (slope, "running-slope")):
        codes = found.by_requirement[f"gb-50763:curb-ramp-{row}"]
        assert (np.isnan(column) == (codes == OUTCOMES.index(CANT_TELL))).all()
    for number in range(len(cells)):
        each = {OUTCOMES[codes[number]] for codes in found.by_requirement.values()}
        assert OUTCOMES[found.overall["gb-50763-2012"][number]] is worst(each)


def test_outcome_codes_follow_the_order_of_the_model() -> None:
    assert OUTCOME_ORDER[: len(OUTCOMES)] == OUTCOMES


def test_limits_move_outwards_and_inwards() -> None:
    assert limits(requirement("<=", 10), 0.1)[0] == pytest.approx(11)
    assert limits(requirement(">=", 10), 0.1)[0] == pytest.approx(9)
    assert limits(requirement("in-range", 250, 300), -0.1) == pytest.approx((275, 270))
    assert limits(requirement("=", 10), 0.1) == (10, 10)
    assert limits(requirement("<=", 12, unit="1:n", attribute="running_slope"), -0.1)[0] == pytest.approx(7.5)


def _edition(name: str, *rows: Requirement) -> FacilityEdition:
    table = {"id": name, "kind": "facility", "title_zh": "甲", "title_en": "A", "requirements": rows}
    return FacilityEdition.model_validate(table)


def test_points_are_taken_off_a_hundred_and_a_veto_takes_them_all() -> None:
    rated = _edition(
        "rated",
        requirement("<=", 5, id="t:a", points=20),
        requirement("<=", 10, id="t:b", points=30),
        requirement("is", 1, id="t:c", unit="", attribute="tactile_warning", kind="veto"),
    )
    columns = {"lip": np.array([5, 7, 12, math.nan, 5]), "tactile_warning": np.array([1, 1, 1, 1, 0.0])}
    found = judge("curb_ramps", columns, (rated,), 5)
    low, high = found.ratings["rated"]
    assert low.tolist() == [100, 80, 50, 50, 0]
    assert high.tolist() == [100, 80, 50, 100, 0]
    assert [OUTCOMES[code] for code in found.veto["rated"]] == [PASSED] * 4 + [FAILED]
    assert not judge("curb_ramps", columns, (_edition("plain", requirement("<=", 5)),), 5).ratings


def test_each_facility_is_read_by_the_edition_of_its_build_year() -> None:
    old, new = (
        _edition("old", requirement("<=", 20, id="o:lip")),
        _edition("new", requirement("<=", 0, id="n:lip")),
    )
    columns = {
        "lip": np.array([10.0, 10, 10, 30, 0, math.nan]),
        "built": np.array([2012, 2013, math.nan, 1990, 2020, 2000]),
    }
    found = judge("curb_ramps", columns, (new, old), 6, readings=(("old", 2012), ("new", math.inf)))
    by_year = [OUTCOMES[code] for code in found.overall[BY_YEAR]]
    assert by_year == [PASSED, FAILED, CANT_TELL, FAILED, PASSED, CANT_TELL]
    assert set(found.overall) == {"new", "old", BY_YEAR}
    assert BY_YEAR not in judge("bus_stops", columns, (new, old), 6, readings=(("old", math.inf),)).overall


def test_sensitivity_counts_what_a_tenth_would_change() -> None:
    rows = (requirement("<=", 10), requirement("is", 1, id="t:w", unit="", attribute="tactile_warning"))
    columns = {"lip": np.array([8.9, 9.1, 10.9, 11.1, math.nan, 0]), "tactile_warning": np.ones(6)}
    inside = np.array([True] * 5 + [False])
    found = sensitivity("curb_ramps", columns, (_edition("e", *rows),), inside)
    assert found == {
        "step": 0.1,
        "stricter": {"requirements": {"t:r": [1, 3, 1]}, "editions": {"e": [1, 3, 1]}},
        "laxer": {"requirements": {"t:r": [3, 1, 1]}, "editions": {"e": [3, 1, 1]}},
    }


@given(CELLS, st.sampled_from(SHIPPED))
def test_a_laxer_limit_never_passes_fewer(cells: list[tuple[float, float, float]], edition: str) -> None:
    lip, width, slope = np.array(cells).T
    columns = {"lip": lip, "width": width, "running_slope": slope}
    given = load_facility((edition,))
    strict, stated, lax = (
        judge("curb_ramps", columns, given, len(cells), laxer=laxer).by_requirement for laxer in (-0.1, 0.0, 0.1)
    )
    for name, codes in stated.items():
        assert (strict[name] == OUTCOMES.index(PASSED)).sum() <= (codes == OUTCOMES.index(PASSED)).sum()
        assert (codes == OUTCOMES.index(PASSED)).sum() <= (lax[name] == OUTCOMES.index(PASSED)).sum()
