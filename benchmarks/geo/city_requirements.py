"""What the benchmark city's facilities are held against, as plain figures in the units of its columns."""

from __future__ import annotations

from typing import Any

from audit import standards
from audit.facility_kinds import KINDS, Attribute
from audit.standards import Requirement
from benchmarks.geo.city_layers import COLUMNS
from geo_checks.compliance import limits

EDITIONS = {"curb_ramps": ("gb-55019-2021", "gb-50763-2012"), "public_toilets": ("gb-55019-2021",),
            "bus_stops": ("prowag-2023",)}  # fmt: skip


def requirements() -> dict[str, list[dict[str, Any]]]:
    """Return the editions' rows as plain figures, limits in the unit of the city's columns, for the others."""
    return {
        kind: [
            _row(kind, edition.id, row)
            for edition in standards.load_facility(names)
            for row in edition.judged(kind, COLUMNS[kind])
        ]
        for kind, names in EDITIONS.items()
    }


def _row(kind: str, edition: str, row: Requirement) -> dict[str, Any]:
    """Return a row as plain figures. when: a column ("" when the city has none), its answers, those it applies to."""
    low, high = limits(row)
    told: dict[str, Any] = {
        "id": row.id, "edition": edition, "kind": row.kind, "column": _column(kind, row.attribute),
        "operator": row.operator, "low": low, "high": high,
        "above_zero": KINDS[kind].attributes[row.attribute].above_zero, "when": None,
    }  # fmt: skip
    if row.when:
        (condition,) = row.when  # no row that this city asks has two
        answers = _answers(KINDS[kind].attributes[condition.attribute])
        holds = [word for value, word in answers.items() if (value in condition.values) == (condition.operator == "=")]
        column = _column(kind, condition.attribute)
        told["when"] = {"column": column, "answers": list(answers.values()), "holds": holds}
    return told


def _answers(attribute: Attribute) -> dict[str | float, str]:
    """Return the words of the city's column by the value that a condition gives."""
    if attribute.categories:
        return {category.id: category.title.zh for category in attribute.categories}
    return {1.0: "是", 0.0: "否"}


def _column(kind: str, attribute: str) -> str:
    return COLUMNS[kind].get(attribute, ("",))[0]
