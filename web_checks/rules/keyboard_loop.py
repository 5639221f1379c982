"""Groups of elements that pass the keyboard focus around among themselves.

Whom it hurts: people who cannot use a mouse never reach the rest of the page. Tested: a round that neither Tab nor
Shift+Tab nor Esc leaves while other elements of the page are never reached. Left to a person: dialogs, and rounds in
which a button may close them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard

RULE = Rule(
    id="keyboard-loop",
    title=Text("键盘焦点在几个控件之间打转，到不了页面其余部分", "Keyboard focus goes round among a few controls"),
    whom=Text(
        "不能用鼠标的人一直在这几个控件之间打转，到不了页面的其他内容。",
        "People who cannot use a mouse go round and round here and never reach the rest of the page.",
    ),
    mend=Text(
        "删去在 blur 或 focus 事件里移动焦点的脚本；若是对话框，要能用 Esc 键和“关闭”按钮离开。",
        "Remove scripts that move the focus on blur or focus; if it is a dialog, let Esc and a Close button leave it.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.2",),
    act_rules=("a1b64e",),
    depth=Depth.IN_DEPTH,
    needs=("keyboard",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LEAVES = re.compile(
    r"关闭|取消|确定|返回|同意|知道了|完成|跳过|×|✕|close|cancel|dismiss|ok\b|back|done|skip|accept|agree|got it",
    re.IGNORECASE,
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for the round, at its first element; a passed one when Tab went through the whole page."""
    walk = page.answer(keyboard.PROBE)
    if len(walk.loop) <= 1:
        if walk.stops and walk.complete:
            yield Verdict(Outcome.PASSED, walk.stops[0].target, Text("焦点走得完全页", "The focus goes all the way"))
        return
    stops = [walk.stops[index] for index in walk.loop]
    rest = walk.tabbable > len(stops)
    leaves = any(stop.dialog or _LEAVES.search(stop.name) for stop in stops)
    message = Text(
        f"按 Tab、Shift+Tab、Esc，焦点始终在 {len(stops)} 个控件之间打转",
        f"With Tab, Shift+Tab and Esc the focus goes round among {len(stops)} controls",
    )
    yield Verdict(Outcome.FAILED if rest and not leaves else Outcome.CANT_TELL, stops[0].target, message)
