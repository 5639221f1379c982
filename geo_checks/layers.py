"""The one door for map files: map formats, tables, feeds, databases → rows of columns and places.

Nothing outside this module opens a layer. What comes out is plain: Arrow columns, coordinates, shapely polygons.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from audit.model import Text, UsageError
from geo_checks import geoparquet, gtfs, osm, postgis, text_tables, vector, workbook
from geo_checks.coordinates import Floats, Reference, reference
from geo_checks.outlines import areas_of
from geo_checks.source import Source, lost_coordinates, missing_column
from geo_checks.wkb_points import plain_points
from geo_checks.wkb_shapes import Outlines, Paths, plain_lines, plain_polygons
from geo_checks.zones import refuse_twin

# What became of a row's place.
PLACED, NO_GEOMETRY, BAD_GEOMETRY = 0, 1, 2

# What the drivers raise for a file that is broken, cut off or not what its name says.
_DRIVER_ERRORS: Final = (
    pa.ArrowException,
    *workbook.ERRORS,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    LookupError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read: Arrow columns by name, WKB or coordinate columns, and the system that they are in."""

    source: Source
    columns: Mapping[str, Any]
    count: int
    crs: Reference
    wkb: Any = None

    def take(self, at: NDArray[np.int64]) -> Rows:
        """Return some of the rows."""
        wkb = None if self.wkb is None else self.wkb.take(at)
        columns = {name: column.take(at) for name, column in self.columns.items()}
        return replace(self, columns=columns, count=at.size, wkb=wkb)


class _Door(Protocol):
    """What a module does for its format."""

    def names(self, wanted: Source) -> tuple[str, ...]:
        """Return the names of the columns without reading the rows."""

    def stated_crs(self, wanted: Source) -> Any:
        """Return the coordinate system that the file states, None when it states none."""

    def table(self, wanted: Source, keep: Sequence[str]) -> tuple[Any, Any]:
        """Return some columns of all rows, and their WKB (None when the plan names x and y)."""


_DOORS: Final[Mapping[str, _Door]] = MappingProxyType(
    {
        "csv": text_tables,
        "jsonl": text_tables,
        "gtfs": gtfs,
        "osm": osm,
        "xlsx": workbook,
        "postgis": postgis,
        "geoparquet": geoparquet,
        "vector": vector,
    }
)


def names(wanted: Source) -> tuple[str, ...]:
    """Return the names of a file's columns without reading its rows. Raises UsageError when it cannot be read."""
    with _told(wanted):
        return _DOORS[wanted.form].names(wanted)


def missing(wanted: Source, named: Iterable[str], known: Sequence[str]) -> list[Text]:
    """Return the problem of each column that the file cannot have; any name may be a tag of OpenStreetMap."""
    return [] if wanted.form == "osm" else [missing_column(wanted, name, known) for name in named if name not in known]


def inside(wanted: Source) -> tuple[str, ...]:
    """Return the layers (sheets, tables) that a file has to choose from; none where it is one table."""
    with _told(wanted):
        if wanted.form == "vector":
            return tuple(name for name, kind in vector.layers_in(wanted) if kind)
        if wanted.form == "xlsx":
            return workbook.sheets(wanted)
        return postgis.tables(wanted) if wanted.form == "postgis" else ()


def stated(wanted: Source) -> str:
    """Return the coordinate system that the file itself states, "" when it states none."""
    with _told(wanted):
        found = _DOORS[wanted.form].stated_crs(wanted)
    return reference(found, wanted.place).name if found else ""


def shapes(rows: Rows) -> NDArray[np.object_]:
    """Return the rows' geometries in the file's system, None where there is none."""
    return _geometries(rows)[0]


def crs_of(wanted: Source) -> Reference:
    """Return the coordinate system that the plan or else the file states; UsageError when neither does."""
    if wanted.crs is not None:
        return reference(wanted.crs, wanted.place)
    if wanted.placeless:
        return reference("EPSG:4326", wanted.place)
    with _told(wanted):
        # Columns of coordinates are in no stated system, except where the format itself defines one.
        by_columns = wanted.x is not None and wanted.form != "gtfs"
        stated = None if by_columns else _DOORS[wanted.form].stated_crs(wanted)
    if not stated:
        raise UsageError(
            Text(
                f"{wanted.place}：文件没有说明坐标系；在计划里写 crs，例如 EPSG:4490、EPSG:4326 或 GCJ-02",
                f"{wanted.place}: the file does not state its coordinate system; "
                'add crs to the plan, e.g. "EPSG:4490", "EPSG:4326" or "GCJ-02"',
            )
        )
    return reference(stated, wanted.place)


