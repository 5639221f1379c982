"""Pictures, charts and figures in documents without a text alternative.

Whom it hurts: blind people hear "image" or nothing. Tested: PDF: figures of the structure tree (Alt, ActualText);
DOCX, PPTX, XLSX: the description of pictures and charts that are not marked as decorative. Left to a person: drawn
shapes and lines without a description, which may be decoration, pictures in running heads and feet or in comments, and
figures that hold text of their own. An untagged PDF has no place for alternatives: that is pdf-tagged.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="document-image-alternative",
    title=Text("文档里的图片没有替代文本", "Picture in a document has no text alternative"),
    whom=Text(
        "盲人听到的只是“图片”，图表里的数字、流程图里的步骤、印章和签名都不知道。",
        "Blind people hear “image” and nothing of the figures in a chart, the steps of a diagram, a seal or signature.",
    ),
    mend=Text(
        "右键图片－“编辑替换文字”，写出图片传达的内容；纯装饰的勾选“标记为装饰性”（PDF 中设为背景/工件）。",
        "Right-click the picture, Edit Alt Text, and write what it conveys; mark pure decoration as decorative "
        "(in a PDF, as an artifact).",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each picture that is not marked as decoration."""
    for picture in document.pictures:
        if picture.decorative:
            continue
        if (picture.alternative or "").strip():
            yield Verdict(Outcome.PASSED, picture.target, Text("有替代文本", "It has an alternative"))
        elif picture.drawn:
            yield Verdict(Outcome.CANT_TELL, picture.target, _DRAWN)
        elif picture.aside:
            yield Verdict(Outcome.CANT_TELL, picture.target, _ASIDE)
        elif picture.text:
            yield Verdict(Outcome.CANT_TELL, picture.target, _WITH_TEXT.format(text=picture.text[:60]))
        else:
            yield Verdict(Outcome.FAILED, picture.target, Text("没有替代文本", "It has no text alternative"))


_DRAWN = Text(
    "图形没有替代文本，也没有标记为装饰；请人判断它是否传达内容",
    "The shape has no alternative and is not marked as decorative: a person should say whether it conveys anything",
)
_ASIDE = Text(
    "页眉、页脚或批注里的图片没有替代文本；请人判断它是否传达正文没有的内容",
    "A picture in a head, foot or comment has no alternative: a person should say whether it tells what the text "
    "does not",
)
_WITH_TEXT = Text(
    "图没有替代文本，但里面有文字“{text}”；请人判断文字是否说清了图的内容",
    "The figure has no alternative but holds the text “{text}”: a person should say whether that is enough",
)
