"""Parts of a mini-program that take taps and are hidden from assistive technology.

Whom it hurts: people who use a screen reader never learn that they are there. Tested in the source: elements that take
taps or entries inside something with aria-hidden="true". Left to a person: states from bindings, and whether the same
can be done elsewhere on the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.elements import FIELDS, NATIVE, handled, hidden, pressed
from web_checks.apps.miniprogram import Source

RULE = Rule(
    id="miniprogram-hidden-tap",
    title=Text("小程序里可点击的元素对读屏隐藏", "Tappable part of a mini-program hidden from screen readers"),
    whom=Text(
        "读屏软件的使用者根本不知道有这个功能。",
        "People who use a screen reader never learn that this function is there.",
    ),
    mend=Text(
        "去掉 aria-hidden，或把可点击的元素移到外面。", "Remove aria-hidden, or move what can be tapped out of it."
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(source: Source) -> Iterator[Verdict]:
    """Yield a verdict for each element that takes taps or entries, and does something by it."""
    for tag in source.root.walk():
        if not (tag.name in FIELDS or (pressed(tag) and (tag.name in NATIVE or handled(tag)))):
            continue
        kept, target = hidden(tag), source.target(tag)
        if kept is None:
            yield Verdict(Outcome.CANT_TELL, target, _BOUND)
        elif not kept:
            yield Verdict(Outcome.PASSED, target, Text("读屏软件找得到", "A screen reader finds it"))
        elif tag.name in FIELDS | NATIVE:
            message = Text("可以操作，却写了 aria-hidden", 'It can be operated, and lies within aria-hidden="true"')
            yield Verdict(Outcome.FAILED, target, message)
        else:
            yield Verdict(Outcome.CANT_TELL, target, _VEIL)


_BOUND = Text(
    "是否隐藏由数据绑定决定；请用读屏软件听一听", "A binding decides whether it is hidden: listen with a screen reader"
)
_VEIL = Text(
    "可以点击，却对读屏隐藏；请人看一看是不是遮罩，别处能不能做同样的事",
    "It takes taps and is hidden: is it a veil, or can the same be done elsewhere on the page?",
)
