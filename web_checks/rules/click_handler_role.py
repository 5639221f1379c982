"""Elements that work by a click and are nothing to the keyboard and the screen reader.

Whom it hurts: people who work by keyboard cannot reach them; people who use a screen reader hear plain text. Tested:
visible elements with a mouse handler in the markup, without a role, a tab stop or a real control around or inside
them (WCAG failures F15, F42, F59). Left to a person: handlers whose effect the markup does not show; listeners added
by scripts are for the keyboard walk.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import controls

RULE = Rule(
    id="click-handler-role",
    title=Text("只能用鼠标点的“按钮”或“链接”", "Something to click that only a mouse can work"),
    whom=Text(
        "只用键盘的人够不到它；读屏软件的使用者听到的是普通文字，不知道可以操作。",
        "People who work by keyboard cannot reach it; people who use a screen reader hear plain text.",
    ),
    mend=Text(
        "去往别处的用 <a href>，执行操作的用 <button>；不要在 <div>、<span>、<li> 上写 onclick。",
        "Use <a href> for what leads elsewhere and <button> for what acts; put no onclick on <div>, <span> or <li>.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.1.1", "wcag:4.1.2"),
    needs=("controls",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each element with a mouse handler and no way in for the keyboard."""
    for found in page.answer(controls.PROBE).click_handlers:
        if found.leads and found.text and not found.keys:
            message = Text(
                "“{text}”点击后会打开别的页面，却不是链接，键盘到不了",
                "“{text}” opens another page and is no link: no key reaches it",
            )
            yield Verdict(Outcome.FAILED, found.target, message.format(text=found.text[:40]))
        else:
            message = Text(
                "“{text}”可以用鼠标点，键盘到不了；请人看一看点了会怎样，有没有别的办法做同一件事",
                "“{text}” can be clicked and no key reaches it: a person should see what it does "
                "and whether there is another way",
            )
            yield Verdict(Outcome.CANT_TELL, found.target, message.format(text=found.text[:40]))
