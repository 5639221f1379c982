"""rectification.csv: the rectification list for spreadsheets and programs; stepfree review reads it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from audit.model import Lang, Text
from reports.format import Format, new_file
from reports.rectification import Cell, Piece, rows
from reports.rectification_columns import COLUMNS, SHARED
from reports.sinks import csv_cell
from reports.summary import Summary
from reports.wording import Words

_AT_ONCE = 5_000
# A selector or message longer than this helps nobody in a cell.
_CELL_LIMIT = 2000


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write rectification.csv (UTF-8 with a byte order mark, which Excel needs) and return its path."""
    path, words = out / "rectification.csv", Words(lang)
    known: dict[Piece, str] = {}
    with new_file(path, "utf-8-sig") as file:
        file.write(",".join(csv_cell(words(column.title)) for column in COLUMNS) + "\r\n")
        lines: list[str] = []
        for row in rows(summary, words):
            parts = []
            for number, piece in enumerate(row):
                if number in SHARED:
                    part = known.get(piece)
                    if part is None:
                        part = known[piece] = _cells(piece)
                else:
                    part = _cells(piece)
                parts.append(part)
            lines.append(",".join(parts))
            if len(lines) == _AT_ONCE:
                file.write("\r\n".join(lines) + "\r\n")
                lines.clear()
        if lines:
            file.write("\r\n".join(lines) + "\r\n")
    return path


def _cells(piece: Piece) -> str:
    return ",".join(map(_cell, piece))


def _cell(value: Cell) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return csv_cell(value[:_CELL_LIMIT])
    return value.isoformat() if isinstance(value, date) else repr(value)


FORMAT = Format("rectification-csv", Text("整改清单（CSV）", "Rectification list (CSV)"), write, usual=True)
