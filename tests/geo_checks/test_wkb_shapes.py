"""Vertices out of the buffers: the same as GEOS reads, and left to GEOS where anything else is among them."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_checks.wkb_shapes import plain_lines, plain_polygons

KINDS = st.sampled_from([pa.binary(), pa.large_binary()])
SPOT = st.tuples(st.integers(-1000, 1000).map(float), st.floats(-1000, 1000))
LINES = st.lists(st.none() | st.lists(SPOT, min_size=2, max_size=6).map(shapely.LineString), min_size=1).filter(any)
SIZES = st.tuples(*[st.integers(1, 50).map(float)] * 4)


def square(x: float, y: float, side: float, hole: float) -> shapely.Polygon:
    inner = shapely.box(x + side / 3, y + side / 3, x + side / 2, y + side / 2).exterior
    return shapely.Polygon(shapely.box(x, y, x + side, y + side).exterior, [inner] if hole > 25 else [])


AREAS = st.lists(SIZES.map(lambda at: square(*at)), min_size=1, max_size=3).map(
    lambda parts: parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
)


def column(shapes: list[Any], kind: pa.DataType, skipped: int) -> Any:
    wkb = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    return pa.chunked_array([pa.array([None, *wkb[:2]], kind), pa.array(wkb[2:], kind)]).slice(skipped)


@given(LINES, KINDS, st.integers(0, 1))
def test_lines_are_what_was_written(lines: list[Any], kind: pa.DataType, skipped: int) -> None:
    found = plain_lines(column(lines, kind, skipped))
    assert found is not None
    kept = [None, *lines][skipped:]
    assert found.null.tolist() == [line is None for line in kept]
    assert np.diff(found.first).tolist() == [0 if line is None else len(line.coords) for line in kept]
    at, row = shapely.get_coordinates(np.array(kept, dtype=object), return_index=True)
    np.testing.assert_array_equal(np.column_stack([found.x, found.y]), at)
    np.testing.assert_array_equal(np.repeat(np.arange(len(kept)), np.diff(found.first)), row)


@given(st.lists(st.none() | AREAS, min_size=1).filter(any), KINDS, st.integers(0, 1))
def test_polygons_are_what_was_written_in_other_places(areas: list[Any], kind: pa.DataType, skipped: int) -> None:
    found = plain_polygons(column(areas, kind, skipped))
    assert found is not None
    kept = np.array([None, *areas][skipped:], dtype=object)
    moved = shapely.transform(kept, lambda at: at + np.array([7.0, -3.0]))
    drawn = found.drawn(lambda x, y: (x + 7.0, y - 3.0))
    assert drawn is not None
    assert shapely.is_missing(drawn).tolist() == shapely.is_missing(kept).tolist()
    there = ~shapely.is_missing(kept)
    assert shapely.equals_exact(shapely.normalize(drawn[there]), shapely.normalize(moved[there])).all()


def test_of_many_polygons_a_few_are_moved_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo_checks.wkb_shapes._AT_ONCE", 7)
    shapes = [square(float(n), 0.0, 30.0, 50.0 * (n % 2)) for n in range(9)] + [None]
    shapes += [shapely.MultiPolygon([square(0, 0, 9, 0), square(20, 0, 9, 50)])]
    found = plain_polygons(column(shapes, pa.binary(), 0))
    assert found is not None
    assert [at.stop - at.start for at, *_ in found.vertices()] != [11]
    drawn = found.drawn(lambda x, y: (x, y))
    assert drawn is not None
    assert shapely.equals_exact(drawn[1:10], np.array(shapes[:9], dtype=object)).all()
    assert shapely.get_num_geometries(drawn[[0, 10, 11]]).tolist() == [0, 0, 2]
    assert found.drawn(lambda x, y: (x / 0.0, y)) is None


LINE = shapely.LineString([(0, 0), (1, 1)])
BOX = shapely.box(0, 0, 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        shapely.to_wkb(LINE, byte_order=0),
        shapely.to_wkb(shapely.LineString([(0, 0, 1), (1, 1, 1)])),
        shapely.to_wkb(shapely.MultiLineString([LINE])),
        shapely.to_wkb(shapely.LineString()),
        shapely.to_wkb(LINE)[:-1],
        shapely.to_wkb(LINE) + b"\x00",
        b"\x01\x02\x00\x00\x00\xff\xff\xff\xff",
        b"\x01\x02\x00\x00\x00\x01\x00\x00\x00" + bytes(16),
        b"",
    ],
)
def test_other_lines_are_left_to_geos(other: bytes) -> None:
    assert plain_lines(pa.array([shapely.to_wkb(LINE), other, None], pa.binary())) is None


@pytest.mark.parametrize(
    "other",
    [
        shapely.to_wkb(BOX, byte_order=0),
        shapely.to_wkb(shapely.force_3d(BOX)),
        shapely.to_wkb(shapely.Polygon()),
        shapely.to_wkb(shapely.MultiPolygon()),
        shapely.to_wkb(shapely.GeometryCollection([BOX])),
        shapely.to_wkb(LINE),
        shapely.to_wkb(BOX)[:-1],
        shapely.to_wkb(BOX)[:11],
        shapely.to_wkb(BOX) + b"\x00",
        shapely.to_wkb(BOX)[:-8] + b"\xff" * 8,  # left open
        shapely.to_wkb(BOX)[:9] + b"\xff\xff\xff\xff",
        b"",
    ],
)
def test_other_polygons_are_left_to_geos(other: bytes) -> None:
    assert plain_polygons(pa.array([shapely.to_wkb(BOX), other, None], pa.binary())) is None


@pytest.mark.parametrize("wkb", [None, pa.array(["LINESTRING (0 0, 1 1)"]), pa.array([None], pa.binary())])
def test_what_holds_no_bytes_has_no_vertices(wkb: Any) -> None:
    assert plain_lines(wkb) is None
    assert plain_polygons(wkb) is None
