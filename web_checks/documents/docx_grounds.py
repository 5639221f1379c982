"""What stands behind the text of a DOCX: highlighter, shades of runs, paragraphs and cells, text boxes, the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from web_checks.documents import theme
from web_checks.documents.colours import AUTO
from web_checks.documents.docx_colours import Inks, highlight
from web_checks.documents.docx_styles import Styles, attribute, first, is_on, of, present
from web_checks.documents.package import A, W, rgb

_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
_WHITE = "ffffff"
_VML_SHAPES = tuple(f"{_VML}{name}" for name in ("shape", "rect", "roundrect", "oval"))
_PARTS = (("firstRow", 0x20), ("lastRow", 0x40), ("firstColumn", 0x80), ("lastColumn", 0x100))
_NO_BANDS = (("noHBand", 0x200), ("noVBand", 0x400))
_EDGES = {"firstRow": "firstRow", "lastRow": "lastRow", "firstColumn": "firstCol", "lastColumn": "lastCol"}
_CORNERS = {"nwCell": ("firstRow", "firstCol"), "neCell": ("firstRow", "lastCol")} | {
    "swCell": ("lastRow", "firstCol"),
    "seCell": ("lastRow", "lastCol"),
}


class Grounds:
    """What stands behind the text of one document. page: the colour of its pages."""

    def __init__(self, styles: Styles, inks: Inks, page: Any, settings: Any) -> None:
        self._styles, self._inks = styles, inks
        shown = settings is not None and is_on(settings.find(f"{W}displayBackgroundShape"))
        colour = inks.of(page, "color", "themeColor") if shown and page is not None else _WHITE
        self._page = _WHITE if colour == AUTO else colour
        self._shaded: dict[str, bool] = {}
        self._kinds: dict[str, dict[str, list[Any]]] = {}
        self._table: tuple[Any, dict[Any, Sequence[Any]]] = (None, {})

    def behind(self, paragraph: Any, properties: Iterable[Any]) -> str:
        """Return the colour behind a run with some properties, the nearest first; "" = not known."""
        marked = first(properties, "highlight", "val")
        if marked and marked != "none":
            return highlight(marked)
        own = (found.find(f"{W}shd") for found in properties)
        chain = (style.find(f"{W}pPr/{W}shd") for style in self._styles.chain(self._styles.style_of(paragraph)))
        of_paragraph = (of(paragraph, f"{W}pPr", f"{W}shd"), *chain)
        for level in (own, of_paragraph):
            ground = self._shade(level)
            if ground != AUTO:
                return ground
        return self._around(paragraph)

    def _shade(self, level: Iterable[Any]) -> str:
        """Return the colour of the first shading that is there."""
        found = next(present(level), None)
        return self._inks.shade(found) if found is not None else AUTO

    def _around(self, element: Any) -> str:
        """Return the colour of the innermost cell or box with one that an element stands in, else of the page."""
        for holder in element.iterancestors(f"{W}tc", f"{W}txbxContent"):
            ground = self._of_box(holder) if holder.tag == f"{W}txbxContent" else self._of_cell(holder)
            if ground != AUTO:
                return ground
        return self._page

    def _of_cell(self, cell: Any) -> str:
        own = self._shade((of(cell, f"{W}tcPr", f"{W}shd"),))
        if own != AUTO:
            return own
        formats = self.formats(cell)
        if formats is None:
            return ""
        shaded = [(known, self._inks.shade(found)) for known in formats if (found := _shading(known)) is not None]
        edges = {ground for known, ground in shaded if _is_edge(known)}
        if len(edges) > 1 and not _is_corner(shaded[0][0]):
            return ""  # a row and a column that differ meet here: programs do not agree on which one wins
        table = next(cell.iterancestors(f"{W}tbl"))
        whole = self._shade((of(table, f"{W}tblPr", f"{W}shd"),))
        return next((ground for ground in (*(ground for _, ground in shaded), whole) if ground != AUTO), AUTO)

    def _of_box(self, box: Any) -> str:
        shape = next(box.iterancestors(f"{_WPS}wsp", *_VML_SHAPES), None)
        if shape is None:
            return ""
        if shape.tag != f"{_WPS}wsp":
            plain = str(shape.get("fillcolor") or "#ffffff").partition(" ")[0].lstrip("#")
            is_filled = str(shape.get("filled") or "t")[:1] in "t1" and shape.find(f"{_VML}fill") is None
            return rgb({"white": _WHITE}.get(plain, plain)) if is_filled else ""
        properties = shape.find(f"{_WPS}spPr")
        for entry in properties if properties is not None else ():
            if entry.tag == f"{A}solidFill":
                return theme.colour(entry, self._inks.drawn)
            if entry.tag in (f"{A}noFill", f"{A}gradFill", f"{A}blipFill", f"{A}pattFill"):
                return ""  # whatever the box floats over
        reference = shape.find(f"{_WPS}style/{A}fillRef")
        # Of a theme's three fills only the first is plain in every theme.
        plain_fill = reference is not None and reference.get("idx") == "1"
        return theme.colour(reference, self._inks.drawn) if plain_fill else ""

    # ---- styles of tables

    def formats(self, cell: Any) -> Sequence[Any] | None:
        """Return the formats that a table's style gives a cell, the strongest first; None = not known which."""
        table = next(cell.iterancestors(f"{W}tbl"))
        named = attribute(of(table, f"{W}tblPr", f"{W}tblStyle"), "val")
        if not self._has_colours(named):
            return ()
        if self._table[0] is not table:
            self._table = (table, self._formats(table, self._styles.chain(named)))
        return self._table[1].get(cell)

    def _kinds_of(self, chain: Sequence[Any]) -> dict[str, list[Any]]:
        named = attribute(chain[0], "styleId")
        if named not in self._kinds:
            kinds: dict[str, list[Any]] = {}
            for style in chain:
                for known in style.findall(f"{W}tblStylePr"):
                    kinds.setdefault(attribute(known, "type"), []).append(known)
            self._kinds[named] = kinds
        return self._kinds[named]

    def _has_colours(self, style_id: str) -> bool:
        if style_id not in self._shaded:
            tags = (f"{W}shd", f"{W}color")
            self._shaded[style_id] = any(True for style in self._styles.chain(style_id) for _ in style.iter(*tags))
        return self._shaded[style_id]

    def _formats(self, table: Any, chain: Sequence[Any]) -> dict[Any, Sequence[Any]]:
        kinds = self._kinds_of(chain)
        look = of(table, f"{W}tblPr", f"{W}tblLook")
        if kinds and look is None:
            return {}
        on = {name for name, bit in (*_PARTS, *_NO_BANDS) if _says(look, name, bit)}
        bands = tuple(_band(chain, name) for name in ("tblStyleRowBandSize", "tblStyleColBandSize"))
        rows = [cells_of(row) for row in rows_of(table)]
        found: dict[Any, Sequence[Any]] = {}
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                names = _kinds((number, len(rows)), (column, len(row)), on, bands)
                found[cell] = [*(known for name in names for known in kinds.get(name, ())), *chain]
        return found


