"""Tagged PDF files whose structure tree is broken: circles, types that mean nothing, text that no tag reaches.

Whom it hurts: what the tree does not reach is never read out, and a type that stands for nothing known is read as plain
text. Tested: elements that contain themselves or stand twice, types that no role map leads to a standard one, text
outside the tree that is not marked as an artifact. Left to a person: such text in the head or foot of pages; whether
tags fit what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-structure-sound",
    title=Text("PDF 的结构标记有缺陷", "Structure of a PDF is broken"),
    whom=Text(
        "结构树没有包含的文字，读屏软件根本不会读；不认识的标记类型会当作普通文字。",
        "Text that the tree does not reach is never read out; types that nobody knows are read as plain text.",
    ),
    mend=Text(
        "重新从源文件导出；或在 PDF 编辑器里把漏标的文字加入结构树，页眉页脚设为工件，自定义类型映射到标准类型。",
        "Export again from the source; or in a PDF editor tag the text that was left out, make running headers "
        "artifacts and map own types to standard ones.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LOST = Text(
    "{count} 个字不在结构树里，也不是工件：“{sample}”",
    "{count} characters are neither in the structure tree nor artifacts: “{sample}”",
)
_RUNNING = Text(
    "{count} 页的页眉或页脚里有文字不在结构树里，也不是工件：“{sample}”，请人判断是否只是页码之类",
    "On {count} pages the head or foot holds text that is neither in the structure tree nor an artifact: “{sample}”; "
    "a person should say whether it is more than a page number",
)
_TWICE = Text("结构元素 {what} 出现两次或包含自己", "A structure element {what} stands twice or contains itself")
_ROLE = Text(
    "类型 {what} 不是标准类型，也没有映射，请人判断它代表什么",
    "The type {what} is neither standard nor mapped to one: a person should say what it stands for",
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield verdicts for a tagged PDF: faults of the tree, each page with lost text; else one that passes."""
    pdf = document.pdf
    if pdf is None or not pdf.tagged or any(fault.kind == "empty" for fault in pdf.faults):
        return
    sound = True
    for fault in pdf.faults:
        sound = False
        twice = fault.kind == "cycle"
        message = (_TWICE if twice else _ROLE).format(what=fault.what or "?")
        yield Verdict(Outcome.FAILED if twice else Outcome.CANT_TELL, fault.target, message)
    for page in pdf.pages:
        if page.untagged:
            sound = False
            yield Verdict(Outcome.FAILED, page.target, _LOST.format(count=page.untagged, sample=page.sample))
    running = [page for page in pdf.pages if page.running]
    if sound and running:
        message = _RUNNING.format(count=len(running), sample=running[0].sample)
        yield Verdict(Outcome.CANT_TELL, document.whole, message)
    elif sound:
        yield Verdict(Outcome.PASSED, document.whole, Text("结构完好", "The structure is sound"))
