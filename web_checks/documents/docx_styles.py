"""The styles of a DOCX: what a paragraph or run comes to look like, and which level of heading it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from web_checks.documents.package import W, rgb

_WHITE = "ffffff"
_USUAL_SIZE = 10.0  # points of text when nothing says another (ECMA-376 part 1, 17.3.2.38)
_DEEPEST = 20  # styles that build on each other
_HEADING = re.compile(r"(?:heading|标题|標題)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"title|subtitle|标题|副标题", re.IGNORECASE)
_BODY_LEVEL = 9  # outline level of text that is no heading (17.3.1.20)
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000ff",
    "cyan": "00ffff",
    "darkBlue": "00008b",
    "darkCyan": "008b8b",
    "darkGray": "a9a9a9",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8b0000",
    "darkYellow": "808000",
    "green": "00ff00",
    "lightGray": "d3d3d3",
    "magenta": "ff00ff",
    "red": "ff0000",
    "white": "ffffff",
    "yellow": "ffff00",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks. ink, ground: "rrggbb", "" = not known or left to the program; size: points."""

    ink: str
    ground: str
    size: float
    bold: bool
    hidden: bool
    latin: str
    east_asian: str


class Styles:
    """The styles of one document. latin, east_asian: the languages that text has when nothing says another."""

    def __init__(self, styles: Any, settings: Any) -> None:
        self._styles = {str(style.get(f"{W}styleId")): style for style in styles.findall(f"{W}style")}
        self._chains: dict[str, tuple[Any, ...]] = {}  # by style, for there are few styles and many paragraphs
        self._properties: dict[str, tuple[Any, ...]] = {}
        usual = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._usual = [usual] if usual is not None else []
        self._default = next(
            (
                str(style.get(f"{W}styleId"))
                for style in self._styles.values()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
            ),
            "",
        )
        theme = settings.find(f"{W}themeFontLang") if settings is not None else None
        base = [*self._chain_properties(self._default), *self._usual]
        self.latin = _first(base, "lang", "val") or _attribute(theme, "val")
        self.east_asian = _first(base, "lang", "eastAsia") or _attribute(theme, "eastAsia")
        self.body_size = _points(_first(base, "sz", "val"))

    def level(self, paragraph: Any) -> int:
        """Return the level of a heading, 0 for a paragraph that is none."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            return _level(own)
        for style in self._chain(self._style_of(paragraph)):
            named = _HEADING.fullmatch(_attribute(style.find(f"{W}name"), "val").strip())
            if named:
                return int(named[1])
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                return _level(outline)
        return 0

    def is_title(self, paragraph: Any) -> bool:
        """Return whether a paragraph has the style of a document's title."""
        chain = self._chain(self._style_of(paragraph))
        return any(_TITLE.fullmatch(_attribute(style.find(f"{W}name"), "val").strip()) for style in chain)

    def is_listed(self, paragraph: Any) -> bool:
        """Return whether a paragraph is an item of a real list."""
        chain = (style.find(f"{W}pPr/{W}numPr") for style in self._chain(self._style_of(paragraph)))
        own = paragraph.find(f"{W}pPr/{W}numPr")
        found = own if own is not None else next((numbered for numbered in chain if numbered is not None), None)
        return found is not None and _attribute(found.find(f"{W}numId"), "val") != "0"

    def is_lined(self, table: Any) -> bool:
        """Return whether a table has lines of its own or by its style."""
        properties = table.find(f"{W}tblPr")
        if properties is None:
            return False
        borders = properties.find(f"{W}tblBorders")
        named = _attribute(properties.find(f"{W}tblStyle"), "val")
        if borders is None:
            chain = (style.find(f"{W}tblPr/{W}tblBorders") for style in self._chain(named))
            borders = next((found for found in chain if found is not None), None)
        inner = borders.find(f"{W}insideH") if borders is not None else None
        if inner is not None:
            return _attribute(inner, "val") not in ("", "none", "nil")
        # A named style draws what it draws: lines or shades, by conditions.
        return any(style.find(f"{W}tblStylePr") is not None for style in self._chain(named))

    def look(self, paragraph: Any, run: Any) -> Look:
        """Return how a run of a paragraph looks."""
        own = run.find(f"{W}rPr")
        character = _attribute(own.find(f"{W}rStyle"), "val") if own is not None else ""
        properties = [
            *([own] if own is not None else []),
            *self._chain_properties(character),
            *self._chain_properties(self._style_of(paragraph)),
            *self._usual,
        ]
        return Look(
            rgb(_first(properties, "color", "val")),
            self._ground(paragraph, properties),
            _points(_first(properties, "sz", "val")),
            _switched(properties, "b"),
            _switched(properties, "vanish"),
            _first(properties, "lang", "val") or self.latin,
            _first(properties, "lang", "eastAsia") or self.east_asian,
        )

    def _ground(self, paragraph: Any, properties: list[Any]) -> str:
        highlight = _first(properties, "highlight", "val")
        if highlight and highlight != "none":
            return _HIGHLIGHTS.get(highlight, "")
        shades = [found.find(f"{W}shd") for found in properties]
        shades.append(paragraph.find(f"{W}pPr/{W}shd"))
        shades += [style.find(f"{W}pPr/{W}shd") for style in self._chain(self._style_of(paragraph))]
        cells = list(paragraph.iterancestors(f"{W}tc"))
        shades += [cell.find(f"{W}tcPr/{W}shd") for cell in cells[:1]]
        for shade in shades:
            if shade is not None and _attribute(shade, "fill") not in ("", "auto"):
                return rgb(_attribute(shade, "fill")) if _attribute(shade, "val") in ("clear", "nil", "") else ""
        if cells:
            # A table's style may shade rows and columns by conditions that are not worked out here.
            named = _attribute(next(cells[0].iterancestors(f"{W}tbl")).find(f"{W}tblPr/{W}tblStyle"), "val")
            return _WHITE if self._is_plain(named) else ""
        in_box = next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None
        return "" if in_box else _WHITE

    def _is_plain(self, table_style: str) -> bool:
        chain = list(self._chain(table_style))
        return not any(True for style in chain for _ in style.iter(f"{W}shd"))

    def _style_of(self, paragraph: Any) -> str:
        return _attribute(paragraph.find(f"{W}pPr/{W}pStyle"), "val") or self._default

    def _chain(self, style_id: str) -> tuple[Any, ...]:
        """Return a style and those that it builds on."""
        if style_id not in self._chains:
            chain: list[Any] = []
            at = style_id
            while (style := self._styles.get(at)) is not None and len(chain) < _DEEPEST:
                chain.append(style)
                at = _attribute(style.find(f"{W}basedOn"), "val")
            self._chains[style_id] = tuple(chain)
        return self._chains[style_id]

    def _chain_properties(self, style_id: str) -> tuple[Any, ...]:
        if style_id not in self._properties:
            found = (style.find(f"{W}rPr") for style in self._chain(style_id))
            self._properties[style_id] = tuple(properties for properties in found if properties is not None)
        return self._properties[style_id]


def _attribute(element: Any, name: str) -> str:
    return str(element.get(f"{W}{name}") or "") if element is not None else ""


def _first(properties: list[Any], tag: str, name: str) -> str:
    """Return the first value that some run properties, the nearest first, give a property."""
    return next(filter(None, (_attribute(found.find(f"{W}{tag}"), name) for found in properties)), "")


def _switched(properties: list[Any], tag: str) -> bool:
    for found in properties:
        switch = found.find(f"{W}{tag}")
        if switch is not None:
            return _attribute(switch, "val") not in ("0", "false", "off")
    return False


def _points(half_points: str) -> float:
    try:
        return float(half_points) / 2
    except ValueError:
        return _USUAL_SIZE


def _level(outline: Any) -> int:
    said = _attribute(outline, "val")
    return int(said) + 1 if said.isdecimal() and int(said) < _BODY_LEVEL else 0
