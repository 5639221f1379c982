"""Gestures of two fingers.

Whom it hurts: people who work with one finger, a stick or a head pointer cannot pinch. Tested: interactive maps of
known libraries, elements that listen for gestures, and elements that listen for touches on a page whose script counts
fingers: whether buttons that zoom stand beside them. Left to a person: whether every gesture has a single tap, and
scripts that the page loads from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import gestures

RULE = Rule(
    id="multipoint-gesture",
    title=Text("双指手势可能没有单指的替代办法", "A gesture of two fingers may have no alternative"),
    whom=Text(
        "只能用一根手指、嘴棍或头控操作的人，无法双指缩放地图和图片。",
        "People who work with one finger, a stick or a head pointer cannot pinch maps and pictures.",
    ),
    mend=Text(
        "地图、图片旁加“放大”“缩小”等按钮，单指点按就能完成。", "Put buttons such as Zoom in and Zoom out beside it."
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.1",),
    depth=Depth.IN_DEPTH,
    needs=("gestures",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_ASK = Text(
    "可能要用双指手势，旁边没有找到缩放按钮；请人试一试单指能不能完成",
    "It may need two fingers, and no buttons that zoom were found beside it: a person should try one finger",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each map and each thing that listens for gestures; one for the page when it does so."""
    seen = page.answer(gestures.PROBE)
    heard = [
        element
        for element in seen.elements
        if element.shown
        and not element.map
        and (element.types & gestures.GESTURES or (seen.fingers and "touchmove" in element.types))
    ]
    for element in (*seen.maps, *heard):
        if element.zooms:
            message = Text("旁边有缩放按钮", "Buttons that zoom stand beside it")
            yield Verdict(Outcome.PASSED, element.target, message)
        else:
            yield Verdict(Outcome.CANT_TELL, element.target, _ASK)
    if seen.page & gestures.GESTURES or (seen.fingers and "touchmove" in seen.page):
        yield Verdict(Outcome.CANT_TELL, Target("html", "", "html"), _ASK)
