"""Tabs and menu items that only their looks tell apart as the chosen one.

Whom it hurts: blind people hear a row of equal items and not which tab is open or on which page of the menu they are.
Tested: three or more short items in a row, one of which a class calls current, active or the like and which looks
unlike the others, for aria-selected, aria-current, aria-pressed or words that say so. Left to a person: whether the
looks mean a state at all, and whether something else says it (a page's heading, a breadcrumb); so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import selection

RULE = Rule(
    id="chosen-item-state",
    title=Text("选中的标签或栏目只有样式，没有标记", "Chosen tab or menu item is told by its looks alone"),
    whom=Text(
        "盲人听到的每一项都一样，不知道打开的是哪个标签、自己在哪个栏目。",
        "Blind people hear equal items, and neither which tab is open nor where in the menu they are.",
    ),
    mend=Text(
        '选项卡用 role="tab" 加 aria-selected；导航里当前的栏目加 aria-current="page"；切换时一并更新。',
        'Give tabs role="tab" and aria-selected, and the current item of a menu aria-current="page"; '
        "change them along with the looks.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1", "wcag:4.1.2"),
    needs=("selection",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LINK = Text(
    "{items} 项中只有“{text}”样子不同，代码里没有标明它是当前项；请人判断别处是否已经说明",
    "Of {items} items only “{text}” looks different and nothing in the code says that it is the current one: "
    "a person should say whether something else tells it",
)
_TAB = Text(
    "{items} 个标签中只有“{text}”样子不同，代码里没有标明它已选中；请人判断能否听出打开的是哪一个",
    "Of {items} tabs only “{text}” looks different and nothing in the code says that it is selected: "
    "a person should say whether it can be heard which one is open",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each row of which one item stands out."""
    for item in page.answer(selection.PROBE):
        if item.exposed:
            yield Verdict(
                Outcome.PASSED, item.target, Text("代码里标明了选中的一项", "The code says which one is chosen")
            )
        else:
            message = (_LINK if item.leads else _TAB).format(items=item.items, text=item.text)
            yield Verdict(Outcome.CANT_TELL, item.target, message)
