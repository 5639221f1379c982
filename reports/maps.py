"""facilities.gpkg and geojson/: facilities, divisions, service areas and people beyond reach, as map layers.

Everything is in degrees (WGS84, longitude first). Nothing is left out: a facility without coordinates has no geometry.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import shapely

from audit.model import Lang, Text, digest
from reports.format import Format, ReportError, new_file, remove, replaced
from reports.html_names import slug
from reports.judged import Judged
from reports.rows import LayerRow
from reports.sinks import plain
from reports.summary import Summary
from reports.terms import OUTCOMES, mark
from reports.wording import Words

_WGS84: Final = "EPSG:4326"
_GEOMETRY: Final = "geometry"
_STRAIGHT: Final = "straight"
_NOTE: Final = mark(
    "Map layers in WGS84, longitude first. An empty value is not known; without coordinates there is no geometry."
)
_AREAS: Final = mark(
    "Service areas in a straight line: the ground within radius_m of a facility, cut by division. bound: low, of the "
    "facilities that passed; high, also of those that nobody knows to fail; both, where that is the same. Edges are at "
    "most accuracy_m metres off."
)
_STRETCHES: Final = mark(
    "Service areas along the walking network: the stretches of ways from which a facility is at most radius_m metres "
    "away, cut by division. bound: low, of the facilities "
    "that passed over ways known to be open; high, over those that nobody knows to be closed, too, but not what is off "
    "the network; both, where that is the same. Lines are at most half of accuracy_m metres off."
)
_WANTED: Final = mark(
    "Service areas are made when the audit itself is asked for gpkg or geojson, or its plan says so ([street] "
    "service_areas)."
)


class _Layer(NamedTuple):
    """A table with its name and kind of geometry, and what is to be said of it."""

    name: str
    kind: str
    table: Any
    about: str = ""


def write_geopackage(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write facilities.gpkg: a layer for each kind of table. Its time stamps are the audit's day."""
    path, words = out / "facilities.gpkg", Words(lang)
    with replaced(path) as part, _dated(summary), _told(path):
        # GDAL goes by the end of the name.
        whole = part.with_name(f"{part.name}.gpkg")
        try:
            for number, layer in enumerate(_layers(summary, words)):
                said = {"DESCRIPTION": words(layer.about)} if layer.about else {}
                _write(whole, layer, driver="GPKG", append=number > 0, layer_options=said)
            if not whole.exists():
                _write(whole, _Layer("facilities", "Point", _empty()), driver="GPKG", append=False)
            whole.replace(part)
        finally:
            whole.unlink(missing_ok=True)
    return path


