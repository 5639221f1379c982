"""Targets of the city's plan: reached, on track or behind, by a straight path to the target year.

A target's figure is a share: reported done of planned, or an indicator that was measured. The path rises evenly from
what there was when the plan began to the goal at the end of its last year. What is not known counts as bounds: a target
is on track only when the low one is, behind only when the high one is, else nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from audit.districts import WHOLE
from audit.model import Indicator, Score
from audit.plan import Plan, Target, editions_of, layer_id
from audit.plan_gate import ONLINE


class Stage(StrEnum):
    """Which self-evaluation: under way (against the path) or at the end (against the goal)."""

    MID_TERM = "mid-term"
    FINAL = "final"


class Standing(StrEnum):
    """How a target stands. open: not reached, and the plan names no year; missed: the end came before the goal."""

    REACHED = "reached"
    ON_TRACK = "on-track"
    BEHIND = "behind"
    MISSED = "missed"
    UNKNOWN = "unknown"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Progress:
    """A target on a day. numerator, unknown, denominator: counts; low, high, goal, path: shares 0-1, None not known."""

    target: Target
    day: date
    numerator: float | None
    unknown: float
    denominator: float | None
    low: float | None
    high: float | None
    goal: float
    path: float | None
    standing: Standing


def progress(
    plan: Plan, indicators: Iterable[Indicator], scores: Iterable[Score], stage: Stage = Stage.MID_TERM
) -> list[Progress]:
    """Return how each target of a plan stands, in the plan's order; indicators and scores: those of a run of it."""
    figures = _measured(plan, indicators)
    figures |= {(s.subject, "", ONLINE): _of_sites(s) for s in scores if (s.scope, s.axis) == ("division", "online")}
    return [_progress(target, plan.date, figures, stage) for target in plan.targets]


# numerator, unknown, denominator
_Figure = tuple[float, float, float]
_Figures = Mapping[tuple[str, str, str], _Figure]


def _measured(plan: Plan, indicators: Iterable[Indicator]) -> dict[tuple[str, str, str], _Figure]:
    """Return indicators by division, layer and name: of those that an edition has, the first that the plan names."""
    order = {layer_id(layer): editions_of(plan, layer) for layer in plan.layers}
    found: dict[tuple[str, str, str], tuple[int, _Figure]] = {}
    for one in indicators:
        editions = order.get(one.layer, ())
        rank = editions.index(one.standard) if one.standard in editions else len(editions)
        key = (one.division, one.layer, one.name)
        if key not in found or rank < found[key][0]:
            found[key] = (rank, (one.numerator, one.unknown, one.denominator))
    return {key: figure for key, (_, figure) in found.items()}


def _of_sites(score: Score) -> _Figure:
    parts = score.parts or {}
    sites, judged, passed = (_number(parts.get(name)) for name in ("sites", "judged", "passed"))
    return passed, sites - judged, sites


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _progress(target: Target, day: date, figures: _Figures, stage: Stage) -> Progress:
    if target.planned is not None:
        day = target.date or day
        goal, start = Fraction(1), _exact(target.start) / _exact(target.planned)
        figure = None if target.done is None else (target.done, 0.0, target.planned)
    else:
        goal, start = _exact(target.goal or 1.0), _exact(target.start)
        layer = "" if target.indicator == ONLINE else (target.layer or target.kind or "")
        figure = figures.get((target.district or WHOLE, layer, target.indicator or ""))
    low, high = _bounds(figure)
    path = _path(target, start, goal, day)
    return Progress(
        target,
        day,
        figure[0] if figure else None,
        figure[1] if figure else 0.0,
        figure[2] if figure else target.planned,
        None if low is None else float(low),
        None if high is None else float(high),
        float(goal),
        None if path is None else float(path),
        _standing((low, high), goal, path, stage),
    )


def _exact(figure: float) -> Fraction:
    """Return a figure as it was written, 0.9 as nine tenths."""
    return Fraction(repr(figure))


def _bounds(figure: _Figure | None) -> tuple[Fraction | None, Fraction | None]:
    if figure is None or not figure[2]:
        return None, None
    numerator, unknown, denominator = map(_exact, figure)
    return numerator / denominator, (numerator + unknown) / denominator


def _path(target: Target, start: Fraction, goal: Fraction, day: date) -> Fraction | None:
    """Return the share that the straight path has on a day; None without years."""
    if target.since is None or target.year is None:
        return None
    first, last = date(target.since, 1, 1), date(target.year, 12, 31)
    gone = Fraction((day - first).days, (last - first).days)
    return start + (goal - start) * min(Fraction(1), max(Fraction(0), gone))


def _standing(
    bounds: tuple[Fraction | None, Fraction | None], goal: Fraction, path: Fraction | None, stage: Stage
) -> Standing:
    low, high = bounds
    if low is None or high is None:
        return Standing.UNKNOWN
    if low >= goal:
        return Standing.REACHED
    if stage is Stage.FINAL:
        return Standing.MISSED if high < goal else Standing.UNKNOWN
    if path is None:
        return Standing.OPEN
    if low >= path:
        return Standing.ON_TRACK
    return Standing.BEHIND if high < path else Standing.UNKNOWN
