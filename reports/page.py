"""A file of the HTML report, what several of them show, and how long tables go on in further files."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from audit.districts import WHOLE
from reports import siting
from reports.district_map import DistrictMap, draw
from reports.facility_groups import ToMend
from reports.facility_map import Facilities
from reports.judged import Judged
from reports.layer_figures import LayerFigures, layer_figures
from reports.people_map import Uncovered
from reports.plan_targets import without_targets
from reports.rows import DivisionRow
from reports.street_figures import Table, street_figures
from reports.summary import Summary

# So many rows that no file grows beyond 2 MB, whatever stands in them.
SITES_A_SHEET: Final = 400
DIVISIONS_A_SHEET: Final = 400
PICKS_SHOWN: Final = 20
# Divisions of one map: with more of them nobody finds any, and their outlines outgrow the page.
MAPPED: Final = 600


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the report: its template, its name and what the template is given."""

    template: str
    name: str
    values: Mapping[str, Any]


class Material:
    """What more than one page shows, read once."""

    def __init__(self, summary: Summary) -> None:
        """Read it."""
        self.summary = summary
        self.history = summary.history()
        self.progress = summary.progress()
        self.judged = Judged(summary)
        self.picks = list(summary.siting())
        self.picks_below = siting.below(self.picks, summary.tree)
        self.mend = ToMend(summary)
        self.facilities = Facilities(summary)
        self.uncovered = Uncovered(summary)
        known = summary.tree.divisions
        homes = (said.division for layer in summary.judged.values() for said in layer.settled)
        self._verdicts = summary.tree.roll_up(Counter(home if home in known else WHOLE for home in homes))

    def verdicts(self, code: str) -> int:
        """Return how many verdicts of people on facilities count in a division and below it."""
        return round(self._verdicts[code])

    def layers(self, row: DivisionRow) -> list[LayerFigures]:
        """Return the figures of each layer in a division."""
        radii = self.summary.plan.thresholds.coverage
        return layer_figures(row.indicators, [layer.id for layer in self.summary.layers], radii)

    def figures(self, row: DivisionRow) -> list[Table]:
        """Return the further figures of a division, table by table."""
        radii = self.summary.plan.thresholds.coverage
        return without_targets(street_figures(row.indicators, [layer.id for layer in self.summary.layers], radii))


def drawn(rows: Sequence[DivisionRow], scores: Sequence[float | None]) -> DistrictMap | None:
    """Return a map of divisions; None without any score, or with more divisions than a map can show."""
    return draw(rows, scores) if len(rows) <= MAPPED and any(score is not None for score in scores) else None


def sheets(count: int, size: int) -> int:
    """Return on how many sheets a table goes, one at least."""
    return max(1, math.ceil(count / size))


def further(
    template: str, rows: Sequence[Any], size: int, name: Callable[[int], str], values: Mapping[str, Any]
) -> Iterator[Page]:
    """Yield the sheets of a table that come after the one that stands on its page."""
    last = sheets(len(rows), size)
    for sheet in range(2, last + 1):
        listed = rows[(sheet - 1) * size : sheet * size]
        about = {"rows": listed, "first": (sheet - 1) * size, "sheet": sheet, "last_sheet": last}
        yield Page(template, name(sheet), {**values, **about})
