from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_checks.measures.corners import CORNER, CROSSING, FAR_SIDE, Places, crossing_ends, nearest_line, without_doubles
from geo_checks.measures.corners import corners as all_sides

MERGE = 20.0
Line = list[tuple[float, float]]


def roads(*lines: Line) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    shapes = np.empty(len(lines), dtype=object)
    shapes[:] = [shapely.LineString(line) for line in lines]
    return shapes


def corners(
    lines: np.ndarray[tuple[int], np.dtype[np.object_]], half: np.ndarray, merge: float, **how: bool | float
) -> Places:
    """Return the corners alone, without the far sides."""
    found = all_sides(lines, half, merge, **how)  # type: ignore[arg-type]
    return found.take(found.kind != FAR_SIDE)


def spots(places: Places) -> list[tuple[float, float]]:
    return sorted((round(float(x), 3) + 0.0, round(float(y), 3) + 0.0) for x, y in zip(places.x, places.y, strict=True))


def corners_of(*lines: Line, half: float = 5.0, **how: bool | float) -> list[tuple[float, float]]:
    return spots(corners(roads(*lines), np.full(len(lines), half), MERGE, **how))


EAST_WEST: Line = [(-100, 0), (0, 0), (100, 0)]
NORTH_SOUTH: Line = [(0, -100), (0, 0), (0, 100)]
FOUR = [(-5, -5), (-5, 5), (5, -5), (5, 5)]


def test_a_junction_of_four_arms_has_four_corners_where_the_kerbs_meet() -> None:
    assert corners_of(EAST_WEST, NORTH_SOUTH) == FOUR
    places = corners(roads(EAST_WEST, NORTH_SOUTH), np.array([3.0, 8.0]), MERGE)
    assert spots(places) == [(-8, -3), (-8, 3), (8, -3), (8, 3)]
    assert {tuple(sorted(pair)) for pair in places.roads.tolist()} == {(0, 1)}
    assert set(places.group.tolist()) == {0}
    assert set(places.kind.tolist()) == {CORNER}


def test_the_far_side_of_a_t_junction_is_no_corner_unless_asked() -> None:
    stem: Line = [(0, 0), (0, -100)]
    assert corners_of(EAST_WEST, stem) == [(-5, -5), (5, -5)]
    far = all_sides(roads(EAST_WEST, stem), np.full(2, 5.0), MERGE)
    assert spots(far.take(far.kind == FAR_SIDE)) == [(0, 5)]
    assert corners_of(EAST_WEST, stem, straight=200.0) == [(-5, -5), (0, 5), (5, -5)]


def test_where_a_road_only_goes_on_or_ends_there_is_no_corner() -> None:
    assert corners_of([(-100, 0), (0, 0)], [(0, 0), (0, 100)], [(-100, 0), (-100, 50)]) == []


def test_two_carriageways_are_one_road_with_the_corners_outside() -> None:
    upper: Line = [(-100, 6), (0, 6), (100, 6)]
    lower: Line = [(-100, -6), (0, -6), (100, -6)]
    across: Line = [(0, -100), (0, -6), (0, 6), (0, 100)]
    assert corners_of(upper, lower, across) == [(-5, -11), (-5, 11), (5, -11), (5, 11)]


def test_junctions_farther_apart_than_the_merge_distance_stay_two() -> None:
    lower: Line = [(-100, 0), (0, 0), (100, 0)]
    for apart, count in ((19.0, 4), (21.0, 8)):
        upper: Line = [(-100, apart), (0, apart), (100, apart)]
        across: Line = [(0, -100), (0, 0), (0, apart), (0, 100)]
        assert len(corners_of(lower, upper, across)) == count


def test_a_slip_road_beside_a_road_makes_no_corner() -> None:
    slip: Line = [(0, 0), (100, 20)]
    assert corners_of([(-100, 0), (0, 0), (100, 0)], slip) == []


def test_lines_that_cross_without_a_vertex_meet_only_when_asked() -> None:
    across, down = [(-100.0, 0.0), (100.0, 0.0)], [(0.0, -100.0), (0.0, 100.0)]
    assert corners_of(across, down) == []
    assert corners_of(across, down, by_crossing=True) == FOUR
    assert corners_of(across, [(0, 0), (0, -100)], by_crossing=True) == [(-5, -5), (5, -5)]
    sloppy = corners_of(across, [(0, -0.3), (0, -100)], by_crossing=True)
    assert np.array(sloppy) == pytest.approx(np.array([(-5, -5), (5, -5)]), abs=0.5)


