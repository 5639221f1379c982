"""Things that go on moving beside the page's content.

Whom it hurts: people with attention deficits or cognitive disabilities cannot read beside a floating box or a carousel;
slow readers lose the slide. Tested: what moves or swaps by itself over six seconds, long after the page came to rest,
image files that are films of more than five, and whether something near it pauses, stops or closes it. Left to a
person: small ornaments, nameless controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import motion

RULE = Rule(
    id="moving-content",
    title=Text(
        "内容自己动个不停，又没有暂停或关闭的办法", "Content keeps moving and cannot be paused, stopped or hidden"
    ),
    whom=Text(
        "注意力或认知有障碍的人旁边有飘窗、轮播就读不下去；读得慢的人还没看完，内容就换了。",
        "People with attention or cognitive disabilities cannot read beside it; slow readers lose it before the end.",
    ),
    mend=Text(
        "飘窗改为固定位置，并提供“关闭”按钮；轮播、滚动条提供写明“暂停”的按钮，鼠标悬停才停不算，最好默认不动。",
        "Keep floating boxes still and closable; give carousels and tickers a Pause button "
        "(stopping on hover is not enough), or let them rest by default.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.2.2",),
    depth=Depth.IN_DEPTH,
    needs=("motion",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_PAUSES = re.compile(r"暂停|停止|播放|关闭|隐藏|收起|pause|stop|play|close|hide|dismiss", re.IGNORECASE)
_SMALL = 48  # CSS px: an ornament such as a bouncing arrow
_AGAIN = 2  # moves: one alone may be the end of something
_APART = 2  # half seconds between the first and the last


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each thing that keeps moving by itself."""
    seen = page.answer(motion.PROBE)
    for thing in seen.things:
        if thing.moves < _AGAIN or thing.last - thing.first < _APART:
            continue
        if (thing.floats and thing.closing) or any(_PAUSES.search(name) for name in thing.controls):
            yield Verdict(Outcome.PASSED, thing.target, Text("可以暂停或关闭", "It can be paused or closed"))
            continue
        small = max(thing.width, thing.height) < _SMALL
        unsaid = "" in thing.controls or any(_PAUSES.search(name) for name in seen.controls)
        empty = not thing.text and not thing.pictures and thing.kind != "video"
        if small or unsaid or empty:
            message = Text(
                "6 秒里一直在动，请人看一看有没有暂停或关闭的办法、是不是必需",
                "It kept moving for six seconds: a person should look whether it can be paused or is essential",
            )
            yield Verdict(Outcome.CANT_TELL, thing.target, message)
            continue
        message = Text(
            "一直在自己移动或轮换，附近没有写明暂停、停止或关闭的控件",
            "It keeps moving or swapping by itself, and no control near it says that it pauses, stops or closes it",
        )
        yield Verdict(Outcome.FAILED, thing.target, message)
