from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from geo_checks.area import StudyArea

METRIC = CRS.from_epsg(32650)
SIDE = 4  # streets in a row
STREET = 100.0  # metres


def area_of(rows: list[tuple[str, str, Any]]) -> StudyArea:
    tree = DivisionTree.of([Division(code, code, parent) for code, parent, _ in rows])
    polygon_of = {code: polygon for code, _, polygon in rows}
    return StudyArea.of(tree, np.array([polygon_of[code] for code in tree.divisions], dtype=object), METRIC)


def squares() -> StudyArea:
    """Return one city of two districts of 2 x 4 streets each; the streets meet on shared borders."""
    rows: list[tuple[str, str, Any]] = [("c", WHOLE, shapely.box(0, 0, SIDE * STREET, SIDE * STREET))]
    for half in range(2):
        x = half * 2 * STREET
        rows.append((f"d{half}", "c", shapely.box(x, 0, x + 2 * STREET, SIDE * STREET)))
        rows += [
            (
                f"s{half}{column}{row}",
                f"d{half}",
                shapely.box(x + column * STREET, row * STREET, x + (column + 1) * STREET, (row + 1) * STREET),
            )
            for column in range(2)
            for row in range(SIDE)
        ]
    return area_of(rows)


SQUARES = squares()
# Many of these lie on a border or a corner.
STEPS = st.integers(-2, 10).map(lambda step: step * 50.0)
PLACES = st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=60)


def by_the_rule(area: StudyArea, x: float, y: float) -> int:
    """Return what the rule says, one point at a time: touching, deepest, lowest code."""
    touching = [n for n, polygon in enumerate(area.polygons) if shapely.intersects(polygon, shapely.Point(x, y))]
    return min(touching, key=lambda n: (-area.levels[n], n), default=-1)


@given(PLACES)
def test_each_point_has_exactly_one_smallest_division(places: list[tuple[float, float]]) -> None:
    x, y = np.array(places).T
    assert SQUARES.place(x, y).tolist() == [by_the_rule(SQUARES, *place) for place in places]


@given(PLACES, st.randoms(use_true_random=False))
def test_placing_does_not_depend_on_the_order_of_the_points(places: list[tuple[float, float]], random: Any) -> None:
    order = list(range(len(places)))
    random.shuffle(order)
    x, y = np.array(places).T
    assert SQUARES.place(x[order], y[order]).tolist() == SQUARES.place(x, y)[order].tolist()


@given(PLACES)
def test_sums_upwards_are_exact(places: list[tuple[float, float]]) -> None:
    x, y = np.array(places).T
    home = SQUARES.place(x, y)
    counts = dict(zip(SQUARES.codes, SQUARES.count(home, [np.ones(len(places))])[:, 0], strict=True))

    own: dict[str, float] = {}
    for number in home:
        code = SQUARES.codes[number]
        own[code] = own.get(code, 0) + 1
    assert counts == SQUARES.tree.roll_up(own)
    assert counts[WHOLE] == len(places)
    for code, children in SQUARES.tree.children.items():
        if code != WHOLE:
            assert counts[code] == sum(counts[child] for child in children)


def test_a_point_beside_the_streets_belongs_to_their_district() -> None:
    area = area_of([("1", WHOLE, shapely.box(0, 0, 10, 10)), ("11", "1", shapely.box(0, 0, 4, 10))])
    x, y = np.array([2.0, 4.0, 7.0, 20.0, np.nan]), np.array([5.0, 5.0, 5.0, 5.0, 5.0])
    assert [area.codes[n] if n >= 0 else None for n in area.place(x, y)] == ["11", "11", "1", None, None]


def test_large_samples_agree_with_one_point_at_a_time() -> None:
    rng = np.random.default_rng(7)
    # Ragged neighbours: stars around random centres that overlap, so that ties matter.
    stars = []
    for number in range(12):
        angle = np.sort(rng.uniform(0, 2 * np.pi, 40))
        radius = rng.uniform(20, 120, 40)
        cx, cy = rng.uniform(0, 300, 2)
        star = shapely.Polygon(np.column_stack([cx + radius * np.cos(angle), cy + radius * np.sin(angle)]))
        stars.append((f"{number:02d}", WHOLE, shapely.make_valid(star)))
    area = area_of(stars)
    x, y = rng.uniform(-100, 400, (2, 3000))
    assert area.place(x, y).tolist() == [by_the_rule(area, *place) for place in zip(x, y, strict=True)]


def test_areas_come_from_polygons_and_else_from_the_children() -> None:
    area = area_of([("1", WHOLE, None), ("11", "1", shapely.box(0, 0, 2, 2)), ("12", "1", shapely.box(2, 0, 3, 2))])
    assert area.areas().tolist() == [6.0, 4.0, 2.0]
    assert area.place(np.array([2.0]), np.array([1.0])).tolist() == [1]
