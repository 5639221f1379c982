"""Controls below what their platform recommends: 48 dp on Android, 32 dp at the edge of the screen.

Whom it hurts: people with tremor, low vision or large fingers. Tested: the bounds of all controls of Android screens
(source of the limits: Google's accessibility test framework). Left to a person: areas beyond the bounds in which a
view takes touches; it is good practice and never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Format, Screen
from web_checks.apps.targets import sized

RULE = Rule(
    id="screen-target-size-platform",
    title=Text("控件小于安卓建议的 48 dp", "Control below Android's 48 dp"),
    whom=Text(
        "手抖、低视力或手指粗的人不容易按准。", "People with tremor, low vision or large fingers find it hard to hit."
    ),
    mend=Text(
        "用 minWidth、minHeight 或 TouchDelegate 把可按的区域做到 48 dp。",
        "Make what can be pressed 48 dp by minWidth, minHeight or a TouchDelegate.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    needs=("screen", "density"),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LIMIT, _AT_EDGE = 48, 32  # dp


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control of an Android screen."""
    if screen.format is not Format.ANDROID:
        return
    for control in sized(screen):
        target = screen.target(control.node)
        limit = _AT_EDGE if control.cut else _LIMIT
        if control.reaches(limit):
            yield Verdict(Outcome.PASSED, target, Text("够大", "Large enough"))
            continue
        message = Text(
            f"较短的一边只有 {control.least:g} dp，不到安卓建议的 {limit} dp；请人看一看是否按得准",
            f"Its lesser side is {control.least:g} dp, below the {limit} dp that Android recommends: can it be hit?",
        )
        yield Verdict(Outcome.CANT_TELL, target, message, Measurement(control.least, limit, "dp"))
