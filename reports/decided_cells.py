"""What people decided about findings, and how they stand, as the cells of a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from audit.ledger import State, cause, item
from audit.model import Finding, Outcome
from audit.reviews import Review
from reports import columnar
from reports.judged import Decision, Judged, Waiving
from reports.rectification_columns import STATES, VERDICTS
from reports.sinks import cell, csv_cell
from reports.wording import Words

# A selector or snippet longer than this helps nobody in a cell; Excel itself takes 32,767 characters.
CELL_LIMIT = 2000


class Decided:
    """What people decided about items, and how they stand, as cells: judgement, state, reason, owner and last day."""

    def __init__(self, judged: Judged, words: Words) -> None:
        self._judged, self._words = judged, words
        self._known: dict[tuple[str, str, Outcome], tuple[str, ...]] = {}

    def of(self, finding: Finding) -> tuple[str, ...]:
        """Return the cells of a finding on a page."""
        key = (finding.site, finding.component, finding.outcome)
        if key not in self._known:
            judged, name, waiving = self._judged, item(*key), self._judged.waiving_item(*key)
            code = judged.code(cause(finding.site, finding.component))
            state = judged.state_of(code, judged.decision(name, finding.outcome, waived=waiving is not None))
            self._known[key] = self._cells(judged.said(name), state, waiving)
        alone = self._judged.waiving_alone(finding)
        return (*self._known[key][:1], *self._cells(None, State.WAIVED, alone)[1:]) if alone else self._known[key]

    def column(self, fingerprints: Sequence[str], outcomes: Sequence[str]) -> Any:
        """Return the cells of some items of the street, each after a comma. outcomes: by the tests."""
        judged = self._judged
        codes, decided = self._judged.codes(fingerprints), np.zeros(len(fingerprints), np.int64)
        found: dict[tuple[str, ...], int] = {}
        # Few are decided about: those are made one by one, the others once for each state.
        if about := self._judged.decided:
            for row, name in enumerate(fingerprints):
                if name not in about:
                    continue
                waiving, said = self._judged.waiving_facility(name), self._judged.said(name)
                if waiving or said:
                    decision = judged.decision(name, Outcome(outcomes[row]), waived=waiving is not None)
                    state = judged.state_of(int(codes[row]), decision)
                    decided[row] = 1 + found.setdefault(self._cells(said, state, waiving), len(found))
        alike, known = columnar.combined(codes, decided)
        cells = list(found)
        lines = []
        for code, number in known:
            state = judged.state_of(code, Decision.NONE)
            lines.append(cells[number - 1] if number else self._cells(None, state, None))
        return columnar.taken([csv_line(["", *line]) for line in lines], alike)

    def _cells(self, said: Review | None, state: State | None, waiving: Waiving | None) -> tuple[str, ...]:
        words = self._words
        told = words({**VERDICTS, **STATES}[said.says.value]) if said else ""
        return (
            f"{told} ({said.person}, {said.day.isoformat()})" if said else "",
            words(STATES[state.value]) if state else "",
            *((waiving.reason, waiving.owner) if waiving else ("", "")),
            waiving.until.isoformat() if waiving and waiving.until else "",
        )


def csv_cells(cells: Iterable[object]) -> list[object]:
    """Return cells in which nothing runs, and none too long."""
    return [cell(value)[:CELL_LIMIT] if isinstance(value, str) else value for value in cells]


def csv_line(cells: Iterable[object]) -> str:
    """Return some cells of a line as they stand in the file."""
    return ",".join(csv_cell(value[:CELL_LIMIT]) if isinstance(value, str) else str(value) for value in cells)
