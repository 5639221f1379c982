"""Words in documents that are stretched by spaces: 通　知, 姓 名, N O T I C E.

Whom it hurts: a screen reader reads the pieces one by one, search does not find the word, braille breaks it up. Tested:
DOCX, XLSX: paragraphs and cells whose characters all stand apart, each word once; in Chinese the joined characters must
be a word that stands in forms and notices (F32). Left to a person: other Chinese characters set apart, which may be
single words; names of people of two characters are set apart by custom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks import words
from web_checks.documents.document import Document

RULE = Rule(
    id="document-stretched-word",
    title=Text("文档里用空格把一个词拆开", "Word in a document is stretched by spaces"),
    whom=Text(
        "读屏软件把“通　知”读成两个孤立的字，盲文会断开，查找也找不到这个词。",
        "A screen reader reads the pieces one by one, braille breaks the word up, and search does not find it.",
    ),
    mend=Text(
        "去掉词中的空格：Word 用“段落－对齐－分散对齐”或“字体－高级－间距”，Excel 用“单元格格式－对齐－分散对齐”。",
        "Take the spaces out and set the gaps by formatting: Distributed alignment or character spacing in Word, "
        "Distributed alignment of cells in Excel.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.2",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SHORT_NAME = 2


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each word whose characters stand apart, at its first place."""
    met: dict[str, list[tuple[Target, str]]] = {}
    for target, text in document.stretched:
        met.setdefault(re.sub(r"\s+", "", text).strip(":："), []).append((target, text))
    for joined, places in met.items():
        known = joined in words.STRETCHED or joined.isascii()
        if not known and len(joined) == _SHORT_NAME and joined[0] in words.SURNAMES:
            continue
        target, text = places[0]
        said = {"text": text[:40], "count": str(len(places))}
        if known:
            yield Verdict(Outcome.FAILED, target, _APART.format(**said))
        else:
            yield Verdict(Outcome.CANT_TELL, target, _PERHAPS.format(**said))


_APART = Text("“{text}”用空格隔开了（{count} 处）", "“{text}” is set apart by spaces ({count} times)")
_PERHAPS = Text(
    "“{text}”用空格隔开了（{count} 处），请人判断是不是一个词",
    "“{text}” is set apart by spaces ({count} times): a person should say whether it is one word",
)
