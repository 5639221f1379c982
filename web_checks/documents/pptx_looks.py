"""What the text of a slide looks like: colour, size and weight of a run, by all that it inherits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from web_checks.documents import theme
from web_checks.documents.colours import AUTO
from web_checks.documents.package import A
from web_checks.documents.pptx_theme import P, Scenery, filled

_USUAL_SIZE = 18.0  # points of text where nothing says another
_TITLES = ("title", "ctrTitle")
_OTHERS = ("dt", "ftr", "sldNum", "hdr")
_ONE = 6  # letters of one colour
_WHOLE = 100_000  # units of a percentage
_OWN_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks. ink: "rrggbb", AUTO = left to the program, "" = not known; size: points."""

    ink: str
    size: float
    bold: bool


class Looks:
    """The looks of the runs of one slide. usual: the default text style of the presentation, None when it has none."""

    def __init__(self, scenery: Scenery, usual: Any) -> None:
        self._scenery = scenery
        self._usual = usual

    def look(self, shape: Any, paragraph: Any, run: Any) -> Look:
        """Return how a run looks. shape, paragraph, run: python-pptx's; shape: None for the cell of a table."""
        level = paragraph.level
        own = run._r.rPr  # noqa: SLF001 - python-pptx offers no way to what a run inherits
        inherited = list(self._inherited(shape, level)) if shape is not None else []
        chain = [*([own] if own is not None else []), *inherited]
        said = next((str(found.get("sz")) for found in chain if found.get("sz")), "")
        size = int(said) / 100 if said.isdecimal() else _USUAL_SIZE
        bold = next((found.get("b") for found in chain if found.get("b")), "0")
        return Look(self._ink(shape, own, chain), size * _scale(shape), bold in ("1", "true"))

    def _ink(self, shape: Any, own: Any, chain: list[Any]) -> str:
        named = self._scenery.named
        link = own.find(f"{A}hlinkClick") if own is not None else None
        if link is not None and next(link.iter(_OWN_COLOUR), None) is None:
            return named.get("hlink", "")  # whatever colour the run has
        for found in chain:
            ink = theme.colour(found, named) if found.tag == f"{A}fontRef" else filled(found, named)
            if ink is not None:
                return "" if ink == AUTO or len(ink) > _ONE else ink
        if shape is None:
            return AUTO  # a cell without a colour of its own has that of the table's style
        return named.get("tx1", "")

    def _inherited(self, shape: Any, level: int) -> Iterator[Any]:
        """Yield the run properties that a shape's text inherits, the nearest first."""
        name = f"lvl{level + 1}pPr"
        element = shape._element  # noqa: SLF001 - as above
        yield from _in_list(element.find(f"{P}txBody/{A}lstStyle"), name)
        if not shape.is_placeholder:
            reference = element.find(f"{P}style/{A}fontRef")
            if reference is not None and len(reference):
                yield reference
            yield from _in_list(self._usual, name)
            return
        for above in ancestors(shape, self._scenery):
            yield from _in_list(above.element.find(f"{P}txBody/{A}lstStyle"), name)
        kind = _type(element)
        style = "titleStyle" if kind in _TITLES else "otherStyle" if kind in _OTHERS else "bodyStyle"
        yield from _in_list(self._scenery.levels[-1].element.find(f"{P}txStyles/{P}{style}"), name)


def ancestors(shape: Any, scenery: Scenery) -> Iterator[Any]:
    """Yield the placeholders of layout and master that a placeholder inherits from, the nearest first."""
    _, layout, master = scenery.levels
    number = _entry(shape.element).get("idx") or "0"
    kind = _type(shape.element)
    of_layout = next((found for found in layout.placeholders if _same(found, number, kind)), None)
    if of_layout is not None:
        yield of_layout
        kind = _type(of_layout.element)
    wanted = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}.get(kind, kind)
    of_master = next((found for found in master.placeholders if _type(found.element) == wanted), None)
    if of_master is not None:
        yield of_master


def _same(found: Any, number: str, kind: str) -> bool:
    own = _type(found.element)
    if kind in (*_TITLES, *_OTHERS):
        return own == kind or (own in _TITLES and kind in _TITLES)
    return (_entry(found.element).get("idx") or "0") == number and own not in (*_TITLES, *_OTHERS)


def _entry(element: Any) -> Any:
    found = next(element.iter(f"{P}ph"), None)
    return found if found is not None else {}


def _type(element: Any) -> str:
    return str(_entry(element).get("type") or "obj")


def _in_list(style: Any, name: str) -> Iterator[Any]:
    for holder in (name, "defPPr"):
        found = style.find(f"{A}{holder}/{A}defRPr") if style is not None else None
        if found is not None:
            yield found


def _scale(shape: Any) -> float:
    """Return by how much a shape's text is made smaller to fit into it, 0-1."""
    fit = shape.element.find(f"{P}txBody/{A}bodyPr/{A}normAutofit") if shape is not None else None
    said = str(fit.get("fontScale") or "") if fit is not None else ""
    try:
        return float(said.rstrip("%")) / (100 if said.endswith("%") else _WHOLE) if said else 1.0
    except ValueError:
        return 1.0
