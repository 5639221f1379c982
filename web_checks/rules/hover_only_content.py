"""Menus and tips that come with the mouse pointer and with nothing else.

Whom it hurts: people who work by keyboard, by touch or by screen reader never get to what is in them. Tested: controls
that appear over a trigger, against a walk through the whole page by Tab; texts that appear over what cannot take the
focus. Links that stand elsewhere on the page, too, shut nobody out. Left to a person: menus that a key may open, menus
whose heading leads to a page that may hold the same, and tips over what can take the focus.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard, pointer

RULE = Rule(
    id="hover-only-content",
    title=Text("只有鼠标悬停才出现的菜单或提示", "Menu or tip that only the mouse pointer opens"),
    whom=Text(
        "不用鼠标的人按 Tab 键走不到下拉菜单里的链接，触摸屏上也打不开；提示里的话他们看不到、听不到。",
        "People without a mouse never reach the links of such a menu or the words of such a tip; touch cannot open it.",
    ),
    mend=Text(
        "菜单的标题做成按钮，点击、回车、空格都能展开，并标明 aria-expanded；至少让焦点进入时也显示（:focus-within）。",
        "Make its heading a button that opens it by click, Enter and Space and tells aria-expanded; "
        "at the least show it while the focus is there, too (:focus-within).",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.1",),
    depth=Depth.IN_DEPTH,
    needs=("pointer", "keyboard"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_NO_WAY = Text(
    "悬停时出现“{text}”，按 Tab 键走完整页也到不了里面的控件",
    "On hover “{text}” appears; a walk through the whole page by Tab never reaches the controls in it",
)
_PERHAPS = Text(
    "悬停时出现“{text}”，按 Tab 键没有走到里面的控件；请人看一看有没有别的键能打开，或别处有没有同样的内容",
    "On hover “{text}” appears, and Tab did not reach the controls in it: a person should look for a key that "
    "opens it, or for the same content elsewhere",
)
_TIP = Text(
    "悬停时出现“{text}”，触发它的地方接收不到焦点；请人看一看别处是否写着同样的话",
    "On hover “{text}” appears over what cannot take the focus: a person should see whether the same is said elsewhere",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each thing that appeared under the pointer and holds controls, or that nothing else opens."""
    hovered, walk = page.answer(pointer.PROBE), page.answer(keyboard.PROBE)
    stops = {stop.target.selector for stop in walk.stops}
    for content in hovered.contents:
        if not content.controls:
            if not content.focusable:
                yield Verdict(Outcome.CANT_TELL, content.target, _TIP.format(text=content.text))
        elif content.elsewhere or not stops.isdisjoint(content.controls):
            yield Verdict(Outcome.PASSED, content.target, Text("不用鼠标也到得了", "It can be reached without a mouse"))
        else:
            open_way = content.scripted or content.leads or content.expands
            sure = walk.complete and not walk.loop and not hovered.unstyled and not open_way
            message = (_NO_WAY if sure else _PERHAPS).format(text=content.text)
            yield Verdict(Outcome.FAILED if sure else Outcome.CANT_TELL, content.target, message)
