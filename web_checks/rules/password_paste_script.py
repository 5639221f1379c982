"""Login fields that a script keeps from being pasted into.

Whom it hurts: people who cannot remember or retype a password rely on pasting it. Tested on a test copy only, since the
page's own script runs: a paste into each field of a login form, cancelled while nothing arrives. Handlers in the markup
are password-paste's. Left to a person: fields other than the password, and other ways to log in.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import entry

RULE = Rule(
    id="password-paste-script",
    title=Text("登录框用脚本禁止粘贴", "A script refuses pasting into a login field"),
    whom=Text(
        "记不住或打不出复杂密码的人（认知障碍者、老年人、手部障碍者）要靠粘贴登录。",
        "People who cannot remember or type a password log in by pasting it.",
    ),
    mend=Text(
        "删去脚本里取消 paste 事件的代码；密码框应当允许粘贴和密码管理器填写。",
        "Remove the script that cancels the paste event; let passwords be pasted and filled in by password managers.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.8",),
    depth=Depth.IN_DEPTH,
    needs=("entry",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    staging=True,
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each password field, and for other fields of a login form that refuse pasting."""
    for field in page.answer(entry.PROBE).pastes:
        if field.refused and field.password:
            yield Verdict(Outcome.FAILED, field.target, Text("密码框不接受粘贴", "The password field refuses a paste"))
        elif field.refused:
            message = Text(
                "登录框不接受粘贴；请人看一看密码管理器还能不能用，有没有别的登录方式",
                "The field refuses a paste: a person should see whether a password manager works, or another way in",
            )
            yield Verdict(Outcome.CANT_TELL, field.target, message)
        elif field.password:
            yield Verdict(Outcome.PASSED, field.target, Text("可以粘贴", "It can be pasted into"))
