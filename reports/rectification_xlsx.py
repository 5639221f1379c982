"""rectification.xlsx: the rectification list that bureaus work with; stepfree review reads it back, filled in.

Its first row, which is hidden, names the columns for programs; the second for people.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from audit.model import Lang, Text
from reports import sheet_stream
from reports.format import Format, replaced
from reports.rectification import blocks
from reports.rectification_columns import COLUMNS, STATES, VERDICTS
from reports.sinks import one_line
from reports.summary import Summary
from reports.terms import mark
from reports.wording import Words

HEADER_ROWS: Final = 2
_PAGES_WIDE: Final = 3
_INK, _PAPER, _LINE = "#10243F", "#E8EEF6", "#9DB0C8"
_FILLED_IN: Final = ("state", "verdict", "reviewer", "reviewed", "note", "until")
_NOTES: Final = (
    mark(
        "Each row is one thing to mend, or (needs review) one that a person has to look at. "
        "Filter by responsible bureau, district or state."
    ),
    mark(
        "Fill in only the tinted columns; leave the others and the hidden first row as they are. "
        "Then run: stepfree review rectification.xlsx"
    ),
    mark(
        "A verdict needs reviewer and review date. It stands in place of “needs review” in the "
        "next score and is shown as a person's judgement."
    ),
    mark(
        "A waiver (state “waived”) needs reviewer, review date, note and valid until. What is "
        "waived is still a failure and counts as one in the score."
    ),
    mark("Streets are listed by the edition that is scored; what other editions ask for stands in findings.csv."),
)


def write(summary: Summary, out: Path, lang: Lang, most: int = sheet_stream.MOST_ROWS) -> Path:
    """Write rectification.xlsx and return its path. most: rows of a sheet; what is beyond goes on to the next."""
    path, words = out / "rectification.xlsx", Words(lang)
    with replaced(path) as part:
        sheet_stream.write(
            part, lambda counts: _book(summary, words, counts), blocks(summary, words), HEADER_ROWS, most
        )
    return path


def _book(summary: Summary, words: Words, counts: Sequence[int]) -> Mapping[str, bytes]:
    """Return the files of the workbook: a sheet with a header for each count of rows, then the explanations."""
    buffer = io.BytesIO()
    # A formula or link is only what was meant as one, and here nothing is.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    title = f"{summary.name.to(words.lang)} {words('Rectification list')}"
    book.set_properties({"title": one_line(title), "created": datetime.combine(summary.plan.date, time())})
    head = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": _INK, "text_wrap": True, "valign": "vcenter", "border": 1}
    )
    tinted = {"bg_color": _PAPER, "border": 1, "border_color": _LINE}
    forms = {
        (form, filled): book.add_format({"valign": "top", "num_format": pattern, **(tinted if filled else {})})
        for form, pattern in (("text", "@"), ("number", "General"), ("date", "yyyy-mm-dd"))
        for filled in (False, True)
    }
    for number, count in enumerate(counts, 1):
        name = words("Rectification list")
        _list(book.add_worksheet(name if number == 1 else f"{name} {number}"), words, count, head, forms)
    _explanation(book, summary, words, title, head)
    book.close()
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _list(sheet: Any, words: Words, count: int, head: Any, forms: Mapping[tuple[str, bool], Any]) -> None:
    last = HEADER_ROWS + count - 1
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 32)
    sheet.freeze_panes(HEADER_ROWS, 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    # On one page the columns would stand in letters that nobody can read.
    sheet.fit_to_pages(_PAGES_WIDE, 0)
    sheet.repeat_rows(1)
    sheet.repeat_columns(0)
    for number, column in enumerate(COLUMNS):
        hidden = {"hidden": True} if column.key == "fingerprint" else {}
        sheet.set_column(number, number, column.width, forms[column.form, column.key in _FILLED_IN], hidden)
        sheet.write_string(0, number, column.key)
        sheet.write_string(1, number, words(column.title), head)
    sheet.autofilter(1, 0, max(last, 1), len(COLUMNS) - 1)
    if not count:
        return
    at = {column.key: number for number, column in enumerate(COLUMNS)}
    for key, terms in (("state", STATES), ("verdict", VERDICTS)):
        listed = [words(term) for term in terms.values()]
        sheet.data_validation(
            HEADER_ROWS,
            at[key],
            last,
            at[key],
            {
                "validate": "list",
                "source": listed,
                "error_title": words("Not one of the words"),
                "error_message": words("Please choose from the list."),
            },
        )
    for key in ("reviewed", "until"):
        sheet.data_validation(
            HEADER_ROWS,
            at[key],
            last,
            at[key],
            {
                "validate": "date",
                "criteria": ">=",
                "value": datetime(2000, 1, 1),  # noqa: DTZ001 - cells know no time zone
                "error_title": words("Not a date"),
                "error_message": words("Please write a date, e.g. 2026-11-22."),
            },
        )


def _explanation(book: xlsxwriter.Workbook, summary: Summary, words: Words, title: str, head: Any) -> None:
    sheet = book.add_worksheet(words("Explanation"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24, wrapped)
    sheet.set_column(1, 1, 100, wrapped)
    sheet.write_string(0, 0, one_line(title), book.add_format({"bold": True, "font_size": 14}))
    day = words("Audit date: {day}", day=words.day(summary.plan.date))
    editions = [edition.to(words.lang) for edition in summary.editions.values()]
    notes = [day, *(words("Standard: {name}", name=one_line(edition)) for edition in editions), *map(words, _NOTES)]
    if summary.plan.fictitious:
        notes.insert(0, words("A fictitious city: nothing here is real."))
    if summary.partial:
        notes.insert(0, words("interrupted: partial report"))
    for number, note in enumerate(notes, 1):
        sheet.write_string(number, 0, note, book.add_format({"text_wrap": False}))
    start = len(notes) + 2
    sheet.write_string(start, 0, words("Column"), head)
    sheet.write_string(start, 1, words("What it says"), head)
    for number, column in enumerate(COLUMNS, start + 1):
        sheet.write_string(number, 0, words(column.title), wrapped)
        sheet.write_string(number, 1, words(column.about), wrapped)


FORMAT = Format("rectification", Text("整改清单（XLSX）", "Rectification list (XLSX)"), write)
