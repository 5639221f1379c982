"""The runs of one plan over time: the figures of each division on both axes, run by run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from audit.districts import WHOLE
from audit.model import Score
from audit.plan import Plan
from audit.records import Run
from audit.scoring import DECIMALS
from audit.store import Store

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A score of one run, 0-100, None without data: low and high bounds, value where the formula gives one figure.

    tested: share 0-1 of what the score is about that was really tested; formula: whether this run counted as the one
    before it did (same standards, layers, thresholds and weights): where it did not, no line may lead to it. mean: of
    the sites' scores, 0-100, for a division online.
    """

    run: str
    day: date
    low: float | None
    high: float | None
    value: float | None
    tested: float | None
    formula: bool = True
    mean: float | None = None


@dataclass(frozen=True)
class History:
    """The runs of a plan, oldest first, up to and with one of them.

    points: by scope ("site", "layer", "division"), subject and axis, a point for each run that scored it.
    """

    runs: tuple[Run, ...]
    points: dict[tuple[str, str, str], tuple[Point, ...]]

    def of_division(self, code: str, axis: str) -> tuple[Point, ...]:
        """Return the points of a division (WHOLE: the plan) on an axis, "online" or "street"."""
        return self.points.get(("division", code, axis), ())

    @property
    def before(self) -> Run | None:
        """Return the run before this one; None when this is the first of its plan."""
        return self.runs[-2] if len(self.runs) >= _PAIR else None

    @property
    def day_before(self) -> date | None:
        """Return the day of the audit before this one, as its plan names it."""
        return Plan.model_validate(self.before.plan).date if self.before else None

    def change(self, scope: str, subject: str, axis: str) -> tuple[float, float] | None:
        """Return by how many points the bounds of a score moved since the run before (low, high).

        None where either run has no data, or the two did not count alike.
        """
        before, now = self._last_two(scope, subject, axis)
        if before is None or now is None:
            return None
        if before.low is None or before.high is None or now.low is None or now.high is None:
            return None
        return round(now.low - before.low, DECIMALS), round(now.high - before.high, DECIMALS)

    def change_of_mean(self, code: str) -> float | None:
        """Return by how many points the mean of a division's sites moved since the run before; None as for `change`."""
        before, now = self._last_two("division", code, "online")
        if before is None or now is None or before.mean is None or now.mean is None:
            return None
        return round(now.mean - before.mean, DECIMALS)

    def _last_two(self, scope: str, subject: str, axis: str) -> tuple[Point, Point] | tuple[None, None]:
        points = self.points.get((scope, subject, axis), ())
        if len(points) < _PAIR or points[-1].run != self.runs[-1].id or points[-2].run != self.runs[-2].id:
            return None, None
        return (points[-2], points[-1]) if points[-1].formula else (None, None)

    def of_site(self, site: str) -> tuple[Point, ...]:
        """Return the points of a site."""
        return self.points.get(("site", site, "online"), ())

    @property
    def whole(self) -> dict[str, tuple[Point, ...]]:
        """Return the points of the whole plan, by axis."""
        return {axis: self.of_division(WHOLE, axis) for axis in ("online", "street")}


def earlier(store: Store, run: Run) -> tuple[Run, ...]:
    """Return the finished runs of the same kind and name that started before a run, oldest first.

    One whose plan this version cannot read any more is left out.
    """
    runs = store.runs()
    before = runs[: next((n for n, one in enumerate(runs) if one.id == run.id), len(runs))]
    ours = (one for one in before if (one.state, one.kind, one.name) == ("finished", run.kind, run.name))
    return tuple(one for one in ours if _is_readable(one))


def _is_readable(run: Run) -> bool:
    try:
        Plan.model_validate(run.plan)
    except ValidationError:
        return False
    return True


def read(store: Store, run_id: str) -> History:
    """Return the history of a run's plan, that run the last of it; runs after it are not in it."""
    run = store.run(run_id)
    runs = (*earlier(store, run), run)
    points: dict[tuple[str, str, str], list[Point]] = {}
    before: tuple[object, ...] | None = None
    for one in runs:
        plan = Plan.model_validate(one.plan)
        terms = _terms(plan)
        same = before is None or terms == before
        before = terms
        for score in store.scores(one.id):
            points.setdefault((score.scope, score.subject, score.axis), []).append(_point(one, plan, score, same=same))
    return History(runs, {key: tuple(found) for key, found in points.items()})


def _point(run: Run, plan: Plan, score: Score, *, same: bool) -> Point:
    mean = (score.parts or {}).get("mean")
    known = float(mean) if isinstance(mean, int | float) else None
    return Point(run.id, plan.date, score.low, score.high, score.value, score.tested, same, known)


def _terms(plan: Plan) -> tuple[object, ...]:
    """Return what a score hangs on beside what was found."""
    layers = tuple((layer.id or layer.kind, layer.standards) for layer in plan.layers)
    return (plan.web.standard, plan.web.level, plan.street.standards, layers, plan.thresholds, _weights(plan))


def _weights(plan: Plan) -> Iterable[tuple[str, float]]:
    given = {**plan.weights.strata, **{f"layer:{kind}": weight for kind, weight in plan.weights.layers.items()}}
    return tuple(sorted(given.items()))
