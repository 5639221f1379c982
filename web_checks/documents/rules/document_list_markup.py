"""Lists in documents that were typed sign by sign, or whose tags are out of order.

Whom it hurts: a screen reader says "list with five items" and lets people skip it; typed dots are only dots. Tested:
three paragraphs and more in a row that begin with one sign (•, ■, -) and are no list; PDF: list elements that hold
something other than items. Left to a person: whether typed signs are a list at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="document-list-markup",
    title=Text("文档里的列表没有标成列表", "List in a document is not marked as one"),
    whom=Text(
        "读屏软件会报“列表，共 5 项”，也能跳过；手打的圆点只是圆点，听不出有几条。",
        "A screen reader says “list with five items” and lets people skip it; typed dots are only dots.",
    ),
    mend=Text(
        "用“项目符号”功能，不要手打符号；PDF 中列表用 L，里面只放列表项 LI。",
        "Use the bullets of the word processor instead of typed signs; in a PDF let L hold nothing but LI.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each list, marked or typed."""
    for found in document.bullets:
        if not found.marked:
            message = Text(
                "连续 {count} 段以同一个符号开头（“{text}”），没有标成列表，请人判断",
                "{count} paragraphs in a row begin with one sign (“{text}”) and are no list: a person should decide",
            ).format(count=found.count, text=found.text)
            yield Verdict(Outcome.CANT_TELL, found.target, message)
        elif found.fault:
            message = Text("列表里直接放着 {what}", "The list holds {what} that is no item")
            yield Verdict(Outcome.FAILED, found.target, message.format(what=found.fault))
        else:
            yield Verdict(Outcome.PASSED, found.target, Text("列表有标记", "The list is marked"))
