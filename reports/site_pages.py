"""The pages of one site: its score, its faults and its list of pages, with the sheets on which they go on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, islice
from operator import attrgetter
from typing import Any, Final

from audit.districts import WHOLE
from audit.model import Impact, Rule
from reports import html_names as names
from reports.faults import cause_key
from reports.page import Material, Page, sheets
from reports.rows import Cause, SiteRow
from reports.trend import site_trend

# So many rows that no file grows beyond 2 MB, whatever stands in them.
CAUSES_A_SHEET: Final = 40
REVIEWS_SHOWN: Final = 100
OCCURRENCES_SHOWN: Final = 10
OCCURRENCES_A_SHEET: Final = 250
PAGES_A_SHEET: Final = 200


class SitePages:
    """The pages of each site."""

    def __init__(self, material: Material) -> None:
        """Take what more than one page shows."""
        self._of, self._summary = material, material.summary

    def pages(self, row: SiteRow) -> Iterator[Page]:
        """Yield a site's page, then its further sheets: of pages, of faults, of occurrences."""
        parts = (row.score.parts if row.score else None) or {}
        samples = self._summary.samples(row.site.id, OCCURRENCES_SHOWN)
        last = sheets(len(row.pages), PAGES_A_SHEET)
        last_fault = sheets(len(row.causes), CAUSES_A_SHEET)
        values: dict[str, Any] = {
            "row": row,
            "division": self._summary.divisions.get(row.site.district or WHOLE),
            "impacts": [(i, n) for i in reversed(Impact) if (n := sum(c.impact is i for c in row.causes))],
            "untested_pages": len(row.pages) - row.tested_pages - row.carried_pages,
            "strata": parts.get("strata") or [],
            "veto": parts.get("veto") or [],
            "cap": parts.get("cap"),
            "failing_at_most": parts.get("failing_at_most") or None,
            "samples": samples,
            "trend": site_trend(self._of.history, row.site.id),
            "judged_failed": sum(self._of.judged.found_to_fail(row, cause) for cause in row.reviews),
            "settled": self._of.judged.settled(row),
            "shown_reviews": REVIEWS_SHOWN,
            "page_size": PAGES_A_SHEET,
            "last_page": last,
            "last_fault": last_fault,
            "fault_number": 1,
            "rules": _by_rule(row.causes[:CAUSES_A_SHEET]),
            "sheet_of": _sheets_of(row),
        }
        for sheet in range(1, last + 1):
            listed = row.pages[(sheet - 1) * PAGES_A_SHEET : sheet * PAGES_A_SHEET]
            template = "site.html" if sheet == 1 else "pages.html"
            yield Page(template, names.site_file(row.site.id, sheet), {**values, "pages": listed, "page_number": sheet})
        for sheet in range(2, last_fault + 1):
            shown = _by_rule(row.causes[(sheet - 1) * CAUSES_A_SHEET : sheet * CAUSES_A_SHEET])
            yield Page(
                "faults.html", names.faults_file(row.site.id, sheet), {**values, "rules": shown, "fault_number": sheet}
            )

        yield from self._occurrences(row)

    def _occurrences(self, row: SiteRow) -> Iterator[Page]:
        """Yield sheets with every occurrence of those faults that have more than a site's page shows."""
        often = {cause.key: cause for cause in row.causes if cause.occurrences > OCCURRENCES_SHOWN}
        last = math.ceil(sum(cause.occurrences for cause in often.values()) / OCCURRENCES_A_SHEET)
        found = self._summary.store.often_found(self._summary.run.id, row.site.id, OCCURRENCES_SHOWN)
        for sheet in range(1, last + 1):
            groups = [
                (often[key], list(findings))
                for key, findings in groupby(islice(found, OCCURRENCES_A_SHEET), key=cause_key)
            ]
            about = {"row": row, "groups": groups, "sheet": sheet, "last_sheet": last}
            yield Page("found.html", names.found_file(row.site.id, sheet), about)


def _by_rule(causes: Sequence[Cause]) -> list[tuple[Rule, list[Cause]]]:
    found: dict[str, list[Cause]] = {}
    for cause in causes:
        found.setdefault(cause.rule.id, []).append(cause)
    return [(shown[0].rule, shown) for shown in found.values()]


def _sheets_of(row: SiteRow) -> dict[Any, int]:
    """Return the sheet on which the occurrences of a fault begin, by the fault's key."""
    often = sorted((c for c in row.causes if c.occurrences > OCCURRENCES_SHOWN), key=attrgetter("place"))
    before = accumulate((cause.occurrences for cause in often), initial=0)
    return {cause.key: 1 + start // OCCURRENCES_A_SHEET for cause, start in zip(often, before, strict=False)}
