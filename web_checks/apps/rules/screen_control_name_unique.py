"""Several controls of one screen that bear one name.

Whom it hurts: people who use a screen reader or voice control cannot tell them apart. Tested: the names of everything
that can be pressed; controls that are copies of each other in the rows of a list, and controls in rows that say what
they belong to, are left out. Left to a person: whether they do the same, or their place tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.apps.screen import Node, Role, Screen

RULE = Rule(
    id="screen-control-name-unique",
    title=Text("界面上几个控件同名", "Controls on one screen with the same name"),
    whom=Text(
        "读屏和语音控制的使用者听到几个一样的名称，分不清哪个是哪个。",
        "People who use a screen reader or voice control hear the same name several times and cannot choose.",
    ),
    mend=Text(
        "功能不同的控件用不同的名称，例如“删除：张三的预约”：安卓 contentDescription，苹果 accessibilityLabel，"
        "鸿蒙 accessibilityText。",
        "Give controls that do different things different names, such as “Delete: appointment of 3 May”: "
        "contentDescription on Android, accessibilityLabel on iOS, accessibilityText on HarmonyOS.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.6",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control with a name, one for all that share it."""
    named: dict[str, list[Node]] = defaultdict(list)
    for node in screen.controls:
        said = wording.compact(screen.spoken(node))
        if said and node.role is not Role.FIELD:
            named[said].append(node)
    for nodes in named.values():
        apart = _different(screen, nodes)
        if len(apart) == 1:
            yield Verdict(Outcome.PASSED, screen.target(apart[0]), Text("名称不重复", "No other has its name"))
        else:
            message = Text(
                "有 {count} 个控件都叫“{name}”；请人看一看它们的功能是否相同",
                "{count} controls are called “{name}”: a person should see whether they do the same",
            ).format(count=len(apart), name=screen.spoken(apart[0])[:40])
            yield Verdict(Outcome.CANT_TELL, screen.target(apart[0]), message)


def _different(screen: Screen, nodes: list[Node]) -> list[Node]:
    """Return controls of one name without those inside each other and the copies of one row."""
    kept: dict[int, Node] = {}
    places = set()
    for node in nodes:
        path = screen.target(node).path
        if path in places or any(outer.number in kept for outer in screen.above(node)):
            continue
        places.add(path)
        kept[node.number] = node
    return list(kept.values())
