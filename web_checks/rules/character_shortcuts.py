"""Single letters, digits or signs that act on the page wherever the focus is.

Whom it hurts: people who speak to their computer set off shortcuts with every word; people whose hands shake, with a
slip. Tested: printable keys pressed while nothing has the focus; what makes the page react twice is a shortcut. Left to
a person: shortcuts on a page with a control that may turn them off, and keys that are only swallowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import shortcuts

RULE = Rule(
    id="character-shortcuts",
    title=Text("单个字符键就是快捷键，且关不掉", "Single characters are shortcuts that cannot be turned off"),
    whom=Text(
        "用语音输入的人说的每个字都可能触发快捷键；手抖的人碰到一个键，页面就变了。",
        "People who dictate set off a shortcut with every word; people with a tremor, by touching a key.",
    ),
    mend=Text(
        "快捷键加上 Ctrl 或 Alt 等组合键，或只在控件获得焦点时有效；否则提供关闭或更改快捷键的设置。",
        "Combine shortcuts with Ctrl or Alt, let them work only on the focused control, or offer a setting for them.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.4",),
    act_rules=("ffbc54",),
    depth=Depth.IN_DEPTH,
    needs=("shortcuts",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SETTING = re.compile(
    r"快捷|热键|按键|键盘|设置|偏好|无障碍|\bkeys?\b|keyboard|shortcut|hotkey|setting|preference|accessib",
    re.IGNORECASE,
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for the page when a printable key does something on it."""
    seen = page.answer(shortcuts.PROBE)
    where = Target("body", "<body>", "body")
    if seen.acting:
        keys = " ".join(seen.acting)
        setting = next((name for name in seen.controls if _SETTING.search(name)), "")
        if setting:
            message = Text(
                f"按 {keys} 页面就有反应；请人看一看“{setting}”能否关闭或更改快捷键",
                f"The page reacts to {keys}: a person should look whether “{setting}” turns that off",
            )
            yield Verdict(Outcome.CANT_TELL, where, message)
        else:
            message = Text(
                f"没有焦点时按 {keys} 页面就有反应，页面上找不到关闭快捷键的设置",
                f"With nothing focused the page reacts to {keys}, and no control on it would turn that off",
            )
            yield Verdict(Outcome.FAILED, where, message)
    elif seen.swallowed:
        message = Text(
            f"没有焦点时按键 {' '.join(seen.swallowed)} 被页面截住，请人看一看是不是快捷键",
            f"The page swallows {' '.join(seen.swallowed)}: a person should look whether these are shortcuts",
        )
        yield Verdict(Outcome.CANT_TELL, where, message)
