"""A statement that is linked, dated and names a contact passes; anything less is for a person, never a failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from audit.model import Outcome, Verdict
from tests.web_checks.site_rules.conftest import Judged, Page, function
from web_checks.probes.wayfinding import Statement
from web_checks.site_rules import accessibility_statement as rule

LINK = function("statement", "无障碍声明", "/statement")


def test_a_complete_statement_passes(page: Page, judged: Judged) -> None:
    pages = [
        page("/", home=True, functions=[LINK]),
        page("/statement", statement=Statement("2025-02-20", contact=True)),
    ]
    assert judged(rule, *pages) == {"/statement": [Outcome.PASSED]}


@pytest.mark.parametrize(
    ("statement", "linked", "said"),
    [
        (Statement("", contact=True), True, "没有日期"),
        (Statement("2025-02", contact=False), True, "没有反馈方式"),
        (Statement("2025-02", contact=True), False, "首页没有链接到它"),
    ],
)
def test_what_is_missing_is_said(
    page: Page, verdicts: Callable[..., list[Verdict]], statement: Statement, *, linked: bool, said: str
) -> None:
    home = page("/", home=True, functions=[LINK] if linked else [])
    (verdict,) = verdicts(rule, home, page("/statement", statement=statement))
    assert verdict.outcome is Outcome.CANT_TELL
    assert verdict.message is not None
    assert said in verdict.message.zh


def test_no_statement_or_one_that_was_not_audited_is_for_a_person(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/", home=True), page("/a")) == {"/": [Outcome.CANT_TELL]}
    assert judged(rule, page("/", home=True, functions=[LINK])) == {"/": [Outcome.CANT_TELL]}


def test_without_a_start_page_there_is_nothing_to_say(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/a", statement=Statement("2025", contact=True))) == {}


@pytest.mark.parametrize(
    ("dated", "day", "outcome"),
    [
        ("2025-02-20", date(2026, 2, 20), Outcome.PASSED),
        ("2025-02-20", date(2026, 2, 21), Outcome.CANT_TELL),
        ("2025-02", date(2026, 2, 28), Outcome.PASSED),
        ("2025-02", date(2026, 3, 1), Outcome.CANT_TELL),
        ("2025-02-31", date(2026, 2, 28), Outcome.PASSED),
        ("2027-01-01", date(2026, 2, 28), Outcome.PASSED),
        ("2001-01-01", None, Outcome.PASSED),
    ],
)
def test_a_statement_of_over_a_year_is_for_a_person(
    page: Page, verdicts: Callable[..., list[Verdict]], dated: str, day: date | None, outcome: Outcome
) -> None:
    pages = [page("/", home=True, functions=[LINK]), page("/statement", statement=Statement(dated, contact=True))]
    (verdict,) = verdicts(rule, *pages, day=day)
    assert verdict.outcome is outcome
    assert verdict.message is not None
    assert dated in verdict.message.zh
