"""Things that are dragged and have no buttons beside them.

Whom it hurts: people with tremor, and people who point with their head, eyes or a stick, cannot hold and move at once.
Tested: elements marked draggable on a page that listens for drops, and elements that listen for a press and a move, or
look or say that they are dragged: whether arrows, dots, pages or buttons that move things stand beside them. CAPTCHAs
and maps have rules of their own. Left to a person: whether single taps work it, and whether the buttons do the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import gestures

RULE = Rule(
    id="dragging-alternative",
    title=Text("拖动操作可能没有点按的替代办法", "Dragging may have no alternative"),
    whom=Text(
        "手抖的人，用头控、眼控或嘴棍操作的人，做不到按住不放再移动。",
        "People with tremor, and people who point with head, eyes or a stick, cannot hold and move at once.",
    ),
    mend=Text(
        "拖动之外提供点按的办法：轮播加“上一张”“下一张”，排序加“上移”“下移”，滑块可点轨道或直接输入。",
        "Offer single taps beside the drag: Previous and Next, Move up and Move down, a track to tap or a field.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.7",),
    depth=Depth.IN_DEPTH,
    needs=("gestures",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# A press and a move of one kind of pointer.
_PAIRS = tuple(frozenset(pair) for pair in zip(sorted(gestures.DOWNS), sorted(gestures.MOVES), strict=True))


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each thing that can be dragged."""
    seen = page.answer(gestures.PROBE)
    heard = seen.page.union(*(element.types for element in seen.elements))
    dragged = list(seen.draggable) if heard & gestures.DROPS else []
    for element in seen.elements:
        pair = any(pair <= element.types for pair in _PAIRS)
        if pair or (element.dragged and element.types & gestures.DOWNS and seen.page & gestures.MOVES):
            dragged.append(element)
    for element in dragged:
        if not element.shown or element.whole or element.native or element.map or element.captcha:
            continue
        if element.steps:
            message = Text("旁边有按钮可以代替拖动", "Buttons beside it do without dragging")
            yield Verdict(Outcome.PASSED, element.target, message)
        else:
            message = Text(
                "可以拖动，旁边没有找到代替拖动的按钮；请人试一试只点按能不能完成",
                "It can be dragged, and no buttons were found beside it: a person should try single taps",
            )
            yield Verdict(Outcome.CANT_TELL, element.target, message)
