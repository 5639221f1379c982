"""What a layer's facilities are held against, as a run recorded it: editions, veto items, points, build years."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Final

from audit.model import Outcome
from audit.standards import THERE

# Edition and last build year that it judges, ascending.
Readings = Sequence[tuple[str, float]]
_ALL_POINTS: Final = 100.0


class LayerTerms:
    """The requirements of a layer by edition; those that ask whether something is there at all stand apart."""

    def __init__(self, facts: Mapping[str, Any], readings: Readings) -> None:
        """Read the facts of a layer."""
        stated = facts.get("requirements", ())
        self.requirements: dict[str, Mapping[str, Any]] = {str(row["id"]): row for row in stated}
        self.readings = readings
        first = next(iter(self.requirements.values()), {})
        self.scored = str(facts.get("scored_standard") or first.get("standard") or "")
        self.there = frozenset(name for name, row in self.requirements.items() if row.get("attribute") == THERE)
        self.editions: dict[str, list[str]] = {}
        for name, row in self.requirements.items():
            if name not in self.there:
                self.editions.setdefault(str(row.get("standard") or ""), []).append(name)

    def veto(self, edition: str) -> list[str] | None:
        """Return the veto items of an edition that has others, too."""
        kinds = {name: self.requirements[name].get("kind") for name in self.editions[edition]}
        return [name for name, kind in kinds.items() if kind == "veto"] if len(set(kinds.values())) > 1 else None

    def rating(self, edition: str, said: Mapping[str, Outcome]) -> tuple[float, float] | None:
        """Return the points of a facility by an edition that gives any, low and high."""
        rows = [self.requirements[name] for name in self.editions[edition] if name in said]
        if not any(row.get("points") for row in rows):
            return None
        points = {row["id"]: _ALL_POINTS if row.get("kind") == "veto" else row.get("points") or 0.0 for row in rows}
        lost = math.fsum(n for name, n in points.items() if said[name] is Outcome.FAILED)
        perhaps = math.fsum(n for name, n in points.items() if said[name] is Outcome.CANT_TELL)
        return max(_ALL_POINTS - lost - perhaps, 0.0), max(_ALL_POINTS - lost, 0.0)

    def by_year(self, overall: Mapping[str, Outcome], built: float | None) -> Outcome | None:
        """Return the outcome by the edition of the build year; None where the plan reads none by year."""
        if not any(edition in self.editions for edition, _ in self.readings):
            return None
        if built is None or not math.isfinite(built):
            return Outcome.CANT_TELL
        last = [until for _, until in self.readings]
        edition = self.readings[min(bisect_left(last, built), len(last) - 1)][0]
        return overall.get(edition, Outcome.INAPPLICABLE)
