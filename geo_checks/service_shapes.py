"""Service areas as shapes for maps: ground within a radius in a straight line, and stretches of the walking network.

All is cut by division. Ground is the union of discs around the facilities. Along a network no ground is claimed: a way
is known on its edges alone, so the service area is the stretches of edges from which a facility can be reached. Each
shape comes twice: "low", what is sure (facilities that passed, ways known to be open), and "high" with what nobody
knows to be otherwise; once as "both" where all is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from audit.model import Figures
from audit.plan import Plan
from geo_checks import evidence
from geo_checks.area import StudyArea, together
from geo_checks.compliance import FAILED, PASSED
from geo_checks.coordinates import Floats, Reference, to_wgs84
from geo_checks.measures.coverage import PEOPLE_UNIT
from geo_checks.measures.service_area import STRAIGHT, WALKING, Walks, brought
from geo_checks.measures.stretches import SHORTEST, Stretches, within
from geo_checks.network import Flags, Indexes, WalkingNetwork
from geo_checks.next_places import Judged
from geo_checks.ways import COVERING

# Metres that the edge of a shape may be off: half from the corners that stand for a circle, half from simplifying.
ACCURACY: Final = 2.0
# Degrees: about a centimetre.
_GRAIN: Final = 1e-7
_LOW, _HIGH, _BOTH = "low", "high", "both"


@dataclass(frozen=True)
class Shape:
    """A service area in one division (index): geometry in metres, by which way, within which radius.

    names: of the ways; the radius is in metres; size: square metres of ground, or metres of ways.
    """

    names: str
    radius: int
    bound: str
    home: int
    geometry: Any
    size: float


def asked_for(
    plan: Plan, area: StudyArea, judged: Sequence[Judged], walks: Walks | None, figures: Iterable[Figures]
) -> dict[str, bytes]:
    """Return the service areas of each layer that serves people as Parquet: "areas:<layer>", "stretches:<layer>".

    Nothing where the plan does not ask for them. figures: those found so far, for the people within.
    """
    if not plan.street.service_areas:
        return {}
    radii = plan.thresholds.coverage
    known = {(one.layer, one.name): one for one in figures if one.name.startswith("coverage-")}
    homes = _divisions(area)
    grounds = [_ground(area, home) for home in homes.tolist()]
    streets = None if walks is None else _Streets.of(walks.network, np.array(grounds, dtype=object))
    found = {}
    for layer in judged:
        if layer.rows.layer.kind not in COVERING:
            continue
        rows = list(_discs(homes, grounds, layer, radii))
        found[f"areas:{layer.rows.id}"] = _table(area, layer, rows, known, "area_m2")
        if walks is not None and streets is not None:
            rows = list(_stretches(homes, streets, layer, walks, radii))
            found[f"stretches:{layer.rows.id}"] = _table(area, layer, rows, known, "length_m")
    return found


def _divisions(area: StudyArea) -> Indexes:
    """Return the divisions by which shapes are cut: those of the first level that has more than one."""
    for level in range(1, int(area.levels.max(initial=1)) + 1):
        at = np.flatnonzero(area.levels == level)
        if at.size > 1:
            return at
    return np.flatnonzero(area.levels == 1)


def _discs(homes: Indexes, grounds: Sequence[Any], layer: Judged, radii: Sequence[int]) -> Iterator[Shape]:
    placed = np.isfinite(layer.rows.x)
    bounds = _bounds(placed & (layer.codes == PASSED), placed & (layer.codes != FAILED))
    for radius in radii:
        for bound, which in bounds:
            at = np.unique(np.column_stack([layer.rows.x[which], layer.rows.y[which]]), axis=0)
            for home, ground in zip(homes.tolist(), grounds, strict=True):
                covered = _covered(ground, at, radius)
                yield Shape(STRAIGHT, radius, bound, home, covered, float(np.nan_to_num(shapely.area(covered))))


def _bounds(sure: Flags, maybe: Flags) -> list[tuple[str, Flags]]:
    return [(_BOTH, sure)] if np.array_equal(sure, maybe) else [(_LOW, sure), (_HIGH, maybe)]


def _ground(area: StudyArea, home: int) -> Any:
    """Return a division's polygon; that of its children where it has none."""
    if area.polygons[home] is not None:
        return area.polygons[home]
    below = [_ground(area, child) for child in np.flatnonzero(area.parents == home).tolist()]
    return together(np.array(below, dtype=object)) if below else shapely.MultiPolygon()


