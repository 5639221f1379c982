"""Coordinate forensics: which system a layer's points fit, by districts, by the divisions they name and by roads.

Every system that the points could be in is tried. Point by point, two systems are compared by what they put into the
right place; one is chosen only when it beats every other clearly: by a sign test (exact, on the points where the two
disagree, corrected for the number of systems) and by a margin that errors in the districts' own borders do not reach.
Otherwise the matter is ambiguous, and said to be. Nothing here changes a coordinate: the plan declares the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import bdtrc

from audit.model import Text
from geo_checks.area import StudyArea
from geo_checks.coordinates import SHIFT_NAMES, Floats, Reference, from_wgs84, obfuscated, to_wgs84, wgs84_to_gcj02
from geo_checks.outlines import pieces

Bools = NDArray[np.bool_]
Verdict = Literal["confirmed", "ambiguous", "doubtful", "contradicted", "untried"]

# Points whose division is compared between systems, and those of them that are weighed as evidence; where those cannot
# tell, so many times more are asked once again.
_COMPARED: Final = 5000
_WEIGHED: Final = 2000
_MORE: Final = 4
# Points closer together than this (metres; degrees) tell the same of a border: one of them is weighed.
_CELL_METRES, _CELL_DEGREES = 100.0, 0.001
# Two systems that differ by less than this (metres) are one to every evidence there is.
_SAME: Final = 5.0
# Chance of preferring a system that is no better, over all comparisons of a layer.
_ALPHA: Final = 0.001
# Of the points on which two systems disagree, the better one has at least this share right.
_MARGIN: Final = 0.75
# Roads: nearer for this share of the points, and the median distance at most this part of the other's; a stop lies
# some metres off the centre line, so small differences mean nothing. Beyond the farthest (metres) all is equally far.
_ROAD_MARGIN, _ROAD_RATIO, _FARTHEST = 2 / 3, 0.6, 200.0
# A system that puts fewer than this share of the points into any division does not fit, whatever the others do.
_FITS_AT_ALL: Final = 0.1
# Points outside whose distance to the border is measured, and how far (metres): an outline has thousands of corners.
_MEASURED, _REACH = 20, 20_000.0
# The box within which GCJ-02 and BD-09 shift anything worth trying (degrees): west, south, east, north.
_CHINA: Final = (72.0, 0.8, 138.0, 55.9)
_DEGREES: Final = 180.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One system that the points may be in. swapped: x is the northing; districts: it is these that are shifted."""

    system: Reference
    swapped: bool = False
    districts: bool = False

    @property
    def name(self) -> str:
        """Return the name that results carry."""
        if self.districts:
            return "districts in GCJ-02"
        return f"{self.system.name} (x and y swapped)" if self.swapped else self.system.name


@dataclass(frozen=True, slots=True)
class Tried:
    """What one hypothesis gives. Shares 0-1 of the weighed points; None where there is no such evidence.

    inside: in any division; in_named: in the division that the row names; outside_m: median distance (metres) of those
    that lie beside it; road_m: median distance to the nearest road; changed: of the compared points, how many lie in
    another division than as declared.
    """

    name: str
    inside: float
    in_named: float | None
    outside_m: float | None
    road_m: float | None
    changed: int

    def figures(self) -> Text:
        """Return the figures in words."""
        zh = [f"{self.inside:.1%} 在区划内"]
        en = [f"{self.inside:.1%} inside the districts"]
        if self.in_named is not None:
            zh.append(f"{self.in_named:.1%} 在所写的区划内")
            en.append(f"{self.in_named:.1%} in the division they name")
        if self.road_m is not None:
            zh.append(f"离道路中位 {self.road_m:.0f} 米")
            en.append(f"{self.road_m:.0f} m from a road (median)")
        return Text(f"{self.name}：{'，'.join(zh)}", f"{self.name}: {', '.join(en)}")


