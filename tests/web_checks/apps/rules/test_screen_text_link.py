"""screen-text-link: consent to documents named within one text, with and without controls of their own."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-text-link"
PASSED, CANT_TELL, NONE = Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE
BOX = (20, 600, 380, 640)
TEXT = "我已阅读并同意《用户协议》和《隐私政策》"


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT, CANT_TELL),
        ("By continuing you agree to the Terms of Service", CANT_TELL),
        ("我已阅读并同意", NONE),
        ("《无障碍环境建设法》今天施行", NONE),  # it names a law and asks nothing
    ],
)
def test_texts(form: Format, text: str, said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("text", BOX, text))) is said


@pytest.mark.parametrize("form", ALL)
def test_controls_of_their_own(form: Format) -> None:
    first, second = (
        View("button", (20, 650, 180, 690), "《用户协议》"),
        View("button", (200, 650, 380, 690), "隐私政策"),
    )
    assert outcome(RULE, seen(form, View("text", BOX, TEXT), first)) is CANT_TELL
    assert outcome(RULE, seen(form, View("text", BOX, TEXT), first, second)) is PASSED


def test_the_text_as_a_control_opens_one_thing_alone() -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("text", BOX, TEXT, pressed=True))) is CANT_TELL
