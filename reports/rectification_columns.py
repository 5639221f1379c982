"""The columns of the rectification list, in pieces, and the words that its state and verdict columns take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from audit.ledger import State
from audit.model import Outcome
from audit.reviews import Says
from reports.terms import OUTCOMES, mark


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list. key: its name for programs, the same in every language; width: in characters."""

    key: str
    title: str
    about: str
    width: int = 14
    form: str = "text"


PIECES: Final[tuple[tuple[Column, ...], ...]] = (
    (
        Column(
            "id",
            mark("Item number"),
            mark("Number of the item, the same in every list as long as the item is the same."),
            17,
        ),
    ),
    (
        Column(
            "state",
            mark("State"),
            mark(
                "new, still open, recurred or waived. To waive an item, choose “waived” and fill in reviewer, "
                "date, note (the reason) and valid until. “mended” is kept as a claim until the next "
                "audit confirms it."
            ),
            10,
        ),
        Column("first_seen", mark("First seen"), mark("Day of the first audit that found it."), 12, "date"),
        Column("days_open", mark("Days open"), mark("Days from then to this audit."), 10, "number"),
        Column(
            "deadline",
            mark("Deadline"),
            mark("First seen plus the days that the plan gives the responsible bureau."),
            12,
            "date",
        ),
    ),
    (
        Column(
            "outcome",
            mark("Outcome"),
            mark("failed: to be mended. needs review: no test can tell; a person has to look and fill in the verdict."),
            10,
        ),
        Column("impact", mark("Impact"), mark("How badly it hurts people."), 10),
        Column("kind", mark("Kind"), mark("Website, app or document; or the kind of facility."), 14),
        Column("what", mark("What is wrong"), mark("What was tested and not met, or cannot be told."), 34),
    ),
    (Column("measured", mark("Measured value"), mark("As measured or recorded; empty when not known."), 12, "number"),),
    (
        Column("limit", mark("Limit"), mark("What the clause asks for."), 12),
        Column("unit", mark("Unit"), mark("Of the measured value and the limit."), 8),
        Column(
            "clause",
            mark("Clauses"),
            mark("Clauses of the standard; those that nobody read in the standard itself are marked."),
            26,
        ),
        Column("mend", mark("How to mend"), mark("What helps."), 40),
        Column(
            "holder",
            mark("Site or layer"),
            mark("The website, app or set of documents; or the layer of facilities."),
            18,
        ),
    ),
    (
        Column(
            "thing",
            mark("Page, screen, document or facility"),
            mark("An example page, screen or document; or the facility's own number."),
            30,
        ),
        Column(
            "place",
            mark("Place or element"),
            mark(
                "Where a facility stands, in words; or the element in the page or screen, or the place in the document."
            ),
            34,
        ),
        Column("detail", mark("Message"), mark("What was found at that element."), 34),
        Column("lon", mark("Longitude"), mark("Degrees (WGS84)."), 11, "number"),
        Column("lat", mark("Latitude"), mark("Degrees (WGS84)."), 11, "number"),
    ),
    (
        Column(
            "district",
            mark("District"),
            mark("By the division that it lies in, or that the website, app or documents serve."),
            14,
        ),
        Column("street", mark("Street"), mark("Subdistrict or township."), 14),
        Column("community", mark("Community"), mark("Community or village."), 14),
    ),
    (
        Column("bureau", mark("Responsible bureau"), mark("By the plan's division of work."), 22),
        Column("contact", mark("Contact"), mark("As the plan names it."), 18),
    ),
    (
        Column("surveyed", mark("Survey date"), mark("When the facility was surveyed, as its record says."), 12),
        Column(
            "photo",
            mark("Photo"),
            mark("The photo that the record names; online the picture in the HTML report's folder."),
            20,
        ),
        Column(
            "pages",
            mark("Pages, screens, documents"),
            mark("How many of the site, app or set have this fault."),
            10,
            "number",
        ),
        Column(
            "people",
            mark("People gained"),
            mark("People newly within reach once it is done, where the plan asks for siting."),
            12,
            "number",
        ),
        Column(
            "complaints",
            mark("Complaints"),
            mark("Hotline tickets that speak of what failed, where the plan names a file of them."),
            10,
            "number",
        ),
    ),
    (
        Column(
            "verdict",
            mark("Human verdict"),
            mark(
                "Filled in by a person, for what needs review: passed, failed, not applicable; “needs "
                "review” takes it back."
            ),
            12,
        ),
        Column("reviewer", mark("Reviewer"), mark("Who looked, or who answers for a waiver."), 12),
        Column(
            "reviewed", mark("Review date"), mark("The day of the look or the decision, e.g. 2026-11-22."), 12, "date"
        ),
        Column("note", mark("Note"), mark("What was seen; the reason of a waiver."), 30),
        Column("until", mark("Valid until"), mark("Last day of a waiver."), 12, "date"),
    ),
    (Column("fingerprint", mark("Fingerprint"), mark("How the item is known again. Please leave it as it is."), 18),),
)
COLUMNS: Final = tuple(column for piece in PIECES for column in piece)
SHARED: Final = frozenset({1, 2, 4, 6, 7, 9})

STATES: Final[Mapping[str, str]] = {
    State.NEW.value: mark("new"),
    State.OPEN.value: mark("still open"),
    State.RECURRED.value: mark("recurred"),
    State.MENDED.value: mark("mended"),
    State.WAIVED.value: mark("waived"),
}
VERDICTS: Final[Mapping[str, str]] = {
    says.value: OUTCOMES[Outcome(says.value)] for says in (Says.PASSED, Says.FAILED, Says.INAPPLICABLE, Says.CANT_TELL)
}