def read(wanted: Source, columns: Iterable[str], *, places: bool = True) -> Rows:
    """Read some columns of all rows, in the file's order, and (unless it is told not to) their places.

    Raises UsageError in one line: no such column, no coordinate system, not readable.
    """
    crs, known = crs_of(wanted), names(wanted)
    if (lost := lost_coordinates(wanted, known)) is not None:
        raise UsageError(lost)
    keep = sorted({*columns, *(name for name in (wanted.x, wanted.y) if name)})
    if problems := missing(wanted, keep, known):
        raise UsageError(*problems)
    with _told(wanted):
        # With columns of coordinates named, even by no name, no format reads its geometries.
        asked = wanted if places or wanted.x is not None else replace(wanted, x="", y="")
        table, wkb = _DOORS[wanted.form].table(asked, keep)
        # Drivers hand on bytes that are no UTF-8 as text.
        table.validate(full=True)
    count = table.num_rows if wkb is None else len(wkb)
    return Rows(wanted, {name: table.column(name) for name in keep}, count, crs, wkb)


def points(rows: Rows) -> tuple[Floats, Floats, NDArray[np.int8]]:
    """Return x, y (in the file's system, NaN where there is none) and what became of each row's place.

    A line or polygon is placed by a point on it. Raises UsageError for the eastings of another zone's twin.
    """
    if rows.source.placeless:
        nowhere = np.full(rows.count, np.nan)
        return nowhere, nowhere.copy(), np.full(rows.count, NO_GEOMETRY, dtype=np.int8)
    if rows.wkb is None:
        x, x_state = _coordinate(rows.columns[rows.source.x or ""])
        y, y_state = _coordinate(rows.columns[rows.source.y or ""])
        refuse_twin(x, rows.crs, rows.source.place)
        return x, y, np.maximum(x_state, y_state)
    if (plain := plain_points(rows.wkb)) is not None:
        x, y, null = plain
        state = np.where(null | (np.isnan(x) & np.isnan(y)), NO_GEOMETRY, PLACED).astype(np.int8)
    else:
        geometries, state = _geometries(rows)
        extended = np.flatnonzero((state == PLACED) & (shapely.get_type_id(geometries) != shapely.GeometryType.POINT))
        if extended.size:
            geometries[extended] = shapely.point_on_surface(shapely.make_valid(geometries[extended]))
        x, y = shapely.get_x(geometries), shapely.get_y(geometries)
    state[(state == PLACED) & ~(np.isfinite(x) & np.isfinite(y))] = BAD_GEOMETRY
    x[state != PLACED] = y[state != PLACED] = np.nan
    refuse_twin(x, rows.crs, rows.source.place)
    return x, y, state


def polygons(rows: Rows) -> tuple[NDArray[np.object_], NDArray[np.int8], NDArray[np.bool_]]:
    """Return the rows' polygons (in the file's system), what became of each, and which had to be mended."""
    geometries, state = _geometries(rows)
    state[(state == PLACED) & (shapely.get_dimensions(geometries) != 2)] = BAD_GEOMETRY  # noqa: PLR2004 -- an area
    mixed = (state == PLACED) & (shapely.get_type_id(geometries) == shapely.GeometryType.GEOMETRYCOLLECTION)
    if mixed.any():
        geometries[mixed] = areas_of(geometries[mixed])
    mended = (state == PLACED) & ~shapely.is_valid(geometries)
    geometries[mended] = shapely.make_valid(geometries[mended], method="structure", keep_collapsed=False)
    state[(state == PLACED) & shapely.is_empty(geometries)] = BAD_GEOMETRY
    geometries[state != PLACED] = None
    refuse_twin(shapely.bounds(geometries)[:, 0], rows.crs, rows.source.place)
    return geometries, state, (mended | mixed) & (state == PLACED)


