"""screen-text-contrast: clear, faint, in between, large, over pictures, disabled, without letters."""

from __future__ import annotations

import pytest
from PIL import Image

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, HEIGHT, WIDTH, Place, View, blank, outcome, seen, written
from web_checks.apps.screen import Format

RULE = "screen-text-contrast"
LINE: Place = (20, 100, 200, 124)
TALL: Place = (20, 100, 300, 150)
PASSED, FAILED, CANT_TELL = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL


def _screen(form: Format, box: Place, shot: Image.Image, **more: str) -> object:
    return seen(form, View("text", box, "通知公告", more=more), shot=shot)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("#000000", PASSED),
        ("#767676", PASSED),  # 4.54:1
        ("#7b7b7b", CANT_TELL),  # 4.2:1, closer to the limit than pixels tell
        ("#949494", FAILED),  # 3.0:1
        ("#f0f0f0", FAILED),
        ("#ffffff", Outcome.INAPPLICABLE),  # nothing is to be seen
    ],
)
def test_small_text(form: Format, colour: str, said: Outcome) -> None:
    assert outcome(RULE, _screen(form, LINE, written(blank(), LINE, colour, 14))) is said


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(("colour", "said"), [("#767676", PASSED), ("#8c8c8c", CANT_TELL), ("#a5a5a5", FAILED)])
def test_large_text_fails_below_three_alone(form: Format, colour: str, said: Outcome) -> None:
    assert outcome(RULE, _screen(form, TALL, written(blank(), TALL, colour, 30))) is said


@pytest.mark.parametrize("ground", ["#003366", "#c00000"])
def test_light_text_on_a_dark_ground(ground: str) -> None:
    assert outcome(RULE, _screen(Format.ANDROID, LINE, written(blank(3, ground), LINE, "white", 14))) is PASSED


def test_text_over_a_picture_is_for_a_person() -> None:
    shot = Image.linear_gradient("L").rotate(90).resize((WIDTH * 3, HEIGHT * 3)).convert("RGB")
    assert outcome(RULE, _screen(Format.ANDROID, LINE, written(shot, LINE, "#808080", 14))) is CANT_TELL


@pytest.mark.parametrize("form", ALL)
def test_what_is_disabled_is_exempt(form: Format) -> None:
    shot = written(blank(), LINE, "#d0d0d0", 14)
    assert outcome(RULE, _screen(form, LINE, shot, enabled="false")) is Outcome.INAPPLICABLE


def test_what_lies_outside_the_screenshot_is_none_of_it() -> None:
    assert outcome(RULE, _screen(Format.ANDROID, (20, 790, 200, 820), blank())) is Outcome.INAPPLICABLE
