"""Long PDF files without bookmarks.

Whom it hurts: everybody who looks for one part of a long file, most of all with a screen magnifier or a keyboard.
Tested: files of 21 pages and more, the length from which checkers commonly ask for them. Not a criterion of WCAG: a
good practice. Left to a person: whether the bookmarks fit the parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-bookmarks",
    title=Text("长 PDF 没有书签", "Long PDF has no bookmarks"),
    whom=Text(
        "找长文件里的某一部分要一页页翻；用放大软件或只用键盘的人最费力。",
        "To find a part of a long file people must page through it, which is hardest with a magnifier or a keyboard.",
    ),
    mend=Text(
        "导出 PDF 时勾选“使用标题创建书签”。", "When exporting the PDF, choose to create bookmarks from headings."
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
)

LONG = 21  # pages


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for each long PDF."""
    if document.pdf is None or document.pages < LONG:
        return
    if document.pdf.bookmarks:
        yield Verdict(Outcome.PASSED, document.whole, Text("有书签", "It has bookmarks"))
    else:
        message = Text("{pages} 页，没有书签", "{pages} pages and no bookmarks").format(pages=document.pages)
        yield Verdict(Outcome.FAILED, document.whole, message)
