"""Map files that GDAL reads (Shapefile, GeoPackage, GeoJSON, FlatGeobuf and others), for layers alone."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from audit.model import Text, UsageError
from geo_checks import shapefile
from geo_checks.source import Source

_LISTED: Final = 20
_MADE_UP: Final = "parsed incompletely"
_NOT_PLAIN: Final = frozenset({"OFTBinary", "OFTIntegerList", "OFTInteger64List", "OFTRealList", "OFTStringList"})


@dataclass(frozen=True, slots=True)
class _Opened:
    """What GDAL is asked for. parts: set for a shapefile, whose names and texts are decoded here."""

    dataset: str | Path
    layer: str | None
    encoding: str | None
    parts: shapefile.Parts | None


def errors() -> tuple[type[Exception], ...]:
    """Return what GDAL's driver raises for a broken file: nothing before it is imported, which takes half a second."""
    told = sys.modules.get("pyogrio.errors")
    names = ("DataLayerError", "DataSourceError", "FeatureError", "FieldError", "GeometryError")
    return () if told is None else tuple(getattr(told, name) for name in names)


def names(wanted: Source) -> tuple[str, ...]:
    """Return the names of the columns with plain values: no list and no bytes."""
    asked = _opened(wanted)
    info = _info(asked)
    kinds = [str(kind) for kind in info["ogr_types"]]
    return tuple(name for name, kind in zip(_names(wanted, asked, info), kinds, strict=True) if kind not in _NOT_PLAIN)


def stated_crs(wanted: Source) -> str | None:
    """Return the coordinate system that the file states."""
    stated: str | None = _info(_opened(wanted))["crs"]
    return stated


def layers_in(wanted: Source) -> list[tuple[str, str]]:
    """Return the layers and the kinds of their geometry ("" for a table without any)."""
    asked = _opened(wanted, choose=False)
    import pyogrio  # noqa: PLC0415

    return [(str(name), str(kind or "")) for name, kind in pyogrio.list_layers(asked.dataset)]


def table(wanted: Source, keep: Sequence[str]) -> tuple[Any, Any]:
    """Return some columns of all rows, and the geometries as WKB (None when the plan names x and y).

    Raises UsageError when the file holds fewer rows than it says: it was cut off.
    """
    import pyogrio  # noqa: PLC0415

    asked = _opened(wanted)
    info = _info(asked)
    raw = [str(name) for name in info["fields"]]
    given = dict(zip(_names(wanted, asked, info), raw, strict=True))
    geometry = wanted.x is None
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        meta, found = pyogrio.read_arrow(
            asked.dataset,
            layer=asked.layer,
            columns=[given[name] for name in keep],
            encoding=asked.encoding,
            read_geometry=geometry,
        )
    # GDAL makes 0 of a text in a column of numbers, and only warns.
    if bad := [str(warning.message) for warning in told if _MADE_UP in str(warning.message)]:
        raise ValueError(bad[0])
    if 0 <= info["features"] != found.num_rows:
        raise UsageError(
            Text(
                f"{wanted.place}：文件自称有 {info['features']} 行，只读出 {found.num_rows} 行；请重新取得",
                f"{wanted.place}: it says it has {info['features']} rows, and {found.num_rows} can be read; "
                "get the file again",
            )
        )
    columns = {name: found.column(given[name]) for name in keep}
    if asked.parts is not None:
        texts = [word for column in columns.values() for word in shapefile.words(column)]
        encoding = shapefile.encoding(wanted, asked.parts.stated, [*raw, *texts])
        columns = {name: shapefile.redecoded(column, encoding) for name, column in columns.items()}
    wkb = found.column(meta["geometry_name"] or "wkb_geometry") if geometry else None
    return pa.table(columns), wkb


def _opened(wanted: Source, *, choose: bool = True) -> _Opened:
    parts = shapefile.parts(wanted)
    if parts is not None:
        return _Opened(parts.dataset, None, shapefile.BYTES, parts)
    layer = _layer(wanted) if choose else None
    return _Opened(wanted.path, layer, wanted.encoding, None)


def _layer(wanted: Source) -> str | None:
    """Return the layer to read: the plan's, or the only one. Raises UsageError when there are several."""
    import pyogrio  # noqa: PLC0415

    found = [(str(name), kind) for name, kind in pyogrio.list_layers(wanted.path)]
    chosen = [name for name, kind in found if kind is not None or wanted.x is not None]
    listed = ", ".join(chosen[:_LISTED])
    if wanted.layer is None and len(chosen) > 1:
        raise UsageError(
            Text(
                f"{wanted.place}：有几个图层，不知道读哪一个；在计划里写 layer，可用的有：{listed}",
                f"{wanted.place}: which of its layers? Add layer to the plan, one of: {listed}",
            )
        )
    if wanted.layer is not None and wanted.layer not in {name for name, _ in found}:
        raise UsageError(
            Text(
                f"{wanted.place}：没有图层 {wanted.layer!r}；有：{listed}",
                f"{wanted.place}: there is no layer {wanted.layer!r}; it has: {listed}",
            )
        )
    return wanted.layer if wanted.layer is not None else next(iter(chosen), None)


def _info(asked: _Opened) -> dict[str, Any]:
    import pyogrio  # noqa: PLC0415

    found: dict[str, Any] = pyogrio.read_info(asked.dataset, layer=asked.layer, encoding=asked.encoding)
    return found


def _names(wanted: Source, asked: _Opened, info: dict[str, Any]) -> list[str]:
    raw = [str(name) for name in info["fields"]]
    if asked.parts is None:
        return raw
    return shapefile.decoded(raw, shapefile.encoding(wanted, asked.parts.stated, raw))
