"""GeoParquet (and Parquet with coordinate columns), for layers alone. Specification: geoparquet.org, 1.0 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from audit.model import Text, UsageError
from geo_checks.source import Source

# Bytes of a file that are read at once; otherwise a column's bytes are held whole beside what becomes of them.
_BUFFER: Final = 1 << 20


def names(wanted: Source) -> tuple[str, ...]:
    """Return the names of the columns with plain values: no geometry, list or structure."""
    return tuple(field.name for field in pq.read_schema(wanted.path) if _is_plain(field.type))


def stated_crs(wanted: Source) -> Any:
    """Return the coordinate system that the file states (PROJJSON; degrees when it leaves it out)."""
    return _described(wanted)[1].get("crs", "OGC:CRS84")


def table(wanted: Source, keep: Sequence[str]) -> tuple[Any, Any]:
    """Return some columns of all rows, and the geometries as WKB (None when the plan names x and y)."""
    geometry = _described(wanted)[0] if wanted.x is None else ""
    columns = sorted({*keep, *([geometry] if geometry else [])})
    # As one file, not as a data set: pyarrow's module of data sets takes a fifth of a second to import.
    with pq.ParquetFile(wanted.path, buffer_size=_BUFFER) as file:
        found = file.read(columns=columns)
    plain = {name: _dated(found.column(name)) for name in keep}
    return pa.table(plain), found.column(geometry) if geometry else None


def _is_plain(stored: Any) -> bool:
    if pa.types.is_dictionary(stored):
        return _is_plain(stored.value_type)
    kinds = (
        pa.types.is_boolean,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_null,
        pa.types.is_date,
        pa.types.is_time,
        pa.types.is_timestamp,
    )
    return any(is_kind(stored) for is_kind in kinds)


def _dated(column: Any) -> Any:
    """Return days and times as text; other columns as they are."""
    return column.cast(pa.string()) if pa.types.is_temporal(column.type) else column


def _described(wanted: Source) -> tuple[str, dict[str, Any]]:
    """Return the name of the geometry column and its metadata; without any, the plan names x and y."""
    metadata = pq.read_schema(wanted.path).metadata or {}
    if b"geo" not in metadata:
        if wanted.x is not None:
            return "", {"crs": None}
        raise UsageError(
            Text(
                f"{wanted.place}：是 Parquet，但没有 GeoParquet 的几何列；在计划里写 x 和 y 两列",
                f"{wanted.place}: Parquet without a GeoParquet geometry column; add x and y to the plan",
            )
        )
    try:
        geo = json.loads(metadata[b"geo"])
        column, described = str(geo["primary_column"]), dict(geo["columns"][geo["primary_column"]])
    except (ValueError, TypeError, LookupError) as error:
        raise UsageError(
            Text(
                f"{wanted.place}：GeoParquet 的元数据坏了；请重新存一份",
                f"{wanted.place}: its GeoParquet metadata is broken; save it again",
            )
        ) from error
    if wanted.x is None and described.get("encoding") != "WKB":
        raise UsageError(
            Text(
                f"{wanted.place}：几何编码 {described.get('encoding')} 不支持；请存成 WKB 编码的 GeoParquet",
                f"{wanted.place}: geometry encoding {described.get('encoding')} is not supported; "
                "save it as GeoParquet with WKB",
            )
        )
    return column, described
