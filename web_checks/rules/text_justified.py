"""Running text that is justified.

Whom it hurts: people with dyslexia lose the line in the uneven gaps between words. Tested: blocks of running text set
justified. Left to a person: whether the page offers a way to set it otherwise, and Chinese text, whose gaps are
small; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import prose

RULE = Rule(
    id="text-justified",
    title=Text("大段文字两端对齐", "Running text is justified"),
    whom=Text(
        "有阅读障碍的人会被两端对齐拉出的宽窄空隙打断，读着读着就串了行。",
        "People with dyslexia lose the line in the uneven gaps that justified text opens between words.",
    ),
    mend=Text(
        "正文用 text-align: start（左对齐）。",
        "Set running text with text-align: start.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.8",),
    needs=("prose",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page with running text, at the first block that is so set."""
    blocks = page.answer(prose.PROBE).blocks
    found = [block for block in blocks if block.justified]
    if found:
        message = Text(
            "{count} 段文字两端对齐；请人看一看字间空隙是否影响阅读，页面能否改为左对齐",
            "{count} blocks are justified: a person should see whether the gaps disturb reading",
        ).format(count=len(found))
        yield Verdict(Outcome.CANT_TELL, found[0].target, message)
    elif blocks:
        yield Verdict(Outcome.PASSED, blocks[0].target, Text("没有两端对齐", "None is justified"))
