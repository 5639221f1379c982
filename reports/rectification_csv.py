"""rectification.csv: the rectification list for spreadsheets and programs; stepfree review reads it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from audit.model import Lang, Text
from reports import columnar
from reports.blocks import Block, Cell, Piece, Shared, Varying
from reports.format import Format, new_file
from reports.rectification import blocks
from reports.rectification_columns import COLUMNS
from reports.sinks import csv_cell
from reports.summary import Summary
from reports.wording import Words

# A selector or message longer than this helps nobody in a cell.
_CELL_LIMIT = 2000


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write rectification.csv (UTF-8 with a byte order mark, which Excel needs) and return its path."""
    path, words = out / "rectification.csv", Words(lang)
    with new_file(path, "utf-8-sig") as file:
        file.write(",".join(csv_cell(words(column.title)) for column in COLUMNS) + "\r\n")
        for block in blocks(summary, words):
            file.write(_lines(block))
    return path


def _lines(block: Block) -> str:
    parts: list[Any] = []
    for piece in block.pieces:
        if isinstance(piece, Shared):
            parts += [",", piece.made(_cells)]
        else:
            parts += [part for texts, numbers in _columns(piece) for part in (",", pc.coalesce(texts, numbers))]
    return columnar.content(columnar.joined(block.count, *parts[1:], "\r\n"))


def _columns(piece: Varying) -> list[tuple[Any, Any]]:
    return [
        (columnar.made_safe(texts, columnar.CSV_UNSAFE, _cell, _CELL_LIMIT), columnar.numbers(numbers, ""))
        for texts, numbers in piece.columns
    ]


def _cells(piece: Piece) -> str:
    return ",".join(map(_cell, piece))


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return csv_cell(value[:_CELL_LIMIT])
    return value.isoformat() if isinstance(value, date) else repr(value)


FORMAT = Format("rectification-csv", Text("整改清单（CSV）", "Rectification list (CSV)"), write)
