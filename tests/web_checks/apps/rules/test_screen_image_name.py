"""screen-image-name: names of files and resources, words for the medium, vague ones, real ones."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-image-name"
BOX = (10, 10, 58, 58)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("kind", ["image", "icon"])
@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("ic_close", Outcome.FAILED),
        ("home_tab_selected_2", Outcome.FAILED),
        ("icon@2x", Outcome.FAILED),
        ("banner.png", Outcome.FAILED),
        ("图片", Outcome.FAILED),
        ("IMG_2023", Outcome.FAILED),
        ("ic close", Outcome.CANT_TELL),
        ("logo", Outcome.CANT_TELL),
        ("关闭", Outcome.PASSED),
        ("Back", Outcome.PASSED),
        ("image of the town hall", Outcome.PASSED),
        ("", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(form: Format, kind: str, label: str, said: Outcome) -> None:
    assert outcome(RULE, seen(form, View(kind, BOX, label=label))) is said


def test_texts_are_none_of_it() -> None:
    assert outcome(RULE, seen(Format.IOS, View("text", BOX, "ic_close"))) is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    ("label", "words", "said"),
    [
        ("back black", "选择国家", Outcome.CANT_TELL),
        ("fanhui", "选择国家", Outcome.CANT_TELL),
        ("back black", "Choose a country", Outcome.PASSED),
        ("WeChat", "选择国家", Outcome.PASSED),
        ("返回", "选择国家", Outcome.PASSED),
    ],
)
def test_names_of_assets_among_chinese_texts(label: str, words: str, said: Outcome) -> None:
    text = View("text", (60, 10, 300, 58), words)
    assert outcome(RULE, seen(Format.IOS, View("icon", (10, 10, 58, 58), label=label), text)) is said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("ic_scan", Outcome.FAILED),
        ("mine_setting", Outcome.FAILED),
        ("scan@2x", Outcome.FAILED),
        ("zhang_san", Outcome.CANT_TELL),
        ("user_123", Outcome.CANT_TELL),
    ],
)
def test_a_nickname_may_look_like_a_resource(label: str, said: Outcome) -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("icon", (10, 10, 58, 58), label=label))) is said
