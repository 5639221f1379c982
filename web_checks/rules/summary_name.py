"""Summaries without a name.

Whom it hurts: people who use a screen reader hear “details, collapsed” and do not learn what would open. Tested: the
summary that works each details element, also where a role of its own tries to hide it. Left to a person: whether the
name says what is inside.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import semantics

RULE = Rule(
    id="summary-name",
    title=Text("折叠区域的 <summary> 没有名称", "Summary of a details element has no name"),
    whom=Text(
        "读屏软件的使用者只听到“详情，已折叠”，不知道展开的是什么，也就不会去展开。",
        "People who use a screen reader hear “details, collapsed” and do not learn what it would open.",
    ),
    mend=Text(
        "在 <details> 的第一个 <summary> 里写出标题文字，如“办理材料”。",
        "Write the heading of the section into the first <summary> of <details>, such as “Opening times”.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    act_rules=("2t702h",),
    needs=("semantics",),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for the working summary of each details element."""
    for summary in page.answer(semantics.PROBE).summaries:
        if summary.name:
            yield Verdict(Outcome.PASSED, summary.target, Text("有名称", "It has a name"))
        else:
            yield Verdict(Outcome.FAILED, summary.target, Text("<summary> 没有名称", "The <summary> has no name"))
