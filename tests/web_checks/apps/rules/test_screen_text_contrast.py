"""screen-text-contrast: clear, faint, in between, large, over pictures, disabled, without letters."""

from __future__ import annotations

import pytest
from PIL import Image

from audit.model import Outcome
from tests.web_checks.apps.phones import (
    ALL,
    HEIGHT,
    WIDTH,
    Place,
    View,
    blank,
    outcome,
    read,
    seen,
    with_shot,
    written,
)
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


def _dimmed(above: View, *, before: bool = False) -> Outcome:
    faint = View("text", LINE, "通知公告")
    views = (above, faint) if before else (faint, above)
    form = Format.IOS if above.more else Format.ANDROID
    return outcome(RULE, seen(form, *views, shot=written(blank(), LINE, "#949494", 14)))


WHOLE: Place = (0, 0, WIDTH, HEIGHT)
ALERT = View("group", (60, 300, 340, 500), more={"type": "XCUIElementTypeAlert"})


@pytest.mark.parametrize("veil", [View("group", WHOLE, pressed=True), ALERT])
def test_what_lies_below_a_dialog_is_dimmed_by_it(veil: View) -> None:
    assert _dimmed(veil) is Outcome.INAPPLICABLE
    assert _dimmed(veil, before=True) is FAILED


def test_what_takes_no_press_is_no_veil() -> None:
    assert _dimmed(View("group", WHOLE)) is FAILED
    assert _dimmed(View("group", (0, 300, WIDTH, HEIGHT), pressed=True)) is FAILED  # it covers another part


@pytest.mark.parametrize(("over", "said"), [(False, FAILED), (True, Outcome.INAPPLICABLE)])
def test_a_window_over_another_one_dims_it(*, over: bool, said: Outcome) -> None:
    text = '<node class="android.widget.TextView" text="通知公告" bounds="[20,100][200,124]"/>'
    window = '<node class="android.widget.FrameLayout" bounds="[60,300][340,500]"/>' if over else ""
    data = f"<hierarchy><node bounds='[0,0][400,800]'>{text}</node>{window}</hierarchy>"
    shot = written(blank(), LINE, "#949494", 14)
    assert outcome(RULE, with_shot(read(Format.ANDROID, data.encode()), shot)) is said
