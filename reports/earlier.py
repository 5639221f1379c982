"""The audit before this one: what the scores of the same plan were last time, beside those of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.model import Score
from audit.records import Run
from audit.store import Store


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last finished run of the same plan, by name, that began before. scores: by scope, subject and axis."""

    run: Run
    scores: Mapping[tuple[str, str, str], Score]

    @property
    def day(self) -> str:
        """Return the day that it began, as an ISO date."""
        return self.run.started[:10]

    def other_means(self, run: Run) -> bool:
        """Return whether the two runs were made with different versions, so that a change may come from those."""
        return dict(self.run.versions) != dict(run.versions)

    def street(self, division: str) -> Score | None:
        """Return the street score of a division as it was."""
        return self._scored("street", division)

    def online_mean(self, division: str) -> float | None:
        """Return the mean score of a division's sites as it was."""
        score = self._scored("online", division)
        mean = (score.parts or {}).get("mean") if score else None
        return float(mean) if isinstance(mean, int | float) else None

    def _scored(self, axis: str, division: str) -> Score | None:
        score = self.scores.get(("division", division, axis))
        return score if score is not None and score.low is not None else None


def earlier(store: Store, run: Run) -> Earlier | None:
    """Return the run before one; None when it is the first of its plan."""
    found = _before(store.runs(), run)
    if found is None:
        return None
    return Earlier(found, {(score.scope, score.subject, score.axis): score for score in store.scores(found.id)})


def _before(runs: Iterable[Run], run: Run) -> Run | None:
    """Return the last of the runs (oldest first) that is of the same plan, finished, and stands before the run."""
    last = None
    for other in runs:
        if other.id == run.id:
            return last
        if (other.kind, other.name, other.state) == (run.kind, run.name, "finished"):
            last = other
    return None