def _covered(ground: Any, at: Floats, radius: float) -> Any:
    """Return what of a polygon lies within the radius of some places."""
    if shapely.is_empty(ground) or not len(at):
        return None
    west, south, east, north = shapely.bounds(ground).tolist()
    near = at[((at >= [west - radius, south - radius]) & (at <= [east + radius, north + radius])).all(axis=1)]
    if not len(near):
        return None
    # So many corners to a quarter of a circle that none of its sides lies farther off.
    corners = math.ceil(math.pi / 4 / math.acos(1 - min(ACCURACY / 2 / radius, 1)))
    union = shapely.union_all(shapely.buffer(shapely.points(near), radius, quad_segs=corners))
    return shapely.intersection(shapely.simplify(union, ACCURACY / 2), ground)


@dataclass(frozen=True)
class _Streets:
    """A network cut by some polygons: parts of its edges, in the order of the edges, and which polygon holds each."""

    network: WalkingNetwork
    parts: Stretches
    home: Indexes

    @classmethod
    def of(cls, network: WalkingNetwork, grounds: NDArray[np.object_]) -> _Streets:
        lines = Stretches(np.arange(network.length.size), np.zeros(network.length.size), network.length).lines(network)
        shapely.prepare(grounds)
        tree = shapely.STRtree(lines)
        ground, edge = tree.query(grounds, predicate="covers")
        inside = np.full(lines.size, grounds.size)
        np.minimum.at(inside, edge, ground)
        # What crosses a border is taken apart there; what runs along one is the first's, as it is for points.
        ground, edge = tree.query(grounds, predicate="intersects")
        broken = inside[edge] == grounds.size
        ground, edge = ground[broken], edge[broken]
        pieces, owner = shapely.get_parts(shapely.intersection(lines[edge], grounds[ground]), return_index=True)
        long = shapely.length(pieces) > 0
        ground, edge = ground[owner[long]], edge[owner[long]]
        begin, end = _along(pieces[long], lines[edge])
        whole = np.flatnonzero(inside < grounds.size)
        home = np.concatenate([inside[whole], ground])
        begin = np.concatenate([np.zeros(whole.size), begin])
        end = np.concatenate([network.length[whole], end])
        edge = np.concatenate([whole, edge])
        order = np.lexsort((home, begin, edge))
        edge, begin, end, home = edge[order], begin[order], end[order], home[order]
        stride = float(network.length.max()) + 1.0
        taken = np.append(0.0, np.maximum.accumulate(edge * stride + end)[:-1]) - edge * stride
        begin = np.maximum(begin, taken)
        left = begin < end
        return cls(network, Stretches(edge[left], begin[left], end[left]), home[left])

    def cut(self, found: Stretches) -> tuple[NDArray[np.object_], Indexes]:
        """Return stretches as lines cut by the polygons, and which holds each; what lies in none is left out."""
        first, last = (np.searchsorted(self.parts.edge, found.edge, side=side) for side in ("left", "right"))
        size = last - first
        which = np.repeat(np.arange(size.size), size)
        part = np.arange(which.size) - np.repeat(np.cumsum(size) - size, size) + first[which]
        begin = np.maximum(found.begin[which], self.parts.begin[part])
        end = np.minimum(found.end[which], self.parts.end[part])
        seen = end - begin > SHORTEST
        lines = Stretches(found.edge[which][seen], begin[seen], end[seen]).lines(self.network)
        return shapely.simplify(lines, ACCURACY / 2), self.home[part][seen]


