"""screen-field-label: named, hinted, filled, with a text beside or above, alone."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-field-label"
BOX = (100, 300, 300, 340)
PASSED, FAILED, CANT_TELL = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL
HINTS = {Format.ANDROID: "hint", Format.IOS: "placeholderValue", Format.HARMONY: "hint"}


@pytest.mark.parametrize("form", ALL)
def test_a_label_or_a_hint_names_it(form: Format) -> None:
    assert outcome(RULE, seen(form, View("field", BOX, label="手机号"))) is PASSED
    assert outcome(RULE, seen(form, View("field", BOX, more={HINTS[form]: "请输入手机号"}))) is PASSED


@pytest.mark.parametrize(
    ("form", "said"), [(Format.ANDROID, FAILED), (Format.IOS, FAILED), (Format.HARMONY, CANT_TELL)]
)
def test_a_field_alone_fails_where_the_dump_tells(form: Format, said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("field", BOX))) is said


@pytest.mark.parametrize("form", [Format.ANDROID, Format.IOS])
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((10, 300, 90, 340), CANT_TELL),  # before it
        ((100, 260, 200, 290), CANT_TELL),  # above it
        ((100, 190, 200, 220), CANT_TELL),  # two heights above
        ((100, 190, 200, 219), FAILED),  # further
        ((310, 300, 390, 340), FAILED),  # after it
        ((100, 350, 200, 380), FAILED),  # below it
    ],
)
def test_a_text_may_be_its_label(form: Format, place: tuple[int, int, int, int], said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("text", place, "手机号"), View("field", BOX))) is said


def test_what_stands_in_it_may_be_a_hint() -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("field", BOX, "请输入手机号"))) is CANT_TELL
    showing = View("field", BOX, "请输入手机号", more={"showing-hint": "true"})
    assert outcome(RULE, seen(Format.ANDROID, showing)) is PASSED


@pytest.mark.parametrize("form", ALL)
def test_a_screen_without_fields_is_none_of_it(form: Format) -> None:
    assert outcome(RULE, seen(form, View("button", BOX))) is Outcome.INAPPLICABLE