def write_geojson(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write a GeoJSON file (RFC 7946) for each table into the folder geojson, and return the list of them."""
    folder, written, words = out / "geojson", set[Path](), Words(lang)
    notes = dict.fromkeys((_NOTE, _WANTED))
    for layer in _layers(summary, words):
        path = folder / f"{slug(layer.name)}.geojson"
        with replaced(path) as part, _told(path):
            _write(part, layer, driver="GeoJSON", layer_options={"RFC7946": "YES"})
        written.add(path)
        notes |= dict.fromkeys((layer.about,) if layer.about else ())
    for path in folder.glob("*.geojson"):
        if path not in written:
            remove(path)
    note = folder / "README.txt"
    with new_file(note) as file:
        file.write("\n".join(map(words, notes)))
        file.writelines(f"\n{path.name}" for path in sorted(written))
        file.write("\n")
    return note


def _write(path: Path, layer: _Layer, **options: Any) -> None:
    pyogrio.write_arrow(
        layer.table,
        path,
        layer=layer.name,
        geometry_name=_GEOMETRY,
        geometry_type=layer.kind,
        crs=_WGS84,
        encoding="UTF-8",
        **options,
    )


@contextmanager
def _dated(summary: Summary) -> Iterator[None]:
    """Let GDAL put the audit's day into its time stamps: equal audits are equal files."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{summary.plan.date.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what GDAL cannot write into one clear line."""
    try:
        yield
    except pyogrio.errors.DataSourceError as error:
        what = plain(str(error))
        raise ReportError(Text(f"{path}：写不进去：{what}", f"{path}: cannot be written: {what}")) from error


def _layers(summary: Summary, words: Words) -> Iterator[_Layer]:
    """Yield each layer of the map."""
    judged = Judged(summary) if summary.judged else None
    if summary.divisions:
        yield _Layer("divisions", "MultiPolygon", _divisions(summary))
    for layer in summary.layers:
        kept = summary.evidence(layer)
        if kept is not None:
            facilities = pq.read_table(pa.BufferReader(kept))
            told = facilities if judged is None else _with_verdicts(facilities, layer, summary, judged, words)
            yield _Layer(f"facilities {layer.id}", "Point", _points(told))
    radius = max(summary.plan.thresholds.coverage, default=0)
    for name, table in _kept(summary, "reach"):
        yield _Layer(f"uncovered {name}", "Point", _uncovered(table, radius))
    for name, table in _kept(summary, "siting"):
        yield _Layer(f"siting {name}", "Point", _points(table.filter(pc.greater(table["rank"], 0))))
    for name, table in _kept(summary, "areas"):
        yield _Layer(f"service areas {name}", "MultiPolygon", _shapes(table), _AREAS)
    for name, table in _kept(summary, "stretches"):
        yield _Layer(f"service ways {name}", "MultiLineString", _shapes(table), _STRETCHES)


def _kept(summary: Summary, what: str) -> Iterator[tuple[str, Any]]:
    """Yield each layer that has evidence of a kind, and the evidence."""
    for layer in summary.layers:
        kept = summary.store.evidence(summary.run.id, f"{what}:{layer.id}")
        if kept is not None:
            yield layer.id, pq.read_table(pa.BufferReader(kept))


def _shapes(table: Any) -> Any:
    """Return a table with its geometries as they are, and all else plain."""
    return _plain(table.drop_columns([_GEOMETRY])).append_column(_GEOMETRY, table[_GEOMETRY])


def _with_verdicts(table: Any, layer: LayerRow, summary: Summary, judged: Judged, words: Words) -> Any:
    """Return the facilities of a layer with a column that says which outcomes people gave them, who and when."""
    told: dict[str, list[str]] = {}
    for said in summary.judged[layer.id].settled if layer.id in summary.judged else ():
        review = judged.verdict_on(digest(layer.id, said.facility, said.requirement))
        by = f" ({review.person}, {review.day.isoformat()})" if review else ""
        told.setdefault(said.facility, []).append(f"{said.requirement}: {words(OUTCOMES[said.outcome])}{by}")
    cells = ["; ".join(told.get(str(name), ())) or None for name in table["facility"].to_pylist()]
    return table.append_column("judged_by", pa.array(cells, pa.string()))


def _points(table: Any) -> Any:
    """Return a table with its columns of degrees as points; what has none has no geometry."""
    lon, lat = (table[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in ("lon", "lat"))
    known = np.isfinite(lon) & np.isfinite(lat)
    wkb = np.full(len(table), None, dtype=object)
    wkb[known] = shapely.to_wkb(shapely.points(lon[known], lat[known]))
    return _plain(table.drop_columns(["lon", "lat"])).append_column(_GEOMETRY, pa.array(wkb.tolist(), pa.binary()))


def _plain(table: Any) -> Any:
    """Return a table that map formats take: texts as such, visible and without NUL; no number that is none."""
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        worded = pa.types.is_dictionary(column.type) or pa.types.is_string(column.type)
        columns[name.replace(":", " ")] = _texts(column) if worded else _known(column)
    return pa.table(columns)


def _known(column: Any) -> Any:
    """Return a column of numbers; one that is none is null."""
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))


def _texts(column: Any) -> Any:
    """Return a column of texts, each of them plain."""
    words = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_string(words.type):
        words = words.dictionary_encode()
    safe = pa.array([None if text is None else plain(text) for text in words.dictionary.to_pylist()], pa.string())
    return safe.take(words.indices)


def _uncovered(table: Any, radius: float) -> Any:
    """Return the population points with nothing that passed within the greatest radius, straight or on foot."""
    ways = [name for name in (_STRAIGHT, "walking") if name in table.column_names]
    beyond = np.zeros(len(table), dtype=bool)
    for name in ways:
        metres = table[name].to_numpy(zero_copy_only=False).astype(np.float64)
        beyond |= ~(metres <= radius)
    return _points(table.filter(pa.array(beyond)))


def _divisions(summary: Summary) -> Any:
    rows = [summary.divisions[division.code] for division in summary.tree.walk()]
    outlines = [None if row.outline is None else shapely.from_wkb(row.outline) for row in rows]
    many = [shapely.multipolygons(shapely.get_parts(shape)) if shape is not None else None for shape in outlines]
    street = [row.street for row in rows]
    online = [row.online for row in rows]
    return _plain(
        pa.table(
            {
                "code": pa.array([row.division.code for row in rows], pa.string()),
                "name": pa.array([row.division.name for row in rows], pa.string()),
                "parent": pa.array([row.division.parent for row in rows], pa.string()),
                "street_low": pa.array([score.low if score else None for score in street], pa.float64()),
                "street_high": pa.array([score.high if score else None for score in street], pa.float64()),
                "surveyed": pa.array([row.surveyed for row in rows], pa.float64()),
                "online_share": pa.array([score.value if score else None for score in online], pa.float64()),
            }
        )
    ).append_column(
        _GEOMETRY, pa.array([None if shape is None else shapely.to_wkb(shape) for shape in many], pa.binary())
    )


def _empty() -> Any:
    return pa.table({"facility": pa.array([], pa.string()), _GEOMETRY: pa.array([], pa.binary())})


GEOPACKAGE = Format("gpkg", Text("GeoPackage（地图图层）", "GeoPackage (map layers)"), write_geopackage, shapes=True)
GEOJSON = Format("geojson", Text("GeoJSON（地图图层）", "GeoJSON (map layers)"), write_geojson, shapes=True)
