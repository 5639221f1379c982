"""The network side of a street audit: how far people have it, on foot and by profile, to each layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from audit.model import Indicator, Reason, Untested
from audit.plan import Plan
from geo_checks.area import StudyArea
from geo_checks.compliance import Codes
from geo_checks.facilities import Facilities
from geo_checks.measures import coverage, service_area
from geo_checks.network import NETWORK, read_network
from geo_checks.people import POPULATION, People


@dataclass(frozen=True)
class Ways:
    """What was found over the network. evidence: Parquet by name ("reach:<layer id>")."""

    indicators: list[Indicator] = field(default_factory=list)
    untested: list[Untested] = field(default_factory=list)
    evidence: dict[str, bytes] = field(default_factory=dict)


def over_network(
    plan: Plan, base: Path, area: StudyArea, people: People | None, serving: Sequence[tuple[Facilities, Codes]]
) -> Ways:
    """Measure the ways to the facilities of some layers. serving: each layer with its facilities' outcome codes."""
    found = Ways()
    if plan.network is None:
        return found
    if people is None:
        found.untested.append(Untested(NETWORK, "coverage", Reason.NO_POPULATION))
        return found
    network, untested = read_network(plan.network, base, area)
    found.untested.extend(untested)
    walks = service_area.walks(network, people, plan.network.snap)
    found.untested.extend(_off_network(walks))
    radii = plan.thresholds.coverage
    for rows, codes in serving:
        reach = service_area.reach(walks, rows.x, rows.y, codes, max(radii, default=0))
        straight = coverage.within(people, rows.x, rows.y, codes, radii) if people.parts else None
        found.indicators.extend(service_area.of_people(area, rows.id, people, reach, radii, straight))
    return found


def _off_network(walks: service_area.Walks) -> list[Untested]:
    """Return who lives farther from the network than the plan's distance: their ways are not known."""
    off = ~walks.grounds[service_area.WALKING][0].people.on
    if not off.any():
        return []
    number = walks.people.count[off].sum()
    return [Untested(POPULATION, NETWORK, Reason.OFF_NETWORK, f"{int(np.sum(off))} rows, {number:.15g} people")]
