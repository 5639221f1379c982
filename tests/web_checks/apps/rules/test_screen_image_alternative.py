"""screen-image-alternative: at the limits of size, square or wide, named, in a named control, under words."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-image-alternative"
PASSED, CANT_TELL, NONE = Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE
BANNER = (0, 100, 400, 200)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("box", "said"),
    [
        ((0, 100, 400, 148), CANT_TELL),  # 6 of 100 of the screen
        ((0, 100, 400, 147), NONE),
        ((100, 100, 220, 220), CANT_TELL),  # square, three tenths of the width
        ((100, 100, 219, 219), NONE),
        ((100, 100, 220, 234), NONE),  # large enough across, and no square
        ((0, 0, 400, 720), NONE),  # the ground of all
        ((0, 0, 400, 719), CANT_TELL),
    ],
)
def test_how_large(form: Format, box: tuple[int, int, int, int], said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("image", box))) is said


@pytest.mark.parametrize("form", ALL)
def test_names(form: Format) -> None:
    assert outcome(RULE, seen(form, View("image", BANNER, label="补贴申请今天截止"))) is PASSED
    card = View("group", BANNER, pressed=True, label="补贴申请", inner=(View("image", BANNER),))
    assert outcome(RULE, seen(form, card)) is PASSED
    words = View("text", (20, 120, 200, 150), "补贴申请")
    assert outcome(RULE, seen(form, View("image", BANNER), words)) is NONE
    assert outcome(RULE, seen(form, words, View("image", BANNER))) is CANT_TELL  # it lies on the words


def test_as_a_control_it_is_asked_for_its_name_elsewhere() -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("image", BANNER, pressed=True))) is NONE
