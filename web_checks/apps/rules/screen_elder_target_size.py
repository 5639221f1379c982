"""Controls of apps for older people that are small.

Whom it hurts: older people with unsteady hands or weak eyes. Tested: in the version of an app for older people the
main controls are held against 60 and all others against 44; in an app for older people alone those of the start screen
against 48, all others against 44 (dp, pt on iOS). The limits are quoted from secondary sources, so nothing fails. Left
to a person: which controls are the main ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Screen
from web_checks.apps.targets import sized

RULE = Rule(
    id="screen-elder-target-size",
    title=Text("适老界面的控件偏小", "Small controls on a screen for older people"),
    whom=Text(
        "手不稳、眼神不好的老年人按不准小按钮。", "Older people with unsteady hands or weak eyes miss small buttons."
    ),
    mend=Text(
        "适老版主要控件做到 60×60 以上；单独的适老应用首页 48×48 以上；其余 44×44 以上。",
        "Main controls of a version for older people: 60 by 60 or more; the start screen of an app for them alone: 48 "
        "by 48; all others: 44 by 44.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    needs=("screen", "density"),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_OTHERS, _HOME, _MAIN = 44, 48, 60  # dp or pt


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control of a screen for older people, and one for the main ones."""
    if not screen.elder:
        return
    limit = _HOME if screen.elder == "standalone" and screen.home else _OTHERS
    controls = list(sized(screen))
    for control in controls:
        target = screen.target(control.node)
        if control.reaches(limit):
            yield Verdict(Outcome.PASSED, target, Text("够大", "Large enough"))
        else:
            message = Text(
                f"较短的一边只有 {control.least:g} {screen.unit}，不到 {limit}；请人看一看老年人是否按得准",
                f"Its lesser side is {control.least:g} {screen.unit}, below {limit}: can older people hit it?",
            )
            yield Verdict(Outcome.CANT_TELL, target, message, Measurement(control.least, limit, screen.unit))
    if controls and screen.elder == "version" and not any(control.reaches(_MAIN) for control in controls):
        largest = max(controls, key=lambda control: control.least)
        message = Text(
            f"没有一个控件达到 60×60，最大的是 {largest.least:g} {screen.unit}；请人看一看主要功能的按钮是否够大",
            f"No control is 60 by 60, the largest is {largest.least:g} {screen.unit}: are the main ones large enough?",
        )
        measured = Measurement(largest.least, _MAIN, screen.unit)
        yield Verdict(Outcome.CANT_TELL, screen.target(screen.nodes[0]), message, measured)
