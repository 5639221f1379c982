"""Logins that make people read and copy letters from a picture.

Whom it hurts: people with dyslexia or a cognitive impairment cannot transcribe bent letters. Tested: forms with a
password and a picture of letters (recognising objects is exempt at level AA). Left to a person: forms where another
way to log in is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import captcha

RULE = Rule(
    id="authentication-cognitive-test",
    title=Text("登录时要辨认并抄写验证码", "Login makes people copy letters from a picture"),
    whom=Text(
        "有阅读障碍、认知障碍的人和许多老年人认不出、抄不对图中的字符，登不进去。",
        "People with dyslexia or a cognitive impairment cannot transcribe the letters and are locked out.",
    ),
    mend=Text(
        "登录提供不用抄写的方式：扫码、短信验证码自动填入、人脸、数字证书，或去掉图形验证码。",
        "Offer a login without transcription: QR code, SMS code filled in by itself, passkey, certificate; "
        "or drop the picture.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.8",),
    needs=("captcha",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each picture of letters in a login form."""
    for found in page.answer(captcha.PROBE):
        if not (found.login and found.kind == "picture" and not found.vendor):
            continue
        if found.other or found.help:
            message = Text(
                "登录要抄写验证码；页面上似乎有别的登录方式，请人确认不抄写也能登录",
                "Login asks to copy letters; another way seems to be offered: a person should confirm it works",
            )
            yield Verdict(Outcome.CANT_TELL, found.target, message)
        else:
            message = Text(
                "登录必须抄写图形验证码，没有别的方式", "Login needs the letters copied; no other way is offered"
            )
            yield Verdict(Outcome.FAILED, found.target, message)
