"""Requirement tables over whole columns: one outcome for each facility and requirement, and one for each facility.

A value that is not known is cantTell, whatever the operator: not known is not passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audit.model import Outcome, RuleTally
from audit.standards import BY_YEAR, FacilityEdition, Requirement
from geo_checks.conditions import applies, fails_whatever
from geo_checks.coordinates import Floats
from geo_checks.schema import ATTRIBUTES, canonical

Codes = NDArray[np.int8]

# An outcome's code is its place here; the order makes a facility's outcome the smallest code of its requirements.
OUTCOMES: Final = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE)
FAILED, CANT_TELL, PASSED, INAPPLICABLE = range(4)

# A value this share of the limit beyond it still meets it: far below any measurement, above what float32 columns and
# the change of units lose (4 ft against 48 in differ in the last bit).
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the facilities of a layer stand against some editions.

    by_requirement: outcome codes by requirement id, in the order of the editions, without those that are optional and
    lack their column; overall: by edition id (and BY_YEAR); veto: by edition id, over the veto items alone, where an
    edition has both kinds; ratings: by edition id, where it gives points: 0-100, low (unknown is missed) and high
    (unknown is met).
    """

    by_requirement: Mapping[str, Codes]
    overall: Mapping[str, Codes]
    veto: Mapping[str, Codes] = field(default_factory=dict)
    ratings: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)


def judge(
    kind: str,
    columns: Mapping[str, Floats],
    editions: Sequence[FacilityEdition],
    count: int,
    *,
    readings: Sequence[tuple[str, float]] = (),
    laxer: float = 0.0,
) -> Judgement:
    """Hold columns in canonical units against every requirement on a kind of layer.

    columns: by standard attribute; one that is absent is not known for every facility. count: number of facilities.
    readings: as in `by_build_year`; overall then holds BY_YEAR, too, if one of their editions speaks of the kind.
    laxer: the share by which every limit is moved to let more pass (negative: fewer).
    A facility's outcome is the worst over the requirements, veto and scored alike.
    """
    by_requirement: dict[str, Codes] = {}
    overall: dict[str, Codes] = {}
    veto: dict[str, Codes] = {}
    ratings: dict[str, tuple[Floats, Floats]] = {}
    for edition in editions:
        rows = edition.judged(kind, columns)
        found = _outcomes(rows, columns, count, laxer)
        by_requirement.update(found)
        overall[edition.id] = _worst(found.values(), count)
        if len({row.kind for row in rows}) > 1:
            veto[edition.id] = _worst((found[row.id] for row in rows if row.kind == "veto"), count)
        if any(row.points for row in rows):
            ratings[edition.id] = _rating(rows, found, count)
    speaking = {edition.id for edition in editions if kind in edition.facilities}
    if any(edition in speaking for edition, _ in readings):
        overall[BY_YEAR] = by_build_year(columns.get("built", np.full(count, np.nan)), overall, readings)
    return Judgement(by_requirement, overall, veto, ratings)


def by_build_year(built: Floats, overall: Mapping[str, Codes], readings: Sequence[tuple[str, float]]) -> Codes:
    """Return each facility's outcome by the edition of its build year; without a year nobody can tell.

    readings: edition id and the last year that it judges, ascending; infinity for the last.
    """
    last = np.array([until for _, until in readings])
    each = np.stack([overall[edition] for edition, _ in readings])
    reading = np.minimum(np.searchsorted(last, np.nan_to_num(built)), len(readings) - 1)
    chosen = each[reading, np.arange(built.size)]
    return np.where(np.isnan(built), CANT_TELL, chosen).astype(np.int8)


def _outcomes(rows: Sequence[Requirement], columns: Mapping[str, Floats], count: int, laxer: float) -> dict[str, Codes]:
    unknown = np.full(count, np.nan)
    found: dict[str, Codes] = {}
    doubted: dict[str, list[tuple[Requirement, NDArray[np.bool_], NDArray[np.bool_]]]] = {}
    for row in rows:
        codes = outcome_codes(columns.get(row.attribute, unknown), row, laxer)
        if row.when:
            sure, maybe = applies(row, columns, count)
            missed = codes == FAILED
            codes[~maybe] = INAPPLICABLE
            codes[missed & maybe & ~sure] = CANT_TELL
            doubted.setdefault(row.attribute, []).append((row, missed, maybe & ~sure))
        found[row.id] = codes
    for family in doubted.values():
        at = np.flatnonzero(np.logical_or.reduce([missed & doubt for _, missed, doubt in family]))
        if at.size:
            at = at[fails_whatever(at, columns, [(row, missed) for row, missed, _ in family])]
            for row, missed, doubt in family:
                found[row.id][at[(missed & doubt)[at]]] = FAILED
    return found


def _worst(found: Iterable[Codes], count: int) -> Codes:
    codes = np.full(count, INAPPLICABLE, dtype=np.int8)
    for each in found:
        np.minimum(codes, each, out=codes)
    return codes


def _rating(rows: Sequence[Requirement], found: Mapping[str, Codes], count: int) -> tuple[Floats, Floats]:
    """Return 100 less the points of the items missed, low and high; a veto item takes them all."""
    lost, perhaps = np.zeros(count), np.zeros(count)
    for row in rows:
        points = 100.0 if row.kind == "veto" else row.points or 0.0
        lost += points * (found[row.id] == FAILED)
        perhaps += points * (found[row.id] == CANT_TELL)
    return np.maximum(100.0 - lost - perhaps, 0.0), np.maximum(100.0 - lost, 0.0)


def outcome_codes(floats: Floats, requirement: Requirement, laxer: float = 0.0) -> Codes:
    """Return the outcome code of each value (canonical unit, NaN not known) against one requirement's limit.

    laxer: as in `judge`. Whether the requirement applies is not asked here.
    """
    limit, high = limits(requirement, laxer)
    margin = _ROUNDING * max(abs(limit), abs(high))
    with np.errstate(invalid="ignore"):
        if requirement.operator == "<=":
            met = floats <= limit + margin
        elif requirement.operator == ">=":
            met = floats >= limit - margin
        elif requirement.operator == "in-range":
            met = (floats >= limit - margin) & (floats <= high + margin)
        else:
            met = np.abs(floats - limit) <= margin
    # What is not known is not met: 0 failed, 1 not known, 2 met, by the order of the codes.
    return np.asarray(PASSED * met.view(np.int8) + CANT_TELL * np.isnan(floats).view(np.int8), dtype=np.int8)


def limits(requirement: Requirement, laxer: float = 0.0) -> tuple[float, float]:
    """Return the limit and the high limit (or the limit again) in the attribute's canonical unit, moved if asked.

    laxer: the share by which a limit is moved outwards; "=" and "is" stay as they are.
    """
    attribute = ATTRIBUTES[requirement.facility][requirement.attribute]
    unit = requirement.unit or attribute.unit
    high = requirement.limit if requirement.high_limit is None else requirement.high_limit
    low, high = canonical(requirement.limit, unit, attribute), canonical(high, unit, attribute)
    if requirement.operator == "<=":
        return low * (1 + laxer), high * (1 + laxer)
    if requirement.operator == ">=":
        return low * (1 - laxer), high * (1 - laxer)
    if requirement.operator == "in-range":
        return min(low, high) * (1 - laxer), max(low, high) * (1 + laxer)
    return low, high


def tally(codes: Codes) -> RuleTally:
    """Return how many facilities passed, failed and cannot be told."""
    return RuleTally(*(int(np.count_nonzero(codes == code)) for code in (PASSED, FAILED, CANT_TELL)))
