"""The walking network of a plan: lines cut at the vertices that they share → edges between nodes, with what is known.

Two lines meet where they have a vertex in common (in OpenStreetMap ways share their nodes, inside them too); ends of
lines that lie closer together than the plan's tolerance are one node. An end that lies on another line without a vertex
there meets it only when the plan says so, and a line that merely crosses another never: one of them may be a bridge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo_checks.coordinates import Floats

Indexes = NDArray[np.int64]
Flags = NDArray[np.bool_]

# What is told of the network stands under this name.
NETWORK: Final = "network"
# The attribute of a line that is a word.
SURFACE: Final = "surface"

# Vertices are one when they agree to the millimetre.
_GRAIN: Final = 1e-3


@dataclass(frozen=True)
class KerbPoints:
    """Places where a kerb is crossed (metres). ramp, tactile: yes 1, no 0, NaN not known."""

    x: Floats
    y: Floats
    ramp: Floats
    tactile: Floats


@dataclass(frozen=True)
class WalkingNetwork:
    """Edges between nodes, in metres.

    start, end: nodes of each edge; line: the line of the file that it is cut from. Edge i runs over the vertices
    first[i] to first[i + 1] (exclusive). columns: by attribute of schema.NETWORK, NaN where not known; surface: index
    into surfaces, -1 where not known. asked: attributes whose gaps count as not known; of the others only what is
    stated counts. kerbs: what the file itself says of kerbs.
    """

    node_x: Floats
    node_y: Floats
    start: Indexes
    end: Indexes
    length: Floats
    line: Indexes
    first: Indexes
    vertex_x: Floats
    vertex_y: Floats
    columns: Mapping[str, Floats]
    surface: Indexes
    surfaces: tuple[str, ...]
    asked: frozenset[str]
    kerbs: KerbPoints

    def column(self, name: str) -> Floats:
        """Return an attribute of the edges; one that the file does not have is known of none."""
        return self.columns.get(name, np.full(self.length.size, np.nan))


@dataclass(frozen=True)
class Vertices:
    """The vertices (metres) of lines, part by part. part: of each vertex; line: of each part."""

    x: Floats
    y: Floats
    part: Indexes
    line: Indexes

    @classmethod
    def of(cls, shapes: NDArray[np.object_]) -> Vertices:
        """Return the vertices of geometries, none missing."""
        parts, line = shapely.get_parts(shapes, return_index=True)
        empty = shapely.is_empty(parts)
        parts, line = parts[~empty], line[~empty]
        xy, part = shapely.get_coordinates(parts, return_index=True)
        x, y = np.ascontiguousarray(xy.T)
        return cls(x, y, part, line)


@dataclass(frozen=True)
class Lines:
    """Lines that can be walked, and their attributes as WalkingNetwork has them by edge."""

    vertices: Vertices
    columns: Mapping[str, Floats]
    surface: Indexes
    surfaces: tuple[str, ...]

    @classmethod
    def of(
        cls, shapes: NDArray[np.object_], columns: Mapping[str, Floats], surface: Indexes, surfaces: tuple[str, ...]
    ) -> Lines:
        """Return the lines of geometries in metres, none missing."""
        return cls(Vertices.of(shapes), columns, surface, surfaces)


NO_KERBS: Final = KerbPoints(np.array([]), np.array([]), np.array([]), np.array([]))


def build(
    lines: Lines,
    tolerance: float = 0.0,
    join: str = "vertices",
    asked: frozenset[str] = frozenset(),
    kerbs: KerbPoints = NO_KERBS,
) -> WalkingNetwork:
    """Cut lines into edges. tolerance: metres within which ends are one node.

    join: "vertices" (wherever lines share one), "ends" (only there), or "touching": also where a line's end lies on
    another line.
    """
    given = lines.vertices
    x, y, part, line = given.x, given.y, given.part, given.line
    # A vertex that repeats the one before it makes no way.
    fresh = np.ones(part.size, dtype=np.bool_)
    fresh[1:] = np.maximum(np.abs(np.diff(x)), np.abs(np.diff(y))) >= _GRAIN
    fresh[1:] |= part[1:] != part[:-1]
    if not fresh.all():
        x, y, part = x[fresh], y[fresh], part[fresh]
    if join == "touching":
        parts = shapely.linestrings(np.column_stack([given.x, given.y]), indices=given.part)
        x, y, part = _touched(parts, x, y, part, max(tolerance, _GRAIN))
    is_end = _ends(part)
    vertex = _joined(x, y, is_end, tolerance)
    cut = is_end.copy()
    if join != "ends":
        cut |= np.bincount(vertex)[vertex] > 1
    at = np.flatnonzero(cut)
    along = np.flatnonzero(part[at[:-1]] == part[at[1:]])
    a, b = at[along], at[along + 1]
    step = np.append(np.hypot(np.diff(x), np.diff(y)), 0.0)
    step[:-1][part[1:] != part[:-1]] = 0.0
    length = np.add.reduceat(step, at)[along] if at.size else np.array([])
    real = length > 0
    a, b, length = a[real], b[real], length[real]
    # Nodes are numbered in the order of the file.
    node, nodes = _numbered(np.column_stack([vertex[a], vertex[b]]).ravel())
    where = np.full(x.size, -1, dtype=np.int64)
    where[vertex[::-1]] = np.arange(x.size)[::-1]
    size = b - a + 1
    run = np.repeat(a - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    origin = line[part[a]]
    return WalkingNetwork(
        x[where[nodes]],
        y[where[nodes]],
        node[0::2],
        node[1::2],
        length,
        origin,
        np.concatenate([[0], np.cumsum(size)]),
        x[run],
        y[run],
        {name: floats[origin] for name, floats in lines.columns.items()},
        lines.surface[origin],
        lines.surfaces,
        asked,
        kerbs,
    )


def _ends(part: Indexes) -> Flags:
    """Return which vertices are the first or the last of their part."""
    is_end = np.ones(part.size, dtype=np.bool_)
    if part.size:
        is_end[1:-1] = (part[1:-1] != part[:-2]) | (part[1:-1] != part[2:])
    return is_end


def _touched(
    parts: NDArray[np.object_], x: Floats, y: Floats, part: Indexes, reach: float
) -> tuple[Floats, Floats, Indexes]:
    """Return the vertices with one more wherever an end of a line lies on another (metres: no farther than reach)."""
    at = np.flatnonzero(_ends(part))
    points = shapely.points(x[at], y[at])
    end, line = shapely.STRtree(parts).query(points, predicate="dwithin", distance=reach)
    offset = shapely.line_locate_point(parts[line], points[end])
    inner = (offset > reach) & (offset < shapely.length(parts[line]) - reach) & (part[at[end]] != line)
    end, line, offset = at[end[inner]], line[inner], offset[inner]
    step = np.concatenate([[0.0], np.hypot(np.diff(x), np.diff(y))])
    step[1:][np.diff(part) != 0] = 0.0
    along = np.cumsum(step)
    starts = np.searchsorted(part, np.arange(len(parts)))
    along -= along[starts[part]]
    order = np.lexsort((np.concatenate([along, offset]), np.concatenate([part, line])))
    return (
        np.concatenate([x, x[end]])[order],
        np.concatenate([y, y[end]])[order],
        np.concatenate([part, line])[order],
    )


def _joined(x: Floats, y: Floats, is_end: Flags, tolerance: float) -> Indexes:
    """Return one number for all vertices at a place; ends within the tolerance of each other are at one place."""
    grid_x, grid_y = np.rint(x / _GRAIN).astype(np.int64), np.rint(y / _GRAIN).astype(np.int64)
    if x.size:
        grid_x, grid_y = grid_x - grid_x.min(), grid_y - grid_y.min()
    vertex, _ = _numbered(grid_x * (int(grid_y.max(initial=0)) + 1) + grid_y)
    ends, first = np.unique(vertex[is_end], return_index=True)
    if tolerance <= 0 or not ends.size:
        return vertex
    at = np.flatnonzero(is_end)[first]
    pairs = cKDTree(np.column_stack([x[at], y[at]])).query_pairs(tolerance, output_type="ndarray")
    if not pairs.size:
        return vertex
    links = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(ends.size, ends.size))
    _, label = connected_components(links, directed=False)
    lowest = np.full(ends.size, vertex.max() + 1)
    np.minimum.at(lowest, label, ends)
    renamed = np.arange(int(vertex.max()) + 1)
    renamed[ends] = lowest[label]
    return np.asarray(renamed[vertex], dtype=np.int64)


def _numbered(values: Indexes) -> tuple[Indexes, Indexes]:
    """Return whole numbers as codes into their distinct values, which stand in the order in which they are met."""
    encoded = pa.array(values).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_numpy()
