"""screen-control-name: on each system what nothing names, what something names, what the dump cannot tell."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen, verdicts
from web_checks.apps.screen import Format

RULE = "screen-control-name"
BOX = (10, 10, 58, 58)
PASSED, FAILED, CANT_TELL = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    "view",
    [
        View("icon", BOX, label="关闭"),
        View("button", BOX, "办理", label="办理"),
        View("button", BOX, inner=(View("text", (12, 12, 50, 50), "办理"),)),
        View(
            "button",
            BOX,
            inner=(View("group", (12, 12, 50, 50), inner=(View("image", (12, 12, 50, 50), label="返回"),)),),
        ),
    ],
)
def test_what_is_named_passes(form: Format, view: View) -> None:
    assert outcome(RULE, seen(form, view)) is PASSED


@pytest.mark.parametrize(
    ("form", "said"), [(Format.ANDROID, FAILED), (Format.IOS, FAILED), (Format.HARMONY, CANT_TELL)]
)
@pytest.mark.parametrize(
    "view",
    [
        View("icon", BOX),
        View("icon", BOX, key="iv_close"),
        View("button", BOX, inner=(View("image", (12, 12, 50, 50)),)),
        View("button", BOX, " "),
        View("button", BOX, "\ue6a1"),  # a letter of an icon font
    ],
)
def test_what_nothing_names_fails_where_the_dump_tells(form: Format, said: Outcome, view: View) -> None:
    assert outcome(RULE, seen(form, view)) is said


@pytest.mark.parametrize(("height", "said"), [(200, FAILED), (201, CANT_TELL)])
def test_a_ground_is_for_a_person(height: int, said: Outcome) -> None:
    veil = View("group", (0, 0, 400, height), pressed=True)
    assert outcome(RULE, seen(Format.ANDROID, veil)) is said


def test_a_container_of_controls_is_none_of_it() -> None:
    row = View("group", (0, 0, 400, 60), pressed=True, inner=(View("button", BOX, "删除"),))
    (verdict,) = verdicts(RULE, seen(Format.ANDROID, row))
    assert verdict.outcome is PASSED  # that of the button inside


@pytest.mark.parametrize("form", ALL)
def test_texts_fields_and_hidden_ones_are_none_of_it(form: Format) -> None:
    views = View("text", BOX, "正文"), View("field", BOX), View("icon", (10, 10, 10, 58))
    assert outcome(RULE, seen(form, *views)) is Outcome.INAPPLICABLE


def test_what_ios_hides_is_none_of_it() -> None:
    assert outcome(RULE, seen(Format.IOS, View("icon", BOX, more={"visible": "false"}))) is Outcome.INAPPLICABLE


def test_what_other_controls_lie_on_may_be_a_ground() -> None:
    bar = View("image", (0, 700, 400, 780), pressed=True)
    buttons = [View("button", (left, 705, left + 90, 775), "办理") for left in (10, 110)]
    for views in ((bar, *buttons), (*buttons, bar)):
        assert outcome(RULE, seen(Format.ANDROID, *views)) is CANT_TELL
    assert outcome(RULE, seen(Format.ANDROID, bar, buttons[0])) is FAILED


@pytest.mark.parametrize(
    ("around", "own", "said"),
    [("true", "false", Outcome.INAPPLICABLE), ("false", "false", CANT_TELL), ("false", "true", FAILED)],
)
def test_what_voiceover_passes_over(around: str, own: str, said: Outcome) -> None:
    icon = View("icon", BOX, more={"accessible": own})
    row = View("group", (0, 0, 400, 80), label="预约挂号", inner=(icon,), more={"accessible": around})
    assert outcome(RULE, seen(Format.IOS, row)) is said


@pytest.mark.parametrize(("pressed", "said"), [(False, PASSED), (True, FAILED)])
def test_a_switch_that_its_row_works_is_named_by_the_row(pressed: bool, said: Outcome) -> None:  # noqa: FBT001
    switch = View("switch", (300, 10, 380, 50), pressed=pressed)
    row = View("group", (0, 0, 400, 60), pressed=True, inner=(View("text", (10, 10, 200, 50), "接收通知"), switch))
    assert outcome(RULE, seen(Format.ANDROID, row)) is said
