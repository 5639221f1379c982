"""Form fields of PDF files that tell nobody what to enter.

Whom it hurts: people who use a screen reader hear "edit" or an internal name such as Text12. Tested: the tooltip (TU)
of every field that can be seen, or the caption of a push button. Left to a person: whether the name fits the field.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import words
from web_checks.documents.document import Document
from web_checks.wording import compact, has_letters

RULE = Rule(
    id="pdf-field-name",
    title=Text("PDF 表单域没有名称", "PDF form field has no name"),
    whom=Text(
        "读屏软件只读“编辑框”或“Text12”，填表的人不知道该填什么。",
        "A screen reader says “edit” or “Text12”, and whoever fills in the form does not know what is asked.",
    ),
    mend=Text(
        "在表单域属性的“工具提示”里写出要填的内容，例如“姓名”“身份证号码”。",
        "Write in the field's Tooltip what is to be entered, for example “Name”, “Identity number”.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2", "wcag:1.3.1"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each form field."""
    for field in document.fields:
        said = compact(field.label)
        if not said:
            message = Text("表单域（{name}）没有工具提示", "The field ({name}) has no tooltip")
            yield Verdict(Outcome.FAILED, field.target, message.format(name=field.name or field.kind))
        elif not has_letters(said) or said in words.LABEL_NOTHING or said == compact(field.name):
            message = Text(
                "表单域的名称是“{label}”，请人判断是否说明了要填什么",
                "The field is called “{label}”: a person should say whether that tells what to enter",
            )
            yield Verdict(Outcome.CANT_TELL, field.target, message.format(label=field.label[:60]))
        else:
            yield Verdict(Outcome.PASSED, field.target, Text("有名称", "It has a name"))
