"""Boxes that open over the page and are no dialogs in the code.

Whom it hurts: a screen reader does not say that a dialog has opened, and people go on reading the page behind it; who
works by keyboard may find no way to close it. Tested: positioned boxes, shown or still hidden, that class or id call a
dialog and that hold something to close them, for a dialog's role. Left to a person: to open it, since a script may add
the role then; where the focus goes; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import dialogs

RULE = Rule(
    id="dialog-markup",
    title=Text("弹窗没有标成对话框", "Dialog is not marked as one"),
    whom=Text(
        "弹窗打开时读屏软件没有提示，盲人还在读后面的页面；用键盘的人可能关不掉它。",
        "Nothing tells a screen reader that a dialog opened, so blind people read on in the page behind it; "
        "who works by keyboard may not be able to close it.",
    ),
    mend=Text(
        '用 <dialog> 和 showModal()，或加 role="dialog"、aria-modal="true" 和 aria-labelledby；'
        "打开时把焦点移进去，按 Esc 能关，关闭后焦点回到原处；关闭按钮用 <button>。",
        'Use <dialog> and showModal(), or role="dialog" with aria-modal="true" and aria-labelledby; move the focus in '
        "on opening and back on closing, let Esc close it, and make what closes it a <button>.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    needs=("dialogs",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SHOWN = Text(
    "弹窗“{text}”没有对话框角色，请人听一听读屏软件是否报出弹窗",
    "The dialog “{text}” has no dialog role: a person should hear whether a screen reader announces it",
)
_HIDDEN = Text(
    "弹窗“{text}”还没有打开，代码里没有对话框角色；请人打开它，听一听读屏软件是否报出弹窗",
    "The dialog “{text}” is not open yet and has no dialog role: a person should open it and hear whether a screen "
    "reader announces it",
)
_STUCK = Text("；关闭它的元素也不能获得焦点", "; what closes it cannot take the focus either")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each kind of box that the page calls a dialog."""
    for box in page.answer(dialogs.PROBE):
        if box.marked:
            yield Verdict(Outcome.PASSED, box.target, Text("有对话框角色", "It has a dialog's role"))
            continue
        message = (_SHOWN if box.shown else _HIDDEN).format(text=box.text)
        if not box.closable:
            message = Text(message.zh + _STUCK.zh, message.en + _STUCK.en)
        yield Verdict(Outcome.CANT_TELL, box.target, message)
