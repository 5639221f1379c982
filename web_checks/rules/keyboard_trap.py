"""Elements that hold the keyboard focus.

Whom it hurts: people who cannot use a mouse are stuck for good. Tested: an element to which the focus comes back after
Tab, Shift+Tab, Esc, the arrow keys and the keys that the page itself names as the way out. Left to a person: groups of
elements that pass the focus around among themselves (keyboard-loop), and frames of other sites.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard

RULE = Rule(
    id="keyboard-trap",
    title=Text("键盘焦点进得去、出不来", "Keyboard focus is trapped in an element"),
    whom=Text(
        "不能用鼠标的人被困在这个控件里，除了关掉网页没有别的办法。",
        "People who cannot use a mouse are stuck in this control; all they can do is close the page.",
    ),
    mend=Text(
        "删去在失去焦点（blur）时把焦点抢回来的脚本；对话框应能用 Esc 键和“关闭”按钮离开。",
        "Remove the script that takes the focus back on blur; let Esc and a Close button leave a dialog.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.2",),
    act_rules=("80af7b", "a1b64e", "ebe86a"),
    depth=Depth.IN_DEPTH,
    needs=("keyboard",),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each stop of the walk."""
    walk = page.answer(keyboard.PROBE)
    for index, stop in enumerate(walk.stops):
        if walk.loop == (index,):
            message = Text(
                "按 Tab、Shift+Tab、Esc 和方向键，焦点都回到这里",
                "After Tab, Shift+Tab, Esc and the arrow keys the focus is back here",
            )
            yield Verdict(Outcome.FAILED, stop.target, message)
        elif index not in walk.loop:
            yield Verdict(Outcome.PASSED, stop.target, Text("焦点能离开", "The focus can leave"))
