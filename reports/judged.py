"""What people decided, and how faults stand over time, for the pages that show them: verdicts, waivers, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from audit import bookkeeping, snapshot
from audit.ledger import State
from audit.plan_gate import Waiver
from audit.reviews import Review, Says, Spoken
from reports.rectification import cause_fingerprint
from reports.rows import Cause, SiteRow
from reports.summary import Summary


@dataclass(frozen=True, slots=True)
class Waiving:
    """Why a fault is let through, who answers for it, and the last day; None where the list names none."""

    reason: str
    owner: str
    until: date | None


class Judged:
    """What was decided about the faults of a run, and how long they have stood."""

    def __init__(self, summary: Summary) -> None:
        """Read the reviews and the ledger; the run's findings only where its plan has waivers."""
        self._spoken = Spoken.of(summary.store.reviews(), summary.plan.date)
        self._waived = _by_plan(summary) if summary.plan.waivers else {}
        frame = summary.ledger().frame
        # Columns, not an entry for each of what may be a million faults.
        self._index = pd.Index(frame["fingerprint"])
        self._states, self._days = frame["state"].to_numpy(object), frame["days_open"].to_numpy(np.int64)

    @property
    def kept(self) -> bool:
        """Return whether the run has a ledger with faults."""
        return len(self._index) > 0

    def standing(self, fingerprint: str) -> tuple[State, int] | None:
        """Return how a fault of the ledger stands, and for how many days; None when the ledger does not have it."""
        if fingerprint not in self._index:
            return None
        row = self._index.get_loc(fingerprint)
        return State(self._states[row]), int(self._days[row])

    def verdict(self, row: SiteRow, cause: Cause) -> Review | None:
        """Return what a person found out about a cause that no test could tell."""
        return self._spoken.verdicts.get(cause_fingerprint(row.site.id, cause))

    def settled(self, row: SiteRow) -> int:
        """Return how many of a site's causes that needed review have a verdict."""
        return sum(self.verdict(row, cause) is not None for cause in row.reviews)

    def left(self, row: SiteRow) -> int:
        """Return how much of a site waits for a person. A score has counted the verdicts in when it was made."""
        return row.score.needs_review if row.score else len(row.reviews) - self.settled(row)

    def waiving(self, row: SiteRow, cause: Cause) -> Waiving | None:
        """Return why a cause is let through, by the plan or else by a filled-in list; None when it is not."""
        waiver = self._waived.get((row.site.id, cause.component))
        if waiver:
            return Waiving(waiver.reason, waiver.owner, waiver.expires)
        said = self._spoken.states.get(cause_fingerprint(row.site.id, cause))
        return Waiving(said.note, said.person, said.until) if said and said.says is Says.WAIVED else None


def _by_plan(summary: Summary) -> dict[tuple[str, str], Waiver]:
    """Return the waiver of each cause of which every finding is let through, by site and component."""
    seen = snapshot.of_run(summary.store, summary.run)
    waived = bookkeeping.let_through(summary.store, seen, summary.run)
    table = seen.web[["site", "component"]].assign(waiver=waived.web)
    causes = table.groupby(["site", "component"], sort=True)["waiver"].min().reset_index()
    # What stands after the last is waived in lists, which are asked by themselves.
    return {
        (site, component): waived.waivers[least]
        for site, component, least in zip(causes["site"], causes["component"], causes["waiver"], strict=True)
        if 0 <= least < len(waived.waivers)
    }
