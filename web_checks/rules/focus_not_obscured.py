"""Focused elements that lie wholly under something fixed.

Whom it hurts: people who work by keyboard cannot see what has the focus. Tested: every stop of Tab, and on pages with
fixed or sticky boxes some of Shift+Tab: 15 points of each of its boxes. Left to a person: boxes that let something
through, and pages whose style sheets did not load.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard

RULE = Rule(
    id="focus-not-obscured",
    title=Text("获得焦点的元素被固定的内容完全遮住", "Focused element is wholly covered by fixed content"),
    whom=Text(
        "用键盘的人按 Tab 到了飘窗、悬浮导航或页脚条的底下，看不见焦点所在的链接或输入框。",
        "People who work by keyboard land under a floating box, a sticky header or footer, and see nothing of it.",
    ),
    mend=Text(
        "给页面加 scroll-padding，留出固定条的高度；飘窗不要压在链接上，或默认收起。",
        "Give the page a scroll-padding as high as the fixed bar; keep floating boxes off links, or closed at first.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.11",),
    depth=Depth.IN_DEPTH,
    needs=("keyboard",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each stop of the walk."""
    walk = page.answer(keyboard.PROBE)
    for stop in walk.stops:
        if not stop.cover:
            yield Verdict(Outcome.PASSED, stop.target, Text("没有被完全遮住", "Not wholly covered"))
            continue
        message = Text(
            f"获得焦点时完全被 {stop.cover[:80]} 遮住", f"When focused it is wholly covered by {stop.cover[:80]}"
        )
        certain = stop.opaque and not walk.unstyled
        yield Verdict(Outcome.FAILED if certain else Outcome.CANT_TELL, stop.target, message)
