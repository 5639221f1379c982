"""The targets of the city's plan as pages show them: figure, goal, path and standing, and what districts come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from audit.districts import WHOLE
from audit.model import Indicator, Text
from audit.plan import Target
from audit.progress import Progress
from reports.rows import DivisionRow
from reports.self_evaluation import DECLARED, MEASURED, NATURES, STANDINGS, figure, percent
from reports.street_figures import Table

# The family of indicators that the table of targets stands for.
_FAMILY: Final = "declared"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target, or what the reports of several divisions on one come to: that has no goal, path or standing.

    share: low–high; "" for what is not known, or not asked.
    """

    target: Target
    division: str
    sum: bool
    nature: Text | None
    known_by: Text
    count: str
    share: str
    goal: str
    path: str
    standing: Text | None
    day: str


def target_rows(progress: Iterable[Progress], row: DivisionRow) -> list[TargetRow]:
    """Return the targets of a division, of the whole plan all, in the plan's order; then sums over those below it.

    A sum counts what one division does beyond its plan for no other: it is the indicator "declared" of the division.
    """
    code, every = row.division.code, list(progress)
    mine = [one for one in every if code in (WHOLE, one.target.district or WHOLE)]
    return [*map(_row, mine), *_sums(every, row)]


def _row(found: Progress) -> TargetRow:
    target = found.target
    return TargetRow(
        target,
        target.district or WHOLE,
        sum=False,
        nature=NATURES[target.nature] if target.nature else None,
        known_by=MEASURED if target.planned is None else DECLARED,
        count=_count(found.numerator, found.unknown, found.denominator, target.unit),
        share=_span(found.low, found.high),
        goal=_span(found.goal, found.goal),
        path=_span(found.path, found.path),
        standing=STANDINGS[found.standing],
        day=found.day.isoformat(),
    )


def _sums(every: Sequence[Progress], row: DivisionRow) -> Iterator[TargetRow]:
    """Yield what reports from below a division come to, where its own page does not show them already."""
    code = row.division.code
    named = {one.target.id: one.target for one in reversed(every)}
    own = {one.target.id for one in every if (one.target.district or WHOLE) == code}
    several = Counter(one.target.id for one in every)
    for indicator in row.indicators:
        target = named.get(indicator.layer)
        if indicator.name == _FAMILY and target and target.id not in own and (code != WHOLE or several[target.id] > 1):
            yield _sum(target, code, indicator)


def _sum(target: Target, code: str, figure: Indicator) -> TargetRow:
    return TargetRow(
        target,
        code,
        sum=True,
        nature=NATURES[target.nature] if target.nature else None,
        known_by=DECLARED,
        count=_count(figure.numerator, figure.unknown, figure.denominator, target.unit),
        share=_span(figure.low, figure.high),
        goal="",
        path="",
        standing=None,
        day="",
    )


def _count(numerator: float | None, unknown: float, denominator: float | None, unit: str) -> str:
    """Return "270 / 300", bounds where not all is known: "12–18 / 40"; a numerator nobody knows is a dash."""
    if denominator is None:
        return ""
    done = "–" if numerator is None else figure(numerator)
    most = f"–{figure((numerator or 0) + unknown)}" if unknown else ""
    return f"{done}{most} / {figure(denominator)} {unit}".rstrip()


def _span(low: float | None, high: float | None) -> str:
    """Return a share in per cent, never rounded up: what lacks a little of a goal must not look as if it had it."""
    if low is None or high is None:
        return ""
    least, most = percent(low), percent(high)
    return f"{least}%" if least == most else f"{least}%–{most}%"


def without_targets(tables: Iterable[Table]) -> list[Table]:
    """Return the tables of street figures but the one that the table of targets stands for."""
    return [table for table in tables if table.family.id != _FAMILY]
