"""The page at 320 CSS px wide, as someone sees it who enlarges 1280 px to 400 %."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, beyond, target

# WCAG 2.2, 1.4.10: vertical scrolling content at 320 CSS px; 256 px is the height that it names for the other way.
WIDTH, HEIGHT = 320, 256


@dataclass(frozen=True, slots=True)
class Overflow:
    """An element that reaches past the right edge.

    right: CSS px; two_dimensional: its use may need both directions (table, map, image …).
    """

    target: Target
    right: float
    two_dimensional: bool


@dataclass(frozen=True, slots=True)
class Narrow:
    """How wide the page's content is at 320 px (CSS px), and what makes it so, widest first.

    unstyled: a style sheet did not load; left_out: more of what makes it so.
    """

    content_width: float
    overflows: tuple[Overflow, ...]
    unstyled: bool
    left_out: int


async def _drive(page: OpenPage) -> Any:
    script = (files("web_checks.probes") / "narrow.js").read_text("utf-8")
    await page.resize(WIDTH, HEIGHT)
    try:
        return await page.evaluate(f"({script})({WIDTH})")
    finally:
        await page.restore()


def _read(answers: list[Any]) -> Narrow:
    seen = answers[0]
    overflows = tuple(Overflow(target(item), item["right"], item["twoDimensional"]) for item in seen["overflows"])
    return Narrow(seen["width"], overflows, seen["unstyled"], seen["left_out"])


def _cut(narrow: Narrow) -> str:
    return beyond(narrow.left_out)


PROBE = Probe("narrow", _read, _drive, cut=_cut)
