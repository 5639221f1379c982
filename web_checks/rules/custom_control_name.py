"""Home-made controls without a name.

Whom it hurts: people who use a screen reader hear nothing, or a bare role, where the focus rests. Tested: visible
elements that Tab reaches, other than native controls and those with a role whose names axe tests: the name that the
browser computed, and whether anything in them is read out. Left to a person: silent stops without a listener of their
own, and whether a name says what the control is for.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import exposure, listeners

RULE = Rule(
    id="custom-control-name",
    title=Text("自制控件没有名称", "Home-made control without a name"),
    whom=Text(
        "读屏软件的使用者按 Tab 键停在这里，什么也听不到，不知道它是什么、能做什么。",
        "People who use a screen reader stop here and hear nothing: they cannot know what it is or does.",
    ),
    mend=Text(
        "改用 <button>、<input> 等原生控件并写上文字或 <label>；否则加上 role 和 aria-label。"
        "不能操作的元素不要加 tabindex。",
        "Use <button>, <input> and the like with text or a <label>; or add a role and aria-label. "
        "Keep tabindex off what cannot be operated.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    depth=Depth.IN_DEPTH,
    needs=("exposure", "listeners"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each home-made element that Tab reaches."""
    heard = page.answer(listeners.PROBE).elements
    works = {element.target.selector for element in heard if element.types & (listeners.CLICKS | listeners.KEYS)}
    for element in page.answer(exposure.PROBE).found:
        if element.name or (element.speaks and not element.editable):
            yield Verdict(Outcome.PASSED, element.target, Text("读得出名称", "Its name is read out"))
        elif element.editable:
            message = Text("可以输入文字，却没有名称", "Text can be typed here, and it has no name")
            yield Verdict(Outcome.FAILED, element.target, message)
        elif element.target.selector in works:
            message = Text(
                "可以操作，却没有名称，里面也没有文字", "It can be operated, and has neither a name nor text"
            )
            yield Verdict(Outcome.FAILED, element.target, message)
        else:
            message = Text(
                "焦点会停在这里，却没有名称；请人看一看它能不能操作",
                "The focus rests here and nothing is read: a person should look whether it can be operated",
            )
            yield Verdict(Outcome.CANT_TELL, element.target, message)
