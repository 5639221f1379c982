"""Reads an XLSX: the worksheets that are shown, their cells and tables by openpyxl, their drawings from the package."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange

from audit.model import Reason, Target
from web_checks.documents import mending, package
from web_checks.documents.colours import AUTO, Palette
from web_checks.documents.document import SAMPLE, Document, Link, Picture, Sheet, Table, cut, place
from web_checks.documents.kinds import Format, Unreadable
from web_checks.documents.package import R
from web_checks.documents.sequence import is_stretched
from web_checks.documents.xlsx_paint import Paints, SheetPaint, hidden

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_WORKBOOK = "xl/workbook.xml"
_MOST_CELLS = 500_000
_USUAL_SIZE = 11.0  # points
_DATA_ROWS, _DATA_COLUMNS = 3, 2  # from which cells side by side are a table
_FILLED = 0.6  # share of cells that are filled in a table of data
_BROKEN = (
    *(InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError),
    *(zipfile.BadZipFile, SyntaxError),
)
_PICTURED = ("pic", "graphicFrame")


def read(path: Path) -> Document:
    """Read an XLSX. Raises Unreadable when it is broken, locked, or too large."""
    package.check(path)
    try:
        return _whole(path)
    except _BROKEN as error:
        raise Unreadable(Reason.UNREADABLE, f"{type(error).__name__}: {error}"[:200]) from error


def _whole(path: Path) -> Document:
    """Read a workbook, at the third try without its styles: they are what programs write most loosely."""
    for opened in (mending.opened, mending.without_drawings):  # pictures are read by another way
        try:
            return _Reader(_book(opened(path)), path).read()
        except _BROKEN as error:
            stopped = f"{type(error).__name__}: {error}"[:200]
    whole = _Reader(_book(mending.without_styles(path)), path).read()
    return replace(whole, unread=(*whole.unread, ("xl/styles.xml", Reason.UNREADABLE, stopped)))


def _book(opened: IO[bytes]) -> Any:
    with opened as file:  # by its name alone, openpyxl would refuse it
        return openpyxl.load_workbook(file, data_only=True, keep_links=False)


class _Reader:
    def __init__(self, book: Any, path: Path) -> None:
        self._book, self._path = book, path
        self._palette = Palette()
        self._paints = Paints(book)
        self._texts: list[str] = []
        self._size = 0
        self._tables: list[Table] = []
        self._links: list[Link] = []
        self._stretched: list[tuple[Target, str]] = []

    def read(self) -> Document:
        sheets = []
        left = _MOST_CELLS
        unread = []
        shown = [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown:
            cells = len(sheet._cells)  # noqa: SLF001 - to go by rows and columns would make a cell of every blank
            if cells > left:
                unread.append((sheet.title, Reason.TOO_LARGE, f"{cells} cells"))
                continue
            left -= cells
            if self._sheet(sheet):
                sheets.append(Sheet(place(sheet.title, "", "xlsx", "sheet"), sheet.title))
        properties = self._book.properties
        return Document(
            Format.XLSX,
            len(self._book.worksheets),
            title=" ".join(str(properties.title or "").split()),
            language=str(properties.language or "").strip(),
            text="\n".join(self._texts)[:SAMPLE],
            length=self._size,
            pictures=tuple(_pictures(self._path, {sheet.title for sheet in shown})),
            tables=tuple(self._tables),
            links=tuple(self._links),
            colours=self._palette.colours(),
            stretched=tuple(self._stretched),
            sheets=tuple(sheets),
            unread=tuple(unread),
        )

    def _sheet(self, sheet: Any) -> bool:
        """Read one sheet; return whether it holds anything."""
        cells = [cell for _, cell in sorted(sheet._cells.items())]  # noqa: SLF001 - as above
        unseen = hidden(sheet)
        filled = [cell for cell in cells if cell.value is not None and str(cell.value).strip() and not unseen(cell)]
        rows: dict[int, list[str]] = defaultdict(list)
        paint = SheetPaint(sheet, self._paints)
        for cell in filled:
            text = str(cell.value)
            rows[cell.row].append(text)
            self._texts.append(text)
            self._size += len("".join(text.split()))
            if is_stretched(text):
                self._stretched.append((place(f"{sheet.title}!{cell.coordinate}", text, "xlsx", "cell"), text))
            self._colour(paint, cell, text)
        for cell in filled:
            if cell.hyperlink is not None and (address := str(cell.hyperlink.target or "")):
                text = str(cell.value)
                where = f"{sheet.title}!{cell.coordinate}"
                target = place(where, f"{cut(text, 80)} {cut(address, 100)}", "xlsx", "link")
                self._links.append(Link(target, cut(text), cut(address, 500), cut(" ".join(rows[cell.row]), 1000)))
        self._tables += self._tables_of(sheet, filled)
        return bool(filled)

    def _colour(self, sheet: SheetPaint, cell: Any, text: str) -> None:
        ink, ground = sheet.colours(cell)
        if ink == AUTO:
            return
        target = place(f"{cell.parent.title}!{cell.coordinate}", text, "xlsx", "cell")
        size, bold = float(cell.font.sz or _USUAL_SIZE), bool(cell.font.b)
        self._palette.add(target, ink, ground, size, text, bold=bold)

    def _tables_of(self, sheet: Any, filled: list[Any]) -> Iterator[Table]:
        named = list(sheet.tables.values())
        for table in named:
            rows, columns = _size(table.ref)
            head = table.headerRowCount is None or table.headerRowCount > 0
            yield Table(
                place(f"{sheet.title}!{table.ref}", str(table.displayName or ""), "xlsx", "table"), rows, columns, head
            )
        if named or not filled:
            return
        down = sorted({cell.row for cell in filled})
        across = sorted({cell.column for cell in filled})
        high, wide = len(down), len(across)
        if high >= _DATA_ROWS and wide >= _DATA_COLUMNS and len(filled) >= _FILLED * high * wide:
            ref = f"{get_column_letter(across[0])}{down[0]}:{get_column_letter(across[-1])}{down[-1]}"
            # Rows that are repeated on every printed page, or kept in sight, are how a sheet without tables names them.
            header = bool(sheet.print_title_rows or sheet.freeze_panes)
            target = place(f"{sheet.title}!{ref}", "", "xlsx", "cells")
            # A title across the top takes nothing from the rows below it.
            merged = sum(found.min_row > down[0] for found in sheet.merged_cells.ranges)
            yield Table(target, high, wide, header, merged=merged)


def _size(ref: str) -> tuple[int, int]:
    found = CellRange(ref)
    return found.size["rows"], found.size["columns"]


def _pictures(path: Path, shown: set[str]) -> Iterator[Picture]:
    """Yield the pictures and charts of the sheets that are shown: openpyxl forgets their descriptions."""
    with mending.opened(path) as file, zipfile.ZipFile(file) as archive:
        if _WORKBOOK not in archive.NameToInfo:
            return
        parts = package.related(archive, _WORKBOOK)
        for sheet in package.parsed(archive.read(_WORKBOOK)).iter(f"{_S}sheet"):
            name = str(sheet.get("name"))
            _, part = parts.get(str(sheet.get(f"{R}id")), ("", ""))
            if name not in shown or not part:
                continue
            drawings = [target for kind, target in package.related(archive, part).values() if kind == "drawing"]
            for drawing in drawings:
                if drawing in archive.NameToInfo:
                    yield from _drawn(package.parsed(archive.read(drawing)), name)


def _drawn(drawing: Any, sheet: str) -> Iterator[Picture]:
    count = 0
    for kind in _PICTURED:
        for found in drawing.iter(f"{_XDR}{kind}"):
            properties = next(found.iter(f"{_XDR}cNvPr"), None)
            if properties is None or properties.get("hidden") in ("1", "true"):
                continue
            count += 1
            said = package.alternative(properties)
            named = str(properties.get("name") or "")
            target = place(f"{sheet} > picture {count}", said or named, "xlsx", "picture")
            file = named if "." in named else ""
            yield Picture(target, said, file, decorative=package.is_decorative(properties))
