"""screen-floating-close: size and place of what closes a box over the screen."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, Place, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-floating-close"
PASSED, CANT_TELL = Outcome.PASSED, Outcome.CANT_TELL


def _box(close: Place, label: str = "关闭", key: str = "") -> View:
    return View("group", (50, 200, 350, 500), inner=(View("icon", close, label=label, key=key),))


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("close", "said"),
    [
        ((306, 200, 350, 244), PASSED),  # top right
        ((50, 200, 94, 244), PASSED),  # top left
        ((178, 456, 222, 500), PASSED),  # bottom centre
        ((307, 200, 350, 243), CANT_TELL),  # 43
        ((178, 300, 222, 344), CANT_TELL),  # in the middle
        ((306, 456, 350, 500), CANT_TELL),  # bottom right
    ],
)
def test_size_and_place(form: Format, close: Place, said: Outcome) -> None:
    assert outcome(RULE, seen(form, _box(close))) is said


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("label", ["×", "跳过 5s", "Close", "关闭广告", "Skip ad"])
def test_words_that_close(form: Format, label: str) -> None:
    assert outcome(RULE, seen(form, _box((306, 200, 350, 244), label))) is PASSED


def test_an_id_that_closes() -> None:
    assert outcome(RULE, seen(Format.ANDROID, _box((306, 200, 340, 244), "", "iv_close"))) is CANT_TELL


@pytest.mark.parametrize("form", ALL)
def test_what_closes_no_box_is_none_of_it(form: Format) -> None:
    assert outcome(RULE, seen(form, View("icon", (0, 0, 44, 44), label="关闭"))) is Outcome.INAPPLICABLE
    assert outcome(RULE, seen(form, _box((306, 200, 350, 244), "关闭时间查询"))) is Outcome.INAPPLICABLE
