"""Texts that change by themselves.

Whom it hurts: people who read slowly, or with a screen reader or a magnifier, lose the text under their eyes. Tested:
texts that change at least twice in six seconds, and whether a control speaks of pausing, stopping, hiding or the
interval. Left to a person: clocks and countdowns, which may be essential, and whether the control works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import motion

RULE = Rule(
    id="changing-text",
    title=Text("文字自己不断变化，又不能暂停", "Text keeps changing and cannot be paused"),
    whom=Text(
        "读得慢的人、用读屏软件或放大镜的人还没读完，文字就变了。",
        "People who read slowly, or with a screen reader or magnifier, lose the text before its end.",
    ),
    mend=Text(
        "提供“暂停更新”或“隐藏”按钮，或让用户设置更新间隔；没有必要自动更新的改为手动刷新。",
        "Offer a button that pauses or hides the updates, or a setting for the interval; or update on request only.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.2.2",),
    act_rules=("efbfc7",),
    depth=Depth.IN_DEPTH,
    needs=("motion",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_CLOCK = re.compile(
    r"\d{1,2}\s*[:：时点]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2})?|\d+\s*(?:天|小时|分钟|分|秒|days?|h|min|s)\b"
)
_CONTROLS = re.compile(
    r"暂停|停止|隐藏|关闭|频率|间隔|速度|更新|pause|stop|hide|close|freeze|frequency|interval|speed|rate|update|change",
    re.IGNORECASE,
)
_OFTEN = 2


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text that changes again and again."""
    seen = page.answer(motion.PROBE)
    for text in seen.texts:
        if text.changes < _OFTEN or not any(text.samples):
            continue
        clock = all(_CLOCK.search(sample) for sample in text.samples)
        control = next((name for name in (*text.controls, *seen.controls) if _CONTROLS.search(name)), "")
        if clock or control:
            message = Text(
                "文字自己不断变化；请人看一看是否必需、能否暂停或隐藏",
                "The text keeps changing: a person should look whether it is essential, or can be paused or hidden",
            )
            yield Verdict(Outcome.CANT_TELL, text.target, message)
        else:
            message = Text(
                "6 秒里自己变了几次，没有暂停、停止或隐藏的控件",
                "It changed again and again in six seconds, and no control pauses, stops or hides it",
            )
            yield Verdict(Outcome.FAILED, text.target, message)
