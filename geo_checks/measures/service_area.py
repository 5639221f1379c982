"""Service areas along a network: on foot, and for each profile over what is free of barriers to it.

coverage = people whose shortest way to a usable facility is at most the radius / all people. way = aside + edges +
aside (geo_checks.routes). numerator: to a facility that passed, over edges and junctions known to be open; unknown: to
one that did not fail, over those not known to be closed, less the numerator. Who lives off the network, or has only a
facility off it within the radius in a straight line, is unknown, too. At 500 m on foot to a bus stop this is the form
of SDG indicator 11.2.1 (UN SDG metadata 11-02-01 of 2021-09: "along the street network of 500 m", 1 km for rail).

So that the three ways of measuring can be set side by side, a way on foot is never told shorter than the straight line,
nor a barrier-free way than the way on foot (roundings, and people brought onto another edge, could make it so).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from audit.model import Figures
from geo_checks.area import StudyArea
from geo_checks.barriers import Barriers
from geo_checks.compliance import FAILED, PASSED, Codes
from geo_checks.coordinates import Floats
from geo_checks.measures import coverage
from geo_checks.measures.shares import rows
from geo_checks.network import Flags, Indexes, WalkingNetwork
from geo_checks.people import People
from geo_checks.routes import Graph, Locator, Places, Search, distances, graph

# Ways of measuring that every plan can name.
STRAIGHT: Final = "straight"
WALKING: Final = "walking"


@dataclass(frozen=True)
class Stands:
    """Facilities of a layer: metres (NaN without position), outcome codes, index of the division (-1 outside)."""

    x: Floats
    y: Floats
    codes: Codes
    home: Indexes


@dataclass(frozen=True)
class Ground:
    """A graph with the people on it, and what finds the places of others."""

    over: Graph
    locator: Locator
    people: Places


@dataclass(frozen=True)
class Walks:
    """The ways over a network. grounds: by name ("walking", a profile's id) with unknown closed, and open.

    snap: metres from the network beyond which nobody is on it.
    """

    network: WalkingNetwork
    people: People
    snap: float
    grounds: Mapping[str, tuple[Ground, Ground]]


@dataclass(frozen=True)
class Reach:
    """How far each person has it to a facility that passed, and to one that may: metres, infinity beyond the limit.

    stands: where the facilities are on the network.
    """

    stands: Places
    straight: tuple[Floats, Floats]
    ways: Mapping[str, tuple[Floats, Floats]]


def walks(network: WalkingNetwork, people: People, snap: float, open_to: Mapping[str, Barriers] | None = None) -> Walks:
    """Return the ways over a network: on foot, and of each profile over what is open to it."""
    walking = _ground(network, graph(network), people, snap, None)
    grounds = {WALKING: (walking, walking)}
    # To whom the same is open, those share one ground and what is searched on it: on foot everything is.
    everything = np.ones(network.length.size, dtype=np.bool_), np.zeros(network.node_x.size, dtype=np.bool_)
    made = {(everything[0].tobytes(), everything[1].tobytes()): walking}
    for name, barriers in (open_to or {}).items():
        pair = []
        for unknown in (False, True):
            is_open, blocked = barriers.open(unknown=unknown)
            key = is_open.tobytes(), blocked.tobytes()
            if key not in made:
                made[key] = _ground(network, graph(network, is_open, blocked), people, snap, walking)
            pair.append(made[key])
        grounds[name] = pair[0], pair[1]
    return Walks(network, people, snap, MappingProxyType(grounds))


def reach(given: Walks, to: Stands, limit: float, straight: tuple[Floats, Floats]) -> Reach:
    """Return every person's ways to the facilities of a layer, no longer than the limit (metres).

    straight: as coverage.distances gives them for that limit.
    """
    people, x, y, codes = given.people, to.x, to.y, to.codes
    ways: dict[str, tuple[Floats, Floats]] = {}
    walking, _ = given.grounds[WALKING]
    stands = walking.locator.places(x, y, given.snap)
    # Whoever or whatever is off the network may have a way that the network does not show.
    beyond = np.where(walking.people.on, np.inf, straight[1])
    beyond = np.minimum(beyond, coverage.nearest(x, y, ~stands.on & np.isfinite(x) & (codes != FAILED), people, limit))
    found: dict[tuple[int, bool], Floats] = {}

    def way(ground: Ground, *, unknown: bool) -> Floats:
        which = codes != FAILED if unknown else codes == PASSED
        key = id(ground), unknown
        if key not in found:
            found[key] = _ways(ground, given.snap, stands, x, y, which, limit)
        return found[key]

    for name, (closed, opened) in given.grounds.items():
        floor = ways.get(WALKING, straight)
        sure, maybe = way(closed, unknown=False), way(opened, unknown=True)
        sure = np.maximum(sure, floor[0])
        ways[name] = sure, np.minimum(sure, np.maximum(np.minimum(maybe, beyond), floor[1]))
    return Reach(stands, straight, MappingProxyType(ways))


def of_people(
    area: StudyArea,
    layer: str,
    people: People,
    found: Reach,
    radii: Sequence[int],
    straight: Sequence[tuple[Floats, Floats]] | None = None,
) -> Iterator[Figures]:
    """Yield "coverage-walking-{m}" and "coverage-{profile}-{m}" for all people and each group, by division.

    straight: the shares of polygons within each radius in a straight line, which no other way exceeds.
    """
    everyone = np.ones(people.holders.count.size)
    most = straight or [(everyone, everyone)] * len(radii)
    reached = {
        f"coverage-{name}-{radius}": (
            np.minimum(people.shares(sure <= radius), most_sure),
            np.minimum(people.shares(maybe <= radius), most_maybe),
        )
        for name, (sure, maybe) in found.ways.items()
        for radius, (most_sure, most_maybe) in zip(radii, most, strict=True)
    }
    yield from coverage.of_shares(area, layer, people, reached)


def chain(area: StudyArea, given: Walks, layers: Sequence[tuple[str, Stands, Places]], limit: int) -> Iterator[Figures]:
    """Yield by profile "reachable-{profile}" and "chain-{profile}": the facilities that someone can reach, by division.

    reachable: numerator: facilities to which someone lives within the limit (metres) over what is known to be open;
    unknown: over what is not known to be closed, or off the network, less the numerator. chain: the same, of those
    that passed; unknown: of those that did not fail, less the numerator. denominator: all in the division.
    layers: id, facilities, and where these are on the network.
    """
    profiles = {name: grounds for name, grounds in given.grounds.items() if name != WALKING}
    distinct = {id(ground): ground for grounds in profiles.values() for ground in grounds}
    someone = given.people.count > 0
    from_homes = {key: Search(ground.over, ground.people.take(someone), limit) for key, ground in distinct.items()}
    for layer, stands, on in layers:
        inside, at = stands.home >= 0, np.isfinite(stands.x)
        reached = {
            key: inside & np.isfinite(from_homes[key].to(brought(ground, on, stands.x, stands.y, given.snap)))
            for key, ground in distinct.items()
        }
        for name, grounds in profiles.items():
            sure, opened = (reached[id(ground)] for ground in grounds)
            maybe = sure | opened | (inside & ~(at & on.on))
            usable, possible = sure & (stands.codes == PASSED), maybe & (stands.codes != FAILED)
            columns = [inside, sure, maybe & ~sure, usable, possible & ~usable]
            everything, here, perhaps, whole, hope = area.count(stands.home, columns).T
            yield Figures(area.codes, layer, f"reachable-{name}", rows(here, perhaps, everything), "facility")
            yield Figures(area.codes, layer, f"chain-{name}", rows(whole, hope, everything), "facility")


def _ground(network: WalkingNetwork, over: Graph, people: People, snap: float, walking: Ground | None) -> Ground:
    """Return a graph with the people on it: those whose nearest edge on foot is closed are brought to an open one."""
    locator = Locator(network, over.open)
    if walking is None:
        return Ground(over, locator, locator.places(people.x, people.y, snap))
    on_foot = walking.people
    return Ground(over, locator, brought(Ground(over, locator, on_foot), on_foot, people.x, people.y, snap))


def brought(to: Ground, stands: Places, x: Floats, y: Floats, snap: float) -> Places:
    """Return places, given as they stand on foot, on a ground: off an edge that is closed there to the nearest open."""
    lost = np.flatnonzero(stands.on)
    lost = lost[~to.over.open[stands.edge[lost]]]
    if not lost.size:
        return stands
    there = to.locator.places(x[lost], y[lost], snap)
    edge, offset, aside = stands.edge.copy(), stands.offset.copy(), stands.aside.copy()
    edge[lost], offset[lost], aside[lost] = there.edge, there.offset, there.aside
    return Places(edge, offset, aside)


def _ways(ground: Ground, snap: float, stands: Places, x: Floats, y: Floats, which: Flags, limit: float) -> Floats:
    places = brought(ground, stands.take(which), x[which], y[which], snap)
    return distances(ground.over, places, ground.people, limit)
