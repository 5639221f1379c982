"""Access by two-step floating catchment areas: what each person has of a supply that all its neighbours share.

2SFCA (Luo and Wang 2003): R_j = S_j / sum of P_k over the people k within the catchment of facility j, then
A_i = sum of R_j over the facilities j within that catchment of person i. E2SFCA (Luo and Qi 2009) weighs both sums by
distance: P_k W(d_kj) and R_j W(d_ij). So the sum of people x access is the supply of all facilities that have anyone in
their catchment: numerators of divisions are supply, and add up. A facility's R_j does not depend on other facilities,
so what an unknown one would add is known exactly: it stands in `unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from audit.model import Figures
from geo_checks.area import StudyArea
from geo_checks.compliance import FAILED, PASSED, Codes
from geo_checks.coordinates import Floats
from geo_checks.people import People, by_suffix

Integers = NDArray[np.int64]
Weight = Callable[[Floats, float], Floats]

UNIT: Final = "place/person"

# Luo and Qi 2009, first set of weights: each third of the catchment.
_STEPS: Final = (1.0, 0.68, 0.22)
# Pairs of facility and person that are held at once.
_PAIRS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """People within the catchments of some facilities, every person of each of them: numbers of both, and metres."""

    facility: Integers
    person: Integers
    metres: Floats


def everywhere(metres: Floats, radius: float) -> Floats:
    """Return the weight 1 throughout the catchment (2SFCA)."""
    return np.ones(metres.size) * (metres <= radius)


def by_steps(metres: Floats, radius: float) -> Floats:
    """Return the weights 1, 0.68 and 0.22 in the three thirds of the catchment (Luo and Qi 2009)."""
    third = np.searchsorted(radius * np.arange(1, 4) / 3, metres, side="left")
    return np.array([*_STEPS, 0.0])[third]


def gaussian(metres: Floats, radius: float) -> Floats:
    """Return Gaussian weights that reach 0 at the radius (Dai 2010)."""
    floor = np.exp(-0.5)
    return np.where(metres <= radius, (np.exp(-0.5 * (metres / radius) ** 2) - floor) / (1 - floor), 0.0)


WEIGHTS: Final[dict[str, Weight]] = {"steps": by_steps, "gaussian": gaussian}


def straight(x: Floats, y: Floats, people_x: Floats, people_y: Floats, radius: float) -> Iterator[Pairs]:
    """Yield the people within a straight-line radius (metres) of facilities, a bounded number of pairs at a time."""
    at = np.column_stack([people_x, people_y])
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not at.size or not known.size:
        return
    tree, sites = cKDTree(at), np.column_stack([x[known], y[known]])
    part = np.cumsum(np.asarray(tree.query_ball_point(sites, radius, return_length=True))) // _PAIRS
    for first, last in pairwise([0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), known.size]):
        found = cKDTree(sites[first:last]).sparse_distance_matrix(tree, radius, output_type="ndarray")
        # Sorted: the trees' order is their own affair and sums of floats depend on it.
        order = np.lexsort((found["j"], found["i"]))
        yield Pairs(known[first:last][found["i"][order]], found["j"][order].astype(np.int64), found["v"][order])


def two_step(pairs: Iterable[Pairs], supply: Floats, people: Floats, weight: Weight, radius: float) -> Floats:
    """Return each person's access: supply per person, 0 where none is in reach.

    pairs: each facility's people all in one block. supply: by facility, 0 for one that is not to count; with several
    columns (facilities, k) the result has as many (people, k).
    """
    columns = supply if supply.ndim > 1 else supply[:, None]
    access = np.zeros((people.size, columns.shape[1]))
    for block in pairs:
        near = weight(block.metres, radius)
        demand = np.bincount(block.facility, weights=people[block.person] * near, minlength=columns.shape[0])
        served = demand > 0
        for column, offered in enumerate(columns.T):
            ratio = np.divide(offered, demand, out=np.zeros(demand.size), where=served)
            access[:, column] += np.bincount(block.person, weights=ratio[block.facility] * near, minlength=people.size)
    return access if supply.ndim > 1 else access[:, 0]


def of_people(
    area: StudyArea,
    layer: str,
    places: tuple[Floats, Floats],
    codes: Codes,
    supply: Floats,
    people: People,
    radius: float,
    decay: str,
) -> Iterator[Figures]:
    """Yield `access-2sfca` and `access-e2sfca` by division: supply that its people have / people.

    places: x and y of the facilities in metres; supply: what each offers (stalls, seats), not known counts as 1.
    People outside every division share the supply, and count in the whole alone.
    """
    offered = np.where(np.isnan(supply), 1.0, supply)
    sure = codes == PASSED
    supplies = offered[:, None] * np.column_stack([sure, ~sure & (codes != FAILED)])
    for name, weight in (("access-2sfca", everywhere), ("access-e2sfca", WEIGHTS[decay])):
        blocks = straight(*places, people.x, people.y, radius)
        has = two_step(blocks, supplies, people.count, weight, radius)
        for suffix, amount in by_suffix(people.count, people.groups).items():
            table = area.count(people.home, [amount * has[:, 0], amount * has[:, 1], amount])
            yield Figures(area.codes, layer, f"{name}{suffix}", table.tolist(), UNIT)
