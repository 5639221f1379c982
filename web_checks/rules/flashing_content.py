"""Something on the page flashes more than three times a second.

Whom it hurts: flashes can cause seizures in people with photosensitive epilepsy, and nobody is warned. Tested: a film
of the first screen, three seconds long, taken only where anything changes by itself: general and red flashes over more
than a quarter of ten degrees of the visual field. Left to a person: what flashes further down, later, inside a video
that must be started, or after an action; films that are too poor to tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import flashes

RULE = Rule(
    id="flashing-content",
    title=Text("内容一秒钟闪烁超过三次", "Content flashes more than three times a second"),
    whom=Text(
        "光敏性癫痫患者看到大面积快速闪烁可能当场发作，来不及避开。",
        "Fast flashes over a large area can give people with photosensitive epilepsy a seizure at once.",
    ),
    mend=Text(
        "去掉闪烁，或降到每秒三次以内；动画改用缓慢的淡入淡出，视频发布前用光敏检测工具检查。",
        "Remove the flashing or slow it to three times a second at most; test videos before publishing.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:2.3.1",),
    depth=Depth.IN_DEPTH,
    needs=("flashes",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# WCAG 2.2, 2.3.1: three flashes in any second, each a pair of opposing changes; the seventh begins a fourth.
_FLASH, _ALLOWED = 2, 2 * 3
_ENOUGH = 25  # frames a second


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page where something changes by itself."""
    seen = page.answer(flashes.PROBE)
    if seen is None:
        return
    found = seen.flashes
    if found.together:
        message = Text(
            "首屏有大面积内容一秒钟闪烁超过三次",
            "A large area of the first screen flashes more than three times within a second",
        )
        yield Verdict(Outcome.FAILED, seen.target, message)
    elif found.changes > _ALLOWED:
        message = Text(
            "首屏有大面积内容快速明暗变化，接近每秒三次闪烁的限度，请用光敏检测工具复核",
            "A large area of the first screen changes its brightness fast, near three flashes a second: "
            "check it with a photosensitivity tool",
        )
        yield Verdict(Outcome.CANT_TELL, seen.target, message)
    elif found.changes >= _FLASH and found.rate < _ENOUGH:
        message = Text(
            "首屏有大面积内容忽明忽暗，录到的画面不够密，不能断定每秒闪几次，请人看一看",
            "A large area of the first screen goes light and dark; the film has too few frames to count the flashes",
        )
        yield Verdict(Outcome.CANT_TELL, seen.target, message)
    else:
        message = Text("首屏有变化，没有超过限度的闪烁", "The first screen changes without flashing past the limit")
        yield Verdict(Outcome.PASSED, seen.target, message)
