"""screen-captcha: what texts, hints and ids call it, and other ways beside it."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-captcha"
PASSED, CANT_TELL, NONE = Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE
BOX = (20, 300, 380, 348)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("请输入图形验证码", CANT_TELL),
        ("请输入图中的字符", CANT_TELL),
        ("按住滑块，拖动到最右边", CANT_TELL),
        ("请依次点击：办 事 厅", CANT_TELL),
        ("Enter the letters in the image", CANT_TELL),
        ("请输入短信验证码", NONE),
        ("图片上传", NONE),
    ],
)
def test_what_it_is_called(form: Format, text: str, said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("text", BOX, text))) is said


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("other", ["语音验证码", "短信登录", "扫码登录", "Audio challenge"])
def test_another_way(form: Format, other: str) -> None:
    way = View("button", (20, 400, 380, 448), other)
    assert outcome(RULE, seen(form, View("text", BOX, "图形验证码"), way)) is PASSED


@pytest.mark.parametrize(("key", "said"), [("iv_captcha", CANT_TELL), ("img_code", CANT_TELL), ("img_codec", NONE)])
def test_ids(key: str, said: Outcome) -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("image", BOX, key=key), View("button", BOX, "登录"))) is said


def test_hints() -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("field", BOX, more={"hint": "图形验证码"}))) is CANT_TELL
