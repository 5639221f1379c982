"""Worksheets (.xlsx, .xls, .xlsb, .ods), for layers alone: one sheet as a table, its header found or named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import python_calamine as calamine
from numpy.typing import NDArray

from audit.model import Text, UsageError
from geo_checks.source import Source

ERRORS: Final = (calamine.CalamineError,)

# A header stands among the first rows; a title above it spans merged cells, or leaves most of the row empty.
_SEARCHED_ROWS: Final = 20
_FILLED_SHARE: Final = 0.5
_ALPHABET: Final = 26

_Range = tuple[tuple[int, int], tuple[int, int]]


def sheets(wanted: Source) -> tuple[str, ...]:
    """Return the names of the sheets."""
    return tuple(calamine.CalamineWorkbook.from_path(str(wanted.path)).sheet_names)


def names(wanted: Source) -> tuple[str, ...]:
    """Return the column names in the header's row; a column without one has its letter."""
    return tuple(_whole(wanted).column_names)


def stated_crs(_wanted: Source) -> None:
    """Return None: a worksheet states no coordinate system."""


def table(wanted: Source, keep: Sequence[str]) -> tuple[Any, None]:
    """Return some columns of all rows below the header: numbers where all are, else text (dates as 2026-01-31)."""
    return _whole(wanted).select(list(keep)), None


def _whole(wanted: Source) -> Any:
    state = wanted.path.stat()
    return _parsed(wanted, state.st_mtime_ns, state.st_size)


# A sheet can only be parsed whole, which takes seconds: its names, then its rows, are asked of one parsing.
@lru_cache(maxsize=1)
def _parsed(wanted: Source, _changed: int, _size: int) -> Any:
    try:
        return _read(wanted)
    except BaseException as error:
        # The parser's own panics are no Exception; whatever it stumbles on is a broken file.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError("not a readable worksheet") from error


def _read(wanted: Source) -> Any:
    book = calamine.CalamineWorkbook.from_path(str(wanted.path))
    listed = ", ".join(book.sheet_names)
    if wanted.layer is None and len(book.sheet_names) > 1:
        raise UsageError(
            Text(
                f"{wanted.place}：有几个工作表，不知道读哪一个；在计划里写 layer，可用的有：{listed}",
                f"{wanted.place}: which of its sheets? Add layer to the plan, one of: {listed}",
            )
        )
    if wanted.layer is not None and wanted.layer not in book.sheet_names:
        raise UsageError(
            Text(
                f"{wanted.place}：没有工作表 {wanted.layer!r}；有：{listed}",
                f"{wanted.place}: there is no sheet {wanted.layer!r}; it has: {listed}",
            )
        )
    sheet = book.get_sheet_by_name(wanted.layer or book.sheet_names[0])
    rows = sheet.to_python(skip_empty_area=False)
    merged: list[_Range] = sheet.merged_cell_ranges or []
    header = _header(rows, merged, wanted)
    named = _column_names(rows, header)
    columns = [_filled(np.array(cells, dtype=object)) for cells in _columns(rows[header + 1 :], len(named))]
    for (top, left), (bottom, _) in merged:
        # Cells merged downwards show the value of the uppermost one.
        if top > header and bottom > top and left < len(columns):
            columns[left][top - header - 1 : bottom - header] = columns[left][top - header - 1]
    table_ = pa.table([_arrow(column) for column in columns], names=named)
    return table_.slice(0, _last_used(table_))


def _columns(rows: list[list[Any]], count: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _filled(cells: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return cells with None for the empty ones."""
    import pandas as pd  # noqa: PLC0415 -- it takes half a second, and few plans name a workbook

    blank = pd.Series(cells, dtype=object).eq("").to_numpy(dtype=np.bool_)
    cells[blank] = None
    return cells


def _header(rows: list[list[Any]], merged: Sequence[_Range], wanted: Source) -> int:
    """Return the index of the header's row. Raises UsageError when the first row is a title and the plan names none."""
    if wanted.header is not None:
        if wanted.header > len(rows):
            raise UsageError(
                Text(
                    f"{wanted.place}：没有第 {wanted.header} 行（一共 {len(rows)} 行）；改正 header",
                    f"{wanted.place}: there is no row {wanted.header} (of {len(rows)}); correct header",
                )
            )
        return wanted.header - 1
    first = [[cell for cell in row if _word(cell)] for row in rows[:_SEARCHED_ROWS]]
    widest = max((len(cells) for cells in first), default=0)
    if not widest:
        raise UsageError(Text(f"{wanted.place}：工作表是空的", f"{wanted.place}: the sheet is empty"))
    across = {top for (top, left), (_, right) in merged if right > left}
    if 0 not in across and len(first[0]) > widest * _FILLED_SHARE:
        return 0
    likely = next(
        (
            number
            for number, cells in enumerate(first)
            if number not in across and len(cells) > widest * _FILLED_SHARE and all(isinstance(c, str) for c in cells)
        ),
        0,
    )
    raise UsageError(
        Text(
            f"{wanted.place}：第 1 行不像表头（有横向合并的单元格，或大多是空的），表头好像在第 {likely + 1} 行；"
            f"在计划里写 header = {likely + 1}",
            f"{wanted.place}: row 1 is not a plain header (cells merged across, or mostly empty); the header seems "
            f"to be row {likely + 1}: add header = {likely + 1} to the plan",
        )
    )


def _column_names(rows: list[list[Any]], header: int) -> list[str]:
    """Return each column's name: the nearest word at or above the header (cells merged downwards), else its letter.

    A name that stands twice gets "~2".
    """
    found: list[str] = []
    for number in range(len(rows[header])):
        above = (_word(rows[row][number]) for row in range(header, -1, -1))
        name = next((word for word in above if word), "") if _word(rows[header][number]) or header else ""
        name = name or _letter(number)
        count = 1
        while (unique := name if count == 1 else f"{name}~{count}") in found:
            count += 1
        found.append(unique)
    return found


def _letter(number: int) -> str:
    """Return what a worksheet calls a column: A, B, … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, _ALPHABET)
        letters = chr(ord("A") + rest) + letters
    return letters


def _arrow(cells: NDArray[np.object_]) -> Any:
    """Return a column: float64 where every cell is a number or empty, else text."""
    import pandas as pd  # noqa: PLC0415

    present = cells[pd.notna(cells)]
    if {*map(type, present)} <= {float, int}:
        return pa.array(cells, pa.float64(), from_pandas=True)
    codes, distinct = pd.factorize(cells)
    words = pa.array([_word(cell) for cell in distinct], pa.string())
    return words.take(pa.array(codes, mask=codes < 0))


def _word(cell: Any) -> str:
    """Return a cell as one reads it: whole numbers without ".0", days without a time, 1:12 that became a time of day.

    True is 1, as it is for a spreadsheet's sums.
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.time):
        return f"{cell.hour}:{cell.minute:02d}" if cell.second == 0 else cell.isoformat()
    if isinstance(cell, bool | float | int):
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    return str(cell)


def _last_used(table_: Any) -> int:
    """Return how many rows there are once the empty ones at the end (left by formatting) are gone."""
    used = 0
    for column in table_.columns:
        filled = pc.is_valid(column)
        if pa.types.is_string(column.type):
            filled = pc.and_(filled, pc.fill_null(pc.not_equal(column, ""), False))  # noqa: FBT003 -- pyarrow's own
        at = np.flatnonzero(filled.to_numpy())
        used = max(used, int(at[-1]) + 1 if at.size else 0)
    return used
