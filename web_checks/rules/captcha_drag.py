"""CAPTCHAs that must be dragged.

Whom it hurts: people with tremor, people who use a keyboard, a switch or their voice cannot drag a slider along an
exact path. Tested: sliders on screen, of the site's own or of a known service, against sound or another form beside
them. Left to a person: services that appear only after a click, and whether a click or a key works too.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import captcha

RULE = Rule(
    id="captcha-drag",
    title=Text("滑块验证只能拖动完成", "CAPTCHA must be dragged"),
    whom=Text(
        "手抖的人，用键盘、开关或语音操作的人，无法按要求拖动滑块。",
        "People with tremor, and people who use a keyboard, a switch or their voice, cannot drag a slider.",
    ),
    mend=Text(
        "提供不用拖动的方式（点选一次、短信、扫码、语音），并能用键盘操作。",
        "Offer a way without dragging (one click, an SMS, a QR code, sound) that works by keyboard.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.7",),
    needs=("captcha",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each CAPTCHA that is a slider."""
    for found in page.answer(captcha.PROBE):
        if found.kind != "slide":
            continue
        if found.help:
            yield Verdict(Outcome.PASSED, found.target, Text("有不用拖动的方式", "There is a way without dragging"))
        elif found.met and not found.vendor and not found.other:
            message = Text("滑块验证旁没有不用拖动的方式", "Beside the slider there is no way without dragging")
            yield Verdict(Outcome.FAILED, found.target, message)
        else:
            message = Text(
                "发现滑块验证（{name}）；请人试一试不拖动能不能通过",
                "A slider was found ({name}): a person should try without dragging",
            ).format(name=found.vendor or "slide")
            yield Verdict(Outcome.CANT_TELL, found.target, message)
