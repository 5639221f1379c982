"""Worksheets of any number of rows, written as a stream: XlsxWriter makes the workbook, this module fills its sheets.

XlsxWriter alone needs some microseconds a cell, which for a city is minutes. The rows of a list repeat themselves, so
that most of each row is a text that was made before; what is left is to number it and to compress it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final

from xlsxwriter.utility import xl_col_to_name

from reports.sinks import plain, xml_text

Value = str | float | date | None
Parts = Mapping[str, bytes]

# What Excel takes in one sheet.
MOST_ROWS: Final = 1_048_576
# Characters of a cell; Excel itself takes 32,767.
_CELL_LIMIT: Final = 2000
_AT_ONCE: Final = 2_000
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
    path: Path,
    book: Callable[[Sequence[int]], Parts],
    rows: Iterable[Sequence[Sequence[Value]]],
    shared: frozenset[int],
    header: int,
    most: int = MOST_ROWS,
) -> list[int]:
    """Write the workbook and return how many rows each sheet of the list has.

    book: returns the files of the workbook whose first sheets are the list's, with their `header` rows and no others,
    for given numbers of rows below them. rows: in pieces; shared: numbers of those that are the same for many rows.
    most: rows that a sheet takes, its header among them.
    """
    counts: list[int] = []
    source = iter(rows)
    first = next(source, None)
    strings = _Strings(book((0,))[_STRINGS])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        while not counts or first is not None:
            mine = islice(source if first is None else chain((first,), source), most - header)
            number = len(counts) + 1
            head, _ = _split(book((*counts, 0))[_SHEET.format(number)])
            cells = _Cells(head, strings, shared)
            with archive.open(_entry(_SHEET.format(number)), "w", force_zip64=True) as sheet:
                sheet.write(_DIMENSION.sub("", head).encode())
                counts.append(_stream(sheet, cells, mine, header))
                sheet.write(_split(book(counts)[_SHEET.format(number)])[1].encode())
            first = next(source, None)
        done = {_SHEET.format(number + 1) for number in range(len(counts))}
        for name, content in book(counts).items():
            if name not in done:
                archive.writestr(_entry(name), strings.file() if name == _STRINGS else content)
    return counts


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an archive's entry with the earliest time that there is: equal lists are equal files."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _split(sheet: bytes) -> tuple[str, str]:
    head, end, tail = sheet.decode().partition("</sheetData>")
    return head, end + tail


def _stream(sheet: IO[bytes], cells: _Cells, rows: Iterator[Sequence[Sequence[Value]]], header: int) -> int:
    number = header
    while batch := list(islice(rows, _AT_ONCE)):
        lines = []
        for row in batch:
            number += 1
            lines.append(cells.row(str(number), row))
        sheet.write("".join(lines).encode())
    return number - header


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

    def __init__(self, head: str, strings: _Strings, shared: frozenset[int]) -> None:
        self._strings, self._shared = strings, shared
        self._styles = {
            column: int(style)
            for first, last, style in _COLUMN_STYLE.findall(head)
            for column in range(int(first) - 1, int(last))
        }
        self._tags: list[list[str]] = []
        self._known: dict[tuple[int, Sequence[Value]], str] = {}

    def row(self, number: str, pieces: Sequence[Sequence[Value]]) -> str:
        """Return a row with its number."""
        tags = self._tags or self._named(pieces)
        parts = []
        for at, piece in enumerate(pieces):
            if at in self._shared:
                part = self._known.get((at, piece))
                if part is None:
                    part = self._known[at, piece] = self._piece(tags[at], piece, shared=True)
            else:
                part = self._piece(tags[at], piece, shared=False)
            parts.append(part)
        return f'<row r="{_NUMBER}">{"".join(parts)}</row>'.replace(_NUMBER, number)

    def _named(self, pieces: Sequence[Sequence[Value]]) -> list[list[str]]:
        column = 0
        for piece in pieces:
            tags = []
            for _ in piece:
                style = f' s="{self._styles[column]}"' if column in self._styles else ""
                tags.append(f'<c r="{xl_col_to_name(column)}{_NUMBER}"{style}')
                column += 1
            self._tags.append(tags)
        return self._tags

    def _piece(self, tags: Sequence[str], piece: Sequence[Value], *, shared: bool) -> str:
        parts = []
        for tag, value in zip(tags, piece, strict=True):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text = _ESCAPE_LIKE.sub("_x005F_", xml_text(plain(value[:_CELL_LIMIT])))
                if shared:
                    parts.append(f'{tag} t="s"><v>{self._strings.number(text)}</v></c>')
                else:
                    parts.append(f'{tag} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
            elif isinstance(value, date):
                parts.append(f"{tag}><v>{(value - _DAY_ZERO).days}</v></c>")
            else:
                parts.append(f"{tag}><v>{value!r}</v></c>")
        return "".join(parts)
