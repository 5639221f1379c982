"""The roads and crossings of a plan as arrays in the metric system, with the names and widths of the roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from audit.facility_kinds import Attribute
from audit.model import Text
from audit.plan import Crossings, Roads, Where
from geo_checks import layers, osm, schema
from geo_checks.area import StudyArea
from geo_checks.coordinates import Floats, from_wgs84, to_wgs84
from geo_checks.moved import moved
from geo_checks.source import source

# Metres of carriageway by OpenStreetMap's classes: an assumption (lanes of 3.5 m by the usual number of lanes), told
# with the result and overruled by the plan's own widths.
OSM_WIDTHS: Final = MappingProxyType(
    {
        "trunk": 21.0,
        "primary": 17.5,
        "secondary": 14.0,
        "tertiary": 10.5,
        "unclassified": 8.0,
        "residential": 8.0,
        "living_street": 6.0,
    }
)
OSM_STREETS: Final = Where(column="highway", operator="in", value=tuple(OSM_WIDTHS))
OSM_CROSSINGS: Final = Where(column=osm.KIND, value="crossings")
# No carriageway is wider (metres): a slip of the pen or of the unit.
_WIDEST: Final = 200.0
_OSM_NAME, _OSM_CLASS, _OSM_LAYER = "name", "highway", "lines"

# The kind of layer whose places the roads tell.
RAMPS: Final = "curb_ramps"
WIDTH: Final = Attribute("length", "m", Text("车行道宽度", "width of the carriageway"), above_zero=True)


@dataclass(frozen=True)
class RoadLines:
    """Roads in metres. street: number of each one's name in `names`, -1 without; half_widths: metres.

    assumed: roads whose width the file does not tell. rows, meant, lines: counts of rows in, meant, and with a line.
    """

    lines: NDArray[np.object_]
    street: NDArray[np.int64]
    names: tuple[str, ...]
    half_widths: Floats
    assumed: int
    rows: int
    meant: int


def wanted_columns(given: Roads, form: str) -> tuple[str | None, str | None, tuple[Where, ...]]:
    """Return the columns with name and class and the conditions on rows; OpenStreetMap has its own."""
    if form != "osm":
        return given.name, given.class_, given.where
    return given.name or _OSM_NAME, given.class_ or _OSM_CLASS, given.where or (OSM_STREETS,)


def read_roads(given: Roads, base: Path, area: StudyArea) -> RoadLines:
    """Read the centre lines; what is no line is passed over. Raises UsageError when the file cannot be read."""
    wanted = source(given, base)
    if wanted.form == "osm" and wanted.layer is None:
        given = given.model_copy(update={"layer": _OSM_LAYER})
        wanted = source(given, base)
    name, kind, where = wanted_columns(given, wanted.form)
    width = given.width.column if given.width else None
    rows = layers.read(wanted, {c for c in (name, kind, width, *(w.column for w in where)) if c})
    shapes, state = layers.lines(rows)
    at = np.flatnonzero(_meant(rows, where) & (state == layers.PLACED))
    lines = moved(shapes[at], lambda x, y: from_wgs84(*to_wgs84(x, y, rows.crs), area.metric))
    there = ~shapely.is_missing(lines)
    at, lines = at[there], lines[there]
    metres = np.full(at.size, np.nan)
    if given.width is not None:
        metres = schema.values(rows.columns[given.width.column].take(at), given.width, WIDTH).floats
    metres[metres > _WIDEST] = np.nan
    assumed = np.isnan(metres)
    if kind:
        codes, classes = _words(rows.columns[kind].take(at))
        known = {**(OSM_WIDTHS if wanted.form == "osm" else {}), **given.widths}
        by_class = np.array([known.get(word, np.nan) for word in classes], dtype=np.float64)[codes]
        metres = np.where(assumed, by_class, metres)
    metres = np.where(np.isnan(metres), given.default_width, metres)
    street, names = np.full(at.size, -1, dtype=np.int64), [""]
    if name:
        street, names = _words(rows.columns[name].take(at))
        street = np.where(np.array([word == "" for word in names])[street], -1, street)
    return RoadLines(
        lines, street, tuple(names), metres / 2, int(assumed.sum()), rows.count, int(_meant(rows, where).sum())
    )


def read_crossings(given: Crossings, base: Path, area: StudyArea) -> NDArray[np.object_]:
    """Read the crossings as LineString and Point (metres), pieces of one crossing joined; a plaza is a point on it."""
    wanted = source(given, base)
    where = crossing_conditions(given, wanted.form)
    rows = layers.read(wanted, {w.column for w in where})
    meant = _meant(rows, where)
    if rows.wkb is None:
        x, y, state = layers.points(rows)
        shapes = shapely.points(x, y)
        meant &= state == layers.PLACED
    else:
        shapes, state = layers.lines(rows)
        x, y, placed = layers.points(rows)
        dotted = (state != layers.PLACED) & (placed == layers.PLACED)
        shapes[dotted] = shapely.points(x[dotted], y[dotted])
        meant &= ~shapely.is_missing(shapes)
    shapes = moved(shapes[meant], lambda x, y: from_wgs84(*to_wgs84(x, y, rows.crs), area.metric))
    shapes = shapes[~shapely.is_missing(shapes)]
    point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    pieces = shapely.get_parts(shapes[~point])
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(pieces)))
    return np.concatenate([joined, shapes[point]])


def crossing_conditions(given: Crossings, form: str) -> tuple[Where, ...]:
    """Return the conditions on the rows of the crossings' file; an OpenStreetMap extract holds more than crossings."""
    return given.where or ((OSM_CROSSINGS,) if form == "osm" else ())


def _meant(rows: layers.Rows, where: Sequence[Where]) -> NDArray[np.bool_]:
    meant = np.ones(rows.count, dtype=np.bool_)
    for condition in where:
        meant &= schema.matching(rows.columns[condition.column], condition)
    return meant


def _words(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    """Return a column as codes into its distinct trimmed texts."""
    text = pc.fill_null(schema.as_text(column), "")
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    encoded = text.dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary.to_pylist() or [""]
