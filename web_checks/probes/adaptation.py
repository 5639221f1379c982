"""The page under the reader's own settings: wider text spacing, 200 % zoom, the screen held the other way."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, beyond, target

# 1280 × 1024 CSS px at 200 %, the viewport of W3C's rule on zoomed text.
ZOOMED = (640, 512)
# A phone held upright and on its side.
PORTRAIT, LANDSCAPE = (390, 844), (844, 390)


@dataclass(frozen=True, slots=True)
class CutText:
    """A text that the overflow of a box around it cuts off.

    axis: "x" or "y"; over: CSS px of text past the edge; clean: an ellipsis, or one whole line, shows that it was
    meant; carried: it stands in a box that is moved inside its clip (a slide, a ticker); already: cut so before the
    change; elsewhere: it names a link or has a tooltip.
    """

    target: Target
    axis: str
    over: float
    clean: bool
    carried: bool
    already: bool
    elsewhere: bool
    text: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A large box of the page: its angle in degrees held upright and on its side (None = not there then).

    covers_portrait, covers_landscape: its text when it lies over the whole screen then, else "".
    """

    target: Target
    portrait: float | None
    landscape: float | None
    covers_portrait: str
    covers_landscape: str


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What became of the texts and boxes of a page.

    texts: texts looked at; spaced, zoomed: what is cut with wider spacing and at 200 %; boxes: how they turn;
    unstyled: a style sheet did not load, and with it the boxes may be others; left_out: texts and boxes beyond the
    caps.
    """

    texts: int
    spaced: tuple[CutText, ...]
    zoomed: tuple[CutText, ...]
    boxes: tuple[Turned, ...]
    unstyled: bool
    left_out: int


async def _drive(page: OpenPage) -> Any:
    await page.evaluate((files("web_checks.probes") / "adaptation.js").read_text("utf-8"))
    spaced = await page.evaluate("stepfree.adaptation.spacing()")
    try:
        await page.resize(*ZOOMED)
        zoomed = await page.evaluate("stepfree.adaptation.zoomed()")
        await page.resize(*PORTRAIT)
        portrait = await page.evaluate("stepfree.adaptation.turned()")
        await page.resize(*LANDSCAPE)
        landscape = await page.evaluate("stepfree.adaptation.turned()")
    finally:
        await page.restore()
    unstyled = await page.evaluate("stepfree.unstyled()")
    return {"spaced": spaced, "zoomed": zoomed, "portrait": portrait, "landscape": landscape, "unstyled": unstyled}


def _cuts(rows: list[Any]) -> tuple[CutText, ...]:
    return tuple(
        CutText(
            target(row),
            row["axis"],
            row["over"],
            row["clean"],
            row["carried"],
            row["already"],
            row["elsewhere"],
            row["text"],
        )
        for row in rows
    )


def _read(answers: list[Any]) -> Adaptation:
    seen = answers[0]
    upright = {row["number"]: row for row in seen["portrait"]}
    sideways = {row["number"]: row for row in seen["landscape"]}
    boxes = []
    for number in sorted(upright.keys() | sideways.keys()):
        one, other = upright.get(number), sideways.get(number)
        boxes.append(
            Turned(
                target(one or other or {}),
                one["angle"] if one else None,
                other["angle"] if other else None,
                one["covers"] if one else "",
                other["covers"] if other else "",
            )
        )
    zoomed, spaced = _cuts(seen["zoomed"]["cuts"]), _cuts(seen["spaced"]["cuts"])
    looked_at = seen["spaced"]
    return Adaptation(looked_at["texts"], spaced, zoomed, tuple(boxes), seen["unstyled"], looked_at["left_out"])


def _cut(seen: Adaptation) -> str:
    return beyond(seen.left_out)


PROBE = Probe("adaptation", _read, _drive, cut=_cut)
