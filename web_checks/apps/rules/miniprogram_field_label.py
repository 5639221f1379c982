"""Fields of a mini-program that nothing names.

Whom it hurts: people who use a screen reader do not know what to enter or switch. Tested in the source: inputs,
pickers, switches and the like: an aria-label, a label around them or for them, words inside. Left to a person: fields
with nothing but a placeholder, and names from bindings.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.elements import FIELDS, hidden, names
from web_checks.apps.miniprogram import Source

RULE = Rule(
    id="miniprogram-field-label",
    title=Text("小程序的表单控件没有名称", "Field of a mini-program without a name"),
    whom=Text(
        "读屏软件的使用者不知道要填什么、开关管什么。",
        "People who use a screen reader do not know what to enter, or what a switch is for.",
    ),
    mend=Text(
        "写上 aria-label，或用 label 组件把文字和控件包在一起。",
        "Write an aria-label, or put the words and the field into a label component.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2", "wcag:1.3.1", "wcag:3.3.2"),
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(source: Source) -> Iterator[Verdict]:
    """Yield a verdict for each field that is not hidden."""
    for tag in source.root.walk():
        if tag.name not in FIELDS or hidden(tag) or not source.shows(tag):
            continue
        found = names(tag, source.root)
        target = source.target(tag)
        if any(found):
            yield Verdict(Outcome.PASSED, target, Text("有名称", "It has a name"))
        elif None in found:
            yield Verdict(Outcome.CANT_TELL, target, _BOUND)
        elif tag.get("placeholder"):
            yield Verdict(Outcome.CANT_TELL, target, _HINT)
        else:
            message = Text("没有 aria-label，也没有 label", "It has neither an aria-label nor a label")
            yield Verdict(Outcome.FAILED, target, message)


_BOUND = Text(
    "名称来自数据绑定，从源代码看不出；请用读屏软件听一听",
    "Its name comes from a binding, which the source does not show: listen with a screen reader",
)
_HINT = Text(
    "只有 placeholder，填入内容后提示会消失；请用读屏软件听一听是否读得出要填什么",
    "It has only a placeholder, which goes when something is entered: listen whether it says what to enter",
)
