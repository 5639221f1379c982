"""The population of a plan as points, cells or polygons, with groups (over 65, disabled) where they are given.

Areal weighting: people live evenly over their polygon. A polygon's people are split to the divisions by area,
people(part) = people(polygon) x area(polygon and division) / area(polygon); what lies in no division counts only in the
whole. So the parts of a polygon add up to its people. For networks each part is represented by points of a grid inside
it that share its people evenly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from audit.model import Reason, Untested
from audit.plan import Column, Population
from geo_checks import layers, schema
from geo_checks.area import StudyArea
from geo_checks.coordinates import Floats, from_wgs84, to_wgs84
from geo_checks.moved import moved
from geo_checks.source import source
from geo_checks.wkb_points import plain_points

# What is told of the population stands under this name.
POPULATION: Final = "population"

# Points that stand for a part of a polygon: about a side squared, no closer together than the spacing in metres.
_POINTS_PER_SIDE: Final = 8
_SPACING: Final = 25.0
# Less of a polygon than this share outside every division is a slip of its edge.
_SLIVER: Final = 1e-6

Indexes = NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """Parts of polygons, each in one division: shapes (metres), people of all and of each group, home (-1 outside).

    part, portion: of each point, the part that it stands for and the share of its people.
    """

    shapes: NDArray[np.object_]
    count: Floats
    home: Indexes
    groups: Mapping[str, Floats]
    part: Indexes
    portion: Floats


@dataclass(frozen=True)
class People:
    """Population points in the metric system. home: index of each one's division, -1 outside.

    groups: how many of `count` belong to each group. parts: the polygons that the points stand for, None when the
    population was given as points.
    """

    x: Floats
    y: Floats
    count: Floats
    home: Indexes
    groups: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))
    parts: Parts | None = None

    @property
    def amounts(self) -> dict[str, Floats]:
        """Return the people of each point by what is added to a name: "" for all, "@over_65" for a group."""
        return by_suffix(self.count, self.groups)

    @property
    def holders(self) -> People | Parts:
        """Return what the people are counted by: the parts of polygons, else the points."""
        return self.parts or self

    def shares(self, which: NDArray[np.bool_]) -> Floats:
        """Return the share of each holder's people that some of the points stand for (of a point itself, 1 or 0)."""
        if self.parts is None:
            return which.astype(np.float64)
        parts = self.parts
        hit = np.bincount(parts.part, weights=parts.portion * which, minlength=parts.count.size)
        return np.minimum(hit.astype(np.float64), 1.0)


