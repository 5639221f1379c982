"""Positive tabindex values that pull the focus out of the page's order.

Whom it hurts: people who work by keyboard or with a screen reader are sent to and fro. Tested: stops with a tabindex
above 0 that are visited before elements that stand before them in the page. Left to a person: whether that order still
makes sense.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard

RULE = Rule(
    id="focus-order",
    title=Text("tabindex 大于 0，打乱了焦点顺序", "Positive tabindex pulls the focus out of order"),
    whom=Text(
        "用键盘和读屏软件的人按 Tab 时焦点跳来跳去，与看到、读到的顺序对不上。",
        "People who work by keyboard or screen reader are sent to and fro, against the order of what they read.",
    ),
    mend=Text(
        '删去大于 0 的 tabindex，按阅读顺序安排 HTML；需要能获得焦点的元素用 tabindex="0"。',
        'Remove tabindex values above 0 and order the HTML as it is read; use tabindex="0" where focus is needed.',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.3",),
    depth=Depth.IN_DEPTH,
    needs=("keyboard",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each stop with a positive tabindex."""
    stops = page.answer(keyboard.PROBE).stops
    for index, stop in enumerate(stops):
        if stop.tabindex <= 0:
            continue
        skipped = sum(later.order < stop.order for later in stops[index + 1 :])
        measured = Measurement(stop.tabindex, 0, "tabindex")
        message = Text(
            f"它先于页面中排在它前面的 {skipped} 个元素获得焦点，请人判断顺序是否合理",
            f"It is reached before {skipped} elements that stand before it: does that make sense?",
        )
        yield Verdict(Outcome.CANT_TELL if skipped else Outcome.PASSED, stop.target, message, measured)
