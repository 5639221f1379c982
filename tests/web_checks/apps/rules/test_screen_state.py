"""screen-state: switches with and without a state, the bar of tabs with and without one that is open."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-state"
BOX = (10, 10, 58, 58)
OPEN = {Format.ANDROID: {"selected": "true"}, Format.IOS: {"value": "1"}, Format.HARMONY: {"selected": "true"}}


@pytest.mark.parametrize("form", ALL)
def test_a_switch_that_tells_its_state_passes(form: Format) -> None:
    assert outcome(RULE, seen(form, View("switch", BOX, label="接收通知"))) is Outcome.PASSED


@pytest.mark.parametrize(
    ("form", "more", "said"),
    [
        (Format.ANDROID, {"checkable": "false"}, Outcome.FAILED),
        (Format.ANDROID, {"checkable": "?"}, Outcome.CANT_TELL),
        (Format.IOS, {"value": "打开"}, Outcome.CANT_TELL),
        (Format.HARMONY, {"checkable": "false"}, Outcome.CANT_TELL),
    ],
)
def test_a_switch_that_does_not(form: Format, more: dict[str, str], said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("switch", BOX, label="接收通知", more=more))) is said


def _bar(count: int, chosen: dict[str, str]) -> list[View]:
    names = ["首页", "办事", "消息", "我的", "设置", "更多", "其他"]
    return [
        View("button", (50 * place, 740, 50 * place + 50, 790), name, more=chosen if place == 1 else {})
        for place, name in enumerate(names[:count])
    ]


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("count", "said"), [(2, Outcome.INAPPLICABLE), (3, Outcome.CANT_TELL), (7, Outcome.INAPPLICABLE)]
)
def test_a_bar_of_tabs(form: Format, count: int, said: Outcome) -> None:
    assert outcome(RULE, seen(form, *_bar(count, {}))) is said
    if said is Outcome.CANT_TELL:
        assert outcome(RULE, seen(form, *_bar(count, OPEN[form]))) is Outcome.PASSED
