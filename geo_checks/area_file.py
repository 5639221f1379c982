"""Reads the divisions of a plan and brings them into one metric system."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NoReturn

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from audit.model import Reason, Text, Untested, UsageError
from audit.plan import Districts
from geo_checks import layers
from geo_checks.area import DISTRICTS, SMALLEST, StudyArea
from geo_checks.coordinates import Floats, from_wgs84, metric_crs, to_wgs84
from geo_checks.divisions import NO_POLYGON, DivisionRows, contained, read_divisions
from geo_checks.moved import moved, vertices
from geo_checks.source import Source
from geo_checks.wkb_shapes import Outlines


def study_area(given: Districts, wanted: Source, named_crs: str | None, read: DivisionRows | None = None) -> StudyArea:
    """Bring the divisions (read: as they were read already) into one metric system.

    Raises UsageError when no polygon is usable.
    """
    read = read or read_divisions(given, wanted)
    files = [_File.of(rows) for rows in read.files]
    west, south, east, north = _bounds(files) if named_crs is None else (0.0,) * 4
    if math.isnan(west):
        _refuse(wanted, read.files)
    metric = metric_crs((west + east) / 2, (south + north) / 2, named_crs)
    shapes, state, mended = (np.concatenate(parts) for parts in zip(*(f.drawn(metric) for f in files), strict=True))
    shapes[shapely.area(shapes) < SMALLEST] = None
    if shapely.is_missing(shapes).all():
        _refuse(wanted, read.files)
    # A division that no file has stands at -1.
    shapes = np.append(shapes, np.array([None], dtype=object))[read.rows]
    state, mended = np.append(state, NO_POLYGON)[read.rows], np.append(mended, False)[read.rows]
    state[(state == layers.PLACED) & shapely.is_missing(shapes)] = layers.BAD_GEOMETRY
    told = (
        (mended, Reason.BAD_GEOMETRY, "mended"),
        (state == layers.BAD_GEOMETRY, Reason.BAD_GEOMETRY, ""),
        (state == layers.NO_GEOMETRY, Reason.NO_GEOMETRY, ""),
    )
    notes = tuple(
        Untested(DISTRICTS, code, reason, detail)
        for number, code in enumerate(read.tree.divisions)
        for which, reason, detail in told
        if which[number]
    )
    tree = contained(read.tree, shapes) if given.parents == "containment" else read.tree
    return StudyArea.of(tree, shapes, metric, notes)


@dataclass(frozen=True)
class _File:
    """A file of divisions: the vertices of its outlines, or else its polygons as they were mended.

    state, mended: as layers.polygons gives them.
    """

    rows: layers.Rows
    outlines: Outlines | None
    shapes: NDArray[np.object_]
    state: NDArray[np.int8]
    mended: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: layers.Rows, *, plain: bool = True) -> _File:
        """Read the polygons. plain: straight out of the file's bytes where all outlines are plain."""
        found = layers.outlines(rows) if plain else None
        if found is None:
            return cls(rows, None, *layers.polygons(rows))
        none = np.full(rows.count, None, dtype=object)
        state = np.where(np.diff(found.row) > 0, layers.PLACED, layers.NO_GEOMETRY).astype(np.int8)
        return cls(rows, found, none, state, np.zeros(rows.count, dtype=np.bool_))

    def degrees(self) -> Iterator[tuple[Floats, Floats]]:
        """Yield longitudes and latitudes of the vertices."""
        stretches = [vertices(self.shapes)] if self.outlines is None else (at[1:3] for at in self.outlines.vertices())
        return (to_wgs84(x, y, self.rows.crs) for x, y in stretches)

    def drawn(self, metric: CRS) -> tuple[NDArray[np.object_], NDArray[np.int8], NDArray[np.bool_]]:
        """Return the polygons in metres, what became of each row, and which had to be mended."""

        def move(x: Floats, y: Floats) -> tuple[Floats, Floats]:
            return from_wgs84(*to_wgs84(x, y, self.rows.crs), metric)

        if self.outlines is None:
            return moved(self.shapes, move), self.state, self.mended
        shapes = self.outlines.drawn(move)
        if shapes is not None and np.array_equal(shapely.is_valid(shapes), self.state == layers.PLACED):
            return shapes, self.state, self.mended
        # What has to be mended or lies off the map is for the geometries that GEOS reads.
        return _File.of(self.rows, plain=False).drawn(metric)


def _bounds(files: Iterable[_File]) -> tuple[float, float, float, float]:
    """Return west, south, east and north of all vertices that are on earth, NaN when none is."""
    lowest, highest = np.full(2, np.inf), np.full(2, -np.inf)
    for lon, lat in chain.from_iterable(file.degrees() for file in files):
        known = np.stack([lon, lat])[:, np.isfinite(lon)]
        lowest = np.minimum(lowest, known.min(axis=1, initial=np.inf))
        highest = np.maximum(highest, known.max(axis=1, initial=-np.inf))
    west, south, east, north = (*lowest.tolist(), *highest.tolist())
    return (west, south, east, north) if math.isfinite(west) else (math.nan,) * 4


def _refuse(wanted: Source, files: Sequence[layers.Rows]) -> NoReturn:
    systems = ", ".join(dict.fromkeys(rows.crs.name for rows in files))
    raise UsageError(
        Text(
            f"{wanted.place}：没有一个多边形能用（坐标系是 {systems}）；检查文件和 crs",
            f"{wanted.place}: no usable polygon (in {systems}); check the file and its crs",
        )
    )
