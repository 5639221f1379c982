from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_checks import each_way
from geo_checks.each_way import Doors, Ways, least
from geo_checks.routes import Graph, Places, distances, graph
from tests.geo_checks.test_routes import NETWORKS, POINTS, at, network

Points = list[tuple[float, float]]


def table(found: Ways, sources: int, targets: int) -> np.ndarray:
    ways = np.full((sources, targets), np.inf)
    ways[found.source, found.target] = found.metres
    return ways


def one_after_the_other(over: Graph, begin: Places, aim: Places, limit: float) -> np.ndarray:
    each = [distances(over, begin.take(np.array([n])), aim, limit) for n in range(begin.edge.size)]
    return np.array(each).reshape(begin.edge.size, aim.edge.size)


@settings(max_examples=60, deadline=None)
@given(NETWORKS, POINTS, POINTS, st.sampled_from([0.0, 75.0, 240.0, 5_000.0]), st.data())
def test_each_way_is_that_of_its_source_alone(
    lines: list[Points], begin: Points, aim: Points, limit: float, data: st.DataObject
) -> None:
    over = network(*lines)
    is_open = np.array(data.draw(st.lists(st.booleans(), min_size=over.length.size, max_size=over.length.size)))
    blocked = np.array(data.draw(st.lists(st.booleans(), min_size=over.node_x.size, max_size=over.node_x.size)))
    on = graph(over, is_open, blocked)
    sources, targets = at(over, begin, is_open), at(over, aim, is_open)
    found = Doors(on, targets).ways(sources, limit)
    assert table(found, len(begin), len(aim)).tolist() == one_after_the_other(on, sources, targets, limit).tolist()
    key = found.source * len(aim) + found.target
    assert (np.diff(key) > 0).all(), "every pair once, in order"


def test_what_is_held_at_once_does_not_change_the_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(11)
    rows = [[(0.0, n * 60.0), *((m * 60.0, n * 60.0) for m in range(1, 12))] for n in range(12)]
    over = network(*rows, *([(x, y) for y, x in row] for row in rows))
    on = graph(over)
    begin, aim = (at(over, [tuple(p) for p in rng.uniform(0, 660, (n, 2)).tolist()]) for n in (90, 200))
    doors, none = Doors(on, aim), np.zeros(90, dtype=np.int64)
    whole = table(doors.ways(begin, 300.0), 90, 200)
    for held, further in ((2_000, none), (2_000_000, none), (2_000, none + 300), (1, none + 5)):
        monkeypatch.setattr(each_way, "_FIRST", 4)
        monkeypatch.setattr(each_way, "_HELD", held)
        parts = list(doors.batches(begin, 300.0, further))
        assert np.concatenate([which for which, _ in parts]).tolist() == list(range(90))
        ways = np.vstack([table(found, which.size, 200) for which, found in parts])
        assert ways.tolist() == whole.tolist()
        assert held > 2_000 or len(parts) > 5


def test_nobody_near_is_no_way() -> None:
    over = network([(0.0, 0.0), (100.0, 0.0)])
    nowhere = Places(np.array([-1]), np.zeros(1), np.array([np.inf]))
    here = at(over, [(50.0, 0.0)])
    assert Doors(graph(over), nowhere).ways(here, 500.0).metres.size == 0
    assert Doors(graph(over), here).ways(nowhere, 500.0).metres.size == 0
    none = np.array([], dtype=np.int64)
    assert list(Doors(graph(over), here).batches(here.take(none), 500.0, none)) == []
    assert [part.tolist() for part in least(none, np.array([]))] == [[], []]
