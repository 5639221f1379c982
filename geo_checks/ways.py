"""The network side of a street audit: how far people have it, on foot and by profile, to each layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse.csgraph import connected_components

from audit.facility_kinds import KINDS
from audit.model import Figures, Reason, Untested
from audit.plan import Plan, Profile
from audit.records import Subject
from geo_checks import evidence
from geo_checks.area import StudyArea
from geo_checks.barriers import Ramps, barriers, not_asked, profiles
from geo_checks.compliance import Codes
from geo_checks.coordinates import Floats
from geo_checks.expected import Complete
from geo_checks.facilities import Facilities
from geo_checks.measures import coverage, service_area
from geo_checks.measures.completeness import MISSING
from geo_checks.measures.service_area import STRAIGHT
from geo_checks.network import NETWORK, WalkingNetwork
from geo_checks.network_file import read_network
from geo_checks.people import POPULATION, People
from geo_checks.roads import RAMPS

# Steps to a metre in which people's ways are counted before any are put in order.
_STEPS: Final = 10

# Facilities that serve the people around them; a curb ramp serves the crossing that it stands at.
COVERING: Final = tuple(kind.id for kind in KINDS.values() if kind.covering)


@dataclass(frozen=True)
class Ways:
    """What was found over the network. evidence: Parquet by name ("reach:<layer id>"); facts: by layer.

    walks: the network with the people on it, None where there is none.
    """

    figures: list[Figures] = field(default_factory=list)
    untested: list[Untested] = field(default_factory=list)
    evidence: dict[str, bytes] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    walks: service_area.Walks | None = None

    def on(self, subject: Subject) -> Subject:
        """Return a layer's subject with the figures of its ways."""
        if subject.id not in self.facts:
            return subject
        return dataclasses.replace(subject, facts={**(subject.facts or {}), **self.facts[subject.id]})


def over_network(
    plan: Plan,
    base: Path,
    area: StudyArea,
    people: People | None,
    judged: Sequence[tuple[Facilities, Codes, coverage.Straight | None]],
    lacking: Sequence[Complete] = (),
) -> Ways:
    """Measure the ways to the facilities of the layers that serve people.

    judged: every layer with its facilities' outcome codes and, where it serves people, what it is to them in a
    straight line; lacking: what the layers of curb ramps were found to lack.
    """
    if plan.network is None:
        return Ways(evidence={} if people is None else dict(_straight(area, people, judged)))
    if people is None:
        return Ways(untested=[Untested(NETWORK, "coverage", Reason.NO_POPULATION)])
    network, untested = read_network(plan.network, base, area)
    wanted = profiles(plan)
    ramps = [Ramps.of(rows, codes) for rows, codes, _ in judged if rows.layer.kind == RAMPS]
    together = Ramps.together([*(ramps or [Ramps.kerbs(network.kerbs)]), *_missing(lacking)])
    walks = service_area.walks(network, people, plan.network.snap, barriers(network, plan.network, together, wanted))
    found = Ways(walks=walks)
    found.untested.extend([*untested, *_off_network(walks), *not_asked(network, together, wanted)])
    radii = plan.thresholds.coverage
    limit = max(radii, default=0)
    described, degrees = _described(network, walks), evidence.degrees_of(area, people)
    serving = []
    for rows, codes, straight in judged:
        if straight is None:
            continue
        stands = service_area.Stands(rows.x, rows.y, codes, rows.home)
        reach = service_area.reach(walks, stands, limit, straight.near)
        most = straight.shares if people.parts else None
        found.figures.extend(service_area.of_people(area, rows.id, people, reach, radii, most))
        serving.append((rows.id, stands, reach.stands))
        found.evidence[f"reach:{rows.id}"] = evidence.reach(
            area, people, degrees, {STRAIGHT: straight.near, **reach.ways}
        )
        found.facts[rows.id] = {
            "network": described,
            "ways": _facts(people, reach, wanted, limit),
            "profiles": [profile.model_dump(mode="json", exclude_defaults=True) for profile in wanted],
        }
    found.figures.extend(service_area.chain(area, walks, serving, limit))
    return found


def _straight(
    area: StudyArea, people: People, judged: Sequence[tuple[Facilities, Codes, coverage.Straight | None]]
) -> Iterator[tuple[str, bytes]]:
    """Yield, without a network, how far people have it to each layer in a straight line."""
    degrees = evidence.degrees_of(area, people)
    for rows, _, straight in judged:
        if straight is not None:
            yield f"reach:{rows.id}", evidence.reach(area, people, degrees, {STRAIGHT: straight.near})


def _described(network: WalkingNetwork, walks: service_area.Walks) -> dict[str, Any]:
    """Return what the network is made of; islands: parts that do not meet the largest, whose length is mainland."""
    over = walks.grounds[service_area.WALKING][0].over
    parts, part = connected_components(over.matrix, directed=False)
    length = np.bincount(part[over.start], weights=over.length, minlength=parts)
    return {
        "edges": int(over.length.size),
        "nodes": int(network.node_x.size),
        "length_m": round(float(length.sum()), 1),
        "islands": int(parts - 1),
        "mainland_m": round(float(length.max()), 1),
    }


def _missing(lacking: Sequence[Complete]) -> list[Ramps]:
    """Return the places that should have a curb ramp and have none in any layer."""
    if not lacking:
        return []
    places = lacking[0].wanted.places
    bare = np.all([found.served.state == MISSING for found in lacking], axis=0)
    return [Ramps.missing(places.x[bare], places.y[bare])]


def _facts(people: People, reach: service_area.Reach, wanted: Sequence[Profile], limit: int) -> dict[str, Any]:
    """Return by way how many people have one within the limit for sure, and what half of them have at most."""
    speeds = {profile.id: profile.speed for profile in wanted}
    told: dict[str, Any] = {}
    for name, (sure, _) in reach.ways.items():
        metres, weight = sure[np.isfinite(sure)], people.count[np.isfinite(sure)]
        reached, median = _median(metres, weight)
        told[name] = {"people": reached, "limit_m": limit, "median_m": median}
        if name in speeds:
            minutes = None if median is None else round(median / speeds[name] / 60, 1)
            told[name] |= {"speed_m_s": speeds[name], "median_minutes": minutes}
    return told


def _median(metres: Floats, weight: Floats) -> tuple[float, float | None]:
    """Return how many people have a way, and the way that half of them have at most (None: nobody has one).

    They are counted by the decimetre, and only those in whose decimetre half of all is reached are put in order.
    """
    step = (metres * _STEPS).astype(np.int64)
    below = np.cumsum(np.bincount(step, weights=weight))
    reached = float(below[-1]) if below.size else 0.0
    if not reached:
        return reached, None
    at = int(np.searchsorted(below, reached / 2))
    here = step == at
    order = np.argsort(metres[here], kind="stable")
    upwards = np.cumsum(weight[here][order]) + (below[at - 1] if at else 0.0)
    found = min(int(np.searchsorted(upwards, reached / 2)), order.size - 1)
    return reached, float(metres[here][order][found])


def _off_network(walks: service_area.Walks) -> list[Untested]:
    """Return who lives farther from the network than the plan's distance: their ways are not known."""
    off = ~walks.grounds[service_area.WALKING][0].people.on
    if not off.any():
        return []
    number = walks.people.count[off].sum()
    return [
        Untested(POPULATION, NETWORK, Reason.OFF_NETWORK, f"{int(np.sum(off))} points, {round(number, 1):.15g} people")
    ]