def _along(pieces: NDArray[np.object_], lines: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return where along lines pieces of them begin and end, in metres."""
    one, other = (shapely.line_locate_point(lines, shapely.get_point(pieces, end)) for end in (0, -1))
    begin, end, size = np.minimum(one, other), np.maximum(one, other), shapely.length(pieces)
    # The last piece of a ring ends where the ring begins.
    turned = np.abs(end - begin - size) > SHORTEST
    return np.where(turned, end, begin), np.where(turned, end + size, end)


def _stretches(homes: Indexes, streets: _Streets, layer: Judged, walks: Walks, radii: Sequence[int]) -> Iterator[Shape]:
    rows = layer.rows
    stands = walks.grounds[WALKING][0].locator.places(rows.x, rows.y, walks.snap)
    # Ways over the same ground are one and the same.
    same: dict[tuple[int, int], list[str]] = {}
    for name, (closed, opened) in walks.grounds.items():
        same.setdefault((id(closed), id(opened)), []).append(name)
    for names in same.values():
        pair = walks.grounds[names[0]]
        chosen = _bounds(layer.codes == PASSED, layer.codes != FAILED)
        if pair[0] is not pair[1] and len(chosen) == 1:
            chosen = [(_LOW, chosen[0][1]), (_HIGH, chosen[0][1])]
        for bound, which in chosen:
            ground = pair[bound == _HIGH]
            there = brought(ground, stands.take(which), rows.x[which], rows.y[which], walks.snap)
            for radius in radii:
                lines, number = streets.cut(within(ground.over, there, radius))
                order = np.argsort(number, kind="stable")
                ends = np.searchsorted(number[order], np.arange(homes.size + 1)).tolist()
                for home, (first, last) in zip(homes.tolist(), pairwise(ends), strict=True):
                    mine = lines[order[first:last]]
                    size = float(shapely.length(mine).sum())
                    yield Shape(", ".join(names), radius, bound, home, _merged(mine), size)


def _merged(lines: NDArray[np.object_]) -> Any:
    """Return lines as one, those that follow each other without a fork in one piece."""
    return shapely.line_merge(shapely.multilinestrings(lines)) if lines.size else None


def _table(
    area: StudyArea, layer: Judged, found: Sequence[Shape], known: dict[tuple[str, str], Figures], size: str
) -> bytes:
    """Return shapes as Parquet.

    kind, way (several with commas, where they are open alike), radius_m, bound, division, name, people,
    people_within (for sure) and people_perhaps besides, null where nobody's home is known; area_m2 or length_m,
    accuracy_m, geometry (WKB, WGS84; null where there is nothing).
    """
    geometry = np.array([shape.geometry for shape in found], dtype=object)
    divisions = list(area.tree.divisions.values())
    people = [_people(layer.rows.id, shape, known) for shape in found]
    return evidence.parquet(
        {
            "kind": pa.array([layer.rows.layer.kind] * len(found), pa.string()),
            "way": pa.array([shape.names for shape in found], pa.string()),
            "radius_m": pa.array([shape.radius for shape in found], pa.int32()),
            "bound": pa.array([shape.bound for shape in found], pa.string()),
            "division": pa.array([area.codes[shape.home] for shape in found], pa.string()),
            "name": pa.array([divisions[shape.home].name for shape in found], pa.string()),
            "people": pa.array([whole for *_, whole in people], pa.float64()),
            "people_within": pa.array([sure for sure, *_ in people], pa.float64()),
            "people_perhaps": pa.array([unknown for _, unknown, _ in people], pa.float64()),
            size: pa.array([round(shape.size, 1) for shape in found], pa.float64()),
            "accuracy_m": pa.array([ACCURACY] * len(found), pa.float64()),
            "geometry": pa.array(shapely.to_wkb(_degrees(area, geometry)).tolist(), pa.binary()),
        }
    )


def _people(layer: str, shape: Shape, known: dict[tuple[str, str], Figures]) -> Sequence[float | None]:
    """Return who of a shape's division lives within its radius, who perhaps does, and all who live there."""
    way = shape.names.split(", ")[0]
    name = "-".join(("coverage", *((way,) if way != STRAIGHT else ()), str(shape.radius)))
    figures = known.get((layer, name))
    return (None,) * 3 if figures is None or figures.unit != PEOPLE_UNIT else figures.rows[shape.home]


def _degrees(area: StudyArea, geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes in WGS84, on a grid as fine as a centimetre and still valid; None where empty."""
    given = Reference(area.metric.name, area.metric)

    def turned(metres: Floats) -> Floats:
        degrees: Floats = np.column_stack(to_wgs84(metres[:, 0], metres[:, 1], given))
        return degrees

    exact = shapely.set_precision(shapely.transform(geometry, turned), _GRAIN)
    return np.array([_many(shape) for shape in exact], dtype=object)


def _many(shape: Any) -> Any:
    """Return a shape as one of many parts, of those that have the most dimensions."""
    parts = shapely.get_parts(shape)
    dimensions = shapely.get_dimensions(parts)
    if not parts.size or (most := dimensions.max()) < 1:
        return None
    return (shapely.multilinestrings, shapely.multipolygons)[most - 1](parts[dimensions == most])
