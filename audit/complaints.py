"""Complaints of residents: hotline tickets read from CSV, and how many speak of each fault.

What was said in a ticket stays in its file: it may name people. Kept are number, day, category and what it is about.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa

from audit.frames import from_parquet, to_parquet
from audit.ledger import cause
from audit.legible import one_line
from audit.model import Outcome, Text, UsageError
from audit.plan import Plan
from audit.plan_gate import Complaints
from audit.problems import nearest
from audit.snapshot import Snapshot, facility_fingerprints
from audit.store import Store

# Names of the evidence: every ticket with what it is about, and the number of tickets by fault.
TICKETS: Final = "complaints"
BY_FAULT: Final = "complaints-by-fault"
COLUMNS: Final = ("file", "ticket", "day", "category", "about", "site", "layer", "subject", "metres", "why")
# What a ticket is about, and why nothing was found.
PAGE, FACILITY, NOTHING = "page", "facility", ""
NO_PLACE, NO_SUCH_PAGE, NO_SUCH_NAME, TOO_FAR, SEVERAL, BAD_PLACE = (
    *("no-place", "no-such-page", "no-such-name", "too-far", "several", "bad-coordinates"),
)
_FIELDS: Final = ("id", "date", "text", "category", "url", "place", "x", "y")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row of a complaints file, as it was written; "" for what it does not have."""

    number: str
    day: str
    category: str
    url: str
    place: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class About:
    """What a ticket is about: a page of a site, or a facility of a layer, metres away; else why nothing was found."""

    about: str = NOTHING
    site: str = ""
    layer: str = ""
    subject: str = ""
    metres: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Told:
    """The complaints of a run. tickets: COLUMNS, one row for each ticket of the files, in their order."""

    tickets: pd.DataFrame
    faults: pd.DataFrame

    def of(self, fingerprint: str) -> int:
        """Return how many tickets speak of a fault (`ledger.cause(...)`, or a facility finding's fingerprint)."""
        return self._counts.get(fingerprint, 0)

    @cached_property
    def _counts(self) -> dict[str, int]:
        return dict(zip(self.faults["fingerprint"], self.faults["tickets"].tolist(), strict=True))

    @property
    def unmatched(self) -> pd.DataFrame:
        """Return the tickets that nothing was found for, with the reason."""
        return self.tickets[self.tickets["about"] == NOTHING]

    @property
    def counts(self) -> Text:
        """Return how many tickets there are, and how many something or nothing was found for."""
        total, left = len(self.tickets), len(self.unmatched)
        return Text(
            f"投诉 {total} 件，对应到网页或设施 {total - left} 件，其余 {left} 件没有对应上",
            f"complaints: {total}; {total - left} are about its pages or facilities, {left} about nothing",
        )


