"""Points out of the buffers: the same as GEOS reads, and left to GEOS where anything else is among them."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_checks.wkb_points import plain_points

_ORDINATES = st.floats(allow_nan=False, allow_infinity=True)


@given(
    st.lists(st.none() | st.tuples(_ORDINATES, _ORDINATES)),
    st.sampled_from([pa.binary(), pa.large_binary()]),
    st.integers(0, 3),
)
def test_they_are_what_was_written(places: list[tuple[float, float] | None], kind: pa.DataType, skipped: int) -> None:
    wkb = [None if place is None else shapely.to_wkb(shapely.points(*place)) for place in places]
    column = pa.chunked_array([pa.array(wkb[:2], kind), pa.array(wkb[2:], kind)]).slice(skipped)
    found = plain_points(column)
    assert found is not None
    x, y, null = found
    kept = places[skipped:]
    assert null.tolist() == [place is None for place in kept]
    np.testing.assert_array_equal(x, [np.nan if place is None else place[0] for place in kept])
    np.testing.assert_array_equal(y, [np.nan if place is None else place[1] for place in kept])


@pytest.mark.parametrize(
    "other",
    [
        shapely.to_wkb(shapely.Point(1, 2), byte_order=0),
        shapely.to_wkb(shapely.Point(1, 2, 3)),
        shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])),
        b"\x01\x01\x00\x00\x00",
        b"\x02" + shapely.to_wkb(shapely.Point(1, 2))[1:],
        b"",
    ],
)
def test_anything_else_is_left_to_geos(other: bytes) -> None:
    point = shapely.to_wkb(shapely.Point(1, 2))
    assert plain_points(pa.array([point, other, None], pa.binary())) is None


def test_a_column_of_text_is_no_column_of_points() -> None:
    assert plain_points(pa.array(["POINT (1 2)"])) is None
