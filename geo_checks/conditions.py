"""Requirements that apply to some facilities only: to which, to which perhaps, and what is certain all the same.

Whether a requirement applies has three values, as everything has: yes, no, not known. Where it is not known, a value
that meets the limit has met it either way; one that misses it is certain to fail only when, whatever the answer, some
requirement of the edition on the same column applies and is missed (a slope that neither limit for any type of ramp
allows).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audit.facility_kinds import KINDS, Attribute
from audit.standards import Condition, Requirement
from geo_checks.schema import Floats, canonical

Bools = NDArray[np.bool_]

# More combinations of answers than this are not tried: what they would settle stays unknown.
_MOST_ANSWERS: Final = 256


def applies(row: Requirement, columns: Mapping[str, Floats], count: int) -> tuple[Bools, Bools]:
    """Return to which facilities a requirement surely applies, and to which it surely or perhaps does."""
    sure, maybe = np.ones(count, dtype=np.bool_), np.ones(count, dtype=np.bool_)
    for condition in row.when:
        column = columns.get(condition.attribute)
        if column is None:
            sure[:] = False
            continue
        held = holds(condition, column, KINDS[row.facility].attributes[condition.attribute])
        sure &= held
        maybe &= held | np.isnan(column)
    return sure, maybe


def holds(condition: Condition, column: Floats, attribute: Attribute) -> Bools:
    """Return where a condition is known to hold."""
    wanted = operands(condition, attribute)
    with np.errstate(invalid="ignore"):
        if condition.operator == "<=":
            return np.asarray(column <= wanted[0])
        if condition.operator == ">=":
            return np.asarray(column >= wanted[0])
        equal = np.isin(column, wanted)
    return equal if condition.operator == "=" else ~equal & ~np.isnan(column)


def operands(condition: Condition, attribute: Attribute) -> list[float]:
    """Return a condition's values as a column holds them. Raises KeyError for an unknown category or unit."""
    codes = {category.id: float(code) for code, category in enumerate(attribute.categories)}
    unit = condition.unit or attribute.unit
    return [codes[value] if isinstance(value, str) else canonical(value, unit, attribute) for value in condition.values]


def fails_whatever(
    at: NDArray[np.int64], columns: Mapping[str, Floats], missed: Sequence[tuple[Requirement, Bools]]
) -> Bools:
    """Return which of the facilities `at` miss some applicable requirement whatever the unknown answers are.

    missed: the conditional requirements on one column, each with where its limit is missed, were it to apply.
    """
    attributes = KINDS[missed[0][0].facility].attributes
    names = sorted({condition.attribute for row, _ in missed for condition in row.when})
    asked = [c for row, _ in missed for c in row.when]
    answers = [_answers(attributes[name], (c for c in asked if c.attribute == name)) for name in names]
    if np.prod([len(possible) for possible in answers], dtype=np.float64) > _MOST_ANSWERS:
        return np.zeros(at.size, dtype=np.bool_)
    given = {name: columns[name][at] if name in columns else np.full(at.size, np.nan) for name in names}
    certain = np.ones(at.size, dtype=np.bool_)
    for combination in product(*answers):
        answered = {
            name: np.where(np.isnan(given[name]), answer, given[name])
            for name, answer in zip(names, combination, strict=True)
        }
        failed = np.zeros(at.size, dtype=np.bool_)
        for row, misses in missed:
            failed |= applies(row, answered, at.size)[0] & misses[at]
        certain &= failed
    return certain


def _answers(attribute: Attribute, asked: Iterable[Condition]) -> list[float]:
    """Return one value for each case that the conditions on a column tell apart."""
    if attribute.quantity == "category":
        return [float(code) for code in range(len(attribute.categories))]
    if attribute.quantity == "yes-no":
        return [0.0, 1.0]
    limits = sorted({value for condition in asked for value in operands(condition, attribute)})
    if attribute.quantity in ("year", "count"):  # whole numbers: nothing lies between two that follow each other
        return sorted({value + step for value in limits for step in (-1.0, 0.0, 1.0)})
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    return [limits[0] - 1.0, *limits, *between, limits[-1] + 1.0]
