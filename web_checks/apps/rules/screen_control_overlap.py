"""Controls that lie on top of each other.

Whom it hurts: people who use a screen reader, a switch or a large finger reach the wrong one, or one of them never.
Tested: the bounds of everything that can be pressed, pairs inside each other aside. Two that fill the same bounds fail
on Android, where the dump lists only what can be seen. Left to a person: partial overlap, and other systems.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Format, Screen
from web_checks.apps.targets import covering

RULE = Rule(
    id="screen-control-overlap",
    title=Text("控件互相重叠", "Controls on top of each other"),
    whom=Text(
        "用读屏、开关设备的人和手不稳的人会按到另一个，其中一个可能永远按不到。",
        "People with a screen reader, a switch or an unsteady hand press the wrong one; one may never be reached.",
    ),
    mend=Text(
        "把控件分开摆放；只作容器的不要设为可点击；被遮住的从界面上移除。",
        "Set them apart; do not make plain containers clickable; remove what is covered.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Share of the smaller one that must be covered before a person is asked.
_COVERED = 0.5
_GROUND = 0.25  # of the screen: a larger one is a list or a ground that others rightly lie on
_MOST = 400  # controls of one screen that are compared


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control that is no ground."""
    nodes = [node for node in screen.controls if node.box.area <= _GROUND * screen.size.area][:_MOST]
    covered = covering(nodes, _COVERED)
    for node in nodes:
        over = covered.get(node.number)
        if over is None:
            yield Verdict(Outcome.PASSED, screen.target(node), Text("没有被别的控件盖住", "No other control covers it"))
            continue
        same = over.box == node.box
        names = {"one": screen.spoken(node)[:30] or node.short, "other": screen.spoken(over)[:30] or over.short}
        if same and screen.format is Format.ANDROID:
            message = Text(
                "“{one}”和“{other}”占着同一块地方，有一个按不到",
                "“{one}” and “{other}” fill the same place, so one of them cannot be reached",
            )
            yield Verdict(Outcome.FAILED, screen.target(node), message.format(**names))
        else:
            message = Text(
                "“{one}”和“{other}”有一半以上重叠；请人看一看两个是否都按得到",
                "“{one}” and “{other}” overlap by half or more: a person should see whether both can be reached",
            )
            yield Verdict(Outcome.CANT_TELL, screen.target(node), message.format(**names))
