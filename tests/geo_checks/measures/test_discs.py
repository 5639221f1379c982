"""Areas of unions of discs in polygons: what uniting polygons of very many corners gives, at the rim cases too."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_checks.measures.discs import Ground

# A disc of 4 x 256 corners has this share less area than a true one.
CORNERS, LESS = 256, 7e-6
# Many of these places stand on borders and corners, and circles touch each other there.
PLACES = st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 14)), max_size=12).map(
    lambda places: np.array(places, dtype=np.float64).reshape(-1, 2) * 50.0
)
L_SHAPE = shapely.Polygon([(0, 0), (600, 0), (600, 200), (250, 200), (250, 600), (0, 600)])
RING = shapely.Polygon(shapely.box(100, 100, 500, 500).exterior, [shapely.box(200, 200, 400, 400).exterior])
SHAPES = np.array(
    [
        L_SHAPE,
        shapely.reverse(L_SHAPE),
        RING,
        shapely.MultiPolygon([shapely.box(0, 0, 100, 100), RING]),
        shapely.segmentize(L_SHAPE, 7.0),
        None,
        shapely.Polygon(),
        shapely.box(250, 200, 600, 600),
    ],
    dtype=object,
)


def united(places: np.ndarray, radius: float) -> list[float]:
    discs = shapely.union_all(shapely.buffer(shapely.points(places), radius, quad_segs=CORNERS))
    return [0.0 if shape is None else shape.intersection(discs).area for shape in SHAPES]


@settings(max_examples=100, deadline=None)
@given(PLACES, st.sampled_from([25.0, 50.0, 70.0, 100.0, 300.0, 2000.0]))
def test_they_are_what_uniting_gives(places: np.ndarray, radius: float) -> None:
    found = Ground(SHAPES).covered(places[:, 0], places[:, 1], radius)
    slack = LESS * math.pi * radius**2 * max(1, len(places)) + 1e-3
    np.testing.assert_allclose(found, united(places, radius), rtol=0, atol=slack)
    areas = np.nan_to_num(shapely.area(SHAPES))
    assert ((found >= 0) & (found <= areas)).all()
    # However a border is drawn; and what two that meet cover is what both cover together.
    assert found[1] == pytest.approx(found[0], abs=0.05)
    assert found[4] == pytest.approx(found[0], abs=0.05)
    whole = Ground(np.array([shapely.box(0, 0, 600, 600)], dtype=object)).covered(places[:, 0], places[:, 1], radius)[0]
    assert found[0] + found[7] == pytest.approx(whole, abs=0.05)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-100, 700), st.floats(-100, 700)), min_size=1, max_size=30), st.floats(1, 400))
def test_they_are_so_for_places_anywhere(places: list[tuple[float, float]], radius: float) -> None:
    at = np.array(places)
    found = Ground(SHAPES).covered(at[:, 0], at[:, 1], radius)
    slack = LESS * math.pi * radius**2 * len(places) + 1e-2
    np.testing.assert_allclose(found, united(at, radius), rtol=0, atol=slack)


def test_a_disc_inside_is_a_disc_and_ground_inside_a_disc_is_all() -> None:
    ground = Ground(np.array([shapely.box(0, 0, 1000, 1000)], dtype=object))
    middle = np.array([500.0])
    assert ground.covered(middle, middle, 100.0)[0] == pytest.approx(math.pi * 100**2, rel=1e-12)
    assert ground.covered(middle, middle, 500.0)[0] == pytest.approx(math.pi * 500**2, rel=1e-9)
    assert ground.covered(middle, middle, 800.0)[0] == 1_000_000
    assert ground.covered(np.repeat(middle, 3), np.repeat(middle, 3), 100.0)[0] == pytest.approx(math.pi * 100**2)


def test_without_places_or_without_ground_there_is_nothing() -> None:
    empty = np.array([])
    assert Ground(SHAPES).covered(empty, empty, 100.0).tolist() == [0.0] * SHAPES.size
    nothing = Ground(np.array([None, shapely.Polygon()], dtype=object))
    assert nothing.covered(np.array([1.0]), np.array([1.0]), 100.0).tolist() == [0.0, 0.0]


def test_many_places_are_worked_on_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    x, y = random.uniform(-100, 700, (2, 200))
    whole = Ground(SHAPES).covered(x, y, 30.0)
    monkeypatch.setattr("geo_checks.measures.discs._AT_ONCE", 7)
    np.testing.assert_allclose(Ground(SHAPES).covered(x, y, 30.0), whole, rtol=1e-9)
