"""Text in PDF files whose letters nobody but the eye can know: fonts without a way to Unicode.

Whom it hurts: a screen reader reads signs or nothing, and search finds nothing. Tested: on every page, the characters
that lead to no Unicode character, or only to one for private use, and stand together as the letters of words do. Text
that is not text is non-text content without an alternative. Left to a person: pages where few do, and signs by
themselves (music, mathematics, ornaments); a few bullets are none of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-text-unicode",
    title=Text("PDF 文字没有对应的编码", "Text in a PDF has no Unicode"),
    whom=Text(
        "看得见的字，读屏软件读成乱码或不读，也搜不到、复制不出。",
        "What the eye reads, a screen reader says as signs or not at all; nor can it be searched or copied.",
    ),
    mend=Text(
        "换一种导出方式并嵌入字体（带 ToUnicode）；不要把文字转成自造字或符号字体。",
        "Export it another way with fonts embedded and a ToUnicode map; do not set text in symbol fonts.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Shares of a page's characters: from which they may be more than the bullets of a symbol font, and are its text.
_SOME, _SHARE = 0.02, 0.1


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each page with text."""
    for page in document.pdf.pages if document.pdf else ():
        if not page.characters:
            continue
        unmapped = page.lost + page.odd
        share = unmapped / page.characters
        if share < _SOME:
            yield Verdict(Outcome.PASSED, page.target, Text("文字有编码", "Its text has Unicode"))
            continue
        message = Text("{unmapped}/{all} 个字符没有编码", "{unmapped} of {all} characters have no Unicode").format(
            unmapped=unmapped, all=page.characters
        )
        outcome = Outcome.FAILED if page.lost >= _SHARE * page.characters else Outcome.CANT_TELL
        yield Verdict(outcome, page.target, message, Measurement(round(100 * share, 1), 0, "%"))
