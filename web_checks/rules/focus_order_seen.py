"""Rows of controls that the Tab key goes through from right to left.

Whom it hurts: people who work by keyboard and see the screen look for the focus at the left and find it at the right,
running backwards; with a magnifier it is out of sight. Tested: three or more neighbours in one row that each take the
focus or hold what does, and that floats, `order` or a reversed direction show from last to first; and one of them that
floats out of their midst. Left to a person: whether the order matters there, two controls alone that are swapped, and
jumps between the parts of a page.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import visual_order

RULE = Rule(
    id="focus-order-seen",
    title=Text("按 Tab 的顺序和看到的顺序相反", "Tab goes against the order that is seen"),
    whom=Text(
        "看着屏幕用键盘的人按 Tab，焦点从右往左倒着走；放大屏幕的人一下子找不到焦点。",
        "Who works by keyboard and looks at the screen sees the focus run backwards; under a magnifier it is lost.",
    ),
    mend=Text(
        "在源代码里按看到的顺序排列链接和按钮；整组靠右用 text-align 或 justify-content，不要逐个右浮动。",
        "Put links and buttons into the source in the order they are seen; set the whole group to the right by "
        "text-align or justify-content instead of floating each.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.3",),
    needs=("visual_order",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_PAIR = 2
_TURNED = Text(
    "从“{first}”到“{second}”的 {parts} 项，按 Tab 时从右往左走；请人判断顺序是否合理",
    "Tab goes through {parts} items from right to left, from “{first}” to “{second}”: "
    "a person should say whether that order makes sense",
)
_STRAYED = Text(
    "按 Tab 时先到“{first}”再到“{second}”，看到的却相反；请人判断顺序是否合理",
    "Tab comes to “{first}” before “{second}”, which is seen first: a person should say whether that order makes sense",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each row of controls that is turned round."""
    for row in page.answer(visual_order.PROBE):
        if row.stops == row.parts:
            text = _TURNED if row.parts > _PAIR else _STRAYED
            message = text.format(first=row.first, second=row.second, parts=row.parts)
            yield Verdict(Outcome.CANT_TELL, row.target, message)
