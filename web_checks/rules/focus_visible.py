"""Elements that get the keyboard focus without any sign of it.

Whom it hurts: people who work by keyboard lose their place. Tested: every stop of the Tab key: its painting and that of
what is around it with and without focus; where they are equal, pictures of the whole viewport, twice. Left to a
person: whether an indicator can be seen well enough, and pages whose style sheets did not load.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard

RULE = Rule(
    id="focus-visible",
    title=Text("键盘焦点看不见", "Keyboard focus cannot be seen"),
    whom=Text(
        "不用鼠标、靠 Tab 键操作的肢体障碍者和低视力者看不出焦点在哪里，不知道按回车会触发什么。",
        "People who work by keyboard cannot see where they are, nor what the Enter key will do.",
    ),
    mend=Text(
        "删去 outline: none，或用 :focus-visible 另给明显的焦点样式（如 2 像素的外框）；看不见的控件移出 Tab 顺序。",
        "Remove outline: none or give :focus-visible a clear style of its own (a 2 px frame, say); "
        "keep controls that nobody sees out of the Tab order.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.7",),
    act_rules=("oj04fd",),
    depth=Depth.IN_DEPTH,
    needs=("keyboard",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each stop whose focus was seen or was compared in pictures."""
    walk = page.answer(keyboard.PROBE)
    for stop in walk.stops:
        if stop.changed or stop.pictured:
            yield Verdict(Outcome.PASSED, stop.target, Text("焦点可见", "The focus shows"))
        elif stop.pictured is False:
            message = (
                Text("获得焦点前后画面没有任何变化", "The picture is the same with and without the focus")
                if stop.shown
                else Text("焦点落在看不见的元素上", "The focus lands on something that nobody can see")
            )
            yield Verdict(Outcome.CANT_TELL if walk.unstyled else Outcome.FAILED, stop.target, message)
