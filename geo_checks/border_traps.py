"""Traps in the borders of divisions: overlaps, gaps and overhangs beyond what digitising leaves of slivers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_checks.area import StudyArea, together
from geo_checks.traps import Bools, Trap

# Square metres, and metres of width: below, two outlines of one border differ by digitising only.
_SLIVER_AREA, _SLIVER_WIDTH = 100.0, 1.0
# Highest divisions that are united to look for what they enclose: more are no plan's top level.
_UNITED: Final = 500


def of_divisions(area: StudyArea) -> Iterator[Trap]:
    """Yield overlaps, gaps and overhangs of the divisions, in square metres; slivers of digitising are none."""
    areas = np.nan_to_num(shapely.area(area.polygons))
    present = np.flatnonzero(~area.bare)
    held = np.bincount(area.holders[present] + 1, weights=areas[present], minlength=areas.size + 1)
    for holder in np.unique(area.holders[present]).tolist():
        children = present[area.holders[present] == holder]
        # Siblings that fill the division above to the square metre neither overlap nor leave a gap.
        if holder >= 0 and abs(held[holder + 1] - areas[holder]) <= _SLIVER_AREA:
            continue
        pairs = _overlapping(area.polygons[children])
        codes = [area.codes[number] for number in children]
        for first, second, metres2 in pairs:
            figures = {"first": codes[first], "second": codes[second], "metres2": round(metres2)}
            yield Trap("overlap", 1, children.size, "counted", (codes[first], codes[second]), figures)
        yield from _beside(area, holder, children) if holder >= 0 else _holes(area.polygons[children])


def _overlapping(polygons: NDArray[np.object_]) -> list[tuple[int, int, float]]:
    """Return the pairs that overlap by more than a sliver, with the square metres."""
    # Neighbours that share their borders to the last digit are told from others at a tenth of the cost of pairs.
    if polygons.size < 2 or shapely.coverage_is_valid(polygons):  # noqa: PLR2004
        return []
    wrong = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(polygons)))
    first, second = shapely.STRtree(polygons[wrong]).query(polygons[wrong], predicate="intersects")
    pairs = np.unique(np.column_stack([first, second])[first < second], axis=0)
    if not pairs.size:
        return []
    common = shapely.intersection(polygons[wrong[pairs[:, 0]]], polygons[wrong[pairs[:, 1]]])
    wide = _wide(common)
    return [
        (int(wrong[a]), int(wrong[b]), float(metres2))
        for (a, b), metres2 in zip(pairs[wide].tolist(), shapely.area(common[wide]), strict=True)
    ]


def _beside(area: StudyArea, holder: int, children: NDArray[np.int64]) -> Iterator[Trap]:
    """Yield what a division has beyond the union of those below it, and what they have beyond it."""
    above, code = area.polygons[holder], area.codes[holder]
    gaps = shapely.get_parts(area.own_polygons[holder])
    gaps = gaps[_wide(gaps)]
    if gaps.size:
        figures = {"first": code, "metres2": round(float(shapely.area(gaps).sum()))}
        yield Trap("gap", 1, int(children.size), "counted", (code,), figures)
    over = shapely.difference(area.polygons[children], above)
    for number in np.flatnonzero(_wide(over)).tolist():
        child = area.codes[children[number]]
        figures = {"first": child, "second": code, "metres2": round(float(shapely.area(over[number])))}
        yield Trap("beyond-parent", 1, int(children.size), "counted", (child, code), figures)


def _holes(polygons: NDArray[np.object_]) -> Iterator[Trap]:
    """Yield what the highest divisions enclose without covering it (a lake may well be left out)."""
    if polygons.size < 2 or polygons.size > _UNITED:  # noqa: PLR2004
        return
    rings = shapely.get_rings(shapely.get_parts(together(polygons)), return_index=True)
    outer = np.unique(rings[1], return_index=True)[1]
    holes = shapely.polygons(np.delete(rings[0], outer))
    holes = holes[_wide(holes)]
    if holes.size:
        figures = {"metres2": round(float(shapely.area(holes).sum())), "holes": int(holes.size)}
        yield Trap("hole", int(holes.size), int(polygons.size), "counted", (), figures)


def _wide(shapes: NDArray[np.object_]) -> Bools:
    """Return which shapes are more than slivers: large, and wide for their length (area over half the outline)."""
    areas, lengths = shapely.area(shapes), shapely.length(shapes)
    return np.asarray((areas > _SLIVER_AREA) & (2 * areas > _SLIVER_WIDTH * lengths), dtype=np.bool_)
