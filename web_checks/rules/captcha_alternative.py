"""CAPTCHAs that can only be passed by sight.

Whom it hurts: blind and deaf-blind people cannot pass it, and many others fail at bent letters. Tested: pictures of
letters beside the field for them, and the services in use in China and abroad, against sound or another form on the
same form. Left to a person: services that appear only after a click, and forms where another way (SMS, QR code) may
replace it.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import captcha

RULE = Rule(
    id="captcha-alternative",
    title=Text("验证码只能用眼睛看", "CAPTCHA can be passed only by sight"),
    whom=Text(
        "盲人看不到图形验证码和滑块拼图，没有语音等别的方式就登不进去、办不成事；低视力者和老年人也常认不出。",
        "Blind people cannot see bent letters or a puzzle: without sound or another form they are locked out.",
    ),
    mend=Text(
        "同时提供语音验证码，或改用短信、扫码、无感验证；图形验证码的替代文本写明“图形验证码，可改用语音验证”。",
        "Offer spoken letters too, or replace it by an SMS, a QR code or a test that asks nothing; "
        "let the picture's alternative say what it is and where the other form is.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    needs=("captcha",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each CAPTCHA that asks something of people."""
    for found in page.answer(captcha.PROBE):
        if found.kind == "score":
            continue
        if found.help:
            yield Verdict(Outcome.PASSED, found.target, Text("有语音等别的形式", "Sound or another form is offered"))
        elif found.kind == "picture" and not found.vendor and not found.other:
            message = Text(
                "图形验证码旁没有语音验证，也没有别的办法完成同一步",
                "Beside the picture there is neither sound nor another way to take the same step",
            )
            yield Verdict(Outcome.FAILED, found.target, message)
        else:
            message = Text(
                "发现验证码（{name}）；请人试一试不看屏幕能不能通过（语音、短信、扫码等）",
                "A CAPTCHA was found ({name}): a person should try whether it can be passed without sight",
            ).format(name=found.vendor or found.kind)
            yield Verdict(Outcome.CANT_TELL, found.target, message)
