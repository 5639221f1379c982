from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_checks.measures.stretches import Stretches, within
from geo_checks.network import WalkingNetwork
from geo_checks.routes import Graph, Places, distances, graph
from tests.geo_checks.test_routes import NETWORKS, POINTS, at, network

Points = list[tuple[float, float]]
BENT = network([(0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (300.0, 50.0)])


def drawn(found: Stretches, over: WalkingNetwork) -> list[str]:
    return [shapely.to_wkt(line, rounding_precision=3) for line in found.lines(over)]


def on_edges(over: WalkingNetwork, on: Graph) -> Places:
    """Return places all along the open edges, some 12 to each."""
    edge = np.repeat(np.flatnonzero(on.open), 12)
    share = np.tile((np.arange(12) + 0.5) / 12, int(on.open.sum()))
    return Places(edge, share * over.length[edge], np.zeros(edge.size))


@settings(max_examples=60, deadline=None)
@given(NETWORKS, POINTS, st.sampled_from([30.0, 90.0, 400.0]), st.data())
def test_in_a_stretch_is_what_has_a_way_that_short(
    lines: list[Points], points: Points, metres: float, data: st.DataObject
) -> None:
    over = network(*lines)
    is_open = np.array(data.draw(st.lists(st.booleans(), min_size=over.length.size, max_size=over.length.size)))
    blocked = np.array(data.draw(st.lists(st.booleans(), min_size=over.node_x.size, max_size=over.node_x.size)))
    on, places = graph(over, is_open, blocked), at(over, points, is_open)
    found = within(on, places, metres)
    asked = on_edges(over, on)
    way = distances(on, places, asked, 10 * metres)
    inside = np.zeros(asked.edge.size, dtype=np.bool_)
    for edge, begin, end in zip(found.edge, found.begin, found.end, strict=True):
        inside |= (asked.edge == edge) & (asked.offset >= begin) & (asked.offset <= end)
    unsure = np.abs(way - metres) < 0.02
    assert inside[~unsure].tolist() == (way <= metres)[~unsure].tolist()
    # Those of an edge follow each other with gaps between them.
    same = found.edge[1:] == found.edge[:-1]
    assert (np.diff(found.edge) >= 0).all()
    assert (found.begin[1:][same] > found.end[:-1][same]).all()
    assert shapely.length(found.lines(over)) == pytest.approx(found.end - found.begin)
    wider = within(on, places, metres + 10)
    assert (wider.end - wider.begin).sum() >= (found.end - found.begin).sum()


def test_a_stretch_follows_its_edge_round_the_corner() -> None:
    on = graph(BENT)
    found = within(on, at(BENT, [(100.0, 20.0)]), 40.0)
    assert drawn(found, BENT) == ["LINESTRING (80 0, 100 0, 100 50, 110 50)"]
    whole = within(on, at(BENT, [(100.0, 20.0)]), 500.0)
    assert drawn(whole, BENT) == ["LINESTRING (0 0, 100 0, 100 50, 300 50)"]


def test_from_both_ends_there_are_two_stretches_until_they_meet() -> None:
    on, ends = graph(BENT), at(BENT, [(0.0, 0.0), (300.0, 50.0)])
    assert drawn(within(on, ends, 60.0), BENT) == ["LINESTRING (0 0, 60 0)", "LINESTRING (240 50, 300 50)"]
    assert len(drawn(within(on, ends, 175.0), BENT)) == 1


def test_the_way_aside_counts_and_nothing_is_reached_from_nowhere() -> None:
    on = graph(BENT)
    assert drawn(within(on, at(BENT, [(20.0, -15.0)]), 20.0), BENT) == ["LINESTRING (15 0, 25 0)"]
    assert drawn(within(on, at(BENT, [(20.0, -15.0)]), 10.0), BENT) == []
    nowhere = Places(np.array([-1]), np.zeros(1), np.array([np.inf]))
    assert drawn(within(on, nowhere, 500.0), BENT) == []
