"""Access by two-step floating catchment areas: what each person has of a supply that all its neighbours share.

2SFCA (Luo and Wang 2003): R_j = S_j / sum of P_k over the people k within the catchment of facility j, then
A_i = sum of R_j over the facilities j within that catchment of person i. E2SFCA (Luo and Qi 2009) weighs both sums by
distance: P_k W(d_kj) and R_j W(d_ij). So the sum of people x access is the supply of all facilities that have anyone in
their catchment: numerators of divisions are supply, and add up. A facility's R_j does not depend on other facilities,
so what an unknown one would add is known exactly: it stands in `unknown`. Over a network whose barriers are not all
known, R_j is shared among all who may come; whoever is not sure to come has the share in `unknown`, too. So the
numerator is never too high, and with `unknown` it is what people have when everything unknown turns out well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from audit.model import Figures
from geo_checks.area import StudyArea
from geo_checks.compliance import FAILED, PASSED, Codes
from geo_checks.coordinates import Floats
from geo_checks.measures.catchments import Pairs
from geo_checks.people import People, by_suffix

Weight = Callable[[Floats, float], Floats]

UNIT: Final = "place/person"

# Luo and Qi 2009, first set of weights: each third of the catchment.
_STEPS: Final = (1.0, 0.68, 0.22)


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


def two_step(
    pairs: Iterable[Pairs], supply: tuple[Floats, Floats], people: Floats, weight: Weight, radius: float
) -> tuple[Floats, Floats]:
    """Return each person's access, supply per person (0 where none is in reach): what is sure, and what may be besides.

    pairs: each facility's people all in one block. supply: by facility, of those that passed and of those of which it
    is not known (0 for one that is not to count).
    """
    sure, perhaps = np.zeros(people.size), np.zeros(people.size)
    for block in pairs:
        near, far = weight(block.sure, radius), weight(block.maybe, radius)
        demand = np.bincount(block.place, weights=people[block.person] * far, minlength=supply[0].size)
        served = demand > 0
        passed, unknown = (
            np.divide(offered, demand, out=np.zeros(demand.size), where=served)[block.place] for offered in supply
        )
        sure += np.bincount(block.person, weights=passed * near, minlength=people.size)
        perhaps += np.bincount(block.person, weights=unknown * far + passed * (far - near), minlength=people.size)
    return sure, perhaps


def offered(codes: Codes, supply: Floats) -> tuple[Floats, Floats]:
    """Return what facilities that passed offer, and those of which it is not known; codes: of their outcomes.

    supply: what each offers (stalls, seats); not known counts as 1.
    """
    known = np.where(np.isnan(supply), 1.0, supply)
    return known * (codes == PASSED), known * ((codes != PASSED) & (codes != FAILED))


def of_people(
    area: StudyArea,
    layer: str,
    ways: Sequence[str],
    catchments: Iterable[Mapping[str, Pairs]],
    supplies: tuple[Floats, Floats],
    people: People,
    radius: float,
    decay: str,
) -> Iterator[Figures]:
    """Yield `access-2sfca` and `access-e2sfca` by division: supply that its people have / people.

    ways: how distance is measured ("" the straight line; another stands before the measure: `access-walking-2sfca`).
    catchments: of the facilities, by way, each facility's all in one block. supplies: as `offered` gives them. People
    outside every division share the supply, and count in the whole alone.
    """
    weights = {"2sfca": everywhere, "e2sfca": WEIGHTS[decay]}
    nothing = np.zeros(people.count.size)
    found = {(way, name): (nothing, nothing) for way in ways for name in weights}
    for block in catchments:
        for (way, name), (had, might) in found.items():
            if way in block:
                has = two_step([block[way]], supplies, people.count, weights[name], radius)
                found[way, name] = had + has[0], might + has[1]
    for (way, name), has in found.items():
        called = "-".join(filter(None, ("access", way, name)))
        for suffix, amount in by_suffix(people.count, people.groups).items():
            table = area.count(people.home, [amount * has[0], amount * has[1], amount])
            yield Figures(area.codes, layer, f"{called}{suffix}", table.tolist(), UNIT)
