"""Borders of many vertices: thinned for maps, the same way on both sides; cut into pieces to be found near a point."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Hashes = NDArray[np.uint32]

# Fewer vertices than this need no thinning: what simplifies them afterwards is quick enough.
MANY: Final = 100_000

_HASH_BITS: Final = 24
_MIXERS: Final = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xBF58476D1CE4E5B9))
_MOST_CELLS_PER_SIDE: Final = 8_000
# Vertices that are worked on at once: few enough for the processor's cache.
_AT_ONCE: Final = 32_768
_LEAST_CORNERS: Final = 3

# Geometries that hold no others.
_SIMPLE: Final = (shapely.GeometryType.POINT, shapely.GeometryType.LINESTRING, shapely.GeometryType.POLYGON)

# Vertices to a piece of a border: a tree of pieces passes over nearly all of an outline, one of outlines over none.
_PIECE: Final = 128


def thinned(polygons: NDArray[np.object_], cell: float) -> NDArray[np.object_]:
    """Return polygons that keep one vertex in each square of a grid: a corner of three neighbours if there is one.

    Whether a vertex stays depends on it and on the square alone, never on the ring that passes through it, so
    neighbours that share a border share it still. A ring that would be left without area keeps all its vertices.
    polygons: polygons or multipolygons, none missing; cell: the square's side, in the polygons' unit.
    """
    parts, polygon_of = shapely.get_parts(polygons, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    at, ring_of = shapely.get_coordinates(rings, return_index=True)
    if not len(at):
        return polygons
    closing = np.append(ring_of[1:] != ring_of[:-1], True)
    square, hashed = _squares_and_hashes(at, shapely.total_bounds(polygons), cell)
    rank = _ranks(hashed, ~closing)
    best = np.full(int(square.max()) + 1, np.iinfo(np.uint32).max, dtype=np.uint32)
    np.minimum.at(best, square, rank)
    kept = (best[square] == rank) & ~closing
    kept |= (np.bincount(ring_of[kept], minlength=rings.size) < _LEAST_CORNERS)[ring_of] & ~closing
    count = np.bincount(ring_of[kept], minlength=rings.size)
    end = np.cumsum(count)
    corners = np.insert(at[kept], end, at[kept][end - count], axis=0)
    closed = shapely.linearrings(corners, indices=np.repeat(np.arange(rings.size), count + 1))
    whole = shapely.polygons(closed, indices=part_of)
    several = np.bincount(polygon_of, minlength=polygons.size) > 1
    result = np.empty(polygons.size, dtype=object)
    result[~several] = whole[~several[polygon_of]]
    if several.any():
        numbers = np.cumsum(several) - 1
        among = several[polygon_of]
        result[several] = shapely.multipolygons(whole[among], indices=numbers[polygon_of[among]])
    return result


def areas_of(collections: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the polygons of each collection, which has some, as one geometry: slivers of line and points are none."""
    parts, owner = shapely.get_parts(collections, return_index=True)
    while not np.isin(shapely.get_type_id(parts), _SIMPLE).all():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return np.asarray(shapely.multipolygons(parts[areas], indices=owner[areas]), dtype=object)


def pieces(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return all borders of polygons as short lines, each of which ends where the next begins."""
    rings = shapely.get_rings(shapely.get_parts(polygons))
    at, ring_of = shapely.get_coordinates(rings, return_index=True)
    count = shapely.get_num_coordinates(rings)
    closing = np.cumsum(count) - 1
    first = np.setdiff1d(np.union1d(np.arange(0, len(at), _PIECE), closing - count + 1), closing)
    size = np.minimum(np.append(first[1:], len(at)), closing[ring_of[first]]) - first + 1
    piece = np.repeat(np.arange(first.size), size)
    vertex = np.arange(piece.size) - np.repeat(np.cumsum(size) - size - first, size)
    return np.asarray(shapely.linestrings(at[vertex], indices=piece), dtype=object)


def _squares_and_hashes(
    at: Floats, bounds: tuple[float, float, float, float], cell: float
) -> tuple[NDArray[np.int32], Hashes]:
    """Return the number of each vertex's square, and a number of 24 bits for it, the same wherever it stands.

    bounds: of all vertices.
    """
    west, south, east, north = bounds
    side = max(cell, max(east - west, north - south) / _MOST_CELLS_PER_SIDE)
    columns = int((east - west) / side) + 1
    squares, hashes = np.empty(len(at), dtype=np.int32), np.empty(len(at), dtype=np.uint32)
    for first in range(0, len(at), _AT_ONCE):
        here = slice(first, first + _AT_ONCE)
        x, y = np.ascontiguousarray(at[here].T)
        squares[here] = ((y - south) / side).astype(np.int32) * columns + ((x - west) / side).astype(np.int32)
        mixed = x.view(np.uint64) * _MIXERS[0]
        mixed ^= y.view(np.uint64) * _MIXERS[1]
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIXERS[2]
        mixed >>= np.uint64(64 - _HASH_BITS)
        hashes[here] = mixed
    return squares, hashes


def _ranks(hashes: Hashes, counted: NDArray[np.bool_]) -> Hashes:
    """Return what a vertex is chosen by, the lowest first: how many rings meet in it, and then its hash."""
    meeting = np.zeros(1 << _HASH_BITS, dtype=np.uint8)
    np.add.at(meeting, hashes[counted], np.uint8(1))
    return np.asarray((np.uint32(255) - meeting[hashes]) << np.uint32(_HASH_BITS) | hashes, dtype=np.uint32)