@dataclass(frozen=True, slots=True)
class Examination:
    """The outcome for one layer; fits: the system that is clearly best, None when none is; tried: as declared first.

    confirmed: the declared system is clearly best; contradicted: another one is; doubtful: others are better, none
    clearly best; ambiguous: the data cannot tell the declared one from `rivals`; untried: there was nothing to go by.
    """

    verdict: Verdict
    fits: str | None
    compared: int
    weighed: int
    level: int
    tried: tuple[Tried, ...] = ()
    rivals: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return the outcome as plain values for the records."""
        return {
            "verdict": self.verdict,
            "fits": self.fits,
            "compared": self.compared,
            "weighed": self.weighed,
            "level": self.level,
            "rivals": list(self.rivals),
            "tried": [
                {
                    "system": one.name,
                    "inside": _rounded(one.inside),
                    "in_named": _rounded(one.in_named),
                    "outside_m": _rounded(one.outside_m, 1),
                    "road_m": _rounded(one.road_m, 1),
                    "changed": one.changed,
                }
                for one in self.tried
            ],
        }

    def warning(self) -> Text | None:
        """Return what to tell when the evidence is against the declared system; None when it is not."""
        if self.verdict not in ("contradicted", "doubtful"):
            return None
        declared = self.tried[0].figures()
        others = [one.figures() for one in self.tried[1:] if one.name in (self.fits, *self.rivals)]
        zh, en = "；".join(t.zh for t in others), "; ".join(t.en for t in others)
        moved = max((one.changed for one in self.tried if one.name == self.fits), default=0)
        shift_zh = f"；{self.compared} 处中有 {moved} 处会换区划" if self.fits else ""
        shift_en = f"; {moved} of {self.compared} would change division" if self.fits else ""
        return Text(
            f"坐标系存疑：按计划声明的 {declared.zh}；更像 {zh}（取 {self.weighed} 处）{shift_zh}",
            f"coordinates in doubt: declared {declared.en}; a better fit is {en} ({self.weighed} weighed){shift_en}",
        )


def examine(
    x: Floats,
    y: Floats,
    given: Reference,
    area: StudyArea,
    named: NDArray[np.int64] | None = None,
    roads: shapely.STRtree | None = None,
) -> Examination:
    """Hold the points of a layer (in the file's system) against what is known.

    given: as declared; named: index of the division that each row names, -1 none; roads: lines in the area's metric
    system. Large layers are sampled, by position in the file: the same file gives the same outcome.
    """
    return _examined(x, y, _hypotheses(given, area), area, named, roads)


def undeclared(
    x: Floats, y: Floats, area: StudyArea, systems: Sequence[Reference], named: NDArray[np.int64] | None = None
) -> Examination:
    """Hold points whose system nobody states against the districts, in each of some systems and swapped."""
    tried = [Hypothesis(system) for system in systems]
    tried += [Hypothesis(system, swapped=True) for system in systems if not system.shift]
    return _examined(x, y, tried, area, named, None)


def in_degrees(x: Floats, y: Floats) -> bool:
    """Return whether coordinates look like degrees: most are no larger than 180."""
    known = np.isfinite(x) & np.isfinite(y)
    largest = np.maximum(np.abs(x[known]), np.abs(y[known]))
    return bool(largest.size) and float(np.median(largest)) <= _DEGREES


def _hypotheses(given: Reference, area: StudyArea) -> list[Hypothesis]:
    """Return what the points may be in, as declared first."""
    found = [Hypothesis(given)]
    if _in_china(area):
        shifts = [shift for shift in ("", *SHIFT_NAMES) if shift != given.shift]
        found += [Hypothesis(obfuscated(_unshifted(given), shift)) for shift in shifts]
        found += [Hypothesis(given, districts=True)] * (given.shift == "")
    return [*found, Hypothesis(given, swapped=True)]


def _unshifted(given: Reference) -> Reference:
    return Reference(given.name.rpartition("+")[0] or "EPSG:4326", given.crs) if given.shift else given


def _in_china(area: StudyArea) -> bool:
    present = [polygon for polygon in area.polygons if polygon is not None]
    if not present:
        return False
    west, south, east, north = shapely.total_bounds(present)
    middle = np.array([(west + east) / 2]), np.array([(south + north) / 2])
    lon, lat = to_wgs84(*middle, Reference(area.metric.name, area.metric))
    return bool(_CHINA[0] <= lon[0] <= _CHINA[2] and _CHINA[1] <= lat[0] <= _CHINA[3])


def _examined(
    x: Floats,
    y: Floats,
    hypotheses: Sequence[Hypothesis],
    area: StudyArea,
    named: NDArray[np.int64] | None,
    roads: shapely.STRtree | None,
    times: int = 1,
) -> Examination:
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    compared = _spread(known, _COMPARED)
    level, coarse = _levels(area)
    if not compared.size or not coarse.size:
        return Examination("untried", None, 0, 0, level)
    weighed = _spread(_apart(x[compared], y[compared]), times * _WEIGHED)
    kept: list[Hypothesis] = []
    places: list[tuple[Floats, Floats]] = []
    for hypothesis in hypotheses:
        place = _placed(x[compared], y[compared], hypothesis, area)
        if not any(_alike(place, other) for other in places):
            kept.append(hypothesis)
            places.append(place)
    homes = [area.place(*place, deepest=level) for place in places]
    borders = shapely.STRtree(pieces(area.polygons[coarse]))
    names = None if named is None else named[compared][weighed]
    seen = [
        _Seen.of(area, place, home, weighed, borders, names, roads) for place, home in zip(places, homes, strict=True)
    ]
    # Whether the districts are shifted is not for the roads to say.
    seen = [
        _Seen(one.inside, one.in_named, one.outside_m, seen[0].road) if hypothesis.districts else one
        for one, hypothesis in zip(seen, kept, strict=True)
    ]
    tried = tuple(
        one.tried(hypothesis.name, int((home != homes[0]).sum()))
        for one, hypothesis, home in zip(seen, kept, homes, strict=True)
    )
    shifted = np.array([hypothesis.districts for hypothesis in kept], dtype=np.bool_)
    found = _judged(tried, seen, shifted, compared.size, weighed.size, level)
    all_asked = compared.size == known.size and weighed.size < _WEIGHED
    if found.verdict != "ambiguous" or times > 1 or all_asked:
        return found
    return _examined(x, y, hypotheses, area, named, roads, _MORE)


def _beats_all(one: int, better: Bools, shifted: Bools) -> bool:
    """Return whether a system is clearly better than the others.

    That the districts are shifted says nothing of the points, so it need not be disproved: only not be clearly better.
    """
    others = np.arange(shifted.size) != one
    rivals = others & ~shifted if not shifted[one] else others
    return bool(better[one, rivals].all()) and not better[:, one].any()


def _judged(
    tried: tuple[Tried, ...], seen: Sequence[_Seen], shifted: Bools, compared: int, weighed: int, level: int
) -> Examination:
    """Return the outcome. shifted: which hypotheses say that the districts are in another system than declared."""
    rivals = max(1, len(seen) - 1)
    better = np.array([[_clearly_better(a, b, _ALPHA / rivals) for b in seen] for a in seen], dtype=np.bool_)
    fit = np.array([one.inside >= _FITS_AT_ALL for one in tried], dtype=np.bool_)
    best = [n for n in range(len(seen)) if fit[n] and _beats_all(n, better, shifted)]
    names = [one.name for one in tried]
    verdict: Verdict
    if best:
        verdict, left = ("confirmed" if best[0] == 0 else "contradicted"), []
    elif better[:, 0].any():
        verdict, left = "doubtful", np.flatnonzero(better[:, 0] & fit).tolist()
        verdict = verdict if left else "ambiguous"
    else:
        verdict, left = "ambiguous", np.flatnonzero(~better[0] & fit).tolist()
    others = tuple(names[n] for n in left if n)
    return Examination(verdict, names[best[0]] if best else None, compared, weighed, level, tried, others)


@dataclass(frozen=True, slots=True)
class _Seen:
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
    ) -> _Seen:
        points = shapely.points(place[0][weighed], place[1][weighed])
        finite = np.isfinite(place[0][weighed])
        inside = home[weighed] >= 0
        in_named: Bools | None = None
        told = np.zeros(weighed.size, dtype=np.bool_)
        if names is not None:
            told = (names >= 0) & ~shapely.is_missing(area.polygons[names])
        if names is not None and told.any():
            in_named = np.asarray(shapely.intersects(area.polygons[names[told]], points[told]), dtype=np.bool_)
            beside = _spread(np.flatnonzero(told)[~in_named], _MEASURED)
            beside = beside[finite[beside]]
            metres = shapely.distance(area.polygons[names[beside]], points[beside])
        else:
            beside = _spread(np.flatnonzero(~inside & finite), _MEASURED)
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


def _clearly_better(one: _Seen, other: _Seen, alpha: float) -> bool:
    """Return whether some evidence clearly prefers one system to another, and none clearly the other to it."""
    return any(_says(one, other, alpha)) and not any(_says(other, one, alpha))


def _says(one: _Seen, other: _Seen, alpha: float) -> Iterator[bool]:
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


def _placed(x: Floats, y: Floats, hypothesis: Hypothesis, area: StudyArea) -> tuple[Floats, Floats]:
    lon, lat = to_wgs84(y, x, hypothesis.system) if hypothesis.swapped else to_wgs84(x, y, hypothesis.system)
    if hypothesis.districts:
        lon, lat = wgs84_to_gcj02(lon, lat)
    return from_wgs84(lon, lat, area.metric)


def _alike(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> bool:
    """Return whether two systems put the points into the same places."""
    apart = np.hypot(one[0] - other[0], one[1] - other[1])
    same = np.isfinite(one[0]) == np.isfinite(other[0])
    return bool(same.all()) and bool(np.nanmax(apart, initial=0.0) <= _SAME)


def _apart(x: Floats, y: Floats) -> NDArray[np.int64]:
    """Return the first point of each cell of a fine grid, in the order of the points."""
    cell = _CELL_DEGREES if in_degrees(x, y) else _CELL_METRES
    keys = np.column_stack([np.floor(x / cell), np.floor(y / cell)])
    return np.sort(np.unique(keys, axis=0, return_index=True)[1]).astype(np.int64)


def _spread(at: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return at most so many of some indexes, evenly spread."""
    if at.size <= most:
        return at
    return at[np.linspace(0, at.size - 1, most).astype(np.int64)]


def _levels(area: StudyArea) -> tuple[int, NDArray[np.int64]]:
    """Return the highest level with several polygons (else the deepest) and the divisions with one down to it."""
    present = np.array([polygon is not None for polygon in area.polygons], dtype=np.bool_)
    deepest = int(area.levels.max(initial=1))
    bare = np.zeros(present.size, dtype=np.bool_)
    bare[area.parents[area.parents >= 0]] = True
    several = [n for n in range(1, deepest + 1) if (present & (area.levels == n)).sum() > 1]
    # Where a division has no polygon of its own, what it holds stands further down.
    level = deepest if (bare & ~present & (area.levels > 1)).any() or not several else several[0]
    return level, np.flatnonzero(present & (area.levels <= level))


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)
