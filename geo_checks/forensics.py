"""Coordinate forensics: which system a layer's points fit, by districts, by the divisions they name and by roads.

Every system that the points could be in is tried. Point by point, two systems are compared by what they put into the
right place; one is chosen only when it beats every other clearly: by a sign test (exact, on the points where the two
disagree, corrected for the number of systems) and by a margin that errors in the districts' own borders do not reach.
Otherwise the matter is ambiguous, and said to be. Nothing here changes a coordinate: the plan declares the system.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_checks.area import StudyArea
from geo_checks.coordinates import SHIFT_NAMES, Floats, Reference, from_wgs84, obfuscated, to_wgs84, wgs84_to_gcj02
from geo_checks.examination import Examination, Hypothesis, Tried, Verdict
from geo_checks.outlines import pieces
from geo_checks.sightings import Sighting, clearly_better, spread

Bools = NDArray[np.bool_]

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
# A system that puts fewer than this share of the points into any division does not fit, whatever the others do.
_FITS_AT_ALL: Final = 0.1
# The box within which GCJ-02 and BD-09 shift anything worth trying (degrees): west, south, east, north.
_CHINA: Final = (72.0, 0.8, 138.0, 55.9)
_DEGREES: Final = 180.0


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
    compared = spread(known, _COMPARED)
    level, coarse = _levels(area)
    if not compared.size or not coarse.size:
        return Examination("untried", None, 0, 0, level)
    weighed = spread(_apart(x[compared], y[compared]), times * _WEIGHED)
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
        Sighting.of(area, place, home, weighed, borders, names, roads)
        for place, home in zip(places, homes, strict=True)
    ]
    # Whether the districts are shifted is not for the roads to say.
    seen = [
        Sighting(one.inside, one.in_named, one.outside_m, seen[0].road) if hypothesis.districts else one
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
    tried: tuple[Tried, ...], seen: Sequence[Sighting], shifted: Bools, compared: int, weighed: int, level: int
) -> Examination:
    """Return the outcome. shifted: which hypotheses say that the districts are in another system than declared."""
    rivals = max(1, len(seen) - 1)
    better = np.array([[clearly_better(a, b, _ALPHA / rivals) for b in seen] for a in seen], dtype=np.bool_)
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
