"""Text in documents that is too faint for its ground.

Whom it hurts: people with low vision, and everybody in sunlight or on a bad print. Tested: DOCX, PPTX, XLSX: text with
a colour of its own, of its styles or its theme, and what stands behind it (a page without colour is white); each pair
of colours once. PDF: on 50 pages, upright text on bare paper or on a filled rectangle. Left to a person: text over
pictures, patterns and runs of colour; text of its ground's own colour, which nobody is meant to see.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.colours import contrast, needed
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
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each pair of colours."""
    for pair in document.colours:
        if not pair.ink:
            yield Verdict(Outcome.CANT_TELL, pair.target, _UNKNOWN.format(count=pair.count, text=pair.text))
            continue
        if pair.ink == pair.ground:
            yield Verdict(Outcome.CANT_TELL, pair.target, _UNSEEN.format(count=pair.count, text=pair.text))
            continue
        limit = needed(large=pair.large)
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


_UNKNOWN = Text(
    "{count} 处文字的颜色或底色无法确定（如“{text}”），请人判断是否清楚",
    "The colour of the text or of its ground is not known {count} times (“{text}” for one): a person should look",
)
_UNSEEN = Text(
    "{count} 处文字与底色同色，看不见（如“{text}”），请人判断是否本来就不给人看",
    "Text has the colour of its ground and cannot be seen {count} times (“{text}” for one): a person should say "
    "whether anybody is meant to see it",
)
