"""Texts and controls that come in another order than they stand.

Whom it hurts: people who use a screen reader, a switch or a keyboard go through the screen in an order that makes no
sense. Tested: on each screen, how often an element comes after one that stands wholly below it, neighbours in one part
of the view tree only. Left to a person: everything beyond the question, since apps may set the order apart from the
tree and screen readers sort by place; it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Node, Screen
from web_checks.box import Box

RULE = Rule(
    id="screen-reading-order",
    title=Text("界面元素的先后与位置不一致", "Elements come in another order than they stand"),
    whom=Text(
        "读屏、开关设备和键盘的使用者按奇怪的顺序经过各个元素，听不明白。",
        "People who use a screen reader, a switch or a keyboard go through the screen in an order without sense.",
    ),
    mend=Text(
        "让视图树的顺序与看到的顺序一致，或设置读屏顺序：安卓 accessibilityTraversalBefore，"
        "苹果 accessibilityElements，鸿蒙 accessibilityNextFocusId。",
        "Put the view tree in the order that is seen, or set the order: accessibilityTraversalBefore on Android, "
        "accessibilityElements on iOS, accessibilityNextFocusId on HarmonyOS.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.2", "wcag:2.4.3"),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# One step upwards may be a badge or a floating button.
_STEPS = 2


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield one verdict for a screen with two elements or more that are read."""
    groups: dict[int, list[Node]] = {}
    for node in screen.shown:
        if node.name:
            groups.setdefault(node.parent, []).append(node)
    rows = [nodes for nodes in groups.values() if len(nodes) > 1]
    if not rows:
        return
    back = [(one, other) for nodes in rows for one, other in pairwise(nodes) if _upwards(one.box, other.box)]
    if len(back) < _STEPS:
        yield Verdict(
            Outcome.PASSED, screen.target(screen.nodes[0]), Text("顺序与位置一致", "The order fits the places")
        )
        return
    one, other = back[0]
    message = Text(
        "有 {count} 处往回跳，例如“{one}”之后是在它上方的“{other}”；请用读屏软件按顺序听一遍",
        "The order goes back up {count} times: after “{one}” comes “{other}”, which stands above it; listen to it",
    ).format(count=len(back), one=one.name[:30], other=other.name[:30])
    yield Verdict(Outcome.CANT_TELL, screen.target(other), message)


def _upwards(one: Box, other: Box) -> bool:
    """Return whether a box stands wholly above another one in the same column."""
    return other.bottom <= one.top and other.left < one.right and other.right > one.left
