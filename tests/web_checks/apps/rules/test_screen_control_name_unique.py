"""screen-control-name-unique: two of one name, one inside the other, copies of one row."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen, verdicts
from web_checks.apps.screen import Format

RULE = "screen-control-name-unique"
ONE, OTHER = (10, 10, 58, 58), (10, 110, 58, 158)


@pytest.mark.parametrize("form", ALL)
def test_two_of_one_name_are_for_a_person(form: Format) -> None:
    views = View("button", ONE, "提交", key="a"), View("button", OTHER, "提 交", key="b")
    (verdict,) = verdicts(RULE, seen(form, *views))
    assert verdict.outcome is Outcome.CANT_TELL
    assert verdict.message is not None
    assert "2" in verdict.message.en


@pytest.mark.parametrize("form", ALL)
def test_different_names_pass(form: Format) -> None:
    views = View("button", ONE, "提交", key="a"), View("button", OTHER, "取消", key="b")
    assert outcome(RULE, seen(form, *views)) is Outcome.PASSED


def test_copies_of_one_row_and_parts_of_a_control_count_once() -> None:
    rows = [
        View("group", (0, top, 400, top + 60), inner=(View("button", (10, top, 58, top + 48), "预约", key="book"),))
        for top in (0, 100, 200)
    ]
    assert outcome(RULE, seen(Format.ANDROID, *rows)) is Outcome.PASSED
    nested = View("group", ONE, pressed=True, inner=(View("button", ONE, "提交"),))
    assert outcome(RULE, seen(Format.ANDROID, nested)) is Outcome.PASSED


@pytest.mark.parametrize("form", ALL)
def test_what_has_no_name_is_none_of_it(form: Format) -> None:
    assert outcome(RULE, seen(form, View("icon", ONE), View("icon", OTHER))) is Outcome.INAPPLICABLE
