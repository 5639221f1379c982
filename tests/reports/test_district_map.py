from __future__ import annotations

import re

import shapely

from audit.districts import Division
from audit.model import Lang
from reports.district_map import draw
from reports.rows import DivisionRow

ISLANDS = shapely.MultiPolygon([shapely.box(114, 30, 114.1, 30.1), shapely.box(114.3, 30, 114.35, 30.05)])
HOLED = shapely.box(114.1, 30, 114.2, 30.1).difference(shapely.box(114.14, 30.04, 114.16, 30.06))
BOW_TIE = shapely.Polygon([(114.4, 30), (114.5, 30.1), (114.5, 30), (114.4, 30.1)])


def row(code: str, shape: shapely.Geometry | None) -> DivisionRow:
    outline = None if shape is None else shapely.to_wkb(shape)
    return DivisionRow(Division(code, code), None, None, None, None, None, None, (), (), outline, None)


def test_every_part_of_a_division_is_drawn() -> None:
    drawn = draw([row("a", ISLANDS), row("b", HOLED), row("c", BOW_TIE)], [10.0, 50.0, 100.0])
    assert drawn is not None
    assert [shape.path.count("M") for shape in drawn.shapes] == [2, 2, 2]
    assert [shape.shade for shape in drawn.shapes] == [0, 2, 4]
    for shape in drawn.shapes:
        points = [tuple(map(float, pair.split())) for pair in re.findall(r"[\d.]+ [\d.]+", shape.path)]
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)


def test_no_data_is_a_class_of_its_own_and_numbers_follow_the_table() -> None:
    drawn = draw([row("a", None), row("b", HOLED), row("c", ISLANDS)], [1.0, None, 0.0])
    assert drawn is not None
    assert [(shape.number, shape.shade) for shape in drawn.shapes] == [(2, None), (3, 0)]
    assert drawn.shapes[0].label(Lang.EN)[0] == "2"


def test_without_outlines_there_is_no_map() -> None:
    assert draw([row("a", None)], [1.0]) is None
    assert draw([], []) is None
