"""Headings that skip a level on the way down: a level 3 right below a level 1.

Whom it hurts: people who use a screen reader take the levels for the outline of the text and look for the part that
seems to be missing. Tested: the levels of headings in reading order. Not a criterion of WCAG: a good practice. Left to
a person: whether the levels fit the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="document-heading-order",
    title=Text("文档标题跳级", "Document headings skip a level"),
    whom=Text(
        "读屏软件的使用者按标题级别理解文件的层次；从一级直接到三级，会以为漏掉了一部分。",
        "People who use a screen reader take heading levels for the outline, and look for the level that is missing.",
    ),
    mend=Text(
        "逐级使用标题样式：“标题 1”下面用“标题 2”，不要为了字号好看而跳级。",
        "Use heading styles level by level, Heading 2 below Heading 1; change the style's looks, not the level.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
)

_SKIPPED = Text(
    "标题“{text}”是 {level} 级，前一个标题是 {before} 级",
    "The heading “{text}” has level {level}, the one before it level {before}",
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each heading with a level after the first."""
    levels = [heading for heading in document.headings if heading.level]
    for before, heading in pairwise(levels):
        if heading.level > before.level + 1:
            message = _SKIPPED.format(text=heading.text[:60], level=heading.level, before=before.level)
            yield Verdict(Outcome.FAILED, heading.target, message)
        else:
            yield Verdict(Outcome.PASSED, heading.target, Text("级别连续", "The level follows on"))
