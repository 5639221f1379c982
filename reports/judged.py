"""What people decided, and how faults stand over time: the one place that every format asks.

Verdicts are what people found out in place of what no test could tell; waivers, of the plan or of a filled-in list, let
a fault through for a time; the ledger says since when a fault is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from audit import let_through
from audit.ledger import State, item
from audit.model import Finding, Outcome, digest
from audit.plan_gate import Waiver
from audit.reviews import Review, Says, Spoken
from reports.columnar import Codes
from reports.fingerprints import cause_fingerprint
from reports.rows import Cause, SiteRow
from reports.summary import Summary


@dataclass(frozen=True, slots=True)
class Waiving:
    """Why a fault is let through, who answers for it, and the last day; None where the list names none."""

    reason: str
    owner: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a fault stands: since when it is known, and for how many days. state: None for what is none."""

    state: State | None
    first_seen: date
    days_open: int


class Decision(IntEnum):
    """What people decided about an item: nothing, that it is let through, or that nothing is wrong."""

    NONE = 0
    WAIVED = 1
    SETTLED = 2


class Judged:
    """What was decided about the faults of a run, and how long they have stood."""

    def __init__(self, summary: Summary) -> None:
        """Read the reviews and the ledger; the run's findings only where its plan has waivers."""
        self.spoken = Spoken.of(summary.store.reviews(), let_through.day_of(summary.run))
        self._by_plan = summary.let_through
        self._day = summary.plan.date
        frame = summary.ledger().frame
        # Columns, not an entry for each of what may be a million faults; equal rows have one code.
        self._index = pd.Index(frame["fingerprint"])
        together = frame[["state", "first_seen", "days_open"]]
        numbers = together.groupby(list(together.columns), sort=True).ngroup().to_numpy(np.int64)
        self._codes = np.append(numbers + 1, 0)
        self._known = [Standing(State.NEW, self._day, 0)]
        for state, first, lasted in sorted(set(together.itertuples(index=False, name=None))):
            self._known.append(Standing(State(state), date.fromisoformat(first), int(lasted)))

    @property
    def kept(self) -> bool:
        """Return whether the run has a ledger with faults."""
        return len(self._index) > 0

    # ---- how a fault stands

    def codes(self, known_as: Sequence[str]) -> Codes:
        """Return the code of each fault of the ledger, as `standing_of` takes it; 0 for one that it does not have."""
        # What the index lacks is at -1: the last code, which is 0.
        found: Codes = self._codes[self._index.get_indexer(pd.Index(known_as))]
        return found

    def decisions(self, fingerprints: Sequence[str], outcomes: Sequence[str]) -> Codes:
        """Return what was decided about items of the street, as numbers of Decision. outcomes: by the tests."""
        found = np.zeros(len(fingerprints), np.int64)
        if known := self.decided:
            for row, name in enumerate(fingerprints):
                if name in known:
                    waived = self.waiving_facility(name) is not None
                    found[row] = self.decision(name, Outcome(outcomes[row]), waived=waived)
        return found

    def decision(self, fingerprint: str, tested: Outcome, *, waived: bool) -> Decision:
        """Return what was decided about an item. A verdict that nothing is wrong outweighs a waiver."""
        if self.outcome(fingerprint, tested) in (Outcome.PASSED, Outcome.INAPPLICABLE):
            return Decision.SETTLED
        return Decision.WAIVED if waived else Decision.NONE

    def code(self, known_as: str) -> int:
        """Return the code of one fault."""
        return int(self._codes[self._index.get_loc(known_as)]) if known_as in self._index else 0

    def standing_of(self, code: int, decision: Decision) -> Standing:
        """Return how a fault stands; one that the ledger does not have is new.

        A waiver that was taken back, or has run out since the ledger was kept, waives nothing. What is settled has no
        state: it is no fault.
        """
        known = self._known[code]
        if decision is Decision.SETTLED:
            return Standing(None, known.first_seen, known.days_open)
        if decision is Decision.WAIVED:
            return Standing(State.WAIVED, known.first_seen, known.days_open)
        if known.state is State.WAIVED:
            state = State.NEW if known.first_seen == self._day else State.OPEN
            return Standing(state, known.first_seen, known.days_open)
        return known

    def standing(self, fingerprint: str) -> tuple[State, int] | None:
        """Return how what a facility fails stands, and for how many days; None when the ledger does not have it."""
        code = self.code(fingerprint)
        waived = self.waiving_facility(fingerprint) is not None
        found = self.standing_of(code, Decision.WAIVED if waived else Decision.NONE)
        return (found.state, found.days_open) if code and found.state else None

    # ---- what no test could tell

    def verdict(self, row: SiteRow, cause: Cause) -> Review | None:
        """Return what a person found out about a cause that no test could tell."""
        return self.spoken.verdicts.get(cause_fingerprint(row.site.id, cause))

    def verdict_on(self, fingerprint: str) -> Review | None:
        """Return what a person found out about an item, by its fingerprint."""
        return self.spoken.verdicts.get(fingerprint)

    def said(self, fingerprint: str) -> Review | None:
        """Return what a person said of an item last: the verdict before a waiver or a claim."""
        return self.spoken.verdicts.get(fingerprint) or self.spoken.states.get(fingerprint)

    def outcome(self, fingerprint: str, tested: Outcome) -> Outcome:
        """Return how an item comes out: by the verdict where nobody could tell, else by the test."""
        said = self.spoken.verdicts.get(fingerprint) if tested is Outcome.CANT_TELL else None
        return (said.outcome if said else None) or tested

    def found_to_fail(self, row: SiteRow, cause: Cause) -> bool:
        """Return whether a person found out that a cause fails which no test could tell."""
        if cause.outcome is not Outcome.CANT_TELL:
            return False
        return self.outcome(cause_fingerprint(row.site.id, cause), cause.outcome) is Outcome.FAILED

    def settled(self, row: SiteRow) -> int:
        """Return how many of a site's causes that needed review have a verdict."""
        return sum(self.verdict(row, cause) is not None for cause in row.reviews)

    def left(self, row: SiteRow) -> int:
        """Return how much of a site waits for a person. A score has counted the verdicts in when it was made."""
        return row.score.needs_review if row.score else len(row.reviews) - self.settled(row)

    # ---- what is let through

    @cached_property
    def decided(self) -> Collection[str]:
        """Return the fingerprints of all items that anything was decided about, those of websites among them."""
        return {*self.spoken.verdicts, *self.spoken.states, *self._by_plan.facilities}

    @property
    def waives(self) -> bool:
        """Return whether anything is let through."""
        by_list = any(review.says is Says.WAIVED for review in self.spoken.states.values())
        return by_list or bool(self._by_plan.findings or self._by_plan.facilities)

    def waiving(self, row: SiteRow, cause: Cause) -> Waiving | None:
        """Return why a cause is let through, by the plan or else by a filled-in list; None when it is not."""
        return self.waiving_item(row.site.id, cause.component, cause.outcome)

    def waiving_item(self, site: str, component: str, outcome: Outcome) -> Waiving | None:
        """Return why all findings of a component are let through; outcome: by the tests."""
        waiver = self._by_plan.causes.get((site, component, outcome))
        return _of_plan(waiver) if waiver else self._in_lists(item(site, component, outcome))

    def waiving_alone(self, finding: Finding) -> Waiving | None:
        """Return why one finding on a page is let through by a waiver of the plan, whatever holds for its cause."""
        waiver = self._by_plan.finding(finding)
        return _of_plan(waiver) if waiver else None

    def waiving_facility(self, fingerprint: str) -> Waiving | None:
        """Return why what a facility fails is let through."""
        waiver = self._by_plan.facilities.get(fingerprint)
        return _of_plan(waiver) if waiver else self._in_lists(fingerprint)

    def waived_facilities(self, summary: Summary) -> Counter[tuple[str, str]]:
        """Return how many facilities that fail a requirement are let through, by layer and requirement."""
        found = Counter[tuple[str, str]]()
        for layer in summary.layers if self.waives else ():
            for table in summary.failing(layer):
                failed = table.filter(pc.equal(table["outcome"], Outcome.FAILED.value))
                rows = (failed[name].to_pylist() for name in ("facility", "requirement"))
                for facility, requirement in zip(*rows, strict=True):
                    if self.waiving_facility(digest(layer.id, facility, requirement)):
                        found[layer.id, requirement] += 1
        return found

    def waived_by_plan(self) -> frozenset[str]:
        """Return the fingerprints of the items of a list that the plan itself waives."""
        causes = (item(*key) for key in self._by_plan.causes)
        return frozenset([*causes, *self._by_plan.facilities])

    def _in_lists(self, fingerprint: str) -> Waiving | None:
        said = self.spoken.states.get(fingerprint)
        return Waiving(said.note, said.person, said.until) if said and said.says is Says.WAIVED else None


def _of_plan(waiver: Waiver) -> Waiving:
    return Waiving(waiver.reason, waiver.owner, waiver.expires)
