"""Lists that lead away as soon as another option is chosen, and do not say so.

Whom it hurts: people who go through the options by arrow keys are thrown out at the first one, into a page or a window
that they did not ask for; 友情链接 at the foot of many portals is such a list. Tested: what the list's markup does on a
change, against the words by it. Left to a person: what scripts attach elsewhere (change-on-input tries it on a test
copy).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import words
from web_checks.page import Page
from web_checks.probes import controls

RULE = Rule(
    id="jump-menu-warning",
    title=Text("下拉列表一选就跳转，事先没有说明", "List leads away at once and does not say so"),
    whom=Text(
        "用方向键逐项查看的人，刚动一下就跳到别的网站或弹出新窗口，列表后面的选项永远选不到。",
        "People who go through a list by arrow keys are thrown out at its first option and never get to the others.",
    ),
    mend=Text(
        "列表旁加“前往”按钮，按下才跳转；或改成一组普通链接；做不到的，在列表前写明“选择后自动跳转”。",
        "Put a Go button beside the list, or make it a group of links; else say before it that choosing leads away.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.2.2",),
    needs=("controls",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each list whose markup leads away on a change."""
    for menu in page.answer(controls.PROBE).jump_menus:
        if re.search(words.WARNS_AT_ONCE, menu.around, re.IGNORECASE):
            yield Verdict(Outcome.PASSED, menu.target, Text("旁边写明了会跳转", "Words by it say that it leads away"))
        else:
            message = Text(
                "换一个选项就跳转、开窗或提交，旁边没有说明",
                "Choosing another option leads away, opens a window or submits, and nothing by it says so",
            )
            yield Verdict(Outcome.FAILED, menu.target, message)