def by_suffix(count: Floats, groups: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the amounts of all and of each group by the suffix of their indicators."""
    return {"": count, **{f"@{name}": groups[name] for name in sorted(groups)}}


def read_people(given: Population, base: Path, area: StudyArea) -> tuple[People, list[Untested]]:
    """Read the population; people without a position or a count are told, those outside count in the whole."""
    rows = layers.read(source(given, base), [given.count, *given.groups.values()])
    count, counted = _counted(rows, given.count)
    members = {group: _counted(rows, name) for group, name in sorted(given.groups.items())}
    groups = {group: amounts for group, (amounts, _) in members.items()}
    shapes, state = (None, None) if given.shape == "cells" else _areas(rows, area)
    if shapes is None or state is None:
        file_x, file_y, _ = layers.points(rows)
        x, y = from_wgs84(*to_wgs84(file_x, file_y, rows.crs), area.metric)
        at = np.flatnonzero(np.isfinite(x))
        x, y = x[at], y[at]
        belong = MappingProxyType({name: amounts[at] for name, amounts in groups.items()})
        people = People(x, y, count[at], area.place(x, y), belong)
        outside, strangers = counted[at] & (people.home < 0), people.count
    else:
        at = np.flatnonzero(state == layers.PLACED)
        people = spread(area, shapes[at], count[at], {name: amounts[at] for name, amounts in groups.items()})
        parts = people.holders
        outside, strangers = (parts.home < 0) & (parts.count > 0), parts.count
    nowhere = counted.copy()
    nowhere[at] = False
    told = (
        (given.count, Reason.MISSING_COLUMN, ~counted, count),
        *((given.groups[group], Reason.MISSING_COLUMN, ~known, count) for group, (_, known) in members.items()),
        ("", Reason.NO_GEOMETRY, nowhere, count),
        ("", Reason.OUTSIDE_DISTRICTS, outside, strangers),
    )
    return people, [
        Untested(
            POPULATION, what, reason, f"{int(which.sum())} rows, {round(float(amounts[which].sum()), 1):.15g} people"
        )
        for what, reason, which, amounts in told
        if which.any()
    ]


def spread(area: StudyArea, shapes: NDArray[np.object_], count: Floats, groups: Mapping[str, Floats]) -> People:
    """Return the people of polygons (metres): parts by division, and the points that stand for the parts."""
    (cut, home), polygon, share = _parts(area, shapes)
    x, y, part, portion = _sample(cut)
    amounts = count[polygon] * share
    belong = {name: group[polygon] * share for name, group in groups.items()}
    parts = Parts(cut, amounts, home, MappingProxyType(belong), part, portion)
    stand_for = {name: group[part] * portion for name, group in belong.items()}
    return People(x, y, amounts[part] * portion, home[part], MappingProxyType(stand_for), parts)


def _counted(rows: layers.Rows, name: str) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the people of each row and whether their number is known; one that is not known counts as nobody."""
    floats = schema.values(rows.columns[name], Column(column=name), schema.PEOPLE).floats
    known = ~np.isnan(floats)
    return np.where(known, floats, 0.0), known


def _areas(rows: layers.Rows, area: StudyArea) -> tuple[NDArray[np.object_] | None, NDArray[np.int8] | None]:
    """Return the polygons in metres and what became of each row; None when the population is given as points."""
    if rows.wkb is None or plain_points(rows.wkb) is not None:
        return None, None
    shapes, state, _ = layers.polygons(rows)
    if not (state == layers.PLACED).any():
        return None, None
    shapes = moved(shapes, lambda x, y: from_wgs84(*to_wgs84(x, y, rows.crs), area.metric))
    lost = (state == layers.PLACED) & ~(shapely.area(shapes) > 0)
    state[lost] = layers.BAD_GEOMETRY
    return shapes, state


def _parts(area: StudyArea, shapes: NDArray[np.object_]) -> tuple[tuple[NDArray[np.object_], Indexes], Indexes, Floats]:
    """Cut polygons along the divisions; return the parts with their homes, the polygon and the share of each."""
    own = area.own_polygons
    present = np.flatnonzero([polygon is not None for polygon in own])
    shapely.prepare(own[present])
    pair, division = shapely.STRtree(own[present]).query(shapes, predicate="intersects")
    # In order of polygon and division, because the tree's order is its own affair.
    order = np.lexsort((division, pair))
    pair, home = pair[order], present[division[order]]
    pieces = shapes[pair]
    cut = np.flatnonzero(~shapely.contains_properly(own[home], pieces))
    pieces[cut] = shapely.intersection(own[home[cut]], pieces[cut])
    size = shapely.area(pieces)
    kept = size > 0
    pair, home, pieces, size = pair[kept], home[kept], pieces[kept], size[kept]
    whole = shapely.area(shapes)
    # Divisions that overlap would count someone twice: then the parts share what there is.
    told = np.bincount(pair, weights=size, minlength=shapes.size)
    rest = np.maximum(whole - told, 0.0)
    rest[rest <= _SLIVER * whole] = 0.0
    total = told + rest
    left = np.flatnonzero(rest > 0)
    stays = shapes[left]
    if left.size:
        around = np.unique(home[np.isin(pair, left)])
        stays = shapely.difference(stays, shapely.union_all(own[around]))
        empty = shapely.is_empty(stays)
        stays[empty] = shapes[left][empty]
    polygon = np.concatenate([pair, left])
    order = np.argsort(polygon, kind="stable")
    share = np.concatenate([size, rest[left]]) / total[polygon]
    everything = np.concatenate([pieces, stays])
    homes = np.concatenate([home, np.full(left.size, -1, dtype=np.int64)])
    return (everything[order], homes[order]), polygon[order], share[order]


def _sample(shapes: NDArray[np.object_]) -> tuple[Floats, Floats, Indexes, Floats]:
    """Return points of a grid inside each shape: x, y, index of the shape, and the share of it that each stands for.

    The grid of a shape: its bounding box in equal cells, their centres; where none lies inside, one point on it.
    """
    west, south, east, north = shapely.bounds(shapes).T
    step = np.maximum(np.sqrt(shapely.area(shapes)) / _POINTS_PER_SIDE, _SPACING)
    columns = np.clip(np.ceil((east - west) / step), 1, _POINTS_PER_SIDE**2).astype(np.int64)
    rows = np.clip(np.ceil((north - south) / step), 1, _POINTS_PER_SIDE**2).astype(np.int64)
    cells = columns * rows
    shape = np.repeat(np.arange(shapes.size), cells)
    number = np.arange(shape.size) - np.repeat(np.cumsum(cells) - cells, cells)
    x = west[shape] + (number % columns[shape] + 0.5) * ((east - west) / columns)[shape]
    y = south[shape] + (number // columns[shape] + 0.5) * ((north - south) / rows)[shape]
    shapely.prepare(shapes)
    inside = shapely.contains_xy(shapes[shape], x, y)
    shape, x, y = shape[inside], x[inside], y[inside]
    bare = np.flatnonzero(np.bincount(shape, minlength=shapes.size) == 0)
    if bare.size:
        on = shapely.point_on_surface(shapes[bare])
        shape = np.concatenate([shape, bare])
        order = np.argsort(shape, kind="stable")
        shape = shape[order]
        x, y = np.concatenate([x, shapely.get_x(on)])[order], np.concatenate([y, shapely.get_y(on)])[order]
    times: NDArray[Any] = np.bincount(shape, minlength=shapes.size)
    return x, y, shape, 1.0 / times[shape]
