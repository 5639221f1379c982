"""What listens for presses, moves and gestures of a pointer, asked of the browser itself, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, beyond, target

CLICKS = frozenset({"click", "dblclick"})
DOWNS = frozenset({"mousedown", "pointerdown", "touchstart"})
UPS = frozenset({"mouseup", "pointerup", "touchend"})
MOVES = frozenset({"mousemove", "pointermove", "touchmove"})
DROPS = frozenset({"drop", "dragover", "dragend"})
GESTURES = frozenset({"gesturestart", "gesturechange", "gestureend"})


@dataclass(frozen=True, slots=True)
class Pressed:
    """An element with listeners (draggable ones and maps have no types here).

    types: of its listeners; above: of those on its ancestors; native: a press has a meaning of the browser's own;
    control: it looks or says it is one; dragged: it says or shows that it is dragged; share: of the viewport's area;
    map, captcha: part of an interactive map, of a CAPTCHA; steps, zooms: beside it stand arrows, dots or pages, or
    buttons that zoom.
    """

    target: Target
    types: frozenset[str]
    above: frozenset[str]
    shown: bool
    native: bool
    control: bool
    dragged: bool
    whole: bool
    share: float
    map: bool
    captcha: bool
    steps: bool
    zooms: bool


@dataclass(frozen=True, slots=True)
class Gestures:
    """Elements with listeners, those that can be dragged, and maps; page: types on the window and the document.

    fingers: a script in the page counts them; left_out: elements that were too many to look at.
    """

    page: frozenset[str]
    elements: tuple[Pressed, ...]
    draggable: tuple[Pressed, ...]
    maps: tuple[Pressed, ...]
    fingers: bool
    left_out: int


async def _drive(page: OpenPage) -> Any:
    found = await page.listeners(CLICKS | DOWNS | UPS | MOVES | DROPS | GESTURES)
    answer = await page.evaluate((files("web_checks.probes") / "gestures.js").read_text("utf-8"))
    return {**answer, "found": found}


def _pressed(row: Any, types: frozenset[str] = frozenset(), above: frozenset[str] = frozenset()) -> Pressed:
    return Pressed(
        target(row),
        types,
        above,
        row["shown"],
        row["native"],
        row["control"],
        row["dragged"],
        row["whole"],
        row["share"],
        row["map"],
        row["captcha"],
        row["steps"],
        row["zooms"],
    )


def _read(answers: list[Any]) -> Gestures:
    seen = answers[0]
    found = seen["found"]
    none: frozenset[str] = frozenset()
    elements = [
        _pressed(row, types, none.union(*(found.elements[parent] for parent in row["parents"])))
        for row, types in zip(seen["rows"], found.elements, strict=True)
    ]
    # The browser numbers elements as it meets them: the order of the selectors is the same in every run.
    elements.sort(key=lambda element: element.target.selector)
    return Gestures(
        found.window | found.document,
        tuple(elements),
        tuple(_pressed(row) for row in seen["draggable"]),
        tuple(_pressed(row) for row in seen["maps"]),
        seen["fingers"],
        found.left_out + seen["left_out"],
    )


def _cut(gestures: Gestures) -> str:
    return beyond(gestures.left_out)


PROBE = Probe("gestures", _read, _drive, cut=_cut)
