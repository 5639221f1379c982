"""Requirement tables over whole columns: one outcome for each facility and requirement, and one for each facility.

A value that is not known is cantTell, whatever the operator: not known is not passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audit.model import Outcome, RuleTally
from audit.standards import FacilityEdition, Requirement
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

    by_requirement: outcome codes by requirement id, in the order of the editions; overall: by edition id.
    """

    by_requirement: Mapping[str, Codes]
    overall: Mapping[str, Codes]


def judge(kind: str, columns: Mapping[str, Floats], editions: Sequence[FacilityEdition], count: int) -> Judgement:
    """Hold columns in canonical units against every requirement on a kind of layer.

    columns: by standard attribute; one that is absent is not known for every facility. count: number of facilities.
    """
    unknown = np.full(count, np.nan)
    by_requirement: dict[str, Codes] = {}
    overall: dict[str, Codes] = {}
    for edition in editions:
        found = [(row.id, outcome_codes(columns.get(row.attribute, unknown), row)) for row in edition.of(kind)]
        by_requirement.update(found)
        none = np.full(count, INAPPLICABLE, dtype=np.int8)
        overall[edition.id] = np.min([none, *(codes for _, codes in found)], axis=0)
    return Judgement(by_requirement, overall)


def outcome_codes(floats: Floats, requirement: Requirement) -> Codes:
    """Return the outcome code of each value (canonical unit, NaN not known) against one requirement."""
    limit, high = limits(requirement)
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
    return np.where(np.isnan(floats), CANT_TELL, np.where(met, PASSED, FAILED)).astype(np.int8)


def limits(requirement: Requirement) -> tuple[float, float]:
    """Return the limit and the high limit (or the limit again) in the attribute's canonical unit."""
    attribute = ATTRIBUTES[requirement.facility][requirement.attribute]
    unit = requirement.unit or attribute.unit
    high = requirement.limit if requirement.high_limit is None else requirement.high_limit
    low, high = canonical(requirement.limit, unit, attribute), canonical(high, unit, attribute)
    return (low, high) if requirement.operator != "in-range" else (min(low, high), max(low, high))


def tally(codes: Codes) -> RuleTally:
    """Return how many facilities passed, failed and cannot be told."""
    counts = np.bincount(codes, minlength=len(OUTCOMES))
    return RuleTally(int(counts[PASSED]), int(counts[FAILED]), int(counts[CANT_TELL]))
