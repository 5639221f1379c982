"""screen-text-size: 12 on every screen, 18 on one for older people, as the screenshot tells."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, Place, View, blank, outcome, seen, written
from web_checks.apps.screen import Format

RULE = "screen-text-size"
LINE: Place = (20, 100, 200, 130)


def _said(form: Format, size: float, elder: str = "", box: Place = LINE) -> Outcome:
    shot = written(blank(), LINE, "black", size)
    return outcome(RULE, seen(form, View("text", box, "通知公告"), shot=shot, elder=elder))


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("size", "elder", "said"),
    [
        (14, "", Outcome.PASSED),
        (13, "", Outcome.CANT_TELL),  # it may be 11.5
        (10, "", Outcome.CANT_TELL),
        (21, "version", Outcome.PASSED),
        (16, "version", Outcome.CANT_TELL),
        (16, "standalone", Outcome.CANT_TELL),
    ],
)
def test_each_limit(form: Format, size: float, elder: str, said: Outcome) -> None:
    assert _said(form, size, elder) is said


def test_letters_are_no_larger_than_the_box_of_their_line() -> None:
    assert _said(Format.ANDROID, 20, box=(20, 110, 200, 121)) is Outcome.CANT_TELL


@pytest.mark.parametrize("text", ["一", "二三", "···", "ace"])
def test_letters_that_do_not_tell_their_size_say_nothing(text: str) -> None:
    shot = written(blank(), LINE, "black", 10)
    assert outcome(RULE, seen(Format.ANDROID, View("text", LINE, text), shot=shot)) is Outcome.INAPPLICABLE


def test_without_letters_nothing_is_said() -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("text", LINE, "字"), shot=blank())) is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    ("told", "elder", "said"),
    [
        ("12.00fp", "", Outcome.PASSED),
        ("11.99fp", "", Outcome.CANT_TELL),
        ("18vp", "version", Outcome.PASSED),
        ("17.5vp", "version", Outcome.CANT_TELL),
        ("30.00px", "", Outcome.INAPPLICABLE),
        ("", "", Outcome.INAPPLICABLE),
    ],
)
def test_a_size_that_the_dump_tells(told: str, elder: str, said: Outcome) -> None:
    view = View("text", LINE, "通知公告", more={"fontSize": told})
    screen = seen(Format.HARMONY, view, density=None, elder=elder)
    assert outcome(RULE, screen) is said
    assert ("letter-size" in screen.known) is (said is not Outcome.INAPPLICABLE)
