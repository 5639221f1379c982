from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_checks.cells import Grid

ORDINATE = st.integers(0, 40).map(float)
POINTS = st.lists(st.tuples(ORDINATE, ORDINATE), min_size=1, max_size=80).map(np.array)
BOXES = st.lists(st.tuples(*[st.integers(-5, 45).map(float)] * 4), min_size=1, max_size=12).map(
    lambda boxes: np.array([(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in boxes])
)


@pytest.mark.parametrize("at_once", [3, 500_000])
@given(POINTS, BOXES)
def test_every_point_of_a_box_is_among_its_pairs_once(at_once: int, points: np.ndarray, boxes: np.ndarray) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("geo_checks.cells._AT_ONCE", at_once)
        grid = Grid(points[:, 0], points[:, 1], (0.0, 0.0, 40.0, 40.0))
        assert np.array_equal(np.column_stack([grid.x, grid.y]), points[grid.order])
        pairs = [(box, point) for part in grid.candidates(boxes) for box, point in zip(*part, strict=True)]
    assert len(set(pairs)) == len(pairs)
    assert [box for box, _ in pairs] == sorted(box for box, _ in pairs)
    for box, (west, south, east, north) in enumerate(boxes):
        for point, (x, y) in enumerate(zip(grid.x, grid.y, strict=True)):
            if west <= x <= east and south <= y <= north:
                assert (box, point) in pairs
