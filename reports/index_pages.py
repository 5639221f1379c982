"""The overview of the HTML report, and the sheets on which its long tables go on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any, Final

from audit.complaints import Told
from audit.districts import WHOLE
from reports import first_to_mend, page, siting
from reports import html_names as names
from reports.first_to_mend import FirstOnline, FirstOnStreet
from reports.layer_facts import moved, streets
from reports.page import Material, Page, drawn, further, sheets
from reports.people_map import PeopleMap
from reports.plan_targets import target_rows
from reports.top_fixes import Fix, top
from reports.trend import trend

FIRST_SHOWN: Final = 10
# Layers of which the overview maps who lives without; the table beside the maps holds them all.
LAYERS_MAPPED: Final = 4


class IndexPages:
    """The pages of the whole plan."""

    def __init__(self, material: Material) -> None:
        """Take what more than one page shows."""
        self._of, self._summary = material, material.summary

    @cached_property
    def top_fixes(self) -> list[Fix]:
        """Return the fixes that help most people."""
        of = self._of
        return top(self._summary, of.picks, self._told, of.mend, self._online, self._on_street, FIRST_SHOWN)

    @cached_property
    def _told(self) -> Told | None:
        return self._summary.complaints()

    @cached_property
    def _online(self) -> list[FirstOnline]:
        return first_to_mend.online(self._summary, self._told, self._of.judged, FIRST_SHOWN)

    @cached_property
    def _on_street(self) -> list[FirstOnStreet]:
        of = self._of
        return first_to_mend.on_street(self._summary, self._told, of.judged, of.mend, FIRST_SHOWN)

    def pages(self) -> Iterator[Page]:
        """Yield the overview, then the further sheets of its league table and of its list of sites."""
        summary = self._summary
        values = self._index()
        yield Page("index.html", "index.html", values)
        about = {"row": summary.whole, "ancestors": []}
        league = partial(names.league_file, WHOLE)
        yield from further("league.html", summary.league, page.DIVISIONS_A_SHEET, league, about)
        yield from further("sites.html", summary.sites, page.SITES_A_SHEET, partial(names.sites_file, WHOLE), about)

    def _index(self) -> dict[str, Any]:
        summary, of = self._summary, self._of
        rows = summary.league
        return {
            "league": rows[: page.DIVISIONS_A_SHEET],
            "league_sheets": sheets(len(rows), page.DIVISIONS_A_SHEET),
            "divisions": len(rows),
            "sites": summary.sites[: page.SITES_A_SHEET],
            "site_sheets": sheets(len(summary.sites), page.SITES_A_SHEET),
            "trend": trend(of.history, WHOLE),
            "targets": target_rows(of.progress, summary.whole),
            "street_map": drawn(rows, [row.street.low if row.street else None for row in rows]),
            "online_map": drawn(rows, [row.online_figures.mean if row.online_figures else None for row in rows]),
            "heard": first_to_mend.heard(self._told),
            "first_causes": self._online,
            "first_requirements": self._on_street,
            "top_fixes": self.top_fixes,
            "layer_figures": (figures := of.layers(summary.whole)),
            "street_figures": of.figures(summary.whole),
            "people_maps": (uncovered := self._uncovered()),
            "mapped_people": [view for view in uncovered if view.squares][:LAYERS_MAPPED],
            "picks": siting.by_layer(of.picks),
            "shown_picks": page.PICKS_SHOWN,
            **self._facts(),
            "facilities": sum({row.layer: row.facilities or 0 for row in figures}.values()),
            "judged_by_people": of.verdicts(WHOLE) + sum(map(of.judged.settled, summary.sites)),
            "pages_tested": sum(row.tested_pages for row in summary.sites),
            "pages_carried": sum(row.carried_pages for row in summary.sites),
            "pages_found": sum(row.found_pages for row in summary.sites),
            "faults": sum(len(row.causes) for row in summary.sites),
            "judged_failed": sum(of.judged.found_to_fail(row, c) for row in summary.sites for c in row.reviews),
            "occurrences": sum(row.occurrences for row in summary.sites),
        }

    def _uncovered(self) -> list[PeopleMap]:
        """Return who lives without a facility in the whole, with maps where the districts are few enough for one."""
        outlined = [row for row in self._summary.league if row.outline]
        mapped = len(outlined) <= page.MAPPED
        return list(self._of.uncovered.draw(WHOLE, outlined[: page.MAPPED], mapped=mapped))

    def _facts(self) -> dict[str, Any]:
        """Return what was recorded about the layers beside their figures."""
        summary = self._summary
        at = {
            layer.id: streets(summary.store.evidence(summary.run.id, f"streets:{layer.id}")) for layer in summary.layers
        }
        return {
            "examined": [layer for layer in summary.layers if layer.coordinates],
            "trapped": [layer for layer in summary.layers if layer.traps],
            "moved": moved(summary.layers, summary.whole.indicators),
            "walked": [layer for layer in summary.layers if layer.facts.get("ways")],
            "streets": [(layer, *at[layer.id]) for layer in summary.layers if at[layer.id][1]],
        }
