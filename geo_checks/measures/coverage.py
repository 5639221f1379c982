"""Straight-line service areas: the share of the people, or of the ground, within a radius of a facility.

coverage = amount within the radius of a usable facility / amount. A facility that passed is usable; one that did not
fail may be. numerator: within the radius of one that passed; unknown: within that of one that did not fail, less the
numerator. The Chinese rates for stops at 300 m and 500 m are of this form (old GB 50220, GB/T 51328), by ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from audit.model import Figures
from geo_checks.area import StudyArea
from geo_checks.compliance import FAILED, PASSED, Codes
from geo_checks.coordinates import Floats
from geo_checks.measures.discs import Ground
from geo_checks.measures.shares import rows
from geo_checks.people import Parts, People, by_suffix

PEOPLE_UNIT = "person"
GROUND_UNIT = "m2"

# Squares to a side of the grid that tells who is too far from all facilities, and of its rim that nobody is near to.
_MOST_SQUARES, _RIM = 1000, 2


@dataclass(frozen=True)
class Straight:
    """What a layer's facilities are to people in a straight line: to those that passed, and to those that may have.

    near: metres from each point of people to the nearest, infinity beyond the farthest radius. shares: for each radius
    the share of each holder of people within it.
    """

    near: tuple[Floats, Floats]
    shares: Sequence[tuple[Floats, Floats]]


def straight(people: People, x: Floats, y: Floats, codes: Codes, radii: Sequence[int]) -> Straight:
    """Return how people have it to facilities in a straight line; of a polygon's people, the share of its area.

    x, y: facilities in metres (NaN without position); codes: their outcome codes; radii: metres.
    """
    near = distances(people, x, y, codes, max(radii, default=0))
    if people.parts is not None:
        return Straight(near, list(_of_parts(people.parts, x, y, codes, radii)))
    passed, possible = near
    return Straight(near, [((passed <= m).astype(np.float64), (possible <= m).astype(np.float64)) for m in radii])


def of_people(area: StudyArea, layer: str, people: People, found: Straight, radii: Sequence[int]) -> Iterator[Figures]:
    """Yield the share of the people, and of each group of them, within each radius (metres) of a facility, by division.

    found: for those radii. People outside every division count only in the whole.
    """
    names = [f"coverage-{radius}" for radius in radii]
    yield from of_shares(area, layer, people, dict(zip(names, found.shares, strict=True)))


def of_shares(
    area: StudyArea, layer: str, people: People, reached: Mapping[str, tuple[Floats, Floats]]
) -> Iterator[Figures]:
    """Yield the share of the people, and of each group, that are reached. reached: by name, sure and possible."""
    holders = people.holders
    for suffix, amounts in by_suffix(holders.count, holders.groups).items():
        columns = [amounts]
        for sure, possible in reached.values():
            columns += [amounts * sure, amounts * (possible - sure)]
        table = area.count(holders.home, columns)
        yield from _indicators(area, layer, table, [f"{name}{suffix}" for name in reached], PEOPLE_UNIT)


def _of_parts(
    parts: Parts, x: Floats, y: Floats, codes: Codes, radii: Sequence[int]
) -> Iterator[tuple[Floats, Floats]]:
    """Yield for each radius the share of each part's area within it of a facility that passed, or may have."""
    ground, size, known = Ground(parts.shapes), shapely.area(parts.shapes), np.isfinite(x)
    sure, maybe = known & (codes == PASSED), known & (codes != FAILED)
    for radius in radii:
        near = np.minimum(ground.covered(x[sure], y[sure], radius) / size, 1.0)
        possible = near
        if not np.array_equal(sure, maybe):
            possible = np.minimum(ground.covered(x[maybe], y[maybe], radius) / size, 1.0)
        yield near, np.maximum(possible, near)


