"""Where the road graph says that a curb ramp should be: the corners of every junction and both ends of every crossing.

GB 50763-2012 4.2.1 wants curb ramps at every junction and at both ends of each pedestrian crossing. A junction is a
node of the road graph with three arms or more; it has one corner between each two neighbouring arms. Two gaps between
arms are no corners: one as good as straight (the far side of a T junction: its kerb runs on, and a crossing there is
known by the crossings' own layer), and one too narrow to stand in (between the carriageways of one road, or beside a
slip road, there is an island). Far sides are given all the same, so that a ramp there does not pass for a corner's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Vertices this close (metres) are one node.
_SAME: Final = 0.05
# Metres along an arm after which its direction is taken: past the vertices that round off a junction.
_PROBE: Final = 15.0
# Degrees: a narrower gap between two arms holds an island, a wider one a kerb that runs straight on.
NARROW: Final = 30.0
STRAIGHT: Final = 150.0
# A corner lies no farther from the junction than this many half widths: kerbs at an acute angle meet far off.
_FARTHEST: Final = 4.0
# A point this close (metres) to a drawn crossing is part of it.
_ON: Final = 1.0
# A stretch that comes back to its own junction is inside it when it is no longer than this many merge distances.
_LOOP: Final = 4.0

CORNER, CROSSING, FAR_SIDE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Places:
    """Places that should have a curb ramp, in metres.

    kind: CORNER, CROSSING, or FAR_SIDE (where the kerb runs on: a ramp may stand there, none must); group: the
    junction, or the crossing, that each belongs to (numbered apart);
    roads: the two roads that meet at it (of a crossing, the one that it crosses, twice), -1 = none.
    """

    x: Floats
    y: Floats
    kind: NDArray[np.int8]
    group: Integers
    roads: Integers

    def take(self, which: Any) -> Places:
        """Return some of the places."""
        return Places(self.x[which], self.y[which], self.kind[which], self.group[which], self.roads[which])


@dataclass(frozen=True, slots=True)
class _Stops:
    """Where lines touch nodes, in order along each line. at: metres from its start; node: number of the node."""

    line: Integers
    at: Floats
    node: Integers
    node_x: Floats
    node_y: Floats


def corners(
    lines: NDArray[np.object_],
    half_widths: Floats,
    merge: float,
    *,
    straight: float = STRAIGHT,
    by_crossing: bool = False,
) -> Places:
    """Return the corners of the junctions of some roads, and the far sides opposite a road that ends there.

    lines: centre lines in metres (LineString or MultiLineString; None and empty ones are passed over).
    half_widths: half the width of each carriageway in metres. merge: junctions closer than this are one (the two
    carriageways of a road, a staggered junction). straight: degrees from which a gap is no corner.
    by_crossing: lines meet wherever they cross, not only where they share a vertex (never for data with bridges).
    """
    parts, road = shapely.get_parts(lines, return_index=True)
    kept = ~shapely.is_empty(parts)
    parts, road = shapely.force_2d(parts[kept]), road[kept].astype(np.int64)
    stops = _by_crossing(parts) if by_crossing else _by_vertex(parts)
    first = np.flatnonzero(stops.line[1:] == stops.line[:-1])
    # A link is what lies between two neighbouring stops on a line: an arm of the node at each of its ends.
    length = stops.at[first + 1] - stops.at[first]
    first, length = first[length > _SAME], length[length > _SAME]
    junction, centre_x, centre_y = _junctions(stops, first, length, merge)
    inner = (junction[stops.node[first]] == junction[stops.node[first + 1]]) & (length <= _LOOP * merge)
    first, length = first[~inner], length[~inner]
    ahead = np.minimum(length, _PROBE)
    stop = np.concatenate([first, first + 1])
    along = np.concatenate([stops.at[first] + ahead, stops.at[first + 1] - ahead])
    where = junction[stops.node[stop]]
    meant = where >= 0
    stop, along, where = stop[meant], along[meant], where[meant]
    probe = shapely.line_interpolate_point(parts[stops.line[stop]], along)
    probe_x, probe_y = shapely.get_x(probe), shapely.get_y(probe)
    base_x, base_y = stops.node_x[stops.node[stop]], stops.node_y[stops.node[stop]]
    bearing = np.arctan2(probe_y - centre_y[where], probe_x - centre_x[where])
    order = np.lexsort((along, stops.line[stop], bearing, where))
    where = where[order]
    heading = np.arctan2(probe_y - base_y, probe_x - base_x)[order]
    base = np.column_stack([base_x, base_y])[order]
    owner = road[stops.line[stop]][order]
    after = _next_in_group(where)
    gap = np.degrees(np.mod(heading[after] - heading, 2 * np.pi))
    here = np.flatnonzero((gap >= NARROW) & (gap <= 360 - NARROW))
    kind = np.where(gap[here] <= straight, CORNER, FAR_SIDE).astype(np.int8)
    there = after[here]
    centre = np.column_stack([centre_x, centre_y])[where[here]]
    x, y = _kerbs_meet(
        centre,
        (base[here], base[there]),
        (heading[here], heading[there]),
        (half_widths[owner[here]], half_widths[owner[there]]),
    )
    return Places(x, y, kind, where[here], np.column_stack([owner[here], owner[there]]))


def _next_in_group(group: Integers) -> Integers:
    """Return for each row of sorted groups the row after it, the group's first after its last."""
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    after = np.arange(1, group.size + 1)
    if group.size:
        after[np.append(begins[1:], group.size) - 1] = begins
    return after


