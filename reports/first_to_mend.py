"""What to mend first: by impact, then by how many complain of it, then by what one repair mends.

What a person found to fail stands among what the tests did; what is let through does not have to be mended first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from typing import Final

from audit import complaints, ledger
from audit.complaints import Told
from audit.model import Finding
from reports.facility_groups import ToMend
from reports.faults import cause_order
from reports.judged import Judged
from reports.rows import Cause, LayerRow, RequirementRow, SiteRow
from reports.summary import Summary
from reports.terms import mark

# Why nothing was found that a ticket is about.
REASONS: Final[Mapping[str, str]] = {
    complaints.NO_PLACE: mark("names neither an address nor a place"),
    complaints.NO_SUCH_PAGE: mark("no page of this audit has the address"),
    complaints.NO_SUCH_NAME: mark("no facility has the name"),
    complaints.TOO_FAR: mark("no facility lies near enough"),
    complaints.SEVERAL: mark("several facilities have the name"),
    complaints.BAD_PLACE: mark("the coordinates cannot be read"),
}


@dataclass(frozen=True, slots=True)
class FirstOnline:
    """A fault of a website. tickets: that speak of it, None when the plan names no complaints."""

    site: SiteRow
    cause: Cause
    sample: Finding
    tickets: int | None


@dataclass(frozen=True, slots=True)
class FirstOnStreet:
    """A requirement that facilities fail. tickets: that speak of one of those, None as above.

    waived: how many of those that fail it are let through.
    """

    layer: LayerRow
    requirement: RequirementRow
    tickets: int | None
    waived: int = 0

    @property
    def left(self) -> int:
        """Return how many facilities are to be mended."""
        return self.requirement.failed - self.waived


@dataclass(frozen=True, slots=True)
class Heard:
    """How many tickets there are, how many are about pages and about facilities, and why the others are about none."""

    tickets: int
    pages: int
    facilities: int
    unmatched: tuple[tuple[str, int], ...]


def online(summary: Summary, told: Told | None, judged: Judged, most: int) -> list[FirstOnline]:
    """Return the first faults of all sites."""
    ranked = (
        ((-cause.impact, -(tickets_of(told, site, cause) or 0), cause_order(cause), site.site.id), site, cause)
        for site in summary.sites
        for cause in _faults(site, judged, None if told else most)
    )
    first = [(site, cause) for _, site, cause in nsmallest(most, ranked, key=lambda one: one[0])]
    samples = {site.site.id: summary.samples(site.site.id, 1) for site, _ in first}
    return [
        FirstOnline(site, cause, samples[site.site.id][cause.key][0], tickets_of(told, site, cause))
        for site, cause in first
    ]


def _faults(site: SiteRow, judged: Judged, most: int | None) -> Iterator[Cause]:
    """Yield what fails on a site and is not let through; of what the tests found, and of the rest, the first ones.

    most: how many of each; None for all. Without complaints, a site's first ones are in the order wanted already.
    """
    found_out = (cause for cause in site.reviews if judged.found_to_fail(site, cause))
    for causes in (iter(site.causes), found_out):
        yield from islice((cause for cause in causes if judged.waiving(site, cause) is None), most)


def tickets_of(told: Told | None, site: SiteRow, cause: Cause) -> int | None:
    """Return how many tickets speak of a fault; None when the plan names no complaints."""
    return told.of(ledger.cause(site.site.id, cause.component)) if told else None


def on_street(summary: Summary, told: Told | None, judged: Judged, mend: ToMend, most: int) -> list[FirstOnStreet]:
    """Return the first requirements of the scored editions that facilities fail."""
    heard = mend.tickets(told) if told else {}
    waived = judged.waived_facilities(summary)
    found = [
        FirstOnStreet(layer, row, heard.get((layer.id, row.id), 0) if told else None, waived[layer.id, row.id])
        for layer in summary.layers
        for row in layer.requirements
        if row.failed > waived[layer.id, row.id] and layer.scores(row)
    ]

    def order(one: FirstOnStreet) -> tuple[int, int, int, str, str]:
        row = one.requirement
        return (-row.impact, -(one.tickets or 0), -one.left, one.layer.id, row.id)

    return sorted(found, key=order)[:most]


def heard(told: Told | None) -> Heard | None:
    """Return what became of the tickets; None when the plan names no complaints."""
    if told is None:
        return None
    about = told.tickets["about"].value_counts()
    why = told.unmatched["why"].value_counts()
    return Heard(
        len(told.tickets),
        int(about.get(complaints.PAGE, 0)),
        int(about.get(complaints.FACILITY, 0)),
        tuple(sorted((str(reason), int(count)) for reason, count in why.items())),
    )
