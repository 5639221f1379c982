"""Content that aria-hidden takes from screen readers and that keeps the focus.

Whom it hurts: people who use a screen reader come to a place where nothing is spoken. Tested: each tab stop inside
aria-hidden is focused; one that passes the focus on at once (the sentinels around a dialog) is no barrier. Left to a
person: a page whose style sheets did not load, which may have been what hides it from everyone.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import hidden_focus

RULE = Rule(
    id="hidden-content-focus",
    title=Text("对读屏软件隐藏的内容能得到焦点", "Content hidden from screen readers takes the focus"),
    whom=Text(
        "读屏软件的使用者按 Tab 键到了一个什么也不报的地方，不知道自己在哪里。",
        "People who use a screen reader press Tab and come to a place where nothing is spoken.",
    ),
    mend=Text(
        '隐藏的区域用 inert、hidden 或 display:none；确实要留在页面上的，里面的控件加 tabindex="-1"。',
        'Hide the region with inert, hidden or display:none; what must stay shown gets tabindex="-1" on its controls.',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    act_rules=("6cfa84",),
    depth=Depth.IN_DEPTH,
    needs=("hidden_focus",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each tab stop inside aria-hidden that took the focus."""
    for stop in page.answer(hidden_focus.PROBE).found:
        if stop.kept:
            message = Text(
                "焦点停在了 aria-hidden 的内容里，读屏软件不作声",
                "The focus rests inside aria-hidden content, unspoken",
            )
            yield Verdict(Outcome.CANT_TELL if stop.unstyled else Outcome.FAILED, stop.target, message)
        elif stop.taken:
            yield Verdict(Outcome.PASSED, stop.target, Text("焦点随即移走", "It passes the focus on"))
