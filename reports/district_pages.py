"""The pages of one division: both axes, what is below it, what to mend, and what nobody knows yet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from audit.districts import WHOLE
from audit.model import Outcome
from reports import html_names as names
from reports import page, siting
from reports.facility_groups import FacilityGroup
from reports.facility_map import SHOWN
from reports.page import Material, Page, drawn, further, sheets
from reports.people_map import PeopleMap
from reports.plan_targets import target_rows
from reports.rows import DivisionRow, SiteRow
from reports.trend import trend

# So many rows that no file grows beyond 2 MB, whatever stands in them.
FACILITIES_SHOWN: Final = 20
FACILITIES_SHOWN_AS_EXAMPLES: Final = 5
FACILITIES_A_SHEET: Final = 400
SITES_NAMED: Final = 100


class DistrictPages:
    """The pages of each division."""

    def __init__(self, material: Material) -> None:
        """Take what more than one page shows."""
        self._of, self._summary = material, material.summary
        # A map for each layer of each community would be most of the report.
        self._deepest_map = 1 + max((row.division.level for row in material.summary.league), default=1)

    def pages(self, code: str) -> Iterator[Page]:
        """Yield a division's page, then the sheets of what it does not hold whole: divisions, sites, facilities."""
        summary, of, row = self._summary, self._of, self._summary.divisions[code]
        children = summary.below(code)
        below = {code, *(division.code for division in summary.tree.walk(code))}
        groups = of.mend.groups(code)
        own = of.mend.failed(code)
        sites = [site for site in summary.sites if site.site.district in below]
        mend_sheets = math.ceil(own / FACILITIES_A_SHEET) if any(g.failed > FACILITIES_SHOWN for g in groups) else 0
        # Where a list, or the pages below, hold them all.
        shown = FACILITIES_SHOWN_AS_EXAMPLES if mend_sheets or children else FACILITIES_SHOWN
        values: dict[str, Any] = {
            "row": row,
            "ancestors": self._ancestors(code),
            "children": children[: page.DIVISIONS_A_SHEET],
            "league_sheets": sheets(len(children), page.DIVISIONS_A_SHEET),
            "judged_here": of.verdicts(code),
            "trend": trend(of.history, code),
            "targets": target_rows(of.progress, row),
            "street_map": drawn(children, [child.street.low if child.street else None for child in children]),
            "facility_map": of.facilities.draw(code, _outlined(row, children)),
            "shown_outcomes": SHOWN,
            "people_maps": self._people_maps(row, children),
            "layer_figures": of.layers(row),
            "street_figures": of.figures(row),
            "picks": siting.by_layer(of.picks_below.get(code, ())),
            "shown_picks": page.PICKS_SHOWN,
            "worst_site": next(
                (s for s in summary.sites if row.online_figures and s.site.id == row.online_figures.worst), None
            ),
            "bureaus": _by_bureau((g, of.mend.rows(g, shown) if g.scored else []) for g in groups),
            "shown_facilities": shown,
            "own": own,
            "last_sheet": mend_sheets,
            "unknown": self._unknown(row, groups, sites),
            "sites": sites[: page.SITES_A_SHEET],
            "site_sheets": sheets(len(sites), page.SITES_A_SHEET),
        }
        yield Page("district.html", names.district_file(code), values)
        whose = {"row": row, "ancestors": values["ancestors"]}
        yield from further("league.html", children, page.DIVISIONS_A_SHEET, partial(names.league_file, code), whose)
        yield from further("sites.html", sites, page.SITES_A_SHEET, partial(names.sites_file, code), whose)
        if mend_sheets:
            for number, sheet in enumerate(of.mend.sheets(code, FACILITIES_A_SHEET), start=1):
                about = {"row": row, "ancestors": values["ancestors"], "own": own, "last_sheet": mend_sheets}
                about |= {"sheet": number, "bureaus": _by_bureau(sheet)}
                yield Page("mend.html", names.mend_file(code, number), about)

    def _people_maps(self, row: DivisionRow, children: Sequence[DivisionRow]) -> list[PeopleMap]:
        """Return who lives without a facility, with a map for the divisions down to the level below the league's."""
        mapped = row.division.level <= self._deepest_map
        return list(self._of.uncovered.draw(row.division.code, _outlined(row, children), mapped=mapped))

    def _unknown(self, row: DivisionRow, groups: Sequence[FacilityGroup], sites: Sequence[SiteRow]) -> dict[str, Any]:
        """Return what nobody knows of a division yet."""
        counted = {figures.layer for figures in self._of.layers(row) if figures.facilities}
        untested = [site for site in sites if site.outcome is Outcome.UNTESTED]
        found: dict[str, Any] = {
            "cant_tell": sum(group.cant_tell for group in groups if group.scored),
            "unseen": row.street.untested if row.street else 0,
            "absent": [layer.id for layer in self._summary.layers if layer.id not in counted],
            "sites": untested[:SITES_NAMED],
            "more_sites": max(0, len(untested) - SITES_NAMED),
        }
        return {**found, "any": any(found.values())}

    def _ancestors(self, code: str) -> list[DivisionRow]:
        summary = self._summary
        return [summary.divisions[c] for c in reversed(summary.tree.ancestors(code)[1:]) if c != WHOLE]


def _outlined(row: DivisionRow, children: Sequence[DivisionRow]) -> list[DivisionRow]:
    """Return the divisions whose outlines a map shows: those below, where there are any and not too many."""
    found = [child for child in children if child.outline]
    return found if found and len(found) <= page.MAPPED else [row]


def _by_bureau(groups: Iterable[tuple[FacilityGroup, Any]]) -> list[tuple[Any, list[tuple[FacilityGroup, Any]]]]:
    """Return groups with their rows by the bureau that must mend them, in the order given."""
    found: dict[int, tuple[Any, list[tuple[FacilityGroup, Any]]]] = {}
    for group, rows in groups:
        found.setdefault(id(group.owner), (group.owner, []))[1].append((group, rows))
    return list(found.values())
