"""screen-elder-advert and screen-elder-inducement: on screens for older people, and on no others."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

BOX = (10, 10, 110, 58)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View("text", BOX, "广告"), Outcome.CANT_TELL),
        (View("text", BOX, "跳过 3s"), Outcome.CANT_TELL),
        (View("text", BOX, "AD"), Outcome.CANT_TELL),
        (View("text", BOX, "广告法咨询"), Outcome.PASSED),
        (View("text", BOX, "办事大厅"), Outcome.PASSED),
    ],
)
def test_adverts(form: Format, view: View, said: Outcome) -> None:
    assert outcome("screen-elder-advert", seen(form, view, elder="version")) is said
    assert outcome("screen-elder-advert", seen(form, view)) is Outcome.INAPPLICABLE


def test_an_id_that_says_advert() -> None:
    view = View("image", BOX, key="splash_ad")
    assert outcome("screen-elder-advert", seen(Format.ANDROID, view, elder="version")) is Outcome.CANT_TELL
    view = View("image", BOX, key="address_add")
    assert outcome("screen-elder-advert", seen(Format.ANDROID, view, elder="version")) is Outcome.PASSED


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("立即下载", Outcome.CANT_TELL),
        ("领红包", Outcome.CANT_TELL),
        ("Download now", Outcome.CANT_TELL),
        ("下载办事指南", Outcome.PASSED),
        ("社保缴费", Outcome.PASSED),
    ],
)
def test_lures(form: Format, name: str, said: Outcome) -> None:
    view = View("button", BOX, name)
    assert outcome("screen-elder-inducement", seen(form, view, elder="standalone")) is said
    assert outcome("screen-elder-inducement", seen(form, view)) is Outcome.INAPPLICABLE


def test_a_screen_without_buttons_has_no_lure() -> None:
    screen = seen(Format.IOS, View("text", BOX, "立即下载"), elder="version")
    assert outcome("screen-elder-inducement", screen) is Outcome.INAPPLICABLE
