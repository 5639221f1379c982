"""Long documents without a single heading.

Whom it hurts: people who use a screen reader jump from heading to heading; forty pages without one must be heard from
the first line. Tested: PDF: heading elements of the tree; DOCX: paragraphs with a heading style or outline level; a
document counts as long by its text. Left to a person: whether it has parts that need headings; paragraphs that look
like headings are named.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document
from web_checks.documents.kinds import Format

RULE = Rule(
    id="document-headings",
    title=Text("长文档里没有标题", "Long document has no headings"),
    whom=Text(
        "读屏软件的使用者靠标题跳转；几十页的文件没有标题样式，只能从头听到尾。",
        "People who use a screen reader jump by headings; a long document without any must be heard from the start.",
    ),
    mend=Text(
        "在 Word 或 WPS 中给各级标题套用“标题 1”“标题 2”样式，不要只加粗放大；导出 PDF 时勾选“文档结构标记”。",
        "Apply the styles Heading 1, Heading 2 in the word processor instead of bold, larger text; export the PDF with "
        "document structure tags.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Characters, blanks aside, from which a document is long: about three printed pages of Chinese, two of English.
LONG = 3000


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for a document with headings, or a long one without."""
    could = document.format is Format.DOCX or (document.pdf is not None and document.pdf.tagged)
    if document.headings:
        yield Verdict(Outcome.PASSED, document.headings[0].target, Text("有标题", "It has headings"))
    elif could and document.looks_like_headings:
        first = document.looks_like_headings[0]
        message = Text(
            "没有一个标题样式；有 {count} 段文字看起来像标题，例如“{first}”，请人判断",
            "No paragraph has a heading style; {count} look like headings, “{first}” for one: a person should decide",
        )
        counted = message.format(count=len(document.looks_like_headings), first=first.text[:40])
        if document.length >= LONG:
            yield Verdict(Outcome.CANT_TELL, first.target, counted)
    elif could and document.length >= LONG:
        message = Text(
            "全文 {length} 字，没有一个标题；如果分部分，请标出标题",
            "{length} characters and no heading: mark the headings if it has parts",
        )
        yield Verdict(Outcome.CANT_TELL, document.whole, message.format(length=document.length))
