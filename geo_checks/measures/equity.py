"""Equity between the children of a division: Gini coefficient and the worst-off tenth of the people.

Everyone in a division is taken to have the division's share: what differs inside it is not seen here.

Gini (1912), weighted by people: G = sum of w_i w_j |y_i - y_j| over all pairs / (2 W^2 mean y), 0 when all are equal.
Worst-off tenth: the mean of y over the tenth of the people who have least, as the bottom shares of Atkinson (1970).
Bounds: an unknown facility may turn out either way, so each division's figure lies between its low and its high; the
figures here are the least and the most that any values between these would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audit.model import Indicator
from geo_checks.area import StudyArea

Floats = NDArray[np.float64]

INDEX_UNIT: Final = "index"
PEOPLE: Final = "person"
GINI, WORST = "gini:", "worst-tenth:"

_TENTH: Final = 0.1
# Steps along the Lorenz curve for the upper bound: it is at most this share too high.
_STEPS: Final = 1000
_ROUNDS: Final = 60
# Less than this is what rounding leaves of nothing.
_ROUNDING: Final = 1e-12
# Elements of a matrix that is held at once.
_HELD: Final = 4_000_000


def of_indicators(
    area: StudyArea, indicators: Iterable[Indicator], population: Mapping[str, float] | None = None
) -> Iterator[Indicator]:
    """Yield `gini:<name>` and `worst-tenth:<name>` over the children of each division and of the whole.

    Where an indicator counts people its denominator weighs; else the population by division, and without one there is
    no figure. Fewer than two children with a figure: none either. A Gini coefficient has the denominator 1; of the
    worst-off tenth the denominator is people and the numerator what they have of the figure, weighed by people.
    """
    by_kind: dict[tuple[str, str, str, str], dict[str, Indicator]] = {}
    for found in indicators:
        by_kind.setdefault((found.layer, found.name, found.standard, found.unit), {})[found.division] = found
    for (layer, name, standard, unit), at in by_kind.items():
        of_people = unit == PEOPLE or unit.endswith(f"/{PEOPLE}")
        if not of_people and population is None:
            continue
        for parent, children in sorted(area.tree.children.items()):
            rows = [at[code] for code in children if code in at and at[code].denominator > 0]
            weigh = [row.denominator if of_people else (population or {}).get(row.division, 0.0) for row in rows]
            weights = np.array(weigh)
            low = np.array([row.numerator / row.denominator for row in rows])
            high = np.maximum(low, np.array([(row.numerator + row.unknown) / row.denominator for row in rows]))
            lived = weights > 0
            if lived.sum() < 2:  # noqa: PLR2004 -- one alone is equal to itself
                continue
            low, high, weights = low[lived], high[lived], weights[lived]
            least, most = gini_bounds(low, high, weights)
            yield Indicator(parent, layer, GINI + name, least, most - least, 1.0, INDEX_UNIT, standard)
            tenth = _TENTH * float(weights.sum())
            sure, possible = (worst_off(values, weights) * tenth for values in (low, high))
            yield Indicator(
                parent,
                layer,
                WORST + name,
                sure,
                max(possible - sure, 0.0),
                tenth,
                unit if of_people else PEOPLE,
                standard,
            )


def gini(values: Floats, weights: Floats) -> float:
    """Return the Gini coefficient of values (0 or more) that so many people each have; 0 when no one has anything."""
    return float(_ginis(values[None, :], weights)[0])


def worst_off(values: Floats, weights: Floats, share: float = _TENTH) -> float:
    """Return the mean of values over the share of the people who have least."""
    order = np.lexsort((np.arange(values.size), values))
    ends = np.cumsum(weights[order])
    wanted = share * ends[-1]
    taken = np.clip(wanted - (ends - weights[order]), 0.0, weights[order])
    return float((values[order] * taken).sum() / taken.sum())


def gini_bounds(low: Floats, high: Floats, weights: Floats) -> tuple[float, float]:
    """Return the least and the most that the Gini coefficient of values between low and high can be.

    The least is exact: among values within bounds the most equal are all the same number as far as the bounds let them,
    and the coefficient of those is least at one of the bounds. The most is never too small, and too great by 1/1000 at
    most beyond what is the case where each point of the Lorenz curve lies as low as it can by itself.
    """
    if np.array_equal(low, high):
        known = gini(low, weights)
        return known, known
    levels = np.unique(np.concatenate([low, high]))
    rows = max(1, _HELD // low.size)
    least = min(
        float(_ginis(np.clip(levels[first : first + rows, None], low, high), weights).min())
        for first in range(0, levels.size, rows)
    )
    return least, max(least, _most(low, high, weights))


def _ginis(values: Floats, weights: Floats) -> Floats:
    """Return the Gini coefficient of each row of values."""
    order = np.argsort(values, axis=1, kind="stable")
    y, w = np.take_along_axis(values, order, 1), weights[order]
    total = w.sum(axis=1, keepdims=True)
    ends = np.cumsum(w, axis=1)
    # What lies below each, less what lies above: the sum over pairs of the differences, each pair once.
    apart = (w * y * (2 * ends - w - total)).sum(axis=1)
    everything = total[:, 0] * (w * y).sum(axis=1)
    found = np.clip(apart / np.where(everything > 0, everything, np.inf), 0.0, 1.0)
    return np.where(found < _ROUNDING, 0.0, found)


def _most(low: Floats, high: Floats, weights: Floats) -> float:
    """Return an upper bound of the Gini coefficient: 1 - 2 x the area below the lowest Lorenz curve.

    At each share p of the people the poorest have least of the whole when they have their low and all others their
    high; who they are is a fractional linear programme, solved by Dinkelbach's iteration (1967).
    """
    weights = weights / weights.sum()
    people = np.arange(_STEPS) / _STEPS
    rows = max(1, _HELD // low.size)
    area = sum(
        float(_lowest_lorenz(low, high, weights, people[first : first + rows]).sum())
        for first in range(0, _STEPS, rows)
    )
    return float(np.clip(1 - 2 * area / _STEPS, 0.0, 1.0))


def _lowest_lorenz(low: Floats, high: Floats, weights: Floats, people: Floats) -> Floats:
    share = np.ones(people.size)
    for _ in range(_ROUNDS):
        # Poor are those whose low, and whose lost high, weigh least at the share found so far.
        key = (1 - share[:, None]) * low + share[:, None] * high
        order = np.argsort(key, axis=1, kind="stable")
        w = weights[order]
        before = np.cumsum(w, axis=1) - w
        poor = np.clip(people[:, None] - before, 0.0, w)
        have = (poor * low[order]).sum(axis=1)
        rest = ((w - poor) * high[order]).sum(axis=1)
        total = have + rest
        lower = np.where(total > 0, have / np.where(total > 0, total, 1.0), people)
        if not (lower < share * (1 - 1e-12)).any():
            break
        share = np.minimum(share, lower)
    return share
