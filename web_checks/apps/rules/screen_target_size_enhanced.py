"""Controls below 44 by 44.

Whom it hurts: people with tremor, low vision or large fingers. Tested: the bounds of all controls in dp (pt on iOS),
which stand for CSS px. Level AAA, so it runs when that level is asked for. Left to a person: what is cut off by
scrolling, and links within sentences, which dumps do not show.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Screen
from web_checks.apps.targets import sized

RULE = Rule(
    id="screen-target-size-enhanced",
    title=Text("控件小于 44×44", "Control below 44 by 44"),
    whom=Text(
        "手抖、低视力或手指粗的人不容易按准。", "People with tremor, low vision or large fingers find it hard to hit."
    ),
    mend=Text("把可按的区域做到 44×44 以上。", "Make what can be pressed 44 by 44 or more."),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.5",),
    needs=("screen", "density"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LIMIT = 44  # CSS px, WCAG 2.2, 2.5.5


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control."""
    for control in sized(screen):
        target = screen.target(control.node)
        if control.reaches(_LIMIT):
            yield Verdict(Outcome.PASSED, target, Text("够大", "Large enough"))
            continue
        message = Text(
            f"较短的一边只有 {control.least:g} {screen.unit}，不到 44"
            + ("；它在边缘，可能没有完全露出来" if control.cut else ""),
            f"Its lesser side is {control.least:g} {screen.unit}, below 44"
            + ("; it may not be wholly in view" if control.cut else ""),
        )
        outcome = Outcome.CANT_TELL if control.cut else Outcome.FAILED
        yield Verdict(outcome, target, message, Measurement(control.least, _LIMIT, screen.unit))