def load(given: Complaints, base: Path) -> list[Ticket]:
    """Read a file of tickets; UsageError when it cannot be read, or lacks a column that the plan names."""
    path = base / given.file
    try:
        with path.open(encoding=given.encoding or "utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeError, LookupError, csv.Error) as error:
        hint = Text('；Excel 存的常是 GBK，写 encoding = "GBK"', '; Excel often writes GBK: add encoding = "GBK"')
        more = hint if isinstance(error, UnicodeError) else Text("", "")
        raise UsageError(
            Text(f"{path}：读不出来：{error}{more.zh}", f"{path}: cannot be read: {error}{more.en}")
        ) from error
    head = [name.strip() for name in rows[0]] if rows else []
    columns = {field: getattr(given, field) for field in _FIELDS if getattr(given, field)}
    if problems := [_no_column(path, field, name, head) for field, name in columns.items() if name not in head]:
        raise UsageError(*problems)
    at = {field: head.index(name) for field, name in columns.items()}
    return [_ticket(row, number, at) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]


def load_all(plan: Plan, base: Path) -> list[tuple[Complaints, list[Ticket]]]:
    """Read every file of tickets that a plan names; UsageError with the problems of all of them."""
    read: list[tuple[Complaints, list[Ticket]]] = []
    problems: list[Text] = []
    for given in plan.complaints:
        try:
            read.append((given, load(given, base)))
        except UsageError as error:
            problems.extend(error.problems)
    if problems:
        raise UsageError(*problems)
    return read


def about(
    read: Iterable[tuple[Complaints, Sequence[Ticket]]],
    facility: Callable[[Sequence[Ticket], Complaints], Iterable[About]],
    page: Callable[[str], About],
) -> pd.DataFrame:
    """Return what each ticket is about (`table`): the page that it names an address of, else a facility.

    facility: what finds the facilities that tickets mean; page: what finds the page of an address.
    """
    found = []
    for given, tickets in read:
        for ticket, placed in zip(tickets, facility(tickets, given), strict=True):
            named = page(ticket.url) if ticket.url else placed
            found.append((given.file, ticket, named if named.about or not placed.about else placed))
    return table(found)


def _no_column(path: Path, field: str, name: str, head: Sequence[str]) -> Text:
    zh, en = nearest(name, head, ("", ""))
    return Text(
        f"{path}：没有 {name} 这一列（[[complaints]] {field}）{zh}",
        f"{path}: there is no column {name} ([[complaints]] {field}){en}",
    )


def _ticket(row: Sequence[str], number: int, at: Mapping[str, int]) -> Ticket:
    def cell(field: str) -> str:
        return row[at[field]].strip() if field in at and at[field] < len(row) else ""

    told = (cell(field) for field in ("date", "category", "url", "place", "x", "y"))
    return Ticket(cell("id") or str(number), *told)


def table(found: Iterable[tuple[str, Ticket, About]]) -> pd.DataFrame:
    """Return tickets with the file that they are from and what they are about, in columns."""
    rows = [
        (
            *(one_line(file), one_line(ticket.number, 100), one_line(ticket.day, 40), one_line(ticket.category, 100)),
            *(about.about, about.site, about.layer, about.subject, about.metres, about.why),
        )
        for file, ticket, about in found
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"metres": "float64"})


def by_fault(tickets: pd.DataFrame, seen: Snapshot) -> pd.DataFrame:
    """Return how many tickets speak of each fault: fingerprint and tickets, ordered by fingerprint.

    A ticket on a page speaks of every cause that the page has, one on a facility of all that the facility fails.
    """
    pages = seen.web.loc[seen.web["outcome"] == Outcome.FAILED.value, ["site", "page", "component"]].drop_duplicates()
    on_pages = tickets[tickets["about"] == PAGE].merge(pages, left_on=["site", "subject"], right_on=["site", "page"])
    prints = [cause(site, part) for site, part in zip(on_pages["site"], on_pages["component"], strict=True)]
    of_facilities = tickets[tickets["about"] == FACILITY][["layer", "subject"]].rename(columns={"subject": "facility"})
    failed = of_facilities.merge(seen.street[["layer", "facility", "rule"]], on=["layer", "facility"])
    counts = pd.Series([*prints, *facility_fingerprints(failed)], dtype="object").value_counts().sort_index()
    return pd.DataFrame({"fingerprint": counts.index.to_numpy(object), "tickets": counts.to_numpy("int64")})


def keep(store: Store, run: str, tickets: pd.DataFrame, seen: Snapshot) -> Told:
    """Keep the complaints of a run, in place of older ones, and return them."""
    told = Told(tickets, by_fault(tickets, seen))
    words = [(name, pa.float64() if name == "metres" else pa.string()) for name in COLUMNS]
    store.save_evidence(run, TICKETS, to_parquet(tickets, words))
    counts = [("fingerprint", pa.string()), ("tickets", pa.int64())]
    store.save_evidence(run, BY_FAULT, to_parquet(told.faults, counts))
    return told


def read(store: Store, run: str) -> Told | None:
    """Return the complaints of a run; None when its plan names none."""
    kept = [store.evidence(run, name) for name in (TICKETS, BY_FAULT)]
    frames = [from_parquet(parquet) for parquet in kept if parquet is not None]
    return Told(frames[0], frames[1]) if len(frames) == len(kept) else None
