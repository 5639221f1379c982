"""What the cells of an XLSX look like: ink and ground by value, palette or theme, and which cells nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.cell_range import CellRange

from web_checks.documents import package, theme
from web_checks.documents.colours import AUTO
from web_checks.documents.package import rgb

_WHITE = "ffffff"
# The order in which cells count a theme's colours (ECMA-376 part 1, 18.8.3): light and dark change places.
_DARK = 1
_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")


class Paints:
    """The colours of one workbook."""

    def __init__(self, book: Any) -> None:
        known = theme.scheme(package.parsed(book.loaded_theme)) if book.loaded_theme else {}
        self._themed = [known.get(name, "") for name in _ORDER]

    def ink(self, cell: Any) -> tuple[str, bool]:
        """Return the colour of a cell's text ("" = not known), and whether it is what cells have unless told."""
        colour = cell.font.color
        if colour is None or colour.type == "auto":
            return self._themed[_DARK] or "000000", True
        return self.of(colour), colour.type == "theme" and colour.theme == _DARK and not colour.tint

    def of(self, colour: Any) -> str:
        """Return a colour as "rrggbb"; "" = not known."""
        if colour.type == "rgb":
            plain = rgb(colour.rgb)
        elif colour.type == "theme":
            plain = self._themed[colour.theme] if 0 <= colour.theme < len(self._themed) else ""
        else:
            plain = rgb(COLOR_INDEX[colour.indexed]) if 0 <= (colour.indexed or 0) < len(COLOR_INDEX) else ""
        tint = float(colour.tint or 0)
        return theme.lit(plain, 1 - abs(tint), lighter=tint > 0) if plain and tint else plain


class SheetPaint:
    """The grounds of one sheet's cells."""

    def __init__(self, sheet: Any, paints: Paints) -> None:
        self._paints = paints
        styled = [table.ref for table in sheet.tables.values() if table.tableStyleInfo and table.tableStyleInfo.name]
        self._styled = [CellRange(ref).bounds for ref in styled]
        self._by_condition = [part.bounds for found in sheet.conditional_formatting for part in found.sqref.ranges]

    def colours(self, cell: Any) -> tuple[str, str]:
        """Return (ink, ground) of a cell; ink AUTO = nothing but what the program gives, "" = not known."""
        ink, usual = self._paints.ink(cell)
        fill = cell.fill
        if usual and not fill.fill_type:
            return AUTO, ""
        if _within(self._by_condition, cell) or (not fill.fill_type and _within(self._styled, cell)):
            return ink, ""  # what a condition or a table's style paints, the cell itself does not tell
        if not fill.fill_type:
            return ink, _WHITE
        return ink, self._paints.of(fill.fgColor) if fill.fill_type == "solid" else ""


def _within(ranges: list[tuple[int, int, int, int]], cell: Any) -> bool:
    return any(left <= cell.column <= right and top <= cell.row <= bottom for left, top, right, bottom in ranges)


def hidden(sheet: Any) -> Callable[[Any], bool]:
    """Return what tells whether a cell stands in a row or column that is hidden."""
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    columns = [
        (column.min or column_index_from_string(letter), column.max or column_index_from_string(letter))
        for letter, column in sheet.column_dimensions.items()
        if column.hidden
    ]
    return lambda cell: cell.row in rows or any(first <= cell.column <= last for first, last in columns)
