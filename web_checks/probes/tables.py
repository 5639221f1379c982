"""Tables as the HTML table model sees them: header cells with the cells they head, and tables without headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A visible header cell; cells: it heads at least one cell; data: its table has cells that are not headers."""

    target: Target
    name: str
    cells: bool
    data: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table that assistive technology meets.

    layout: its role says that it is none; marked: it has th, caption, summary, scope or headers; headers: how many
    header cells; headed: it has a thead with text; captioned: it has a caption; topless: the first row looks like the
    names of the columns and nothing marks it; even, short, filled, busy, linked: shares 0-1 of rows of the first row's
    length, of filled cells with at most 40 characters, of cells with text, with blocks inside, with a link or picture;
    bordered: cells have lines.
    """

    target: Target
    layout: bool
    marked: bool
    headers: int
    headed: bool
    captioned: bool
    topless: bool
    rows: int
    columns: int
    even: float
    short: float
    filled: float
    nested: bool
    busy: float
    linked: float
    bordered: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a page and all their header cells."""

    tables: tuple[Table, ...]
    headers: tuple[HeaderCell, ...]


def _read(answers: list[Any]) -> Tables:
    return Tables(
        tables=tuple(_table(item) for answer in answers for item in answer["tables"]),
        headers=tuple(
            HeaderCell(target(item), item["name"], item["cells"], item["data"])
            for answer in answers
            for item in answer["headers"]
        ),
    )


def _table(item: Any) -> Table:
    return Table(
        target=target(item),
        layout=item["layout"],
        marked=item["marked"],
        headers=item["headers"],
        headed=item["headed"],
        captioned=item["captioned"],
        topless=item["topless"],
        rows=item["rows"],
        columns=item["columns"],
        even=item["even"],
        short=item["short"],
        filled=item["filled"],
        nested=item["nested"],
        busy=item["busy"],
        linked=item["linked"],
        bordered=item["bordered"],
    )


PROBE = Probe("tables", _read)
