"""screen-title: a bar with words, a text at the top, none."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-title"
BUTTON = View("button", (10, 400, 100, 450), "提交")


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("views", "said"),
    [
        ([View("text", (0, 120, 300, 160), "办事大厅"), BUTTON], Outcome.PASSED),
        ([View("text", (0, 121, 300, 161), "办事大厅"), BUTTON], Outcome.CANT_TELL),
        ([View("bar", (0, 0, 400, 50), inner=(View("text", (50, 10, 200, 40), "办事大厅"),)), BUTTON], Outcome.PASSED),
        ([View("text", (0, 20, 300, 60), "——"), BUTTON], Outcome.CANT_TELL),
        ([View("image", (0, 20, 300, 60))], Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(form: Format, views: list[View], said: Outcome) -> None:
    assert outcome(RULE, seen(form, *views)) is said


def test_a_part_of_the_screen_with_a_title_of_its_own() -> None:
    for title, said in (("办事大厅", Outcome.PASSED), ("", Outcome.CANT_TELL)):
        pane = View("group", (0, 0, 400, 800), more={"pane-title": title}, inner=(BUTTON,))
        assert outcome(RULE, seen(Format.ANDROID, pane)) is said
