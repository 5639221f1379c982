"""Documents without a title, or with one that a program wrote: 未命名, Microsoft Word - 文件1.doc, PowerPoint 演示文稿.

Whom it hurts: a screen reader announces a document by its title; people with many windows open tell them apart by it.
Tested: the title in the document's properties. Left to a person: an office file without one (its file name may serve,
WCAG2ICT on 2.4.2), titles that are file names, vague ones; whether a title fits the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording, words
from web_checks.documents.document import Document
from web_checks.documents.kinds import Format

RULE = Rule(
    id="document-title",
    title=Text("文档没有说明内容的标题", "Document has no title that says what it is"),
    whom=Text(
        "读屏软件打开文档先读标题，窗口和标签栏也显示它；没有标题，就只能听到一串文件编号。",
        "A screen reader says a document's title first, and windows and tabs show it; without one a file's number is "
        "all there is.",
    ),
    mend=Text(
        "在“文件－信息－属性”（PDF 在“文档属性－说明”）中填写标题，写成文件本身的题目，再导出 PDF。",
        "Fill in the title in the file's properties (PDF: document properties, description) with the document's own "
        "heading, and export the PDF again.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.2",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL}),
)

# What programs write when nobody fills the title in, with the number that they count by.
_PROGRAMS = re.compile(
    r"(?:microsoft (?:word|excel|powerpoint) - .*|(?:powerpoint|wps)\s*(?:presentation|演示文稿|演示)"
    r"|(?:文档|文稿|演示文稿|工作簿|新建.{0,30}|document|presentation|book|workbook|slide|幻灯片)\s*\d*)",
    re.IGNORECASE,
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for every document."""
    outcome, why = _judge(document)
    yield Verdict(outcome, document.whole, why.format(title=document.title[:120]))


def _judge(document: Document) -> tuple[Outcome, Text]:
    title = document.title
    said = wording.compact(title)
    if not said and document.format is Format.PDF:
        return Outcome.FAILED, Text("文档属性里没有标题", "The document's properties hold no title")
    if not said:
        return Outcome.CANT_TELL, _BY_NAME
    if not wording.has_letters(title) or said in words.TITLE_NOTHING or _PROGRAMS.fullmatch(said):
        return Outcome.FAILED, Text("标题“{title}”没有说明内容", "The title “{title}” does not say what it is about")
    if wording.UNREADABLE in title or wording.is_file_name(title) or said in words.TITLE_VAGUE or said.isdigit():
        return Outcome.CANT_TELL, Text(
            "标题“{title}”像文件名或很笼统，请人判断是否说明了内容",
            "The title “{title}” looks like a file name or is vague: a person should decide",
        )
    return Outcome.PASSED, Text("标题有内容", "The title says something")


_BY_NAME = Text(
    "文档属性里没有标题；如果文件名说明了内容，可以代替，请人判断",
    "The document's properties hold no title; a file name that says what it is may serve: a person should decide",
)
