"""Reads the walking network of a plan: which lines are walked, what is known of them, and the kerbs beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from audit.model import Reason, Text, Untested, UsageError
from audit.plan import Network as NetworkTable
from geo_checks import layers, osm_ways, schema
from geo_checks.area import StudyArea
from geo_checks.coordinates import Floats, from_wgs84, to_wgs84
from geo_checks.moved import moved
from geo_checks.network import (
    NETWORK,
    NO_KERBS,
    SURFACE,
    Flags,
    Indexes,
    KerbPoints,
    Lines,
    Vertices,
    WalkingNetwork,
    build,
)
from geo_checks.source import Source, source


def read_network(given: NetworkTable, base: Path, area: StudyArea) -> tuple[WalkingNetwork, list[Untested]]:
    """Read the walking network of a plan; lines without a usable geometry are told.

    Raises UsageError when the file cannot be read or holds no line that can be walked.
    """
    wanted = lines_of(given, base)
    is_osm = wanted.form == "osm"
    mapped = {name: column.column for name, column in given.columns.items()}
    classes = [given.road_class] if given.road_class else []
    named = {*mapped.values(), *classes, *(osm_ways.TAGS if is_osm else ())}
    rows = layers.read(wanted, named)
    walkable = osm_ways.walkable(rows.columns) if is_osm else _walkable(given, rows)
    vertices, state = _vertices(rows, walkable, area)
    untested = [
        Untested(NETWORK, "", reason, str(int((walkable & (state == what)).sum())))
        for what, reason in ((layers.NO_GEOMETRY, Reason.NO_GEOMETRY), (layers.BAD_GEOMETRY, Reason.BAD_GEOMETRY))
        if (walkable & (state == what)).any()
    ]
    at = np.flatnonzero(walkable & (state == layers.PLACED))
    columns = _classes(given, rows, at) | (osm_ways.columns(rows.columns, at) if is_osm else {})
    for name, column in sorted(given.columns.items()):
        if name in schema.NETWORK:
            columns[name] = schema.values(rows.columns[column.column].take(at), column, schema.NETWORK[name]).floats
    words = mapped.get(SURFACE, SURFACE if is_osm else "")
    surface, surfaces = _words(rows.columns[words].take(at)) if words else (np.full(at.size, -1), ())
    kerbs = _kerbs(given, base, area) if is_osm else NO_KERBS
    lines = Lines(vertices, columns, surface, surfaces)
    network = build(lines, given.tolerance, given.join, frozenset(given.columns), kerbs)
    if not network.length.size:
        raise UsageError(
            Text(
                f"{wanted.place}：没有一条能走的线；检查文件和 class / walkable",
                f"{wanted.place}: it holds no line that can be walked; check the file and class / walkable",
            )
        )
    return network, untested


def _vertices(rows: layers.Rows, walkable: Flags, area: StudyArea) -> tuple[Vertices, NDArray[np.int8]]:
    """Return the vertices of the lines that can be walked and have a place, and what became of each row's geometry."""
    if (plain := layers.paths(rows)) is None:
        shapes, state = layers.lines(rows)
        shapes[~walkable] = None
        shapes = moved(shapes, lambda x, y: from_wgs84(*to_wgs84(x, y, rows.crs), area.metric))
        state[walkable & (state == layers.PLACED) & shapely.is_missing(shapes)] = layers.BAD_GEOMETRY
        return Vertices.of(shapes[walkable & (state == layers.PLACED)]), state
    row = np.repeat(np.arange(rows.count), np.diff(plain.first))
    x, y = from_wgs84(*to_wgs84(plain.x, plain.y, rows.crs), area.metric)
    state = np.where(plain.null, layers.NO_GEOMETRY, layers.PLACED).astype(np.int8)
    state[row[~(np.isfinite(x) & np.isfinite(y))]] = layers.BAD_GEOMETRY
    placed = walkable & (state == layers.PLACED)
    lines = np.arange(int(placed.sum()))
    if placed.all():
        return Vertices(x, y, row, lines), state
    kept = placed[row]
    return Vertices(x[kept], y[kept], (np.cumsum(placed) - 1)[row[kept]], lines), state


def lines_of(given: NetworkTable, base: Path) -> Source:
    """Return the network's file; of an OpenStreetMap extract, its ways."""
    wanted = source(given, base)
    return replace(wanted, layer=wanted.layer or "lines") if wanted.form == "osm" else wanted


def _walkable(given: NetworkTable, rows: layers.Rows) -> Flags:
    found = np.ones(rows.count, dtype=np.bool_)
    if given.road_class and given.walkable:
        found &= schema.one_of(rows.columns[given.road_class], given.walkable)
    if given.road_class and given.closed:
        found &= ~schema.one_of(rows.columns[given.road_class], given.closed)
    return found


def _classes(given: NetworkTable, rows: layers.Rows, at: Indexes) -> dict[str, Floats]:
    """Return what the class of a line says of it, for the classes that the plan names."""
    if not given.road_class:
        return {}
    column = rows.columns[given.road_class].take(at)
    named = {
        "steps": given.steps,
        "footbridge": given.footbridges,
        "crossing": given.crossings,
        "path": given.paths,
    }
    return {name: schema.one_of(column, words).astype(np.float64) for name, words in named.items() if words}


def _words(column: Any) -> tuple[Indexes, tuple[str, ...]]:
    text = schema.as_text(column)
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    encoded = text.dictionary_encode()
    folded = [word.casefold() for word in encoded.dictionary.to_pylist()]
    words = tuple(sorted(set(folded)))
    number = np.array([*map(words.index, folded), -1], dtype=np.int64)
    return number[pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)], words


def _kerbs(given: NetworkTable, base: Path, area: StudyArea) -> KerbPoints:
    """Return the kerbs among an OpenStreetMap extract's nodes."""
    rows = layers.read(replace(source(given, base), layer="points"), osm_ways.KERB_TAGS)
    file_x, file_y, _ = layers.points(rows)
    x, y = from_wgs84(*to_wgs84(file_x, file_y, rows.crs), area.metric)
    ramp, tactile = osm_ways.kerbs(rows.columns)
    at = np.flatnonzero(np.isfinite(x) & ~(np.isnan(ramp) & np.isnan(tactile)))
    return KerbPoints(x[at], y[at], ramp[at], tactile[at])
