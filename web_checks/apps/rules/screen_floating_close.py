"""Boxes over a screen that are hard to close.

Whom it hurts: older people and people with tremor or low vision cannot get rid of an advertisement. Tested: what closes
a box that covers a part of the screen: at least 44 by 44, at its top left, top right or bottom centre (as secondary
sources quote the MIIT's design rules, so nothing fails). Left to a person: boxes without anything that says that it
closes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.apps.screen import Node, Screen
from web_checks.box import Box

RULE = Rule(
    id="screen-floating-close",
    title=Text("浮窗的关闭按钮难找难按", "What closes a floating box is hard to find or hit"),
    whom=Text(
        "老年人、手抖和低视力的人关不掉广告和浮窗。",
        "Older people, and people with tremor or low vision, cannot get rid of an advertisement or pop-up.",
    ),
    mend=Text(
        "关闭按钮放在浮窗的左上、右上或下方正中，不小于 44×44。",
        "Put what closes the box at its top left, top right or bottom centre, 44 by 44 or more.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    needs=("screen", "density"),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LIMIT = 44  # dp or pt
_CLOSES = re.compile(
    r"关闭(?:广告|弹窗|浮窗|窗口|提示|按钮)?|关掉|跳过.{0,6}|(?:×|✕|✖|x)|close(?: .{0,12})?|skip(?: .{0,8})?|dismiss",
    re.IGNORECASE,
)
_KEY = re.compile(r"(?:^|[/_.\-])(?:iv|btn|img|ic)?_?(?:close|dismiss|skip)(?:$|[_\-])", re.IGNORECASE)
_PART = (0.02, 0.9)  # shares of the screen between which a box lies over it
_NEAR_EDGE, _MIDDLE = 1 / 3, (0.35, 0.65)  # of the width and height of the box


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control that closes a box over the screen."""
    for node in screen.controls:
        said = wording.compact(screen.spoken(node)) or screen.spoken(node)
        if not (_CLOSES.fullmatch(said) or _KEY.search(node.key)):
            continue
        held = _held(screen, node)
        if held is None:
            continue
        least = screen.units(min(node.box.width, node.box.height))
        small, astray = least < _LIMIT, not _well_placed(node.box, held)
        target, measured = screen.target(node), Measurement(least, _LIMIT, screen.unit)
        if small:
            message = Text(
                f"浮窗的关闭按钮只有 {least:g} {screen.unit}，不到 44；请人看一看是否按得准",
                f"What closes the box is {least:g} {screen.unit}, below 44: a person should see whether it can be hit",
            )
            yield Verdict(Outcome.CANT_TELL, target, message, measured)
        elif astray:
            yield Verdict(Outcome.CANT_TELL, target, _ASTRAY)
        else:
            yield Verdict(Outcome.PASSED, target, Text("好找也好按", "Easy to find and to hit"))


def _held(screen: Screen, node: Node) -> Box | None:
    """Return the largest box around a control that is a part of the screen only; None when there is none."""
    least, most = (share * screen.size.area for share in _PART)
    around = [outer.box for outer in screen.above(node) if least <= outer.box.area <= most]
    wide = [box for box in around if box.height > 2 * node.box.height]
    return max(wide, key=lambda box: box.area, default=None)


def _well_placed(close: Box, held: Box) -> bool:
    x = (close.centre[0] - held.left) / held.width
    y = (close.centre[1] - held.top) / held.height
    left, right = _MIDDLE
    corner = y <= _NEAR_EDGE and (x <= _NEAR_EDGE or x >= 1 - _NEAR_EDGE)
    return corner or (y >= 1 - _NEAR_EDGE and left <= x <= right)


_ASTRAY = Text(
    "浮窗的关闭按钮不在左上、右上或下方正中；请人看一看是否好找",
    "What closes the box is not at its top left, top right or bottom centre: can it be found?",
)
