"""Things that can be clicked but never reached by keyboard.

Whom it hurts: people who work by keyboard or screen reader cannot use them at all. Tested: click listeners, as the
browser itself lists them, on visible elements that are neither focusable nor in or around something that is. Left to a
person: listeners on what does not look clickable, icons beside a control that may do the same, and elements that only a
listener further up may serve.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import listeners

RULE = Rule(
    id="mouse-only-control",
    title=Text("能点击的元素用键盘到不了", "Clickable element cannot be reached by keyboard"),
    whom=Text(
        "不用鼠标的肢体障碍者、盲人按 Tab 键到不了这里，功能等于不存在。",
        "People who work by keyboard or screen reader never get here: for them the function does not exist.",
    ),
    mend=Text(
        '改用 <button> 或 <a href>；只能用 div、span 时加 tabindex="0"、role，并处理回车键和空格键。',
        'Use <button> or <a href>; if it must be a div or span, add tabindex="0", a role, and Enter and Space.',
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.1",),
    depth=Depth.IN_DEPTH,
    needs=("listeners",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LARGE = 0.1  # of the viewport: an area rather than a control
# Their keys are managed by the widget that they belong to.
_PARTS = frozenset({"menuitem", "menuitemcheckbox", "menuitemradio", "option", "tab", "treeitem", "gridcell", "radio"})


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each visible element that has a click listener or looks as if it had one."""
    heard = page.answer(listeners.PROBE)
    for element in heard.elements:
        if not element.types & listeners.CLICKS or not element.shown or element.whole or element.native:
            continue
        if element.inside or element.around or element.hidden or element.role in _PARTS:
            continue
        if element.tabbable:
            yield Verdict(Outcome.PASSED, element.target, Text("键盘到得了", "The keyboard gets there"))
        elif element.pointer:
            icon = element.beside and not element.text
            unsure = icon or element.tabindex
            message = Text("有点击功能，但按 Tab 键到不了", "It reacts to clicks, but the Tab key never gets there")
            yield Verdict(Outcome.CANT_TELL if unsure else Outcome.FAILED, element.target, message)
        elif element.share < _LARGE:
            message = Text(
                "有点击监听而键盘到不了，请人看一看点击是否有用",
                "It listens for clicks and no key gets there: a person should look whether clicks do anything",
            )
            yield Verdict(Outcome.CANT_TELL, element.target, message)
    above = heard.window | heard.document
    whole = (element.types for element in heard.elements if element.whole)
    if above.union(*whole) & listeners.CLICKS:
        for element in heard.loose:
            message = Text(
                "看上去能点击（手形指针）而键盘到不了，请人看一看点击是否有用",
                "It looks clickable and no key gets there: a person should look whether clicks do anything",
            )
            yield Verdict(Outcome.CANT_TELL, element.target, message)