def of_ground(
    area: StudyArea, layer: str, x: Floats, y: Floats, codes: Codes, radii: Sequence[int]
) -> Iterator[Figures]:
    """Yield the share of the ground within each radius (metres) of a facility, by division: discs against polygons."""
    own, known = area.own_polygons, np.isfinite(x)
    ground = Ground(own)
    sure, maybe = known & (codes == PASSED), known & (codes != FAILED)
    table = np.zeros((own.size + 1, 1 + 2 * len(radii)))
    table[:-1, 0] = np.nan_to_num(shapely.area(own))
    for number, radius in enumerate(radii):
        within = ground.covered(x[sure], y[sure], radius)
        # Where nothing is uncertain both are one: the costliest step is taken once.
        reachable = within if np.array_equal(sure, maybe) else ground.covered(x[maybe], y[maybe], radius)
        table[:-1, 1 + 2 * number] = within
        table[:-1, 2 + 2 * number] = np.maximum(reachable - within, 0.0)
    names = [f"coverage-{radius}" for radius in radii]
    yield from _indicators(area, layer, area.roll_up(table), names, GROUND_UNIT)


def distances(people: People, x: Floats, y: Floats, codes: Codes, farthest: float) -> tuple[Floats, Floats]:
    """Return each point's distance to the nearest facility that passed, and to the nearest that did not fail."""
    at = np.flatnonzero(np.isfinite(x) & (codes != FAILED))
    possible, which = _nearest(x[at], y[at], people.x, people.y, farthest)
    # Only whose nearest is in doubt has a farther one that passed; who has none has none that passed.
    unsure = np.flatnonzero(~np.append(codes[at] == PASSED, np.array([True]))[which])
    sure = at[codes[at] == PASSED]
    passed = possible.copy()
    passed[unsure] = _nearest(x[sure], y[sure], people.x[unsure], people.y[unsure], farthest)[0]
    return passed, possible


def nearest(x: Floats, y: Floats, which: NDArray[np.bool_], people: People, farthest: float) -> Floats:
    """Return each person's distance to the nearest of some facilities, infinity beyond the farthest radius."""
    return _nearest(x[which], y[which], people.x, people.y, farthest)[0]


def _nearest(x: Floats, y: Floats, to_x: Floats, to_y: Floats, farthest: float) -> tuple[Floats, NDArray[np.int64]]:
    """Return how far places have it to the nearest of some others, and which that is (one more than the last: none)."""
    metres, which = np.full(to_x.size, np.inf), np.full(to_x.size, x.size, dtype=np.int64)
    if x.size and to_x.size:
        asked = _not_too_far(x, y, to_x, to_y, farthest)
        # The bound is exclusive and a place at the radius itself is within it.
        bound = np.nextafter(farthest, np.inf)
        at = np.column_stack([to_x[asked], to_y[asked]])
        metres[asked], which[asked] = cKDTree(np.column_stack([x, y])).query(at, distance_upper_bound=bound)
    return metres, which


def _not_too_far(x: Floats, y: Floats, to_x: Floats, to_y: Floats, farthest: float) -> NDArray[np.int64]:
    """Return the indexes of the places that lie in the same square of a grid as one of some others, or beside it."""
    west, south, extent = x.min(), y.min(), max(float(np.ptp(x)), float(np.ptp(y)))
    side = max(farthest + 1.0, extent / _MOST_SQUARES)
    squares = int(extent / side) + 1

    def of(places: Floats, low: float) -> NDArray[np.int64]:
        # What lies off the grid, or nowhere, is taken to its outermost squares, beyond those that have a neighbour.
        number = np.clip(np.floor((places - low) / side) + _RIM, 0, squares + 2 * _RIM - 1)
        return np.asarray(np.nan_to_num(number), dtype=np.int64)

    near = np.zeros((squares + 2 * _RIM,) * 2, dtype=np.bool_)
    row, column = of(y, south), of(x, west)
    for up, right in product((-1, 0, 1), repeat=2):
        near[row + up, column + right] = True
    found: NDArray[np.int64] = np.flatnonzero(near[of(to_y, south), of(to_x, west)])
    return found


def _indicators(area: StudyArea, layer: str, table: Floats, names: Sequence[str], unit: str) -> Iterator[Figures]:
    for number, name in enumerate(names):
        sure, maybe = table[:, 1 + 2 * number], table[:, 2 + 2 * number]
        yield Figures(area.codes, layer, name, rows(sure, maybe, table[:, 0]), unit)
