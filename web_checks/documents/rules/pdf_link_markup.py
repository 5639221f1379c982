"""Links in tagged PDF files that stand outside the structure tree.

Whom it hurts: people who use a screen reader hear plain text and never learn that it is a link. Tested: the annotation
of each link out of a tagged file must belong to a Link element. Left to a person: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-link-markup",
    title=Text("PDF 链接没有标记成链接", "Link in a PDF is not tagged as one"),
    whom=Text(
        "读屏软件把它当普通文字读，使用者不知道这里可以点开。",
        "A screen reader says it as plain text, and nobody learns that it can be followed.",
    ),
    mend=Text(
        "在 PDF 编辑器里为链接创建 Link 标记（“查找－未标记的链接批注”），或重新导出带标记的 PDF。",
        "Create a Link tag for it in a PDF editor (find unmarked link annotations), or export the PDF with tags again.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1", "wcag:4.1.2"),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each link out of a tagged PDF."""
    if document.pdf is None or not document.pdf.tagged:
        return
    for link in document.links:
        if link.marked:
            yield Verdict(Outcome.PASSED, link.target, Text("有链接标记", "It is tagged as a link"))
        else:
            yield Verdict(
                Outcome.FAILED, link.target, Text("链接不在结构树里", "The link is outside the structure tree")
            )
