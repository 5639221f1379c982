"""What people decided about findings, and how they stand, as the cells of a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from audit.ledger import item
from audit.model import Finding, Outcome
from audit.reviews import Review
from reports import columnar
from reports.judged import Judged, Waiving
from reports.rectification_columns import STATES, VERDICTS
from reports.sinks import cell, csv_cell
from reports.wording import Words

# A selector or snippet longer than this helps nobody in a cell; Excel itself takes 32,767 characters.
CELL_LIMIT = 2000


class Decided:
    """What people decided about items, as cells: judgement, and the waiver's reason, owner and last day."""

    def __init__(self, judged: Judged, words: Words) -> None:
        self._judged, self._words = judged, words
        self._known: dict[tuple[str, str, Outcome], tuple[str, ...]] = {}

    def of(self, finding: Finding) -> tuple[str, ...]:
        """Return the cells of a finding on a page."""
        key = (finding.site, finding.component, finding.outcome)
        if key not in self._known:
            self._known[key] = self._cells(self._judged.said(item(*key)), self._judged.waiving_item(*key))
        alone = self._judged.waiving_alone(finding)
        return (*self._known[key][:1], *self._cells(None, alone)[1:]) if alone else self._known[key]

    def column(self, fingerprints: Sequence[str]) -> Any:
        """Return the cells of some items of the street, each after a comma."""
        decided = np.zeros(len(fingerprints), np.int64)
        found: dict[tuple[str, ...], int] = {self._cells(None, None): 0}
        if about := self._judged.decided:  # few are
            for row, name in enumerate(fingerprints):
                if name in about:
                    cells = self._cells(self._judged.said(name), self._judged.waiving_facility(name))
                    decided[row] = found.setdefault(cells, len(found))
        return columnar.taken([csv_line(["", *line]) for line in found], decided)

    def _cells(self, said: Review | None, waiving: Waiving | None) -> tuple[str, ...]:
        told = self._words({**VERDICTS, **STATES}[said.says.value]) if said else ""
        return (
            f"{told} ({said.person}, {said.day.isoformat()})" if said else "",
            *((waiving.reason, waiving.owner) if waiving else ("", "")),
            waiving.until.isoformat() if waiving and waiving.until else "",
        )


def csv_cells(cells: Iterable[object]) -> list[object]:
    """Return cells in which nothing runs, and none too long."""
    return [cell(value)[:CELL_LIMIT] if isinstance(value, str) else value for value in cells]


def csv_line(cells: Iterable[object]) -> str:
    """Return some cells of a line as they stand in the file."""
    return ",".join(csv_cell(value[:CELL_LIMIT]) if isinstance(value, str) else str(value) for value in cells)
