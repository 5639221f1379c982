from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_checks.network import Lines, WalkingNetwork, build

SPOT = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda at: (at[0] * 10.0, at[1] * 10.0))
LINES = st.lists(st.lists(SPOT, min_size=2, max_size=6), min_size=1, max_size=8)


def built(lines: list[Any], **how: Any) -> WalkingNetwork:
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    columns = {"steps": np.arange(shapes.size, dtype=np.float64)}
    return build(Lines.of(shapes, columns, np.full(shapes.size, -1), ()), **how)


def ends(network: WalkingNetwork) -> list[tuple[tuple[float, float], tuple[float, float], float]]:
    at = list(zip(network.node_x.tolist(), network.node_y.tolist(), strict=True))
    return [(at[a], at[b], m) for a, b, m in zip(network.start, network.end, network.length.tolist(), strict=True)]


@settings(deadline=None)
@given(LINES)
def test_cutting_loses_no_metre_and_every_edge_runs_between_its_nodes(lines: list[list[tuple[float, float]]]) -> None:
    network = built(lines)
    assert math.fsum(network.length) == pytest.approx(sum(shapely.LineString(line).length for line in lines))
    first, last = network.first[:-1], network.first[1:] - 1
    assert np.array_equal(network.vertex_x[first], network.node_x[network.start])
    assert np.array_equal(network.vertex_y[last], network.node_y[network.end])
    assert np.array_equal(network.columns["steps"], network.line)
    for edge, (a, b) in enumerate(zip(first, last + 1, strict=True)):
        shape = shapely.LineString(np.column_stack([network.vertex_x[a:b], network.vertex_y[a:b]]))
        assert shape.length == pytest.approx(network.length[edge])
    # No place is the inside of an edge and a vertex of another.
    inner = np.ones(network.vertex_x.size, dtype=bool)
    inner[first] = inner[last] = False
    assert len({*zip(network.vertex_x[inner], network.vertex_y[inner], strict=True)}) == inner.sum()


def test_lines_meet_at_shared_vertices_and_bridges_do_not() -> None:
    network = built([[(0, 0), (50, 0), (100, 0)], [(50, 0), (50, 50)], [(25, -10), (25, 10)]])
    assert ends(network) == [
        ((0, 0), (50, 0), 50),
        ((50, 0), (100, 0), 50),
        ((50, 0), (50, 50), 50),
        ((25, -10), (25, 10), 20),
    ]
    assert len(ends(built([[(0, 0), (50, 0), (100, 0)], [(50, 0), (50, 50)]], join="ends"))) == 2


def test_ends_within_the_tolerance_are_one_node() -> None:
    network = built([[(0, 0), (100, 0)], [(100.3, 0.3), (200, 0)], [(100.6, 0), (100, 50)]], tolerance=0.5)
    assert network.node_x.size == 4
    assert built([[(0, 0), (100, 0)], [(100.3, 0.3), (200, 0)]]).node_x.size == 4


def test_an_end_on_another_line_meets_it_only_when_declared() -> None:
    lines = [[(0, 0), (100, 0)], [(40, 0.3), (40, 50)], [(70, 0.6), (70, 50)], [(20, -9), (20, 9)], [(60, 0), (60, -5)]]
    assert len(ends(built(lines, tolerance=0.5))) == 5
    found = ends(built(lines, tolerance=0.5, join="touching"))
    assert [(a, b) for a, b, _ in found[:3]] == [((0, 0), (40, 0.3)), ((40, 0.3), (60, 0)), ((60, 0), (100, 0))]
    assert len(found) == 7


def test_a_line_that_comes_back_to_itself_is_cut_there() -> None:
    network = built([[(0, 0), (10, 0), (20, 0), (20, 10), (10, 10), (10, 0)]])
    assert ends(network) == [((0, 0), (10, 0), 10), ((10, 0), (10, 0), 40)]
