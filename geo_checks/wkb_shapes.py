"""Vertices of lines and polygons taken straight out of the buffers of a WKB column, before there is a geometry.

What moves all vertices into another system anyway then makes its geometries once, of the vertices as they are wanted.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Little-endian WKB: byte order 1, the type, how many vertices, rings or parts follow.
_HEAD: Final = struct.Struct("<BII")
_COUNT: Final = struct.Struct("<I")
_LINE, _POLYGON, _MULTIPOLYGON = 2, 3, 6
_VERTEX: Final = 16  # bytes of x and y
_LEAST_OF_LINE, _LEAST_OF_RING = 2, 4
_KIND: Final = shapely.GeometryType.POLYGON
# Vertices that are moved at once: few enough for the processor's cache, and no column of them all is held.
_AT_ONCE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Paths:
    """Vertices of lines, row after row. first: where each row's begin, and the end; null: rows without a geometry."""

    x: Floats
    y: Floats
    first: Indexes
    null: Bools


@dataclass(frozen=True, slots=True)
class Outlines:
    """Where the vertices of polygons stand in a column's bytes.

    rings: first byte and end of each ring; polygon: where the rings of each polygon begin, and the end; row: where the
    polygons of each row begin, and the end; a null row has none.
    """

    data: NDArray[np.uint8]
    rings: Indexes
    polygon: Indexes
    row: Indexes

    def vertices(self) -> Iterator[tuple[slice, Floats, Floats, Indexes]]:
        """Yield a stretch of polygons, x and y of their vertices, and where each of their rings begins, and the end."""
        end = np.cumsum(self.rings[:, 1] - self.rings[:, 0])[self.polygon[1:] - 1]
        starts = np.append(0, np.flatnonzero(np.diff(end // (_AT_ONCE * _VERTEX))) + 1).tolist()
        for first, last in pairwise([*dict.fromkeys(starts), end.size]):
            spans = self.rings[self.polygon[first] : self.polygon[last]]
            x, y = _columns(np.concatenate([self.data[begin:stop] for begin, stop in spans.tolist()]))
            yield slice(first, last), x, y, np.append(0, np.cumsum(spans[:, 1] - spans[:, 0])) // _VERTEX

    def drawn(self, move: Callable[[Floats, Floats], tuple[Floats, Floats]]) -> NDArray[np.object_] | None:
        """Return the rows' polygons in another system, None where a row has none; or None when one lies beyond it."""
        polygons = np.empty(self.polygon.size - 1, dtype=object)
        for at, file_x, file_y, ring in self.vertices():
            x, y = move(file_x, file_y)
            if not (np.isfinite(x).all() and np.isfinite(y).all()):
                return None
            rings = self.polygon[at.start : at.stop + 1] - self.polygon[at.start]
            polygons[at] = shapely.from_ragged_array(_KIND, np.column_stack([x, y]), (ring, rings))
        parts = np.diff(self.row)
        found = np.full(parts.size, None, dtype=object)
        found[parts == 1] = polygons[self.row[:-1][parts == 1]]
        several = np.flatnonzero(parts > 1)
        if several.size:
            row = np.repeat(np.arange(parts.size), parts)
            among = parts[row] > 1
            found[several] = shapely.multipolygons(polygons[among], indices=np.searchsorted(several, row[among]))
        return found


def plain_lines(column: Any) -> Paths | None:
    """Return the vertices of a column of plain lines; None when anything else is among them.

    Anything else: another type, a third dimension, big-endian or broken bytes, a line of fewer than two vertices.
    """
    if (read := _bytes(column)) is None:
        return None
    data, at, null = read
    begin, size = at[:-1][~null], np.diff(at)
    if size[null].any() or (size[~null] < _HEAD.size).any():
        return None
    heads = np.ascontiguousarray(data[begin[:, None] + np.arange(_HEAD.size)])
    count = np.zeros(null.size, dtype=np.int64)
    count[~null] = np.ascontiguousarray(heads[:, _COUNT.size + 1 :]).view("<u4")[:, 0]
    plain = np.array([1, _LINE, 0, 0, 0], dtype=np.uint8)
    if (heads[:, : plain.size] != plain).any() or (count[~null] < _LEAST_OF_LINE).any():
        return None
    if not np.array_equal(size[~null], _HEAD.size + _VERTEX * count[~null]):
        return None
    ordinates = np.ones(int(at[-1] - at[0]), dtype=np.bool_)
    ordinates[(begin - at[0])[:, None] + np.arange(_HEAD.size)] = False
    x, y = _columns(data[at[0] : at[-1]][ordinates])
    return Paths(x, y, np.append(0, np.cumsum(count)), null)


def plain_polygons(column: Any) -> Outlines | None:
    """Return the vertices of a column of plain polygons and multipolygons; None when anything else is among them.

    Anything else: as for lines; a polygon without a ring, a ring of fewer than four vertices or one left open, an
    ordinate that is no finite number.
    Row by row: meant for divisions, of which there are thousands.
    """
    if (read := _bytes(column)) is None:
        return None
    data, at, null = read
    view = data.data
    rings: list[tuple[int, int]] = []
    polygon, row = [0], [0]
    try:
        for (begin, end), absent in zip(pairwise(at.tolist()), null.tolist(), strict=True):
            for found in () if absent else _parts(view[begin:end]):
                rings += [(begin + first, begin + last) for first, last in found]
                polygon.append(len(rings))
            row.append(len(polygon) - 1)
    except (struct.error, _NotPlainError):
        return None
    if not rings:
        return None
    outlines = Outlines(data, *(np.array(numbers, dtype=np.int64) for numbers in (rings, polygon, row)))
    for _, x, y, ring in outlines.vertices():
        first, last = ring[:-1], ring[1:] - 1
        if (x[first] != x[last]).any() or (y[first] != y[last]).any():
            return None
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            return None
    return outlines


class _NotPlainError(Exception):
    """Something that is left to GEOS."""


def _parts(view: memoryview) -> Iterator[list[tuple[int, int]]]:
    """Yield for each polygon of a geometry where the vertices of its rings begin and end, in bytes."""
    order, kind, count = _HEAD.unpack_from(view)
    if order != 1 or kind not in (_POLYGON, _MULTIPOLYGON) or not count:
        raise _NotPlainError
    position = 0
    for number in range(count if kind == _MULTIPOLYGON else 1):
        if kind == _MULTIPOLYGON and number == 0:
            position = _HEAD.size
        order, inner, rings = _HEAD.unpack_from(view, position)
        if order != 1 or inner != _POLYGON or not rings:
            raise _NotPlainError
        position += _HEAD.size
        found = []
        for _ in range(rings):
            (vertices,) = _COUNT.unpack_from(view, position)
            first = position + _COUNT.size
            position = first + _VERTEX * vertices
            if vertices < _LEAST_OF_RING or position > len(view):
                raise _NotPlainError
            found.append((first, position))
        yield found
    if position != len(view):
        raise _NotPlainError


def _bytes(column: Any) -> tuple[NDArray[np.uint8], Indexes, Bools] | None:
    """Return a binary column's bytes, where each value begins in them, with the end, and which values are null."""
    if column is None:
        return None
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not (pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type)) or not len(array):
        return None
    width = np.int32 if pa.types.is_binary(array.type) else np.int64
    _, offsets, data = array.buffers()
    null = np.array(pc.is_null(array).to_numpy(zero_copy_only=False), dtype=np.bool_)
    if data is None or null.all():
        return None
    at = np.frombuffer(offsets, width)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    return np.frombuffer(data, np.uint8), at, null


def _columns(ordinates: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """Return x and y, each in one stretch of memory: on columns of a table all that follows is slow."""
    x, y = np.ascontiguousarray(ordinates.view("<f8").reshape(-1, 2).T)
    return x, y
