"""A form for surveyors: a worksheet with the columns of one kind of facility, and the plan's table that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from audit.facility_kinds import KINDS, Attribute
from audit.model import Lang, Text, UsageError
from audit.problems import nearest

_SHEET = Text("调查表", "Survey")
_PLAN = Text("写进计划", "For the plan")
_KEY, _LABEL = Text("编号", "No."), Text("名称或地址", "Name or address")
_X, _Y = Text("经度", "Longitude"), Text("纬度", "Latitude")
_YES_NO = (Text("是", "yes"), Text("否", "no"), Text("不详", "unknown"))
# Rows that have drop-down lists; a survey with more goes on below without them.
_ROWS = 2_000
_WIDTH = 18  # characters
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # written into the file, so that one form is the same wherever it is made
# The degrees of satellite navigation; a survey in another system changes this line of the plan.
_CRS = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the form. name: of the attribute; heading: with the unit that it is filled in with."""

    name: str
    heading: str
    attribute: Attribute


def write(kind: str, path: Path, lang: Lang) -> str:
    """Write the form of a kind of facility (XLSX); return the [[layer]] table that reads it back.

    Raises UsageError when there is no such kind or the file cannot be written.
    """
    if kind not in KINDS:
        zh, en = nearest(kind, KINDS, ("", ""))
        listed = ", ".join(KINDS)
        raise UsageError(
            Text(f"没有设施类别 {kind}{zh}；可用的有 {listed}", f"there is no kind {kind}{en}; known: {listed}")
        )
    columns = tuple(_columns(kind, lang))
    table = _table(kind, path.name, columns, lang)
    try:
        with xlsxwriter.Workbook(str(path)) as book:
            book.set_properties({"title": KINDS[kind].title.to(lang), "created": _MADE})
            _fill_in(book, columns, lang)
            sheet = book.add_worksheet(_PLAN.to(lang))
            for row, line in enumerate(table.splitlines()):
                sheet.write_string(row, 0, line)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise UsageError(Text(f"{path}：写不进去：{error}", f"{path}: cannot be written: {error}")) from error
    return table


def _columns(kind: str, lang: Lang) -> Iterator[_Column]:
    for name, attribute in KINDS[kind].attributes.items():
        unit = f" ({attribute.unit})" if attribute.unit else ""
        yield _Column(name, f"{attribute.title.to(lang)}{unit}", attribute)


def _fill_in(book: xlsxwriter.Workbook, columns: tuple[_Column, ...], lang: Lang) -> None:
    sheet = book.add_worksheet(_SHEET.to(lang))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 2)
    for place, heading in enumerate(said.to(lang) for said in (_KEY, _LABEL, _X, _Y)):
        sheet.write_string(0, place, heading, bold)
    sheet.set_column(0, 3 + len(columns), _WIDTH)
    for place, column in enumerate(columns, 4):
        sheet.write_string(0, place, column.heading, bold)
        if offered := _offered(column.attribute, lang):
            rules = {"validate": "list", "source": offered, "error_type": "warning"}
            sheet.data_validation(1, place, _ROWS, place, rules)


def _offered(attribute: Attribute, lang: Lang) -> list[str]:
    """Return the words of a column's drop-down list; none where a number is filled in."""
    if attribute.quantity == "yes-no":
        return [word.to(lang) for word in _YES_NO]
    return [category.title.to(lang) for category in attribute.categories]


def _table(kind: str, file: str, columns: tuple[_Column, ...], lang: Lang) -> str:
    given = {"kind": kind, "file": file, "layer": _SHEET.to(lang), "key": _KEY.to(lang), "label": _LABEL.to(lang)}
    given |= {"x": _X.to(lang), "y": _Y.to(lang), "crs": _CRS}
    lines = ["[[layer]]", *(f"{name} = {_quoted(value)}" for name, value in given.items()), "[layer.columns]"]
    for column in columns:
        unit = f", unit = {_quoted(column.attribute.unit)}" if column.attribute.unit else ""
        lines.append(f"{column.name} = {{ column = {_quoted(column.heading)}{unit} }}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
