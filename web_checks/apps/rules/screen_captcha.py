"""Screens that ask for a test of sight: letters in a picture, a puzzle to drag.

Whom it hurts: blind and deaf-blind people cannot pass it, and many older people fail at bent letters. Tested: what the
texts, hints and ids of a screen call such a test, against words for another way: a voice, an SMS, a QR code, a face.
Left to a person: whether it can be passed without sight; it never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Node, Screen

RULE = Rule(
    id="screen-captcha",
    title=Text("界面上的验证码只能用眼睛看", "CAPTCHA on a screen can be passed only by sight"),
    whom=Text(
        "盲人看不到图形验证码和滑块拼图，登不进去、办不成事；低视力者和老年人也常认不出。",
        "Blind people cannot see bent letters or a puzzle and are locked out; older people often fail at them.",
    ),
    mend=Text(
        "同时提供语音验证码，或改用短信、扫码、无感验证。",
        "Offer spoken letters too, or replace it by an SMS, a QR code or a test that asks nothing.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_TEST = re.compile(
    r"(?:图形|图片|图像)验证码|(?:图中|图片中|下图|右图|上图)的?(?:字符|数字|字母|文字|验证码)|(?:拖动|按住|向右|移动)滑块|滑块验证|拼图验证"
    r"|拖动.{0,6}(?:拼图|完成验证)|依次点击|点选.{0,6}(?:文字|汉字)|看不清.{0,3}换一张|captcha|slide to verify"
    r"|drag the (?:slider|puzzle)|(?:letters|characters|code) (?:in|from) the (?:image|picture)",
    re.IGNORECASE,
)
_KEY = re.compile(r"captcha|(?:img|image|pic|iv|graphic)_?(?:verify|verification|vcode|code)(?![a-z])", re.IGNORECASE)
_OTHER_WAY = re.compile(
    r"语音验证|听(?:取)?验证码|播放验证码|语音播报|短信(?:登录|验证|快捷)|扫码登录|刷脸|人脸(?:识别|登录)|本机号码一键|一键登录"
    r"|audio (?:challenge|code)|spoken code|sms (?:code|login)|face id|scan .{0,12}qr",
    re.IGNORECASE,
)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for the first sign of a test of sight on a screen."""
    found = next((node for node in screen.shown if _is_test(node)), None)
    if found is None:
        return
    if any(_OTHER_WAY.search(told) for node in screen.shown for told in _told(node)):
        yield Verdict(Outcome.PASSED, screen.target(found), Text("有别的办法", "There is another way"))
    else:
        yield Verdict(Outcome.CANT_TELL, screen.target(found), _SIGHT)


def _told(node: Node) -> Iterator[str]:
    return (told for told in (node.label, node.text, node.hint) if told)


def _is_test(node: Node) -> bool:
    return any(map(_TEST.search, _told(node))) or _KEY.search(node.key) is not None


_SIGHT = Text(
    "这里像是图形验证码或滑块；请人试一试不看屏幕能不能通过（语音、短信、扫码等）",
    "This looks like a picture of letters or a puzzle: can it be passed without sight (sound, SMS, QR code)?",
)
