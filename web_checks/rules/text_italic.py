"""Running text that is all italic.

Whom it hurts: people with dyslexia or low vision read slanted letters badly, and Chinese characters have no true
italic. Tested: blocks of running text that are italic throughout. Left to a person: whether it is a short quotation;
it is good practice and never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import prose

RULE = Rule(
    id="text-italic",
    title=Text("大段文字用斜体", "Running text is all italic"),
    whom=Text(
        "斜体汉字只是硬拉斜的字形，低视力者和有阅读障碍的人很难辨认。",
        "Slanted letters are hard to read with dyslexia or low vision; Chinese has no true italic at all.",
    ),
    mend=Text(
        "正文不用斜体，强调用加粗或颜色以外的标记。",
        "Set running text upright; stress words by weight.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    needs=("prose",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page with running text, at the first block that is so set."""
    blocks = page.answer(prose.PROBE).blocks
    found = [block for block in blocks if block.italic]
    if found:
        message = Text(
            "{count} 段文字全是斜体；请人看一看是否影响阅读",
            "{count} blocks are italic throughout: a person should see whether they can be read well",
        ).format(count=len(found))
        yield Verdict(Outcome.CANT_TELL, found[0].target, message)
    elif blocks:
        yield Verdict(Outcome.PASSED, blocks[0].target, Text("没有整段斜体", "None is all italic"))
