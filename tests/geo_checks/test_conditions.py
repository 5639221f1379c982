"""Requirements that apply to some facilities only: three-valued throughout, at the limits, and by brute force."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model import Outcome
from audit.standards import FacilityEdition, load_facility
from geo_checks import editions
from geo_checks.compliance import OUTCOMES, judge
from geo_checks.schema import ATTRIBUTES

PASSED, FAILED, CANT_TELL, INAPPLICABLE = (
    Outcome.PASSED,
    Outcome.FAILED,
    Outcome.CANT_TELL,
    Outcome.INAPPLICABLE,
)
NAN = math.nan
FULL, THREE, SINGLE, OTHER = (float(code) for code in range(4))


def row(name: str, attribute: str, operator: str, limit: float, when: Any = (), **more: Any) -> dict[str, Any]:
    return {
        "id": f"t:{name}",
        "title_zh": "条",
        "title_en": "row",
        "facility": "curb_ramps",
        "attribute": attribute,
        "operator": operator,
        "limit": limit,
        "when": when,
        **more,
    }


def edition(*rows: dict[str, Any], name: str = "t") -> FacilityEdition:
    given = {"id": name, "kind": "facility", "title_zh": "甲", "title_en": "A", "requirements": rows}
    return FacilityEdition.model_validate(given)


IS_FULL = {"attribute": "ramp_type", "value": "full-width"}
NOT_FULL = {"attribute": "ramp_type", "operator": "!=", "value": "full-width"}
SLOPES = edition(
    row("full", "running_slope", "<=", 20, IS_FULL, unit="1:n"),
    row("else", "running_slope", "<=", 12, NOT_FULL, unit="1:n"),
)


def outcomes(of: FacilityEdition, **columns: list[float]) -> dict[str, list[Outcome]]:
    count = len(next(iter(columns.values())))
    found = judge("curb_ramps", {name: np.array(cells) for name, cells in columns.items()}, (of,), count)
    each = {name.removeprefix("t:"): codes for name, codes in found.by_requirement.items()}
    return {name: [OUTCOMES[code] for code in codes] for name, codes in {**each, "all": found.overall["t"]}.items()}


@pytest.mark.parametrize(
    ("slope", "kind", "full", "other", "overall"),
    [
        (5.0, FULL, PASSED, INAPPLICABLE, PASSED),
        (5.01, FULL, FAILED, INAPPLICABLE, FAILED),
        (5.01, THREE, INAPPLICABLE, PASSED, PASSED),
        (100 / 12, SINGLE, INAPPLICABLE, PASSED, PASSED),
        (8.34, OTHER, INAPPLICABLE, FAILED, FAILED),
        (NAN, FULL, CANT_TELL, INAPPLICABLE, CANT_TELL),
        # The type is not known: both limits met, both missed, or one of them.
        (5.0, NAN, PASSED, PASSED, PASSED),
        (5.01, NAN, CANT_TELL, PASSED, CANT_TELL),
        (100 / 12, NAN, CANT_TELL, PASSED, CANT_TELL),
        (8.34, NAN, FAILED, FAILED, FAILED),
        (NAN, NAN, CANT_TELL, CANT_TELL, CANT_TELL),
    ],
)
def test_a_limit_by_type_at_its_limits(
    slope: float, kind: float, full: Outcome, other: Outcome, overall: Outcome
) -> None:
    found = outcomes(SLOPES, running_slope=[slope], ramp_type=[kind])
    assert (found["full"], found["else"], found["all"]) == ([full], [other], [overall])


def test_without_the_column_of_the_condition_nobody_knows_the_type() -> None:
    assert outcomes(SLOPES, running_slope=[4.0, 7.0, 9.0])["all"] == [PASSED, CANT_TELL, FAILED]


def test_a_type_without_any_limit_leaves_the_unknown_type_in_doubt() -> None:
    widths = edition(
        row("three", "width", ">=", 1.2, {"attribute": "ramp_type", "value": "three-sided"}, unit="m"),
        row("rest", "width", ">=", 1.5, {"attribute": "ramp_type", "value": ["single-sided", "other"]}, unit="m"),
    )
    kinds = [NAN, NAN, FULL, SINGLE, OTHER, THREE]
    found = outcomes(widths, width=[1.0, 1.5, 1.0, 1.4, 1.4, 1.4], ramp_type=kinds)
    assert found["all"] == [CANT_TELL, PASSED, INAPPLICABLE, FAILED, FAILED, PASSED]


def test_conditions_on_numbers_and_years_split_at_their_limits() -> None:
    since = {"attribute": "built", "operator": ">=", "value": 2022}
    before = {"attribute": "built", "operator": "<=", "value": 2021}
    lips = edition(row("new", "lip", "<=", 0, since, unit="mm"), row("old", "lip", "<=", 10, before, unit="mm"))
    found = outcomes(lips, lip=[5, 5, 0, 5, 11, 0], built=[2021, 2022, NAN, NAN, NAN, 2022])
    assert found["all"] == [PASSED, FAILED, PASSED, CANT_TELL, FAILED, PASSED]


def test_several_conditions_must_all_hold() -> None:
    both = edition(
        row("r", "lip", "=", 0, [IS_FULL, {"attribute": "new_building", "value": 1}], unit="mm"),
    )
    found = outcomes(both, lip=[5] * 5, ramp_type=[FULL, FULL, FULL, THREE, NAN], new_building=[1, 0, NAN, NAN, 1])
    assert found["all"] == [FAILED, INAPPLICABLE, CANT_TELL, INAPPLICABLE, CANT_TELL]


KINDS = (NAN, FULL, THREE, SINGLE, OTHER)
SLOPE_OR_NOT = st.one_of(st.just(NAN), st.sampled_from([4.0, 5.0, 6.0, 8.0, 9.0]))


@given(st.lists(st.tuples(SLOPE_OR_NOT, st.sampled_from(KINDS), st.sampled_from((NAN, 0.0, 1.0))), min_size=1))
def test_what_is_certain_holds_for_every_answer(cells: list[tuple[float, float, float]]) -> None:
    new = {"attribute": "new_building", "value": 1}
    of = edition(*(r.model_dump() for r in SLOPES.requirements), row("new", "running_slope", "<=", 5.5, new, unit="%"))
    slope, kind, stock = ([*column] for column in zip(*cells, strict=True))
    found = outcomes(of, running_slope=slope, ramp_type=kind, new_building=stock)["all"]
    for number, (value, type_, age) in enumerate(cells):
        possible = {
            outcomes(of, running_slope=[value], ramp_type=[t], new_building=[a])["all"][0]
            for t, a in itertools.product(
                KINDS[1:] if math.isnan(type_) else [type_], (0.0, 1.0) if math.isnan(age) else [age]
            )
        }
        assert found[number] is (possible.pop() if len(possible) == 1 else CANT_TELL)


def test_an_optional_requirement_waits_for_its_column() -> None:
    of = edition(row("lip", "lip", "<=", 10, unit="mm"), row("grate", "grate", "is", 0, optional=True))
    assert outcomes(of, lip=[5.0]) == {"lip": [PASSED], "all": [PASSED]}
    assert outcomes(of, lip=[5.0] * 3, grate=[0, 1, NAN])["all"] == [PASSED, FAILED, CANT_TELL]
    wanted = editions.wanted_columns({"lip"}, (of,), "curb_ramps", by_year=True)
    assert wanted == {"grate": ["t:grate"], "built": ["by-build-year"]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row("a", "ramp_type", "=", 0), "ramp_type is a category and has no limit; name it under when"),
        (row("a", "lip", "<=", 0, {"attribute": "ramp_tpe", "value": 1}), "unknown ramp_tpe; known:"),
        (row("a", "lip", "<=", 0, {"attribute": "ramp_type", "value": "wide"}), "cannot be 'wide'; known: full-width,"),
        (row("a", "lip", "<=", 0, {"attribute": "ramp_type", "value": 1}), "cannot be 1.0; known: full-width,"),
        (row("a", "lip", "<=", 0, {"attribute": "width", "value": "wide"}), "cannot be 'wide'; a number"),
        (row("a", "lip", "<=", 0, {"attribute": "width", "value": 1, "unit": "%"}), "unit % does not fit width"),
        (row("a", "lip", "<=", 0, {**IS_FULL, "operator": "<="}), "<= compares with one number"),
        (row("a", "lip", "<=", 0, unit="%"), "unit % does not fit lip"),
        (row("a", "lip", "<=", 0, facility="ramps"), "unknown ramps; known: curb_ramps,"),
    ],
)
def test_each_fault_of_an_edition_is_one_line(given: dict[str, Any], said: str) -> None:
    (problem,) = editions.problems("mine.toml", edition(given).requirements)
    assert said in problem.en
    assert problem.zh.startswith("标准 mine.toml：t:a")


def test_every_category_of_every_kind_can_be_asked_for() -> None:
    for name, attributes in ATTRIBUTES.items():
        for attribute, known in attributes.items():
            values = [category.id for category in known.categories]
            when = {"attribute": attribute, "value": values}
            asked = row("a", "built", ">=", 2000, when, facility=name)
            assert not values or not list(editions.problems("x", edition(asked).requirements))


def test_the_example_of_an_own_edition_can_be_held_against_layers() -> None:
    (own,) = load_facility((str(Path(__file__).parents[2] / "examples" / "standards" / "own-facility-standard.toml"),))
    assert not list(editions.problems("own", own.requirements))
    columns = {"running_slope": np.array([5.0]), "lip": np.array([4.0]), "built": np.array([2024.0])}
    found = judge("curb_ramps", {**columns, "ramp_type": np.array([THREE])}, (own,), 1)
    assert [OUTCOMES[code] for code in found.overall[own.id]] == [PASSED]
    assert [bound.tolist() for bound in found.ratings[own.id]] == [[100], [100]]
