"""Pages that work in one orientation of the screen only.

Whom it hurts: people whose device is fixed to a wheelchair or a bed cannot turn it. Tested: the page on a phone held
upright and on its side: large boxes that are turned by a quarter, or a "please turn your device" screen over
everything. Left to a person: whether one orientation is essential (a piano, a cheque).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import adaptation

RULE = Rule(
    id="orientation-lock",
    title=Text("页面只能在一种屏幕方向下使用", "Page is locked to one screen orientation"),
    whom=Text(
        "设备固定在轮椅或床边的肢体障碍者转不了屏幕，只能歪着头看，或者完全用不了。",
        "People whose device is fixed to a wheelchair or a bed cannot turn it, and are left with a sideways page.",
    ),
    mend=Text(
        "去掉按屏幕方向旋转页面的样式和“请横屏（竖屏）使用”的遮罩，用响应式布局同时支持横屏和竖屏。",
        "Remove styles that turn the page by orientation and “please rotate” screens; lay out for both orientations.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.4",),
    act_rules=("b33eff",),
    depth=Depth.IN_DEPTH,
    needs=("adaptation",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED}),
)

_TURN_IT = re.compile(
    r"(?:请|切换|旋转|建议|仅支持|只支持).{0,12}(?:横屏|竖屏|横向|竖向|纵向)|(?:横|竖)屏.{0,6}(?:使用|浏览|观看|体验|访问)"
    r"|(?:rotate|turn) your (?:device|phone|screen|tablet)|(?:use|switch to|only in) (?:portrait|landscape)",
    re.IGNORECASE,
)
_QUARTER, _TOLERANCE = 90, 5  # degrees


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a failed verdict for each locked box; one passed verdict for the page when there is none."""
    locked = False
    for box in page.answer(adaptation.PROBE).boxes:
        notice = _TURN_IT.search(box.covers_portrait) or _TURN_IT.search(box.covers_landscape)
        if notice and not (box.covers_portrait and box.covers_landscape):
            locked = True
            message = Text(
                f"有一种屏幕方向下整页被“{notice[0]}”遮住",
                f"In one orientation “{notice[0]}” covers the whole page",
            )
            yield Verdict(Outcome.FAILED, box.target, message)
        elif box.portrait is not None and box.landscape is not None and _quarter(box.portrait - box.landscape):
            locked = True
            message = Text(
                f"横屏与竖屏之间内容被旋转了 {abs(box.portrait - box.landscape):g} 度",
                f"Between the orientations the content is turned by {abs(box.portrait - box.landscape):g} degrees",
            )
            yield Verdict(Outcome.FAILED, box.target, message)
    if not locked:
        yield Verdict(Outcome.PASSED, Target("html"), Text("横屏竖屏都能用", "Works in both orientations"))


def _quarter(turn: float) -> bool:
    return any(abs(turn % 360 - angle) <= _TOLERANCE for angle in (_QUARTER, 3 * _QUARTER))