def lines(rows: Rows) -> tuple[NDArray[np.object_], NDArray[np.int8]]:
    """Return the rows' lines (LineString or MultiLineString, in the file's system, None where there is none).

    Also what became of each: a point or an area is no line (BAD_GEOMETRY).
    """
    geometries, state = _geometries(rows)
    state[(state == PLACED) & (shapely.get_dimensions(geometries) != 1)] = BAD_GEOMETRY
    geometries[state != PLACED] = None
    return geometries, state


def outlines(rows: Rows) -> Outlines | None:
    """Return the vertices of the rows' polygons where all are plain polygons with finite ordinates, else None.

    They may be invalid still. Raises UsageError as `polygons` does.
    """
    found = plain_polygons(rows.wkb)
    if found is not None and rows.crs.crs.is_projected:
        lowest = [np.minimum.reduceat(x, ring[:-1]) for _, x, _, ring in found.vertices()]
        refuse_twin(np.concatenate(lowest), rows.crs, rows.source.place)
    return found


def paths(rows: Rows) -> Paths | None:
    """Return the vertices of the rows' lines where all are plain lines with finite ordinates, else None."""
    found = plain_lines(rows.wkb)
    if found is None or not (np.isfinite(found.x).all() and np.isfinite(found.y).all()):
        return None
    return found


@contextmanager
def _told(wanted: Source) -> Iterator[None]:
    """Turn the drivers' many errors into one clear line."""
    try:
        yield
    except UsageError:
        raise
    except UnicodeDecodeError as error:
        raise UsageError(_wrong_encoding(wanted)) from error
    except (*_DRIVER_ERRORS, *vector.errors()) as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        if "invalid utf8" in first.casefold().replace("-", "") or "codec can't decode" in first:
            raise UsageError(_wrong_encoding(wanted)) from error
        raise UsageError(
            Text(f"{wanted.place}：读不出来：{first}", f"{wanted.place}: cannot be read: {first}")
        ) from error


def _wrong_encoding(wanted: Source) -> Text:
    given = wanted.encoding or "UTF-8"
    return Text(
        f"{wanted.place}：文字不是 {given} 编码；在计划里写 encoding，例如 GBK",
        f'{wanted.place}: its text is not {given}; add encoding to the plan, e.g. "GBK"',
    )


def _endless(geometries: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the indexes of geometries with a coordinate that is no number; GEOS itself passes over them."""
    if np.isfinite(shapely.get_coordinates(geometries)).all():
        return np.empty(0, dtype=np.int64)
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    return np.asarray(np.unique(owner[~np.isfinite(coordinates).all(axis=1)]), dtype=np.int64)


def _geometries(rows: Rows) -> tuple[NDArray[np.object_], NDArray[np.int8]]:
    wkb = np.asarray(rows.wkb.to_numpy(), dtype=object)
    geometries = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    present = np.array(pc.is_valid(rows.wkb).to_numpy(), dtype=np.bool_)
    state = np.full(rows.count, PLACED, dtype=np.int8)
    state[present & shapely.is_missing(geometries)] = BAD_GEOMETRY
    state[_endless(geometries)] = BAD_GEOMETRY
    state[~present | shapely.is_empty(geometries)] = NO_GEOMETRY
    geometries[state != PLACED] = None
    return geometries, state


def _coordinate(column: Any) -> tuple[Floats, NDArray[np.int8]]:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    text = pa.types.is_string(array.type) or pa.types.is_large_string(array.type)
    if text:
        array = pc.utf8_trim_whitespace(array)
        blank = pc.fill_null(pc.equal(array, ""), True)  # noqa: FBT003 -- pyarrow's own signature
        number = pc.match_substring_regex(array, r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")
        array = pc.if_else(pc.fill_null(number, False), array, pa.scalar(None, array.type))  # noqa: FBT003
    else:
        blank = pc.is_null(array)
    floats = np.array(pc.fill_null(pc.cast(array, pa.float64(), safe=False), np.nan).to_numpy(zero_copy_only=False))
    state = np.where(np.isfinite(floats), PLACED, BAD_GEOMETRY).astype(np.int8)
    state[np.asarray(blank.to_numpy(zero_copy_only=False), dtype=np.bool_)] = NO_GEOMETRY
    return floats, state
