from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_checks import each_way
from geo_checks.barriers import Barriers
from geo_checks.compliance import PASSED
from geo_checks.measures import catchments, coverage, service_area
from geo_checks.measures.catchments import Network, Pairs, straight
from geo_checks.measures.service_area import WALKING, Walks
from geo_checks.people import People
from tests.geo_checks.measures.test_service_area import AREA, LINES, PEOPLE, SPOT, live, network

LIMIT = 300
PLACES = st.lists(SPOT, min_size=1, max_size=6)
Spots = list[tuple[float, float]]
Table = dict[tuple[int, int], tuple[float, float]]


def walks_of(lines: list[Spots], residents: People, data: st.DataObject) -> Walks:
    """Return the ways over a network of which some edges and nodes are open, closed or not known to a profile."""
    over = network(lines)
    known = st.sampled_from([1.0, 1.0, 0.0, math.nan])
    edges = np.array(data.draw(st.lists(known, min_size=over.length.size, max_size=over.length.size)))
    nodes = np.array(data.draw(st.lists(known, min_size=over.node_x.size, max_size=over.node_x.size)))
    return service_area.walks(over, residents, 100.0, {"chair": Barriers(edges, nodes)})


def table(blocks: list[Pairs]) -> Table:
    found: Table = {}
    for block in blocks:
        for place, person, sure, maybe in zip(block.place, block.person, block.sure, block.maybe, strict=True):
            assert (place, person) not in found
            found[int(place), int(person)] = float(sure), float(maybe)
    return found


@settings(max_examples=80, deadline=None)
@given(LINES, PLACES, PEOPLE, st.data())
def test_each_pair_is_what_the_reach_of_the_place_alone_says(
    lines: list[Spots], places: Spots, people: list[tuple[tuple[float, float], float]], data: st.DataObject
) -> None:
    residents = live(people)
    walks = walks_of(lines, residents, data)
    x, y = np.array(places).T
    blocks = list(Network(walks, ["chair"]).near(x, y, LIMIT))
    found = {way: table([block[way] for block in blocks]) for way in (WALKING, "chair")}
    for number in range(len(places)):
        here = x[[number]], y[[number]]
        alone = service_area.Stands(*here, np.array([PASSED], dtype=np.int8), AREA.place(*here))
        direct = coverage.distances(residents, *here, alone.codes, LIMIT)
        for way, (sure, maybe) in service_area.reach(walks, alone, LIMIT, direct).ways.items():
            for person in range(len(people)):
                told = found[way].get((number, person), (math.inf, math.inf))
                assert told == (sure[person], maybe[person])


@settings(max_examples=40, deadline=None)
@given(LINES, PLACES, PEOPLE, st.data())
def test_the_laws_of_catchments(
    lines: list[Spots], places: Spots, people: list[tuple[tuple[float, float], float]], data: st.DataObject
) -> None:
    residents = live(people)
    walks = walks_of(lines, residents, data)
    x, y = np.array(places).T
    direct = table(list(straight(x, y, residents.x, residents.y, LIMIT)))
    (block,) = Network(walks, ["chair"]).near(x, y, LIMIT)
    walked, driven = table([block[WALKING]]), table([block["chair"]])
    assert direct.keys() >= walked.keys() >= driven.keys()
    for key, (sure, maybe) in walked.items():
        assert direct[key][0] <= maybe <= min(sure, LIMIT)
    for key, (sure, maybe) in driven.items():
        assert walked[key][0] <= sure
        assert walked[key][1] <= maybe <= min(sure, LIMIT)
    some = np.array(data.draw(st.sets(st.integers(0, len(people) - 1)).map(sorted)), dtype=np.int64)
    (fewer,) = Network(walks, ["chair"], some).near(x, y, LIMIT)
    assert table([fewer["chair"]]) == {key: way for key, way in driven.items() if key[1] in some}


def test_who_is_off_the_network_may_come_in_a_straight_line() -> None:
    over = network([[(0.0, 0.0), (400.0, 0.0)]])
    residents = live([((0.0, 0.0), 5.0), ((50.0, 290.0), 7.0), ((399.0, 0.0), 3.0)])
    walks = service_area.walks(over, residents, 100.0)
    (block,) = Network(walks, []).near(np.array([100.0, 380.0, math.nan]), np.array([0.0, 200.0, 0.0]), LIMIT)
    found = table([block[WALKING]])
    assert found[0, 0] == (100.0, 100.0)
    assert found[0, 1] == (math.inf, math.hypot(50, 290)), "the person is off the network"
    assert found[1, 2] == (math.inf, math.hypot(19, 200)), "the place is off the network"
    assert not [key for key in found if key[0] == 2], "no position, no catchment"


def test_what_is_held_at_once_does_not_change_the_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    streets = [[(0.0, n * 100.0), (1000.0, n * 100.0)] for n in range(11)]
    over = network([[*(line[0], *((m * 100.0, line[0][1]) for m in range(1, 10)), line[1])] for line in streets])
    residents = live([((float(a), float(b)), 1.0) for a, b in rng.uniform(-200, 1200, (150, 2))])
    walks = service_area.walks(over, residents, 60.0)
    x, y = rng.uniform(-100, 1100, (2, 80))
    whole = table([block[WALKING] for block in Network(walks, []).near(x, y, 400)])
    monkeypatch.setattr(each_way, "_FIRST", 4)
    monkeypatch.setattr(each_way, "_HELD", 50)
    monkeypatch.setattr(catchments, "_PAIRS", 50)
    blocks = [block[WALKING] for block in Network(walks, []).near(x, y, 400)]
    assert len(blocks) > 5
    assert table(blocks) == whole
    owners = [set(block.place.tolist()) for block in blocks]
    assert all(not one & other for (a, one), (b, other) in product(enumerate(owners), repeat=2) if a < b)


def test_nobody_to_ask_about() -> None:
    over = network([[(0.0, 0.0), (400.0, 0.0)]])
    none = np.array([], dtype=np.int64)
    walks = service_area.walks(over, live([((0.0, 0.0), 5.0)]), 100.0)
    (block,) = Network(walks, [], none).near(np.array([1.0]), np.array([0.0]), LIMIT)
    assert block[WALKING].place.size == 0
    assert list(Network(walks, []).near(np.array([]), np.array([]), LIMIT)) == []
