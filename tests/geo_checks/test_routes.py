from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall

from geo_checks.network import Lines, WalkingNetwork, build
from geo_checks.routes import Graph, Locator, Places, distances, graph

SPOT = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda at: (at[0] * 50.0, at[1] * 50.0))
LINE = st.lists(SPOT, min_size=2, max_size=4).filter(lambda line: len(set(line)) > 1)
NETWORKS = st.lists(LINE, min_size=1, max_size=14)
POINTS = st.lists(st.tuples(st.floats(-60, 660), st.floats(-60, 660)), min_size=1, max_size=8)
LIMIT = 5_000.0


def network(*lines: list[tuple[float, float]], **how: float) -> WalkingNetwork:
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    return build(Lines.of(shapes, {}, np.full(shapes.size, -1), ()), **how)  # type: ignore[arg-type]


def at(over: WalkingNetwork, points: list[tuple[float, float]], is_open: np.ndarray | None = None) -> Places:
    x, y = np.array(points, dtype=np.float64).T
    return Locator(over, is_open).places(x, y, 1_000.0)


def one_by_one(over: WalkingNetwork, on: Graph, sources: Places, targets: Places) -> np.ndarray:
    """Cut the edges at every place and ask for the ways between all pairs."""
    nodes = on.matrix.shape[0]
    begin, aim = sources.edge.size, targets.edge.size
    size = nodes + begin + aim
    dense = np.full((size, size), np.inf)

    def link(a: int, b: int, length: float) -> None:
        dense[a, b] = dense[b, a] = min(dense[a, b], max(length, 1e-6))

    for edge in range(over.length.size):
        stops = [(0.0, on.start[edge]), (over.length[edge], on.end[edge])]
        stops += [(sources.offset[k], nodes + k) for k in range(begin) if sources.edge[k] == edge]
        stops += [(targets.offset[k], nodes + begin + k) for k in range(aim) if targets.edge[k] == edge]
        stops.sort()
        for (here, a), (there, b) in pairwise(stops):
            if a != b and on.open[edge]:
                link(int(a), int(b), there - here)
    ways = floyd_warshall(dense)[nodes : nodes + begin, nodes + begin :]
    np.fill_diagonal(dense, 0)
    return np.asarray((ways + sources.aside[:, None]).min(axis=0) + targets.aside)


@settings(max_examples=60, deadline=None)
@given(NETWORKS, POINTS, POINTS, st.data())
def test_ways_are_those_of_all_pairs(
    lines: list[list[tuple[float, float]]],
    begin: list[tuple[float, float]],
    aim: list[tuple[float, float]],
    data: st.DataObject,
) -> None:
    over = network(*lines)
    flags = st.lists(st.booleans(), min_size=over.node_x.size, max_size=over.node_x.size)
    on = graph(over, None, np.array(data.draw(flags)))
    sources, targets = at(over, begin), at(over, aim)
    expected = one_by_one(over, on, sources, targets)
    found = distances(on, sources, targets, LIMIT)
    assert np.allclose(found, np.where(expected <= LIMIT, expected, np.inf), atol=2e-3)


