"""The divisions of a plan as its files have them: codes, names, people, and whose child each one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from audit.districts import WHOLE, Division, DivisionTree, parents_of
from audit.model import Text, UsageError
from audit.plan import Column, Districts, DivisionFile
from geo_checks import layers, schema
from geo_checks.source import Source, source

# State of a division that no file has: a node of the tree, without a polygon by design.
NO_POLYGON: Final = -1
# Spots inside a division that are asked whether they lie in another; half of them decide.
_SPOTS: Final = 16
_MOST_OF: Final = 0.5
# Spots lie this part of the way from the middle to the border, off what neighbours share.
_INWARD: Final = 0.9


@dataclass(frozen=True)
class DivisionRows:
    """The tree, the files' rows in the order of the plan, and for each division (by code) its row among all of them.

    rows: counted through all files; -1 for a division that no file has.
    """

    tree: DivisionTree
    files: tuple[layers.Rows, ...]
    rows: NDArray[np.int64]


def read_divisions(given: Districts, wanted: Source, *, places: bool = True) -> DivisionRows:
    """Read the divisions of all files of a plan; without places, no outlines are read.

    Raises UsageError: a missing or double code, an unknown parent, a missing column.
    """
    tables = [(given, wanted), *((more, source(more, wanted.folder)) for more in given.more)]
    read = [_file(table, at, places=places) for table, at in tables]
    divisions = [division for _, found in read for division in found]
    codes = [division.code for division in divisions]
    stated = {division.code: division.parent for division in divisions if division.parent != WHOLE}
    by_column = any(table.parent is not None for table, _ in tables)
    parents, bare = parents_of(
        codes,
        stated,
        derive=given.parents == "codes" or (given.parents is None and not by_column),
        fill=given.parents == "codes",
    )
    divisions = [replace(division, parent=parents[division.code]) for division in divisions]
    divisions += [Division(code, given.names.get(code, code), parents[code]) for code in bare]
    tree = DivisionTree.of(divisions)
    row_of = {code: number for number, code in enumerate(codes)}
    rows = np.array([row_of.get(code, -1) for code in tree.divisions], dtype=np.int64)
    return DivisionRows(tree, tuple(rows for rows, _ in read), rows)


def contained(tree: DivisionTree, polygons: NDArray[np.object_]) -> DivisionTree:
    """Return the tree with each top division under the smallest larger one that it lies in (metres, by code).

    It lies in another when its middle does and at least half of some spots spread through it; of two of one size the
    lower code is the larger. Parents that a column named are kept.
    """
    rows = list(tree.divisions.values())
    parents = _holders(polygons)
    return DivisionTree.of(
        [
            row if row.parent != WHOLE or parents[number] < 0 else replace(row, parent=rows[parents[number]].code)
            for number, row in enumerate(rows)
        ]
    )


def _holders(polygons: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return for each polygon the index of the smallest one that holds it, -1 for none."""
    holders = np.full(polygons.size, -1, dtype=np.int64)
    present = np.flatnonzero(~shapely.is_missing(polygons))
    if not present.size:
        return holders
    shapes = polygons[present]
    shapely.prepare(shapes)
    # Rank 0 is the largest; outlines of one ground that differ by float noise are of one size.
    rank = np.empty(present.size, dtype=np.int64)
    rank[np.lexsort((present, -np.round(shapely.area(shapes))))] = np.arange(present.size)
    child, holder = shapely.STRtree(shapes).query(shapely.point_on_surface(shapes), predicate="intersects")
    larger = rank[holder] < rank[child]
    child, holder = child[larger], holder[larger]
    spots, inside = _spots(shapes)
    there = shapely.intersects_xy(shapes[holder][:, None], spots[child][..., 0], spots[child][..., 1])
    share = (there & inside[child]).sum(axis=1) / np.maximum(inside[child].sum(axis=1), 1)
    most = (share >= _MOST_OF) | ~inside[child].any(axis=1)
    child, holder = child[most], holder[most]
    order = np.lexsort((rank[holder], child))
    holders[present[child[order]]] = present[holder[order]]  # the last one written, the smallest, stays
    return holders


def _spots(shapes: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return spots (shapes, spots, xy) between each shape's middle and its border, and which of them it holds."""
    middle = shapely.get_coordinates(shapely.point_on_surface(shapes))[:, None, :]
    borders = shapely.boundary(shapes)
    steps = np.arange(_SPOTS) / _SPOTS
    along: Any = shapely.line_interpolate_point(_longest(borders)[:, None], steps[None, :], normalized=True)
    rim = shapely.get_coordinates(along.ravel()).reshape(shapes.size, _SPOTS, 2)
    spots = middle + _INWARD * (rim - middle)
    return spots, np.asarray(shapely.intersects_xy(shapes[:, None], spots[..., 0], spots[..., 1]), dtype=np.bool_)


def _longest(borders: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the longest line of each border (a polygon with holes or several parts has more than one)."""
    lines, owner = shapely.get_parts(borders, return_index=True)
    order = np.lexsort((np.arange(lines.size), shapely.length(lines), owner))
    last = np.flatnonzero(np.append(np.diff(owner[order]) != 0, True))
    return np.asarray(lines[order[last]], dtype=object)


def _file(given: DivisionFile, wanted: Source, *, places: bool) -> tuple[layers.Rows, Sequence[Division]]:
    named = [given.code, given.name, given.name_en, given.parent, given.population]
    rows = layers.read(wanted, [name for name in named if name], places=places)
    codes = schema.as_text(rows.columns[given.code]).to_pylist()
    if blank := [number for number, code in enumerate(codes, 1) if code is None]:
        raise UsageError(
            Text(
                f"{wanted.place}：第 {blank[0]} 行的区划代码（列 {given.code}）是空的",
                f"{wanted.place}: row {blank[0]} has no division code (column {given.code})",
            )
        )
    texts = {
        name: schema.as_text(rows.columns[name]).to_pylist()
        for name in (given.name, given.name_en, given.parent)
        if name
    }
    nothing = [None] * rows.count
    names, names_en = texts[given.name], texts.get(given.name_en or "", nothing)
    parents = texts.get(given.parent or "", nothing)
    residents = np.full(rows.count, np.nan)
    if given.population:
        column = Column(column=given.population)
        residents = schema.values(rows.columns[given.population], column, schema.PEOPLE).floats
    above = given.under or WHOLE
    return rows, [
        Division(code, name or code, parent or above, 1, name_en, None if np.isnan(people) else float(people))
        for code, name, name_en, parent, people in zip(codes, names, names_en, parents, residents, strict=True)
    ]