def test_multilines_empty_and_missing_lines_are_taken_as_they_are() -> None:
    shapes = np.array(
        [None, shapely.MultiLineString([EAST_WEST, NORTH_SOUTH]), shapely.LineString(), shapely.LineString(EAST_WEST)],
        dtype=object,
    )
    assert spots(corners(shapes, np.full(4, 5.0), MERGE)) == FOUR
    nothing = corners(shapes[:1], np.ones(1), MERGE)
    assert nothing.x.size == nothing.group.size == 0
    assert nothing.roads.shape == (0, 2)


@settings(max_examples=40, deadline=None)
@given(
    columns=st.integers(1, 4),
    rows=st.integers(1, 4),
    angle=st.floats(0, 2 * math.pi),
    seed=st.integers(0, 2**32 - 1),
    cut=st.booleans(),
)
def test_a_grid_of_streets_keeps_its_corners_turned_cut_and_shuffled(
    *, columns: int, rows: int, angle: float, seed: int, cut: bool
) -> None:
    """Inner junctions have 4 corners, those on the rim 2 (T), the four outermost 0 (bends)."""
    east = [100.0 * n for n in range(columns + 1)]
    north = [100.0 * n for n in range(rows + 1)]
    lines: list[Line] = [[(x, y) for x in east] for y in north] + [[(x, y) for y in north] for x in east]
    if cut:
        lines = [line[n : n + 2] for line in lines for n in range(len(line) - 1)]
    order = np.random.default_rng(seed).permutation(len(lines))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    shapes = shapely.transform(roads(*[lines[n] for n in order]), lambda at: at @ turn.T + [5e5, 4e6])
    found = corners(shapes, np.full(len(lines), 4.0), MERGE)
    inner, rim = (columns - 1) * (rows - 1), 2 * (columns - 1) + 2 * (rows - 1)
    assert found.x.size == 4 * inner + 2 * rim
    back = (np.column_stack([found.x, found.y]) - [5e5, 4e6]) @ turn
    off = np.abs(back - 100 * np.round(back / 100))
    assert off == pytest.approx(np.full(off.shape, 4.0), abs=1e-3)


def test_a_crossing_has_two_ends_drawn_or_on_the_kerbs_of_its_road() -> None:
    road = roads(EAST_WEST, [(-100, 90), (100, 90)])
    crossings = np.array(
        [shapely.LineString([(20, -4), (20, 4)]), None, shapely.Point(40, 0.5), shapely.Point(-100, 0)], dtype=object
    )
    ends = crossing_ends(crossings, road, np.array([6.0, 3.0]))
    assert spots(ends) == [(-100, -6), (-100, 6), (20, -4), (20, 4), (40, -5.5), (40, 6.5)]
    assert ends.group.tolist() == [0, 0, 2, 2, 3, 3]
    assert set(ends.kind.tolist()) == {CROSSING}
    assert set(ends.roads.ravel().tolist()) == {0}
    assert crossing_ends(crossings, road[:0], np.empty(0)).x.size == 2


def test_a_corner_beside_a_crossings_end_is_that_end() -> None:
    places = corners(roads(EAST_WEST, NORTH_SOUTH), np.full(2, 5.0), MERGE)
    ends = crossing_ends(roads([(8, -5), (8, 5)]), roads(EAST_WEST), np.full(1, 5.0))
    both = without_doubles(ends, places, 5.0)
    assert spots(both) == [(-5, -5), (-5, 5), (8, -5), (8, 5)]
    assert both.kind.tolist() == [CROSSING, CROSSING, CORNER, CORNER]


def test_of_equally_near_lines_the_first_is_nearest() -> None:
    lines = roads([(0, 1), (9, 1)], [(0, -1), (9, -1)], [(0, 1), (9, 1)])
    points = shapely.points([(5, 0), (5, -0.5), (5, 50)])
    assert nearest_line(lines, points, 10.0).tolist() == [0, 1, -1]
    assert nearest_line(lines, points).tolist() == [0, 1, 0]


LINES = st.lists(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=5).map(
        lambda line: [(20.0 * x, 20.0 * y) for x, y in line]
    ),
    max_size=8,
)


@settings(deadline=None)
@given(lines=LINES, by_crossing=st.booleans(), merge=st.sampled_from([0.0, 15.0, 45.0]))
def test_whatever_the_lines_corners_are_places_near_their_roads(
    *, lines: list[Line], by_crossing: bool, merge: float
) -> None:
    shapes = roads(*lines)
    found = all_sides(shapes, np.full(len(lines), 4.0), merge, by_crossing=by_crossing)
    assert np.isfinite(found.x).all()
    assert np.isfinite(found.y).all()
    assert ((found.roads >= 0) & (found.roads < len(lines))).all()
    again = all_sides(shapes, np.full(len(lines), 4.0), merge, by_crossing=by_crossing)
    assert np.array_equal(found.x, again.x)
    if found.x.size:
        away = shapely.distance(shapely.points(found.x, found.y), shapely.union_all(shapes))
        assert away.max() <= 4 * 4 + 2 * merge + 1
