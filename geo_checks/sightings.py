"""What a hypothesis on coordinates does with a layer's points, and when one is clearly better than another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import bdtrc

from geo_checks.area import StudyArea
from geo_checks.coordinates import Floats
from geo_checks.examination import Tried

Bools = NDArray[np.bool_]

# Of the points on which two systems disagree, the better one has at least this share right.
_MARGIN: Final = 0.75
# Roads: nearer for this share of the points, and the median distance at most this part of the other's; a stop lies
# some metres off the centre line, so small differences mean nothing. Beyond the farthest (metres) all is equally far.
_ROAD_MARGIN, _ROAD_RATIO, _FARTHEST = 2 / 3, 0.6, 200.0
# Points outside whose distance to the border is measured, and how far (metres): an outline has thousands of corners.
_MEASURED, _REACH = 20, 20_000.0


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one hypothesis does with the weighed points: inside any division, inside the named one, metres to a road."""

    inside: Bools
    in_named: Bools | None
    outside_m: float | None
    road: Floats | None

    @classmethod
    def of(
        cls,
        area: StudyArea,
        place: tuple[Floats, Floats],
        home: NDArray[np.int64],
        weighed: NDArray[np.int64],
        borders: shapely.STRtree,
        names: NDArray[np.int64] | None,
        roads: shapely.STRtree | None,
    ) -> Sighting:
        """Look at points in one system.

        place: all points in metres; home: their divisions; weighed: numbers of those that are looked at; borders: of
        the divisions; names: of the division that each of these names, -1 none; roads: lines.
        """
        points = shapely.points(place[0][weighed], place[1][weighed])
        finite = np.isfinite(place[0][weighed])
        inside = home[weighed] >= 0
        in_named: Bools | None = None
        told = np.zeros(weighed.size, dtype=np.bool_)
        if names is not None:
            told = (names >= 0) & ~shapely.is_missing(area.polygons[names])
        if names is not None and told.any():
            in_named = np.asarray(shapely.intersects(area.polygons[names[told]], points[told]), dtype=np.bool_)
            beside = spread(np.flatnonzero(told)[~in_named], _MEASURED)
            beside = beside[finite[beside]]
            metres = shapely.distance(area.polygons[names[beside]], points[beside])
        else:
            beside = spread(np.flatnonzero(~inside & finite), _MEASURED)
            metres = borders.query_nearest(
                points[beside], max_distance=_REACH, return_distance=True, all_matches=False
            )[1]
        outside_m = float(np.median(metres)) if metres.size else None
        return cls(inside, in_named, outside_m, None if roads is None else _to_roads(points, finite, roads))

    def tried(self, name: str, changed: int) -> Tried:
        """Return the figures."""
        return Tried(
            name,
            float(self.inside.mean()),
            None if self.in_named is None else float(self.in_named.mean()),
            self.outside_m,
            None if self.road is None else float(np.median(self.road)),
            changed,
        )


def _to_roads(points: NDArray[np.object_], finite: Bools, roads: shapely.STRtree) -> Floats:
    metres = np.full(points.size, _FARTHEST)
    at = np.flatnonzero(finite)
    (which, _), found = roads.query_nearest(points[at], max_distance=_FARTHEST, return_distance=True, all_matches=False)
    metres[at[which]] = found
    return metres


def clearly_better(one: Sighting, other: Sighting, alpha: float) -> bool:
    """Return whether some evidence clearly prefers one system to another, and none clearly the other to it."""
    return any(_says(one, other, alpha)) and not any(_says(other, one, alpha))


def _says(one: Sighting, other: Sighting, alpha: float) -> Iterator[bool]:
    yield _outnumbers(one.inside & ~other.inside, other.inside & ~one.inside, alpha, _MARGIN)
    if one.in_named is not None and other.in_named is not None:
        yield _outnumbers(one.in_named & ~other.in_named, other.in_named & ~one.in_named, alpha, _MARGIN)
    if one.road is not None and other.road is not None:
        yield bool(np.median(one.road) <= _ROAD_RATIO * np.median(other.road)) and _outnumbers(
            one.road < other.road, other.road < one.road, alpha, _ROAD_MARGIN
        )


def _outnumbers(wins: Bools, losses: Bools, alpha: float, margin: float) -> bool:
    """Sign test (McNemar's exact test for pairs): P(at least this many wins of the points that differ, by chance)."""
    won, lost = int(wins.sum()), int(losses.sum())
    return won >= margin * (won + lost) and won > 0 and float(bdtrc(won - 1, won + lost, 0.5)) <= alpha


def spread(at: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return at most so many of some indexes, evenly spread."""
    if at.size <= most:
        return at
    return at[np.linspace(0, at.size - 1, most).astype(np.int64)]
