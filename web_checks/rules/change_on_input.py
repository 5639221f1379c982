"""Lists, boxes and fields that leave the page, open something or submit as soon as they are changed.

Whom it hurts: people who go through the options by keyboard or screen reader are thrown out at the first one. Tested on
a test copy only: another option of each list, each kind of box ticked, a few letters typed: a navigation, a window or a
box that comes again when it is done again, where no words by the control warn. Left to a person: a focus that is sent
on, boxes that speak after typing, fields that go away when they are left, and what came only once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import words
from web_checks.page import Page
from web_checks.probes import entry
from web_checks.probes.entry import Change, Control

RULE = Rule(
    id="change-on-input",
    title=Text("一改选项或一输入就跳转、弹窗或提交", "Changing an entry navigates, opens something or submits"),
    whom=Text(
        "用键盘和读屏软件逐项查看选项的人，刚选中第一项页面就跳走了。",
        "People who go through the options by keyboard or screen reader are sent away at the first one.",
    ),
    mend=Text(
        "加一个“前往”或“提交”按钮，按下才跳转；做不到的，在控件前用文字说明选择后会怎样。",
        "Add a button that does it; otherwise say in words before the control what choosing does.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.2.2",),
    depth=Depth.IN_DEPTH,
    needs=("entry",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    staging=True,
)

_WHEN = {
    "select": Text("换一个选项", "Choosing another option"),
    "check": Text("勾选", "Ticking it"),
    "text": Text("输入几个字", "Typing a few letters"),
}
_SAID = {
    "navigation": Text("{when}，页面就要跳到 {what}", "{when} makes the page go to {what}"),
    "window": Text("{when}，就弹出新窗口 {what}", "{when} opens a window: {what}"),
    "dialog": Text("{when}，就弹出对话框“{what}”", "{when} opens a box that says “{what}”"),
    "gone": Text(
        "{when}并离开后，这一栏就从页面上消失；请人看一看是不是没有按按钮就提交了",
        "{when} and leaving takes the field off the page: a person should look whether something was sent unasked",
    ),
    "moved": Text(
        "{when}，焦点就被移走；请人看一看是否会让人迷失",
        "{when} sends the focus elsewhere: a person should look whether that loses anyone",
    ),
}


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each control, and one for each thing that an unannounced change does."""
    for control in page.answer(entry.PROBE).controls:
        if not control.changes:
            yield Verdict(Outcome.PASSED, control.target, Text("改动时没有别的变化", "Nothing else changes"))
        elif re.search(words.WARNS_AT_ONCE, control.around, re.IGNORECASE):
            yield Verdict(Outcome.PASSED, control.target, Text("事先有文字说明", "Words by it say so beforehand"))
        else:
            for change in control.changes:
                yield Verdict(_outcome(control, change), control.target, _message(control, change))


def _outcome(control: Control, change: Change) -> Outcome:
    # After typing, a box may be the form's way to report an error; that is another question.
    doubtful = change.kind in ("moved", "gone") or (control.kind == "text" and change.kind == "dialog")
    return Outcome.FAILED if change.sure and not doubtful else Outcome.CANT_TELL


def _message(control: Control, change: Change) -> Text:
    said, when, what = _SAID[change.kind], _WHEN[control.kind], change.what[:80]
    return Text(
        said.zh.replace("{when}", when.zh).replace("{what}", what),
        said.en.replace("{when}", when.en).replace("{what}", what),
    )
