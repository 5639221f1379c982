"""Why a score rose or fell: by criterion, and the points add up to the last decimal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import standards
from audit.costs import CAP, UNTOLD, Step, apportioned, steps
from audit.model import Impact, Outcome, Rule, RuleTally, Scope, Score, Text
from audit.plan import Thresholds
from audit.records import Subject
from audit.scoring import STRATA, site_score

CRITERIA = standards.load_web("wcag-2.2").at("AA")
WORDS = Text("题", "title")
RULES = {
    name: Rule(name, WORDS, WORDS, WORDS, Impact.SERIOUS, Scope.PAGE, requirements)
    for name, requirements in {
        "alt": ("wcag:1.1.1",),
        "contrast": ("wcag:1.4.3",),
        "name": ("wcag:2.4.4", "wcag:4.1.2"),
        "trap": ("wcag:2.1.2",),
        "practice": (),
    }.items()
}


def score(pages: list[tuple[str, dict[str, RuleTally]]]) -> Score:
    subjects = [
        Subject(f"p{n}", "page", Outcome.FAILED, "s", n, tally=tally, facts={"stratum": stratum})
        for n, (stratum, tally) in enumerate(pages)
    ]
    return site_score(Subject("s", "site", Outcome.FAILED), subjects, RULES, CRITERIA, {}, Thresholds())


COUNTS = st.tuples(*[st.integers(0, 30)] * 3).map(lambda counts: RuleTally(*counts))
PAGES = st.lists(
    st.tuples(st.sampled_from(sorted(STRATA)), st.dictionaries(st.sampled_from(sorted(RULES)), COUNTS, min_size=1)),
    min_size=1,
    max_size=7,
)


def units(points: float) -> int:
    return round(points * 10_000)


@settings(max_examples=150)
@given(before=PAGES, now=PAGES)
def test_the_steps_add_up_to_the_difference_exactly(
    before: list[tuple[str, dict[str, RuleTally]]], now: list[tuple[str, dict[str, RuleTally]]]
) -> None:
    old, new = score(before), score(now)
    assert old.value is not None
    assert new.value is not None
    found = steps(old, new)
    assert sum(units(step.points) for step in found) == units(new.value) - units(old.value)
    assert UNTOLD not in {step.by for step in found}
    assert all(step.points for step in found)


@given(pages=PAGES)
def test_the_costs_are_what_the_score_lacks(pages: list[tuple[str, dict[str, RuleTally]]]) -> None:
    found = score(pages)
    parts: Any = found.parts
    costs = {name: part["cost"] for name, part in parts["criteria"].items()}
    assert sum(map(units, costs.values())) == units(100 - parts["uncapped"])
    assert all(cost >= 0 for cost in costs.values())
    assert all(parts["criteria"][name]["failed"] for name, cost in costs.items() if cost)


def test_a_mended_criterion_is_named_with_its_points() -> None:
    before = score([("articles", {"alt": RuleTally(0, 2, 0), "contrast": RuleTally(1, 1, 0)})])
    now = score([("articles", {"alt": RuleTally(2, 0, 0), "contrast": RuleTally(1, 1, 0)})])
    assert before.value is not None
    assert now.value is not None
    (step,) = steps(before, now)
    assert step == Step("wcag:1.1.1", round(now.value - before.value, 4))


def test_a_cap_is_a_step_of_its_own() -> None:
    free = [("services", {"trap": RuleTally(3, 0, 0)})]
    trapped = [("services", {"trap": RuleTally(0, 3, 0)})]
    by = {step.by: step.points for step in steps(score(trapped), score(free))}
    assert by.keys() == {"wcag:2.1.2", CAP}
    assert by[CAP] > 0


def test_an_older_run_without_costs_is_told_as_that() -> None:
    now = score([("articles", {"alt": RuleTally(2, 0, 0)})])
    assert now.value == 100
    old = replace(now, value=90.0, parts={"criteria": {"wcag:1.1.1": {"failed": 1}}, "uncapped": 90.0})
    assert steps(old, now) == [Step(UNTOLD, 10.0)]


@pytest.mark.parametrize("value", [None])
def test_no_data_has_no_steps(value: float | None) -> None:
    now = score([("articles", {"alt": RuleTally(2, 0, 0)})])
    assert steps(replace(now, value=value), now) == []
    assert steps(now, now) == []


@given(costs=st.dictionaries(st.text(max_size=3), st.floats(0, 50), min_size=1, max_size=30))
def test_rounding_keeps_the_sum_and_no_part_moves_by_a_unit(costs: dict[str, float]) -> None:
    total = round(sum(costs.values()), 4)
    found = apportioned(costs, total)
    assert sum(map(units, found.values())) == units(total)
    assert all(abs(found[name] - cost) <= 0.0002 for name, cost in costs.items())
    assert apportioned(dict(reversed(costs.items())), total) == found