def rows_of(table: Any) -> list[Any]:
    """Return the rows of a table, those inside content controls included."""
    return list(_within(table, f"{W}tr"))


def cells_of(row: Any) -> list[Any]:
    """Return the cells of a row, those inside content controls included."""
    return list(_within(row, f"{W}tc"))


def _within(holder: Any, tag: str) -> Iterator[Any]:
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _within(child, tag)


def _kinds(row: tuple[int, int], column: tuple[int, int], on: set[str], bands: tuple[int, ...]) -> list[str]:
    """Return the kinds of format that count for a cell, the strongest first (ECMA-376 part 1, 17.7.6.6).

    row, column: (its number, how many there are).
    """
    at = {
        "firstRow": row[0] == 0,
        "lastRow": row[0] == row[1] - 1,
        "firstColumn": column[0] == 0,
        "lastColumn": column[0] == column[1] - 1,
    }
    edges = [_EDGES[name] for name in ("firstColumn", "lastColumn", "firstRow", "lastRow") if name in on and at[name]]
    corners = [corner for corner, sides in _CORNERS.items() if set(sides) <= set(edges)]
    across = [] if "noHBand" in on else [_banded("Horz", row[0] - ("firstRow" in on), bands[0])]
    down = [] if "noVBand" in on else [_banded("Vert", column[0] - ("firstColumn" in on), bands[1])]
    return [*corners, *edges, *across, *down]


def _banded(direction: str, number: int, size: int) -> str:
    return f"band{1 + max(number, 0) // size % 2}{direction}"


def _band(chain: Sequence[Any], name: str) -> int:
    said = next(filter(None, (attribute(style.find(f"{W}tblPr/{W}{name}"), "val") for style in chain)), "")
    return max(int(said), 1) if said.isdecimal() else 1


def _says(look: Any, name: str, bit: int) -> bool:
    """Return whether the look of a table says something, by its own attribute or by a bit of all in one."""
    own = attribute(look, name)
    if own:
        return own in ("1", "true", "on")
    try:
        return bool(int(attribute(look, "val") or "0", 16) & bit)
    except ValueError:
        return False


def _shading(known: Any) -> Any:
    return known.find(f"{W}tcPr/{W}shd")


def _is_edge(known: Any) -> bool:
    return attribute(known, "type") in _EDGES.values()


def _is_corner(known: Any) -> bool:
    return attribute(known, "type") in _CORNERS
