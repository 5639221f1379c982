"""What was recorded about layers beside their figures: what hangs on the limits, and the streets that lack most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from audit.model import Indicator
from reports.facilities import cell_text, evidence_rows, finite
from reports.rows import LayerRow, RequirementRow
from reports.street_rows import StreetRow

_STREETS_SHOWN: Final = 10
_COUNTS: Final = (
    "roads",
    "metres",
    "ramps",
    "passed",
    "failed",
    "expected",
    "there",
    "doubtful",
    "missing",
    "not-surveyed",
)
_TALLIED: Final = ("passed", "failed", "cantTell")
Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What passes as things are, and with every limit stricter and laxer, low and high. requirement: None = all."""

    layer: str
    standard: str
    requirement: RequirementRow | None
    now: Bounds
    stricter: Bounds
    laxer: Bounds


def moved(layers: Iterable[LayerRow], whole: Iterable[Indicator]) -> list[Moved]:
    """Return what hangs on the limits: each edition that has any to move, then its requirements that it changes.

    All of it by the tests alone: what a person found hangs on no limit.
    """
    passing = {(i.layer, i.standard): i for i in whole if i.name == "pass"}
    return [row for layer in layers if layer.facts.get("sensitivity") for row in _moved(layer, passing)]


def _moved(layer: LayerRow, passing: Mapping[tuple[str, str], Indicator]) -> Iterator[Moved]:
    tested: Mapping[str, Any] = layer.facts.get("as_tested") or {"by_requirement": {}, "moved": {}}
    found: Mapping[str, Any] = layer.facts["sensitivity"]
    stricter, laxer = found["stricter"], found["laxer"]
    for edition in stricter["editions"]:
        mine = [r for r in layer.requirements if r.standard == edition and r.id in stricter["requirements"]]
        if not mine:
            continue
        now = _without(passing.get((layer.id, edition)), tested["moved"].get(edition, (0, 0, 0)))
        bounds = (_bounds(side["editions"][edition]) for side in (stricter, laxer))
        yield Moved(layer.id, edition, None, now, *bounds)
        for row in mine:
            counts = [side["requirements"][row.id] for side in (stricter, laxer)]
            if counts[0] != counts[1]:
                own = tested["by_requirement"].get(row.id) or {}
                now = _bounds(
                    [own.get(*cell) for cell in zip(_TALLIED, (row.passed, row.failed, row.cant_tell), strict=True)]
                )
                yield Moved(layer.id, edition, row, now, _bounds(counts[0]), _bounds(counts[1]))


def _without(passing: Indicator | None, moved: Sequence[float]) -> Bounds:
    """Return the bounds of a share without what verdicts added to it."""
    if passing is None:
        return None, None
    passed, unknown, total = (
        count - more
        for count, more in zip((passing.numerator, passing.unknown, passing.denominator), moved, strict=True)
    )
    return _bounds((passed, total - passed - unknown, unknown))


def _bounds(counts: Sequence[float]) -> Bounds:
    passed, _, unknown = counts
    total = sum(counts)
    return (passed / total, (passed + unknown) / total) if total else (None, None)


def streets(parquet: bytes | None) -> tuple[list[StreetRow], int]:
    """Return the streets that lack most ramps, and how many there are in all."""
    rows = [
        StreetRow(cell_text(row["street"]), {name: finite(row[name]) or 0.0 for name in _COUNTS})
        for row in evidence_rows(parquet, ("street", *_COUNTS))
    ]
    rows.sort(key=lambda row: (-row.counts["missing"], -row.counts["failed"], -row.counts["expected"], row.street))
    return rows[:_STREETS_SHOWN], len(rows)
