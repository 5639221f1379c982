"""PDF files with a title that viewers are told not to show.

Whom it hurts: the window and the screen reader then say the file's name instead of the title. Tested: the viewer
preference DisplayDocTitle of files that have a title. Left to a person: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-title-shown",
    title=Text("PDF 打开时不显示标题", "PDF does not show its title when opened"),
    whom=Text(
        "窗口和读屏软件报的是文件名（往往是一串数字），不是文件的标题。",
        "Windows and screen readers say the file's name, often a row of digits, instead of its title.",
    ),
    mend=Text(
        "在“文档属性－初始视图－窗口选项”把“显示”改成“文档标题”。",
        "Under document properties, Initial View, Window Options, set Show to Document Title.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.2",),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for each PDF that has a title."""
    if document.pdf is None or not document.title:
        return
    if document.pdf.shows_title:
        yield Verdict(Outcome.PASSED, document.whole, Text("显示标题", "Its title is shown"))
    else:
        yield Verdict(Outcome.FAILED, document.whole, Text("没有设置显示标题", "It is not set to show its title"))
