"""Controls whose name says nothing: 更多, 点击这里, here.

Whom it hurts: people who use a screen reader and go from control to control hear names that mean nothing alone. Tested:
the names of everything that can be pressed, but text fields and switches. Left to a person: whether the text around a
control says what it leads to; it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.apps.screen import TOGGLES, Role, Screen
from web_checks.wording import Vague

RULE = Rule(
    id="screen-control-purpose",
    title=Text("控件的名称没有说明去处", "Name of a control says nothing"),
    whom=Text(
        "读屏软件的使用者逐个听控件，只听到“更多”“点击这里”。",
        "People who use a screen reader go from control to control and hear only “more” and “here”.",
    ),
    mend=Text(
        "在名称中写明去处或作用，例如“更多通知公告”：安卓 contentDescription，苹果 accessibilityLabel，"
        "鸿蒙 accessibilityText。",
        "Say where it leads or what it does, such as “More notices”: contentDescription on Android, "
        "accessibilityLabel on iOS, accessibilityText on HarmonyOS.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.4",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control with a name."""
    for node in screen.controls:
        said = screen.spoken(node)
        if node.role in (Role.FIELD, *TOGGLES) or not wording.has_letters(said):
            continue
        if wording.vagueness(said) in (Vague.NOTHING, Vague.POINTER):
            message = Text(
                "名称“{name}”没有说明去处；请人看一看旁边的文字是否说明了",
                "The name “{name}” does not say what it leads to: does the text around it?",
            )
            yield Verdict(Outcome.CANT_TELL, screen.target(node), message.format(name=said[:40]))
        else:
            yield Verdict(Outcome.PASSED, screen.target(node), Text("名称有内容", "The name says something"))
