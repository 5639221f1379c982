"""Home-made controls that Tab reaches but no key works.

Whom it hurts: people who work by keyboard come to the control, press Enter or Space, and nothing happens. Tested:
elements other than native controls that Tab reaches and that listen for clicks: whether anything listens for keys.
Left to a person: keys that are heard only further up in the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import listeners

RULE = Rule(
    id="custom-control-keys",
    title=Text("自制控件能获得焦点，却不认回车键和空格键", "Home-made control takes the focus but no keys"),
    whom=Text(
        "用键盘和读屏软件的人走到这个控件上，按回车、按空格都没有反应。",
        "People who work by keyboard or screen reader get to it, press Enter or Space, and nothing happens.",
    ),
    mend=Text(
        "改用 <button> 或 <a href>；否则在 keydown 里处理回车键和空格键，执行与点击相同的操作。",
        "Use <button> or <a href>; or handle Enter and Space in keydown and do what a click does.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.1",),
    depth=Depth.IN_DEPTH,
    needs=("listeners",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each home-made control that Tab reaches."""
    heard = page.answer(listeners.PROBE)
    for element in heard.elements:
        if element.native or element.whole or not (element.tabbable and element.shown):
            continue
        if not element.types & listeners.CLICKS or element.inside or element.around:
            continue
        if element.types & listeners.KEYS:
            yield Verdict(Outcome.PASSED, element.target, Text("处理按键", "It handles keys"))
        elif (element.above | heard.document | heard.window) & listeners.KEYS:
            message = Text(
                "自己不处理按键，上层元素处理；请人按回车键和空格键试一试",
                "It handles no keys itself, something around it does: a person should try Enter and Space",
            )
            yield Verdict(Outcome.CANT_TELL, element.target, message)
        else:
            message = Text(
                "有点击功能，但整页没有处理它的按键", "It reacts to clicks, but nothing on the page listens for keys"
            )
            yield Verdict(Outcome.FAILED, element.target, message)
