"""What the text of a DOCX looks like: colour, ground, size and weight of a run, by all that it inherits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from web_checks.documents.colours import AUTO
from web_checks.documents.docx_colours import Inks
from web_checks.documents.docx_grounds import Grounds
from web_checks.documents.docx_styles import Styles, attribute, first, points, present, settled, switched
from web_checks.documents.package import W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MOST_KNOWN = 50_000  # looks that are remembered
_EFFECTS = tuple(f"{_W14}{name}" for name in ("noFill", "gradFill"))


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks. ink: "rrggbb", AUTO = left to the program, "" = not known; size: points."""

    ink: str
    size: float
    bold: bool
    hidden: bool
    latin: str
    east_asian: str


class Looks:
    """The looks of one document's runs. A style gives most of them the same one: each is worked out once."""

    def __init__(self, styles: Styles, inks: Inks, grounds: Grounds) -> None:
        self._styles, self._inks, self._grounds = styles, inks, grounds
        self._known: dict[tuple[object, ...], Look] = {}

    def look(self, paragraph: Any, run: Any) -> Look:
        """Return how a run of a paragraph looks."""
        own = settled(run, f"{W}rPr")
        style = self._styles.style_of(paragraph)
        formats = self._formats(paragraph)
        key = (style, _written(own), tuple(map(id, formats)))
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._worked_out(self._properties(style, own, formats), own)
        return self._known[key]

    def ground(self, paragraph: Any, run: Any) -> str:
        """Return the colour behind a run; "" = not known."""
        properties = self._properties(
            self._styles.style_of(paragraph), settled(run, f"{W}rPr"), self._formats(paragraph)
        )
        return self._grounds.behind(paragraph, properties)

    def _formats(self, paragraph: Any) -> Sequence[Any]:
        cell = next(paragraph.iterancestors(f"{W}tc", f"{W}txbxContent"), None)
        return (self._grounds.formats(cell) or ()) if cell is not None and cell.tag == f"{W}tc" else ()

    def _properties(self, style: str, own: Any, formats: Sequence[Any]) -> list[Any]:
        """Return the run properties that count, the nearest first."""
        character = attribute(own.find(f"{W}rStyle"), "val") if own is not None else ""
        return [
            *([own] if own is not None else []),
            *self._styles.properties(character),
            *self._styles.properties(style),
            *present(known.find(f"{W}rPr") for known in formats),
            *self._styles.usual,
        ]

    def _worked_out(self, properties: Sequence[Any], own: Any) -> Look:
        colour = next(present(found.find(f"{W}color") for found in properties), None)
        ink = self._inks.of(colour, "val", "themeColor") if colour is not None else AUTO
        effect = own.find(f"{_W14}textFill") if own is not None else None
        return Look(
            "" if effect is not None and any(fill.tag in _EFFECTS for fill in effect) else ink,
            points(first(properties, "sz", "val")),
            switched(properties, "b"),
            switched(properties, "vanish"),
            first(properties, "lang", "val") or self._styles.latin,
            first(properties, "lang", "eastAsia") or self._styles.east_asian,
        )


def _written(properties: Any) -> tuple[object, ...]:
    """Return some properties as they are written, to be compared."""
    if properties is None:
        return ()
    return tuple((found.tag, *found.items(), *(fill.tag for fill in found)) for found in properties)
