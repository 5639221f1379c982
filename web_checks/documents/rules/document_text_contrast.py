"""Text in documents that is too faint for its ground.

Whom it hurts: people with low vision, and everybody in sunlight or on a bad print. Tested: DOCX, PPTX, XLSX: text whose
colour and ground are both given as plain colours (a page without colour is white); each pair of colours once. Left to a
person: colours of themes, text over pictures, and PDF, where the ground is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.colours import contrast
from web_checks.documents.document import Document

RULE = Rule(
    id="document-text-contrast",
    title=Text("文档里的文字与底色对比不足", "Text in a document is too faint for its ground"),
    whom=Text(
        "低视力的人看不清浅灰、浅黄的文字；打印出来或在强光下，人人都看不清。",
        "People with low vision cannot read pale grey or yellow text; in print or sunlight nobody can.",
    ),
    mend=Text(
        "加深文字颜色或改浅底色：正文对比度不低于 4.5:1，大字（18 磅，或加粗 14 磅以上）不低于 3:1。",
        "Darken the text or lighten its ground: 4.5:1 for text, 3:1 for large text (18 pt, or 14 pt in bold).",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.3",),
)

# WCAG 2.2, 1.4.3.
_TEXT, _LARGE = 4.5, 3.0


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each pair of colours."""
    for pair in document.colours:
        limit = _LARGE if pair.large else _TEXT
        ratio = contrast(pair.ink, pair.ground)
        if ratio >= limit:
            yield Verdict(Outcome.PASSED, pair.target, Text("够清楚", "Clear enough"))
            continue
        shown = int(ratio * 100) / 100
        message = Text(
            "文字颜色 #{ink} 与底色 #{ground} 的对比度为 {shown}:1，应不低于 {limit:g}:1（{count} 处，如“{text}”）",
            "#{ink} on #{ground} has a contrast of {shown}:1; {limit:g}:1 is needed ({count} times, “{text}” for one)",
        ).format(ink=pair.ink, ground=pair.ground, shown=shown, limit=limit, count=pair.count, text=pair.text)
        yield Verdict(Outcome.FAILED, pair.target, message, Measurement(shown, limit, ":1"))