@settings(max_examples=60, deadline=None)
@given(NETWORKS, POINTS)
def test_the_nearest_edge_is_the_nearest(
    lines: list[list[tuple[float, float]]], points: list[tuple[float, float]]
) -> None:
    over = network(*lines)
    found = at(over, points)
    edges = [shapely.LineString(np.column_stack([over.vertex_x, over.vertex_y])[a:b]) for a, b in pairwise(over.first)]
    for k, point in enumerate(points):
        away = [edge.distance(shapely.Point(point)) for edge in edges]
        assert found.aside[k] == pytest.approx(min(away), abs=1e-5)
        assert found.edge[k] == next(n for n, metres in enumerate(away) if metres <= min(away) + 1e-6)
        there = edges[found.edge[k]].interpolate(found.offset[k])
        assert there.distance(shapely.Point(point)) == pytest.approx(min(away), abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(NETWORKS, POINTS, POINTS, st.data())
def test_closing_edges_or_junctions_never_shortens_a_way_and_another_source_never_lengthens_one(
    lines: list[list[tuple[float, float]]],
    begin: list[tuple[float, float]],
    aim: list[tuple[float, float]],
    data: st.DataObject,
) -> None:
    over = network(*lines)
    sources, targets = at(over, begin), at(over, aim)
    whole = distances(graph(over), sources, targets, LIMIT)
    fewer = distances(graph(over), sources.take(np.arange(len(begin)) > 0), targets, LIMIT)
    assert (whole <= fewer).all()
    used = np.union1d(sources.edge, targets.edge)
    closed = np.array(data.draw(st.lists(st.booleans(), min_size=over.length.size, max_size=over.length.size)))
    closed[used] = False
    blocked = np.array(data.draw(st.lists(st.booleans(), min_size=over.node_x.size, max_size=over.node_x.size)))
    assert (distances(graph(over, ~closed), sources, targets, LIMIT) >= whole).all()
    assert (distances(graph(over, ~closed, blocked), sources, targets, LIMIT) >= whole).all()
    straight = np.array([min(math.dist(a, b) for b in begin) for a in aim])
    assert (whole >= straight - 1e-3).all()


def test_parallel_edges_do_not_add_up() -> None:
    # Two ways from (0, 0) to (100, 0): 100 m and 300 m; beyond it a stop.
    over = network([(0, 0), (100, 0)], [(0, 0), (0, 100), (100, 100), (100, 0)], [(100, 0), (200, 0)])
    found = distances(graph(over), at(over, [(200, 0)]), at(over, [(0, 0)]), LIMIT)
    assert found.tolist() == [200]


def test_islands_are_out_of_reach() -> None:
    over = network([(0, 0), (100, 0)], [(0, 300), (100, 300)])
    found = distances(graph(over), at(over, [(50, 0)]), at(over, [(60, 10), (60, 290)]), LIMIT)
    assert found.tolist() == [20, math.inf]


def test_a_person_and_a_facility_on_one_edge_need_no_node() -> None:
    over = network([(0, 0), (1000, 0)])
    found = distances(graph(over), at(over, [(400, 30), (900, 0)]), at(over, [(400, 0), (500, 5), (650, 0)]), LIMIT)
    assert found.tolist() == [30, 135, 250]


def test_beyond_the_limit_there_is_no_way() -> None:
    over = network([(0, 0), (1000, 0)])
    found = distances(graph(over), at(over, [(0, 0)]), at(over, [(300, 0), (300.001, 0)]), 300.0)
    assert found.tolist() == [300, math.inf]


def test_a_blocked_junction_lets_nobody_through_but_everybody_on_its_edges() -> None:
    over = network([(0, 0), (100, 0)], [(100, 0), (200, 0)], [(100, 0), (100, 100)])
    blocked = (over.node_x == 100) & (over.node_y == 0)
    on = graph(over, None, blocked)
    found = distances(on, at(over, [(10, 0)]), at(over, [(99, 0), (101, 0), (100, 50)]), LIMIT)
    assert found.tolist() == [89, math.inf, math.inf]


def test_who_is_too_far_from_the_network_is_not_on_it() -> None:
    over = network([(0, 0), (100, 0)])
    places = Locator(over).places(np.array([50.0, 50.0, np.nan]), np.array([100.0, 100.1, 0.0]), 100.0)
    assert places.on.tolist() == [True, False, False]
    assert Locator(over, np.zeros(1, dtype=bool)).places(np.array([0.0]), np.array([0.0]), 9.0).on.tolist() == [False]


def test_a_network_in_other_order_gives_the_same_ways() -> None:
    lines = [[(0.0, 0.0), (100.0, 0.0)], [(100.0, 0.0), (100.0, 80.0), (0.0, 80.0)], [(0.0, 0.0), (0.0, 80.0)]]
    ends = []
    for order in (lines, lines[::-1]):
        over = network(*order)
        ends.append(distances(graph(over), at(over, [(3, 5)]), at(over, [(90, 70), (50, 81)]), LIMIT).tolist())
    assert ends[0] == ends[1]
