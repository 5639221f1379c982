"""The styles of a DOCX: what they build on, which level of heading a paragraph has, whether it is listed or lined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from web_checks.documents.package import W

_USUAL_SIZE = 10.0  # points of text when nothing says another (ECMA-376 part 1, 17.3.2.38)
_DEEPEST = 20  # styles that build on each other
_HEADING = re.compile(r"(?:heading|标题|標題)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"title|subtitle|标题|副标题", re.IGNORECASE)
_HEAD = 4  # children among which properties are looked for: marks of a range may come before them
_SIDES, _CELLS = ("top", "bottom"), 40  # of a cell; of a table that are looked at for lines
_BODY_LEVEL = 9  # outline level of text that is no heading (17.3.1.20)


class Styles:
    """The styles of one document. latin, east_asian: the languages that text has when nothing says another."""

    def __init__(self, styles: Any, settings: Any) -> None:
        self._styles = {str(style.get(f"{W}styleId")): style for style in styles.findall(f"{W}style")}
        # By style, for there are few styles and many paragraphs.
        self._chains: dict[str, tuple[Any, ...]] = {}
        self._properties: dict[str, tuple[Any, ...]] = {}
        self._levels: dict[str, int] = {}
        self._titles: dict[str, bool] = {}
        self._numbered: dict[str, bool] = {}
        usual = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.usual = (usual,) if usual is not None else ()
        self._default = next(
            (
                str(style.get(f"{W}styleId"))
                for style in self._styles.values()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
            ),
            "",
        )
        theme = settings.find(f"{W}themeFontLang") if settings is not None else None
        base = (*self.properties(self._default), *self.usual)
        self.latin = first(base, "lang", "val") or attribute(theme, "val")
        self.east_asian = first(base, "lang", "eastAsia") or attribute(theme, "eastAsia")
        self.body_size = points(first(base, "sz", "val"))

    def level(self, paragraph: Any) -> int:
        """Return the level of a heading, 0 for a paragraph that is none."""
        own = of(paragraph, f"{W}pPr", f"{W}outlineLvl")
        if own is not None:
            return _level(own)
        style = self.style_of(paragraph)
        if style not in self._levels:
            self._levels[style] = self._level_of(style)
        return self._levels[style]

    def _level_of(self, style_id: str) -> int:
        for style in self.chain(style_id):
            named = _HEADING.fullmatch(attribute(style.find(f"{W}name"), "val").strip())
            if named:
                return int(named[1])
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                return _level(outline)
        return 0

    def is_title(self, paragraph: Any) -> bool:
        """Return whether a paragraph has the style of a document's title."""
        at = self.style_of(paragraph)
        if at not in self._titles:
            names = (attribute(style.find(f"{W}name"), "val").strip() for style in self.chain(at))
            self._titles[at] = any(map(_TITLE.fullmatch, names))
        return self._titles[at]

    def is_listed(self, paragraph: Any) -> bool:
        """Return whether a paragraph is an item of a real list."""
        own = of(paragraph, f"{W}pPr", f"{W}numPr")
        if own is not None:
            return _is_numbered(own)
        at = self.style_of(paragraph)
        if at not in self._numbered:
            chain = (style.find(f"{W}pPr/{W}numPr") for style in self.chain(at))
            self._numbered[at] = _is_numbered(next((numbered for numbered in chain if numbered is not None), None))
        return self._numbered[at]

    def is_lined(self, table: Any) -> bool:
        """Return whether a table has lines of its own, by its style, or by its cells (as LibreOffice writes them)."""
        properties = settled(table, f"{W}tblPr")
        if properties is None:
            return False
        borders = properties.find(f"{W}tblBorders")
        chain = self.chain(attribute(properties.find(f"{W}tblStyle"), "val"))
        if borders is None:
            found = (style.find(f"{W}tblPr/{W}tblBorders") for style in chain)
            borders = next((known for known in found if known is not None), None)
        inner = borders.find(f"{W}insideH") if borders is not None else None
        # A named style draws what it draws: lines or shades, by conditions.
        by_style = inner is None and any(style.find(f"{W}tblStylePr") is not None for style in chain)
        return by_style or _is_drawn(inner) or _has_lined_cells(table)

    def style_of(self, paragraph: Any) -> str:
        """Return the id of a paragraph's style."""
        return attribute(of(paragraph, f"{W}pPr", f"{W}pStyle"), "val") or self._default

    def chain(self, style_id: str) -> tuple[Any, ...]:
        """Return a style and those that it builds on."""
        if style_id not in self._chains:
            chain: list[Any] = []
            at = style_id
            while (style := self._styles.get(at)) is not None and len(chain) < _DEEPEST:
                chain.append(style)
                at = attribute(style.find(f"{W}basedOn"), "val")
            self._chains[style_id] = tuple(chain)
        return self._chains[style_id]

    def properties(self, style_id: str) -> tuple[Any, ...]:
        """Return the run properties of a style and those that it builds on, the nearest first."""
        if style_id not in self._properties:
            self._properties[style_id] = tuple(present(style.find(f"{W}rPr") for style in self.chain(style_id)))
        return self._properties[style_id]


def settled(element: Any, tag: str) -> Any:
    """Return the properties of an element (pPr, rPr, tblPr, tcPr); None when it has none.

    They stand at its head. Looked for among all that it holds, a paragraph of a hundred thousand runs would be gone
    through for each of them.
    """
    return next((child for child in islice(element, _HEAD) if child.tag == tag), None)


def of(element: Any, properties: str, tag: str) -> Any:
    """Return an entry of an element's properties; None when it has none."""
    found = settled(element, properties)
    return found.find(tag) if found is not None else None


def attribute(element: Any, name: str) -> str:
    """Return an attribute of an element that may not be there; "" for none."""
    return str(element.get(f"{W}{name}") or "") if element is not None else ""


def present(found: Iterable[Any]) -> Iterator[Any]:
    """Yield the elements that are there."""
    return (element for element in found if element is not None)


def first(properties: Iterable[Any], tag: str, name: str) -> str:
    """Return the first value that some run properties, the nearest first, give a property."""
    return next(filter(None, (attribute(found.find(f"{W}{tag}"), name) for found in properties)), "")


def switched(properties: Iterable[Any], tag: str) -> bool:
    """Return whether some run properties, the nearest first, switch a property on."""
    switch = next(present(found.find(f"{W}{tag}") for found in properties), None)
    return is_on(switch)


def is_on(switch: Any) -> bool:
    """Return whether a switch that may not be there is on."""
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")


def points(half_points: str) -> float:
    """Return the points that a size in half points stands for."""
    try:
        return float(half_points) / 2
    except ValueError:
        return _USUAL_SIZE


def _is_drawn(line: Any) -> bool:
    return attribute(line, "val") not in ("", "none", "nil")


def _has_lined_cells(table: Any) -> bool:
    """Return whether most of the first cells of a table draw a line above or below themselves."""
    cells = list(islice((cell for row in table.iterchildren(f"{W}tr") for cell in row.iterchildren(f"{W}tc")), _CELLS))
    lines = (of(cell, f"{W}tcPr", f"{W}tcBorders") for cell in cells)
    drawn = sum(known is not None and any(_is_drawn(known.find(f"{W}{side}")) for side in _SIDES) for known in lines)
    return 2 * drawn > len(cells)


def _is_numbered(numbered: Any) -> bool:
    return numbered is not None and attribute(numbered.find(f"{W}numId"), "val") != "0"


def _level(outline: Any) -> int:
    said = attribute(outline, "val")
    return int(said) + 1 if said.isdecimal() and int(said) < _BODY_LEVEL else 0
