"""What each criterion cost a site's score, and why two scores differ: points that add up to the last decimal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from audit.model import Score

# Points are published with four decimals: sums are made of whole numbers of the last one.
UNIT: Final = 10_000
_FULL: Final = 100


@dataclass(frozen=True, slots=True)
class Step:
    """Points by which a score rose (or fell, below 0) for one reason: a criterion's id, or one of the reasons below."""

    by: str
    points: float


# A veto criterion that failed, or fails no more; and what a run recorded without the costs of criteria cannot tell.
CAP: Final = "cap"
UNTOLD: Final = "untold"


def apportioned(costs: Mapping[str, float], total: float) -> dict[str, float]:
    """Return costs rounded to the last published decimal so that they sum to a total that is.

    By largest remainder: what is left over goes, unit by unit, to those that rounding down cut most, ties by name.
    """
    exact = {name: costs[name] * UNIT for name in sorted(costs)}
    floors = {name: math.floor(value) for name, value in exact.items()}
    left = round(total * UNIT) - sum(floors.values())
    order = sorted(exact, key=lambda name: (floors[name] - exact[name], name))
    for name in order[: max(0, left)]:
        floors[name] += 1
    # Sums of floats may come out a unit above what the score was rounded to.
    for name in [name for name in reversed(order) if floors[name] > 0][: max(0, -left)]:
        floors[name] -= 1
    return {name: floors[name] / UNIT for name in costs}


def steps(before: Score, now: Score) -> list[Step]:
    """Return why a site's score differs from an earlier one, the greatest first; they sum to the difference exactly.

    None at all when either has no data, or nothing changed.
    """
    if before.value is None or now.value is None:
        return []
    old, new = _losses(before), _losses(now)
    units = {name: old.get(name, 0) - new.get(name, 0) for name in sorted({*old, *new})}
    rest = round(now.value * UNIT) - round(before.value * UNIT) - sum(units.values())
    units[UNTOLD] = units.get(UNTOLD, 0) + rest
    found = [Step(name, value / UNIT) for name, value in units.items() if value]
    return sorted(found, key=lambda step: (-abs(step.points), step.by))


def _losses(score: Score) -> dict[str, int]:
    """Return what a score lost by criterion, and by its cap, in units of the last decimal."""
    parts: Mapping[str, Any] = score.parts or {}
    criteria, uncapped = parts.get("criteria"), parts.get("uncapped")
    if not isinstance(criteria, dict) or not _is_figure(uncapped) or score.value is None:
        return {}
    costs = {name: part.get("cost") for name, part in criteria.items() if isinstance(part, dict)}
    losses = {str(name): round(cost * UNIT) for name, cost in costs.items() if _is_figure(cost)}
    if sum(losses.values()) != round((_FULL - uncapped) * UNIT):
        return {}  # an older run, that recorded no costs
    return {**losses, CAP: round(uncapped * UNIT) - round(score.value * UNIT)}


def _is_figure(value: Any) -> TypeGuard[float]:
    """Return whether a value is a number that can be reckoned with: parts may be read from a file."""
    return isinstance(value, int | float) and abs(value) <= _FULL  # false of nan, too


def weighted(pages: Iterable[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Return the sums by criterion of what pages lost to it, each page by its weight."""
    parts: dict[str, list[float]] = {}
    for weight, losses in pages:
        for name, loss in losses.items():
            parts.setdefault(name, []).append(weight * loss)
    return {name: math.fsum(lost) for name, lost in parts.items()}
