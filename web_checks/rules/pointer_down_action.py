"""Controls that may act as soon as they are pressed.

Whom it hurts: people with tremor or low vision press the wrong thing; they save themselves by moving away before they
let go. Tested: things that look like controls and listen for a press alone, neither for its release, a click nor a
move, as the browser itself lists the listeners. Left to a person: what the press does, and whether it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import gestures

RULE = Rule(
    id="pointer-down-action",
    title=Text("可能一按下就执行，来不及取消", "A press may act before it can be cancelled"),
    whom=Text(
        "手抖、看不清的人常会按错，要靠移开手指再松手来取消；一按下就执行，就取消不了。",
        "People with tremor or low vision press the wrong thing and move away before they let go; "
        "what acts on the press cannot be cancelled.",
    ),
    mend=Text(
        "把操作放到 click（松开时触发）里；必须在按下时开始的，松开前移开应能取消，或提供撤销。",
        "Act on click, which comes with the release; what must begin on the press has to stop when the pointer "
        "moves away, or can be undone.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.2",),
    depth=Depth.IN_DEPTH,
    needs=("gestures",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LARGE = 0.1  # of the viewport: an area rather than a control


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each control that listens for a press and for nothing that comes after it."""
    for element in page.answer(gestures.PROBE).elements:
        if not element.types & gestures.DOWNS or not element.shown or element.native or not element.control:
            continue
        later = gestures.CLICKS | gestures.UPS | gestures.MOVES
        # What is dragged as a whole begins with a press on a part of it.
        dragged = element.dragged or element.above & gestures.MOVES
        if element.types & later or dragged or element.whole or element.share >= _LARGE:
            continue
        message = Text(
            "只监听按下（{types}），不监听松开和点击；请人按住后移开再松手，看操作会不会取消",
            "It listens for the press ({types}) and not for release or click: a person should press, move away and "
            "let go",
        ).format(types=", ".join(sorted(element.types & gestures.DOWNS)))
        yield Verdict(Outcome.CANT_TELL, element.target, message)
