"""docs/coverage.md says what the rules say of themselves, and nothing older."""

from __future__ import annotations

import dataclasses
from types import ModuleType

import pytest

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text
from tests.scripts.loading import loaded
from web_checks.jobs import Shelves

GOAL = 33


@pytest.fixture(scope="module")
def coverage() -> ModuleType:
    return loaded("coverage")


def rule(name: str, *outcomes: Outcome, depth: Depth = Depth.SIMPLIFIED, staging: bool = False) -> Rule:
    text = Text("文", "text")
    return Rule(
        name, text, text, text, Impact.MINOR, Scope.PAGE, ("wcag:1.2.4",), (), depth, (), frozenset(outcomes), staging
    )


def test_the_page_is_up_to_date(coverage: ModuleType) -> None:
    text = coverage.page(coverage.rows(Shelves.all().rules))
    assert coverage.PAGE.read_text("utf-8") == text, "run make coverage"


def test_the_goal_is_met(coverage: ModuleType) -> None:
    found = coverage.rows(Shelves.all().rules)
    assert sum(row.live is Outcome.FAILED for row in found) >= GOAL


def test_a_criterion_is_as_good_as_its_best_rule(coverage: ModuleType) -> None:
    ask = rule("ask", Outcome.CANT_TELL, Outcome.PASSED)
    fail = rule("axe-fail", Outcome.FAILED, depth=Depth.IN_DEPTH)

    def of(*rules: Rule) -> tuple[Outcome, str]:
        known = {found.id: found for found in rules}
        (row,) = [row for row in coverage.rows(known) if row.criterion.id == "wcag:1.2.4"]
        return row.worst, coverage.page([row]).splitlines()[-1]

    assert of()[0] is Outcome.UNTESTED
    assert of(ask)[0] is Outcome.CANT_TELL
    worst, line = of(ask, fail)
    assert worst is Outcome.FAILED
    assert "`fail` (in depth) | `ask` (review) | failed 不通过" in line


def test_what_only_a_test_copy_can_fail_is_counted_apart(coverage: ModuleType) -> None:
    sends = rule("sends", Outcome.FAILED, depth=Depth.IN_DEPTH, staging=True)
    (row,) = [row for row in coverage.rows({"sends": sends}) if row.criterion.id == "wcag:1.2.4"]
    assert (row.worst, row.live) == (Outcome.FAILED, Outcome.UNTESTED)
    text = coverage.page([row])
    assert "**fail 0**" in text
    assert "and 1 more on a test copy" in text
    assert "`sends` (test copy) | failed 不通过 (test copy 测试环境)" in text


def test_the_counts_add_up(coverage: ModuleType) -> None:
    found = coverage.rows({})
    assert len(found) == 55
    text = coverage.page([dataclasses.replace(row, own=(rule("ask", Outcome.CANT_TELL),)) for row in found[:5]])
    assert "Of the 5 success criteria" in text
    assert "**fail 0**" in text
    assert "5 more are put to a person" in text


def test_every_criterion_says_what_a_person_must_do(coverage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for row in coverage.rows({}):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in row.person.zh)
        assert row.person.en.endswith((".", "?"))
    monkeypatch.setattr(coverage, "EDITION", "wcag-2.1")
    with pytest.raises(LookupError):
        coverage.rows({})
