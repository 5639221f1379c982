"""Controls below 24 by 24 with another one close by.

Whom it hurts: people with tremor, large fingers or one hand miss them and press the neighbour. Tested: the bounds of
all controls in dp (pt on iOS), which stand for CSS px; a small one passes when a circle of 24 about its middle meets
no other. Left to a person: what is cut off by scrolling.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Screen
from web_checks.apps.targets import Crowd, sized

RULE = Rule(
    id="screen-target-size",
    title=Text("控件太小又挨得太近", "Controls too small and too close"),
    whom=Text(
        "手抖、手指粗或单手操作的人按不准，常常按到旁边的。",
        "People with tremor, large fingers or only one hand miss them and press the neighbour.",
    ),
    mend=Text(
        "把可按的区域做到 24×24 以上，最好 48×48，或拉开间距：安卓 minWidth、minHeight 或 TouchDelegate，"
        "苹果放大按钮本身，鸿蒙 responseRegion。",
        "Make what can be pressed 24 by 24 or more, better 48 by 48, or set it apart: minWidth, minHeight or a "
        "TouchDelegate on Android, the button itself on iOS, responseRegion on HarmonyOS.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.8",),
    needs=("screen", "density"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LIMIT = 24  # CSS px, WCAG 2.2, 2.5.8


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control."""
    controls = list(sized(screen))
    crowd = Crowd(screen, [control.node for control in controls], _LIMIT)
    for control in controls:
        target = screen.target(control.node)
        if control.reaches(_LIMIT):
            yield Verdict(Outcome.PASSED, target, Text("够大", "Large enough"))
            continue
        near = crowd.near(control.node)
        if near is None:
            yield Verdict(Outcome.PASSED, target, Text("虽小，四周没有别的控件", "Small, with nothing close by"))
            continue
        size = {"least": f"{control.least:g}", "unit": screen.unit, "near": screen.spoken(near)[:30] or near.short}
        message = Text(
            "较短的一边只有 {least} {unit}，不到 24，而且紧挨着“{near}”",
            "Its lesser side is {least} {unit}, below 24, and “{near}” is right beside it",
        )
        outcome = Outcome.FAILED
        if control.cut:
            outcome = Outcome.CANT_TELL
            message = Text(f"{message.zh}；它在边缘，可能没有完全露出来", f"{message.en}; it may not be wholly in view")
        measured = Measurement(control.least, _LIMIT, screen.unit)
        yield Verdict(outcome, target, message.format(**size), measured)