def _kerbs_meet(
    centre: Floats, base: tuple[Floats, Floats], heading: tuple[Floats, Floats], half: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Return where the left kerb of one arm meets the right kerb of the next one round (counter-clockwise)."""
    (u, v) = (np.column_stack([np.cos(angle), np.sin(angle)]) for angle in heading)
    left = np.column_stack([-u[:, 1], u[:, 0]])
    right = np.column_stack([v[:, 1], -v[:, 0]])
    one, two = base[0] + half[0][:, None] * left, base[1] + half[1][:, None] * right
    apart = two - one
    sine = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    level = np.abs(sine) < np.sin(np.radians(NARROW))
    ahead = (apart[:, 0] * v[:, 1] - apart[:, 1] * v[:, 0]) / np.where(level, 1.0, sine)
    # Kerbs as good as in line never meet: midway between the two, where each begins.
    spot = np.where(level[:, None], (one + two) / 2, one + ahead[:, None] * u)
    reach = np.maximum(*(np.hypot(*(at - centre).T) for at in base)) + _FARTHEST * np.maximum(*half)
    distance = np.hypot(*(spot - centre).T)
    spot = centre + (spot - centre) * np.minimum(1.0, reach / np.maximum(distance, _SAME))[:, None]
    return spot[:, 0], spot[:, 1]


def crossing_ends(crossings: NDArray[np.object_], lines: NDArray[np.object_], half_widths: Floats) -> Places:
    """Return both ends of each crossing: of a line its own, of a point the two kerbs of the road that it lies on.

    A crossing given as a point with no road at all is passed over.
    """
    shape = shapely.get_type_id(crossings)
    drawn = np.flatnonzero((shape == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(crossings))
    dotted = np.flatnonzero((shape == shapely.GeometryType.POINT) & ~shapely.is_empty(crossings))
    # A crossing given both ways is one.
    dotted = dotted[nearest_line(crossings[drawn], crossings[dotted], _ON) < 0]
    here = [shapely.get_point(crossings[drawn], end) for end in (0, -1)]
    middle = np.append(shapely.line_interpolate_point(crossings[drawn], 0.5, normalized=True), crossings[dotted])
    road = nearest_line(lines, middle)
    dotted, dotted_road = dotted[road[drawn.size :] >= 0], road[drawn.size :]
    dotted_road = dotted_road[dotted_road >= 0]
    x, y = shapely.get_x(crossings[dotted]), shapely.get_y(crossings[dotted])
    along = shapely.line_locate_point(lines[dotted_road], crossings[dotted])
    before, behind = (
        shapely.line_interpolate_point(lines[dotted_road], np.maximum(along + step, 0.0)) for step in (-1.0, 1.0)
    )
    angle = np.arctan2(shapely.get_y(behind) - shapely.get_y(before), shapely.get_x(behind) - shapely.get_x(before))
    aside = half_widths[dotted_road]
    dx, dy = -np.sin(angle) * aside, np.cos(angle) * aside
    group = np.concatenate([drawn, dotted])
    order = np.argsort(np.concatenate([group, group]), kind="stable")
    ends_x = np.concatenate([shapely.get_x(here[0]), x + dx, shapely.get_x(here[1]), x - dx])[order]
    ends_y = np.concatenate([shapely.get_y(here[0]), y + dy, shapely.get_y(here[1]), y - dy])[order]
    owner = np.concatenate([road[: drawn.size], dotted_road] * 2)[order]
    return Places(
        ends_x,
        ends_y,
        np.full(ends_x.size, CROSSING, dtype=np.int8),
        np.concatenate([group, group])[order],
        np.column_stack([owner, owner]),
    )


def nearest_line(lines: NDArray[np.object_], points: NDArray[np.object_], farthest: float | None = None) -> Integers:
    """Return for each point the nearest line, the first of equals; -1 where there is none (within some metres)."""
    found = np.full(points.size, -1, dtype=np.int64)
    if not lines.size or not points.size:
        return found
    at, line = shapely.STRtree(lines).query_nearest(points, max_distance=farthest, all_matches=True)
    order = np.lexsort((line, at))
    at, first = np.unique(at[order], return_index=True)
    found[at] = line[order][first]
    return found


def without_doubles(ends: Places, corners_: Places, within: float) -> Places:
    """Return crossing ends and corners as one list: a corner that has a crossing's end close by is that end."""
    if ends.x.size and corners_.x.size:
        tree = cKDTree(np.column_stack([ends.x, ends.y]))
        distance, _ = tree.query(np.column_stack([corners_.x, corners_.y]), distance_upper_bound=within)
        corners_ = corners_.take(np.isinf(distance))
    return joined(ends, corners_)


def joined(one: Places, two: Places) -> Places:
    """Return two lists of places as one."""
    names = ("x", "y", "kind", "group", "roads")
    return Places(*(np.concatenate([getattr(one, name), getattr(two, name)]) for name in names))


def _by_vertex(parts: NDArray[np.object_]) -> _Stops:
    """Return the stops at line ends and at vertices that stand in several places."""
    coordinates, line = shapely.get_coordinates(parts, return_index=True)
    x, y = coordinates[:, 0], coordinates[:, 1]
    step = np.hypot(np.diff(x, prepend=x[:1]), np.diff(y, prepend=y[:1]))
    begins = np.diff(line, prepend=-1) != 0
    step[begins] = 0.0
    at = np.cumsum(step)
    at -= np.repeat(at[begins], np.diff(np.append(np.flatnonzero(begins), line.size)))
    ends = begins | np.append(begins[1:], True)[: line.size]
    _, vertex, times = np.unique(_cell(x, y), return_inverse=True, return_counts=True)
    kept = np.flatnonzero(ends | (times[vertex] > 1))
    return _stops(line[kept], at[kept], x[kept], y[kept])


def _by_crossing(parts: NDArray[np.object_]) -> _Stops:
    """Return the stops at line ends and wherever two lines meet, an end within reach of a line included."""
    tree = shapely.STRtree(parts)
    one, two = tree.query(parts, predicate="dwithin", distance=_SAME * 10)
    order = np.lexsort((two, one))
    one, two = one[order][one[order] < two[order]], two[order][one[order] < two[order]]
    met, pair = shapely.get_coordinates(shapely.intersection(parts[one], parts[two]), return_index=True)
    ends = [shapely.get_point(parts, end) for end in (0, -1)]
    near = [(a, b, end[a]) for end in ends for a, b in ((one, two), (two, one))]
    touching = [shapely.dwithin(end, parts[b], _SAME * 10) for _, b, end in near]
    lines = np.concatenate([one[pair], two[pair], *(b[t] for (_, b, _), t in zip(near, touching, strict=True))])
    points = np.concatenate([shapely.points(met)] * 2 + [end[t] for (_, _, end), t in zip(near, touching, strict=True)])
    own = np.arange(parts.size)
    lines, points = np.concatenate([lines, own, own]), np.concatenate([points, *ends])
    at = shapely.line_locate_point(parts[lines], points)
    return _stops(lines, at, shapely.get_x(points), shapely.get_y(points))


def _cell(x: Floats, y: Floats) -> Integers:
    """Return one number for each vertex that vertices in the same place share."""
    east = np.round((x - x.min(initial=0)) / _SAME).astype(np.int64)
    north = np.round((y - y.min(initial=0)) / _SAME).astype(np.int64)
    return np.asarray(east * (north.max(initial=0) + 1) + north, dtype=np.int64)


def _stops(line: Integers, at: Floats, x: Floats, y: Floats) -> _Stops:
    order = np.lexsort((at, line))
    line, at, x, y = line[order], at[order], x[order], y[order]
    _, first, cell = np.unique(_cell(x, y), return_index=True, return_inverse=True)
    # The grid parts what stands on either side of its lines: those nodes are joined here.
    node = _joined(first.size, _pairs(x[first], y[first], _SAME))
    size = int(node.max(initial=-1)) + 1
    one = np.full(size, first.size, dtype=np.int64)
    np.minimum.at(one, node, np.arange(first.size))
    return _Stops(line.astype(np.int64), at, node[cell], x[first][one], y[first][one])


def _junctions(stops: _Stops, first: Integers, length: Floats, merge: float) -> tuple[Integers, Floats, Floats]:
    """Return for each node the junction that it is part of (-1 none), and the middle of each junction."""
    size = stops.node_x.size
    one, two = stops.node[first], stops.node[first + 1]
    arms = np.bincount(one, minlength=size) + np.bincount(two, minlength=size)
    real = np.flatnonzero(arms > 2)  # noqa: PLR2004 -- with two arms a road only goes on
    close = real[_pairs(stops.node_x[real], stops.node_y[real], merge)]
    # A node where a road only goes on, or ends, is part of the junction that it all but lies in.
    short = (length <= merge / 2) & ((arms[one] > 2) != (arms[two] > 2))  # noqa: PLR2004
    part = _joined(size, np.concatenate([close, np.column_stack([one[short], two[short]])]))
    holds = np.zeros(size, dtype=np.bool_)
    holds[part[real]] = True
    number = np.where(holds, np.cumsum(holds) - 1, -1)
    junction = number[part]
    weight = np.bincount(junction[real], minlength=int(holds.sum()))
    x = np.bincount(junction[real], weights=stops.node_x[real], minlength=weight.size) / weight
    y = np.bincount(junction[real], weights=stops.node_y[real], minlength=weight.size) / weight
    return junction, x, y


def _pairs(x: Floats, y: Floats, within: float) -> Integers:
    if not x.size:
        return np.empty((0, 2), dtype=np.int64)
    found = cKDTree(np.column_stack([x, y])).query_pairs(within, output_type="ndarray")
    return np.asarray(found, dtype=np.int64)


def _joined(size: int, pairs: Integers) -> Integers:
    """Return the number of the group that joins each of some things, in the order of each group's first."""
    graph = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[inverse]
