"""Texts that are seen in one order and read out in the other.

Whom it hurts: blind people hear the source's order, others see the style's; where the order carries meaning (steps,
question and answer) the text makes no sense. Tested: neighbouring texts of 20 characters and more in one flex or grid
container that `order` or a reversed direction swaps on the screen, fields that a grid does, texts one over the other by
absolute positions, and three or more parts of a row that floats or reordering show from last to first. Left to a
person: whether the order matters there, and two parts that floats swap. Rows of controls are focus-order-seen's.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import visual_order

RULE = Rule(
    id="visual-order-reversed",
    title=Text("看到的顺序和朗读的顺序相反", "Texts are seen in one order and read out in the other"),
    whom=Text(
        "读屏软件按源代码的顺序朗读，步骤、问答等内容前后颠倒，盲人听不懂。",
        "Screen readers follow the source: steps, or questions and answers, come out the wrong way round.",
    ),
    mend=Text(
        "在源代码里按阅读顺序排列内容，不用 order、row-reverse、column-reverse、右浮动、定位改变文字的先后。",
        "Put the content into reading order in the source; do not reorder it by order, row-reverse, column-reverse, "
        "floats to the right or positions.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.2",),
    needs=("visual_order",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each container that swaps texts."""
    for found in page.answer(visual_order.PROBE):
        if found.stops == found.parts:
            continue
        message = Text(
            f"源代码里“{found.first}”在“{found.second}”之前，页面上看到的却相反，请人判断顺序是否影响意思",
            f"“{found.first}” comes before “{found.second}” in the source and after it on the screen: "
            "a person should say whether the order matters",
        )
        yield Verdict(Outcome.CANT_TELL, found.target, message)
