"""The page's own event listeners, asked of the browser itself, and the elements they are on."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, beyond, target

CLICKS = frozenset({"click", "dblclick"})
KEYS = frozenset({"keydown", "keypress", "keyup"})
MOTIONS = frozenset({"devicemotion", "deviceorientation", "deviceorientationabsolute"})
_CHANGES = frozenset({"input", "change", "mousedown", "pointerdown", "touchstart", "submit"})


@dataclass(frozen=True, slots=True)
class Listening:
    """An element with listeners (or that looks as if it had one: no types).

    types: of its listeners; above: of those on its ancestors; native: the browser gives it focus and keys by itself;
    tabbable: Tab reaches it; tabindex: it has the attribute; inside, around: something in it or around it is tabbable;
    beside: so is a sibling; pointer: the mouse pointer becomes a hand over it; share: of the viewport's area;
    whole: it is the body or root.
    """

    target: Target
    types: frozenset[str]
    above: frozenset[str]
    role: str
    native: bool
    tabbable: bool
    tabindex: bool
    shown: bool
    inside: bool
    around: bool
    beside: bool
    pointer: bool
    hidden: bool
    disabled: bool
    whole: bool
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Listeners of the page: types on the window and the document; elements; loose: look clickable without a listener.

    left_out: elements that were too many to look at.
    """

    window: frozenset[str]
    document: frozenset[str]
    elements: tuple[Listening, ...]
    loose: tuple[Listening, ...]
    left_out: int


async def _drive(page: OpenPage) -> Any:
    found = await page.listeners(CLICKS | KEYS | MOTIONS | _CHANGES)
    script = (files("web_checks.probes") / "listeners.js").read_text("utf-8")
    answer = await page.evaluate(f"({script})()")
    return {**answer, "found": found}


def _listening(row: Any, types: frozenset[str], above: frozenset[str]) -> Listening:
    return Listening(
        target(row),
        types,
        above,
        row["role"],
        row["native"],
        row["tabbable"],
        row["tabindex"],
        row["shown"],
        row["inside"],
        row["around"],
        row["beside"],
        row["pointer"],
        row["hidden"],
        row["disabled"],
        row.get("whole", False),
        row["share"],
        row["text"],
    )


def _read(answers: list[Any]) -> Heard:
    seen = answers[0]
    found, rows = seen["found"], seen["rows"]
    none: frozenset[str] = frozenset()
    elements = [
        _listening(row, types, none.union(*(found.elements[parent] for parent in row["parents"])))
        for row, types in zip(rows, found.elements, strict=True)
    ]
    # The browser numbers elements as it meets them: the order of the selectors is the same in every run.
    elements.sort(key=lambda element: element.target.selector)
    loose = tuple(_listening(row, none, none) for row in seen["loose"])
    return Heard(found.window, found.document, tuple(elements), loose, found.left_out + seen["left_out"])


def _cut(heard: Heard) -> str:
    return beyond(heard.left_out)


PROBE = Probe("listeners", _read, _drive, cut=_cut)
