from __future__ import annotations

import math
from itertools import chain
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Reason
from audit.plan import Population
from geo_checks.area import StudyArea
from geo_checks.area_file import study_area
from geo_checks.compliance import CANT_TELL, FAILED, PASSED
from geo_checks.measures.coverage import of_people, straight
from geo_checks.people import People, read_people, spread
from geo_checks.source import source

# Division 1 is 1000 m square, its street takes the left 400 m; 2 and 3, to the east, overlap between 1800 and 2000.
TREE = DivisionTree.of([Division("1", "1"), Division("11", "11", "1"), Division("2", "2"), Division("3", "3")])
AREA = StudyArea.of(
    TREE,
    np.array(
        [
            shapely.box(0, 0, 1000, 1000),
            shapely.box(0, 0, 400, 1000),
            shapely.box(1000, 0, 2000, 1000),
            shapely.box(1800, 0, 3000, 1000),
        ],
        dtype=object,
    ),
    CRS.from_epsg(32650),
)
BOX = st.tuples(
    st.integers(-500, 3200), st.integers(-500, 1200), st.integers(1, 900), st.integers(1, 900), st.integers(0, 999)
)


def settle(boxes: list[tuple[int, int, int, int, int]]) -> People:
    shapes = np.array([shapely.box(x, y, x + width, y + height) for x, y, width, height, _ in boxes], dtype=object)
    count = np.array([people for *_, people in boxes], dtype=np.float64)
    return spread(AREA, shapes, count, {"over_65": count / 4})


def whole(people: People, radius: int, places: list[tuple[float, float]], codes: list[int]) -> dict[str, Any]:
    x, y = np.array(places, dtype=np.float64).reshape(-1, 2).T
    within = straight(people, x, y, np.array(codes, dtype=np.int8), (radius,))
    found = chain.from_iterable(of_people(AREA, "s", people, within, (radius,)))
    return {indicator.name: indicator for indicator in found if indicator.division == WHOLE}


@settings(max_examples=60, deadline=None)
@given(st.lists(BOX, min_size=1, max_size=6))
def test_the_parts_of_polygons_and_their_points_add_up_to_what_was_given(
    boxes: list[tuple[int, int, int, int, int]],
) -> None:
    people, total = settle(boxes), math.fsum(box[-1] for box in boxes)
    assert people.parts is not None
    assert math.fsum(people.parts.count) == pytest.approx(total)
    assert math.fsum(people.count) == pytest.approx(total)
    assert math.fsum(people.groups["over_65"]) == pytest.approx(total / 4)
    # Where divisions overlap both have a part: a point of either lies in the other, too.
    sole = ~((people.x >= 1800) & (people.x <= 2000))
    assert np.array_equal(AREA.place(people.x, people.y)[sole], people.home[sole])


def test_people_are_split_by_area() -> None:
    people = settle([(300, 0, 400, 100, 80), (900, -100, 200, 200, 40)])
    assert people.parts is not None
    assert people.parts.home.tolist() == [0, 1, 0, 2, -1]
    assert people.parts.count.tolist() == pytest.approx([60, 20, 10, 10, 20])
    assert people.parts.groups["over_65"].tolist() == pytest.approx([15, 5, 2.5, 2.5, 5])


def test_where_divisions_overlap_no_one_is_counted_twice() -> None:
    people = settle([(1700, 0, 200, 100, 90)])
    assert people.parts is not None
    assert people.parts.home.tolist() == [2, 3]
    assert people.parts.count.tolist() == pytest.approx([60, 30])


def test_the_share_of_a_polygon_within_the_radius_is_its_area_s() -> None:
    people = settle([(0, 0, 100, 100, 100), (5000, 0, 100, 100, 7)])
    found = whole(people, 100, [(0.0, 0.0)], [PASSED])
    assert found["coverage-100"].numerator == pytest.approx(100 * math.pi / 4, rel=1e-3)
    assert found["coverage-100"].denominator == pytest.approx(107)
    assert found["coverage-100@over_65"].numerator == pytest.approx(25 * math.pi / 4, rel=1e-3)
    assert found["coverage-100@over_65"].denominator == pytest.approx(107 / 4)


def test_an_unknown_facility_s_ground_is_unknown_once() -> None:
    people = settle([(0, 0, 100, 100, 100)])
    found = whole(people, 100, [(0.0, 0.0), (0.0, 0.0), (100.0, 100.0)], [PASSED, CANT_TELL, FAILED])
    assert found["coverage-100"].unknown == pytest.approx(0, abs=1e-9)
    found = whole(people, 200, [(0.0, 0.0), (50.0, 50.0)], [CANT_TELL, CANT_TELL])
    assert (found["coverage-200"].numerator, found["coverage-200"].unknown) == (0, pytest.approx(100))


def test_polygons_of_a_file_are_spread_and_cells_are_not(city: Any) -> None:
    frame = geopandas.GeoDataFrame(
        {"n": [100, 10, None, 5, 3], "aged": [20, 1, 9, None, 0]},
        geometry=[
            shapely.box(117.004, 26.004, 117.006, 26.007),
            shapely.box(117.019, 26.001, 117.021, 26.002),
            shapely.box(117.011, 26.001, 117.012, 26.002),
            shapely.box(117.05, 26.05, 117.051, 26.051),
            None,
        ],
        crs=4326,
    )
    frame.to_file(city.folder / "people.gpkg")
    area = study(city)
    plan = {"file": "people.gpkg", "count": "n", "groups": {"over_65": "aged"}}
    people, told = read_people(Population.model_validate(plan), city.folder, area)
    assert people.parts is not None
    counts = dict(zip(area.codes, area.count(people.home, [people.count])[:, 0], strict=True))
    assert (counts["1001"], counts["1002"]) == (pytest.approx(100 / 3, rel=1e-3), pytest.approx(200 / 3, rel=1e-3))
    assert counts["20"] == pytest.approx(5, rel=1e-3)
    assert counts[WHOLE] == pytest.approx(115)
    assert {(u.what, u.reason, u.detail.split(" ")[0]) for u in told} == {
        ("n", Reason.MISSING_COLUMN, "1"),
        ("aged", Reason.MISSING_COLUMN, "1"),
        ("", Reason.NO_GEOMETRY, "1"),
        ("", Reason.OUTSIDE_DISTRICTS, "2"),
    }
    cells, _ = read_people(Population.model_validate({**plan, "shape": "cells"}), city.folder, area)
    assert cells.parts is None
    assert cells.count.tolist() == [100, 10, 0, 5]
    assert cells.groups["over_65"].tolist() == [20, 1, 9, 0]


def study(city: Any) -> StudyArea:

    districts = city.plan().districts
    return study_area(districts, source(districts, city.folder), None)
