"""Worksheets of any number of rows, written as a stream: XlsxWriter makes the workbook, this module fills its sheets.

XlsxWriter alone needs some microseconds a cell, which for a city is minutes. The rows of a list repeat themselves, so
that most of each row is a text that was made before; what is left is to number it and to compress it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name

from reports import columnar
from reports.blocks import Block, Cell, Piece, Shared
from reports.sinks import plain, xml_text

Parts = Mapping[str, bytes]

# What Excel takes in one sheet.
MOST_ROWS: Final = 1_048_576
# Characters of a cell; Excel itself takes 32,767.
_CELL_LIMIT: Final = 2000
_AT_ONCE: Final = 10_000
# Of zlib: rows repeat themselves so much that more effort saves little.
_EFFORT: Final = 1
_DAY_ZERO: Final = date(1899, 12, 30)
# Stands for the row's number in a text that is made once for many rows; no text from outside can hold it.
_NUMBER: Final = "\x01"
# Spreadsheets read _x0041_ in a text as the character of that code.
_ESCAPE_LIKE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_COLUMN_STYLE: Final = re.compile(r'<col min="(\d+)" max="(\d+)"[^>]*? style="(\d+)"')
_DIMENSION: Final = re.compile(r"<dimension [^>]*/>")
_STRINGS: Final = "xl/sharedStrings.xml"
_SHEET: Final = "xl/worksheets/sheet{}.xml"


def write(
    path: Path, book: Callable[[Sequence[int]], Parts], blocks: Iterable[Block], header: int, most: int = MOST_ROWS
) -> list[int]:
    """Write the workbook and return how many rows each sheet of the list has.

    book: returns the files of the workbook whose first sheets are the list's, with their `header` rows and no others,
    for given numbers of rows below them. most: rows that a sheet takes, its header among them.
    """
    counts: list[int] = []
    source = _Source(blocks)
    strings = _Strings(book((0,))[_STRINGS])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_EFFORT) as archive:
        while not counts or source.more:
            number = len(counts) + 1
            head, _ = _split(book((*counts, 0))[_SHEET.format(number)])
            cells = _Cells(head, strings)
            with archive.open(_entry(_SHEET.format(number)), "w", force_zip64=True) as sheet:
                sheet.write(_DIMENSION.sub("", head).encode())
                count = 0
                for part in source.take(most - header):
                    sheet.write(cells.rows(part, header + count + 1).encode())
                    count += part.count
                counts.append(count)
                sheet.write(_split(book(counts)[_SHEET.format(number)])[1].encode())
        done = {_SHEET.format(number + 1) for number in range(len(counts))}
        for name, content in book(counts).items():
            if name not in done:
                archive.writestr(_entry(name), strings.file() if name == _STRINGS else content)
    return counts


class _Source:
    """Blocks of rows, given out in parts of a bounded number of rows. more: whether there are any left."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = iter(blocks)
        self._block: Block | None = None
        self._start = 0
        self._next()

    @property
    def more(self) -> bool:
        """Return whether any rows are left."""
        return self._block is not None

    def _next(self) -> None:
        self._block, self._start = next((block for block in self._blocks if block.count), None), 0

    def take(self, most: int) -> Iterator[Block]:
        """Yield the next rows, `most` at most."""
        while most and self._block is not None:
            size = min(most, _AT_ONCE, self._block.count - self._start)
            yield self._block.slice(self._start, self._start + size)
            self._start += size
            most -= size
            if self._start == self._block.count:
                self._next()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an archive's entry with the earliest time that there is: equal lists are equal files."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _split(sheet: bytes) -> tuple[str, str]:
    head, end, tail = sheet.decode().partition("</sheetData>")
    return head, end + tail


class _Strings:
    """The texts that cells name by number: those of XlsxWriter's own sheets first."""

    def __init__(self, file: bytes) -> None:
        text = file.decode()
        start = text.index("<si>") if "<si>" in text else text.index("</sst>")
        self._head, self._own = text[:start], text[start : text.rindex("</sst>")]
        self._first = self._own.count("<si>")
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text."""
        return self._numbers.setdefault(text, self._first + len(self._numbers))

    def file(self) -> bytes:
        """Return the file of all of them."""
        head = re.sub(r' (?:count|uniqueCount)="\d+"', "", self._head)
        items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in self._numbers)
        return f"{head}{self._own}{items}</sst>".encode()


class _Cells:
    """Makes the rows of one sheet, whose columns have the styles that its head gives them."""

    def __init__(self, head: str, strings: _Strings) -> None:
        self._strings = strings
        self._styles = {
            column: int(style)
            for first, last, style in _COLUMN_STYLE.findall(head)
            for column in range(int(first) - 1, int(last))
        }
        self._known: dict[tuple[int, Piece], str] = {}

    def rows(self, block: Block, first: int) -> str:
        """Return the rows of a block; first: the number of its first row, counted from 1."""
        parts: list[Any] = [f'<row r="{_NUMBER}">']
        column = 0
        for piece in block.pieces:
            if isinstance(piece, Shared):
                parts.append(piece.made(partial(self._piece, column)))
                column += len(piece.known[0])
            else:
                for texts, numbers in piece.columns:
                    parts.append(self._varying(column, texts, numbers))
                    column += 1
        lines = columnar.joined(block.count, *parts, "</row>").to_pylist()
        return "".join([line.replace(_NUMBER, str(number)) for number, line in enumerate(lines, first)])

    def _tag(self, column: int) -> str:
        style = f' s="{self._styles[column]}"' if column in self._styles else ""
        return f'<c r="{xl_col_to_name(column)}{_NUMBER}"{style}'

    def _varying(self, column: int, texts: Any, numbers: Any) -> Any:
        """Return a column of cells; a text and a number where they are, nothing elsewhere."""
        tag = self._tag(column)
        safe = columnar.made_safe(texts, columnar.XML_UNSAFE, _text, _CELL_LIMIT)
        worded = pc.binary_join_element_wise(f'{tag} t="inlineStr"><is><t>', safe, "</t></is></c>", "")
        numbered = pc.binary_join_element_wise(f"{tag}><v>", numbers.cast(pa.string()), "</v></c>", "")
        return pc.fill_null(pc.coalesce(worded, numbered), "")

    def _piece(self, column: int, piece: Piece) -> str:
        key = (column, piece)
        if key not in self._known:
            self._known[key] = "".join(self._cell(column + at, value) for at, value in enumerate(piece))
        return self._known[key]

    def _cell(self, column: int, value: Cell) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            return f'{self._tag(column)} t="s"><v>{self._strings.number(_text(value))}</v></c>'
        number = (value - _DAY_ZERO).days if isinstance(value, date) else value
        return f"{self._tag(column)}><v>{number!r}</v></c>"


def _text(text: str) -> str:
    """Return a text as it may stand between tags."""
    return _ESCAPE_LIKE.sub("_x005F_", xml_text(plain(text[:_CELL_LIMIT])))
