"""The fixes that help most people, websites and streets in one list.

What they gain cannot be added up: pages, facilities and people are three measures. So the list is ordered by what they
have in common, how badly the barrier hurts and how many complain of it; where those are equal the measures take turns,
each in its own order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.complaints import Told
from audit.model import Impact, digest
from audit.owners import owner_of
from audit.plan import Owner
from reports.facility_groups import ToMend
from reports.first_to_mend import FirstOnline, FirstOnStreet
from reports.rows import LayerRow, RequirementRow, SiteRow
from reports.street_rows import Pick
from reports.summary import Summary


class Measure(StrEnum):
    """What a fix is measured by, in the order in which they take turns."""

    PAGES = "pages"
    FACILITIES = "facilities"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Fix:
    """One fix. amount: of its measure, out of `whole` (None where that is not known).

    fault: with its site; layer: with the requirement that facilities fail, or the place to mend or build at. tickets:
    complaints of what it mends.
    """

    measure: Measure
    impact: Impact
    tickets: int
    amount: float
    whole: float | None
    owner: Owner | None
    fault: FirstOnline | None = None
    layer: LayerRow | None = None
    requirement: RequirementRow | None = None
    place: Pick | None = None

    @property
    def site(self) -> SiteRow | None:
        """Return the site of a fault."""
        return self.fault.site if self.fault else None


def top(
    summary: Summary,
    picks: Iterable[Pick],
    told: Told | None,
    mend: ToMend,
    online: Sequence[FirstOnline],
    on_street: Sequence[FirstOnStreet],
    most: int,
) -> list[Fix]:
    """Return the first fixes of all; none where there is one measure only, whose own list says it all.

    online, on_street: the first of their own lists; picks: by rank.
    """
    fixes = [*_online(online), *_on_street(summary, on_street), *_places(summary, picks, told, mend, most)]
    turn = Counter[tuple[Impact, int, Measure]]()
    order = list(Measure)
    ranked = []
    for fix in fixes:  # of each measure in the order of its own list
        turn[fix.impact, fix.tickets, fix.measure] += 1
        place = turn[fix.impact, fix.tickets, fix.measure]
        ranked.append(((-fix.impact, -fix.tickets, place, order.index(fix.measure)), fix))
    if len({fix.measure for fix in fixes}) < len(Measure) - 1:
        return []
    return [fix for _, fix in sorted(ranked, key=lambda one: one[0])][:most]


def _online(found: Iterable[FirstOnline]) -> Iterator[Fix]:
    for one in found:
        cause, site = one.cause, one.site
        whole = site.tested_pages + site.carried_pages
        yield Fix(Measure.PAGES, cause.impact, one.tickets or 0, cause.pages, whole, site.owner, one)


def _on_street(summary: Summary, found: Iterable[FirstOnStreet]) -> Iterator[Fix]:
    for one in found:
        row = one.requirement
        whole = row.passed + row.failed + row.cant_tell
        owner = owner_of(summary.plan.owners, rule=row.id, division="", layers=(one.layer.id, one.layer.kind))
        yield Fix(Measure.FACILITIES, row.impact, one.tickets or 0, one.left, whole, owner, None, one.layer, row)


def _places(summary: Summary, picks: Iterable[Pick], told: Told | None, mend: ToMend, most: int) -> Iterator[Fix]:
    """Yield the first places that are to be mended or built at; what is only to be checked may be no barrier.

    A place counts by the worst that fails there, one where nothing is as critical: nobody near by can use what is not.
    """
    layers = {layer.id: layer for layer in summary.layers}
    found = (pick for pick in picks if pick.rank and pick.what in ("mend", "build") and pick.layer in layers)
    for pick in sorted(found, key=lambda pick: (-pick.gained, pick.layer, pick.rank))[:most]:
        layer = layers[pick.layer]
        failed = mend.requirements(pick.layer, pick.facility) if pick.what == "mend" else []
        impact = max((row.impact for row in failed), default=Impact.CRITICAL)
        fingerprints = (digest(pick.layer, pick.facility, row.id) for row in failed)
        tickets = max((told.of(name) for name in fingerprints), default=0) if told else 0
        owner = owner_of(summary.plan.owners, rule="siting", division=pick.division, layers=(pick.layer, layer.kind))
        yield Fix(Measure.PEOPLE, impact, tickets, pick.gained, None, owner, None, layer, None, pick)
