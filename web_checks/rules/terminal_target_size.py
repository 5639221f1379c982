"""Small controls on the screen of a self-service terminal.

Whom it hurts: people with tremor or low vision, and people who sit or stand a little further away, miss them and press
the neighbour, with a queue behind them. Tested on terminals alone: what can be pressed, links within sentences aside,
against 44 CSS px, as WCAG asks for at its highest level (2.5.5); no clause was found that sets a limit for terminals,
so it never fails. Left to a person: how large a px is on that screen, and what the screen's edge and angle do to a tap.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import terminal

RULE = Rule(
    id="terminal-target-size",
    title=Text("自助终端屏幕上的控件偏小", "Small controls on the screen of a terminal"),
    whom=Text(
        "手抖、低视力或坐着操作的人按不准，常常按到旁边的，后面还有人排队等着。",
        "People with tremor or low vision, or who operate it sitting, press the neighbour, with a queue behind them.",
    ),
    mend=Text(
        "把终端屏幕上可按的区域做到 44×44 像素以上，彼此拉开；在终端上按一按、量一量。",
        "Make what is pressed on a terminal 44 by 44 px or more and set it apart; try and measure it on the terminal.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    needs=("terminal",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LIMIT = 44  # CSS px, WCAG 2.2, 2.5.5


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page with anything to press."""
    seen = page.answer(terminal.PROBE)
    targets, small = sum(each.targets for each in seen), sum(each.below_small for each in seen)
    where = Target("html", "", "terminal-targets")
    if small:
        least = min((each for each in seen if each.below_small), key=lambda each: each.least)
        message = Text(
            "{targets} 个控件里有 {small} 个不到 44 像素，最小的“{name}”较短的一边只有 {least:g} 像素；"
            "请在终端上按一按、量一量",
            "{small} of {targets} controls are below 44 px, and the smallest (“{name}”) has a side of {least:g} px: "
            "try and measure them on the terminal",
        ).format(targets=targets, small=small, name=least.least_name, least=least.least)
        yield Verdict(Outcome.CANT_TELL, where, message, Measurement(least.least, _LIMIT, "px"))
    elif targets:
        yield Verdict(Outcome.PASSED, where, Text("都够大", "All are large enough"))
