"""PDF files without tags.

Whom it hurts: a screen reader gets bare letters in the order in which they were drawn: no headings, no tables, no
alternatives, often a mixed-up order. Tested: a structure tree, and the mark that says the file is tagged. Left to a
person: a tree without the mark. Whether the tags are right is what the other rules ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-tagged",
    title=Text("PDF 没有结构标记", "PDF is not tagged"),
    whom=Text(
        "没有标记的 PDF，读屏软件只能按画出来的先后读字：没有标题、表格和图片说明，顺序常常是乱的。",
        "Without tags a screen reader gets letters in the order they were drawn: no headings, tables or alternatives.",
    ),
    mend=Text(
        "从 Word 或 WPS 导出时勾选“辅助工具用的文档结构标记”，不要用“打印到 PDF”；最好同时提供网页正文。",
        "Export from the word processor with “document structure tags for accessibility” instead of printing to PDF; "
        "better still, publish the text as a web page too.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1", "wcag:1.3.2"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for each PDF."""
    pdf = document.pdf
    if pdf is None:
        return
    if not pdf.tagged:
        yield Verdict(Outcome.FAILED, document.whole, Text("没有结构标记", "It has no structure tree"))
    elif any(fault.kind == "empty" for fault in pdf.faults):
        yield Verdict(Outcome.FAILED, document.whole, Text("结构树是空的", "Its structure tree is empty"))
    elif not pdf.marked:
        message = Text(
            "有结构树，但没有声明“已标记”（MarkInfo），请人判断读屏软件是否使用它",
            "It has a structure tree but does not say that it is tagged (MarkInfo): a person should try",
        )
        yield Verdict(Outcome.CANT_TELL, document.whole, message)
    else:
        yield Verdict(Outcome.PASSED, document.whole, Text("有结构标记", "It is tagged"))
