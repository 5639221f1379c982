"""What is in a file: its layers, and for each the rows, places and columns, with what the columns may mean.

Nothing here is decided for the user: units, sentinels, attributes and coordinate columns are suspected, with evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pydantic import ValidationError

from audit.legible import one_line
from audit.model import Text, UsageError
from audit.plan import LAYER_KINDS, Layer
from audit.problems import problems_of
from geo_checks import layers, meanings, osm, schema
from geo_checks.coordinates import Floats
from geo_checks.source import Source, needs_columns, source
from geo_checks.value_words import is_unknown

# Distinct values whose meaning is looked at, most frequent first; columns of a layer that are; values shown of each.
_WORDS: Final = 2_000
_COLUMNS: Final = 500
SHOWN: Final = 5
_LONGEST: Final = 60
# Numbers that surveys write for "not measured".
_SENTINELS: Final = tuple(
    sign * number for number in (99.0, 999.0, 9998.0, 9999.0, 99999.0, 888.0, 8888.0) for sign in (1.0, -1.0)
)
_FAR: Final = 3.0
_SURELY: Final = 999.0
_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column. filled, blank, unknown (words such as 不详) and numbers are rows; distinct: different values.

    common: the most frequent values with their rows; low, high: of the numbers without the suspected sentinels;
    stated_units: units that the values carry themselves, with their rows; sentinels: suspected, with their rows.
    """

    name: str
    stored: str
    filled: int
    blank: int
    unknown: int
    distinct: int
    numbers: int
    common: tuple[tuple[str, int], ...]
    low: float | None
    middle: float | None
    high: float | None
    sentinels: tuple[tuple[str, int], ...]
    stated_units: tuple[tuple[str, int], ...]
    meaning: meanings.Meaning


@dataclass(frozen=True, slots=True)
class LayerProfile:
    """One layer (sheet, table) of a file.

    kinds: geometries by kind; crs: as the file states it, "" when it does not; bounds: west, south, east, north in its
    system, () without places; x, y: suspected coordinate columns; kind: of facility, suspected; unread: columns beyond
    those that are looked at; problem: why it could not be read.
    """

    name: str | None
    rows: int
    kinds: tuple[tuple[str, int], ...]
    crs: str
    bounds: tuple[float, ...]
    unplaced: int
    x: str | None
    y: str | None
    kind: str | None
    facilities: tuple[tuple[str, int], ...]
    columns: tuple[ColumnProfile, ...]
    unread: int = 0
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class FileProfile:
    """A file (or database) as a plan would name it, its format and its layers."""

    file: str
    form: str
    encoding: str | None
    header: int | None
    password: str | None
    layers: tuple[LayerProfile, ...]


def named(file: str, **given: Any) -> Source:
    """Return the file or database that the command line names. Raises UsageError when what is given cannot be."""
    try:
        layer = Layer.model_validate({"kind": LAYER_KINDS[0], "file": file, **given})
    except ValidationError as error:
        raise UsageError(*problems_of("stepfree layers", Layer, error)) from error
    return replace(source(layer, Path()), place=one_line(file))


def profile(wanted: Source, file: str) -> FileProfile:
    """Look into a file; a layer that the source names is looked at alone. Raises UsageError when it cannot be read."""
    if wanted.url is None and not wanted.path.exists():
        raise UsageError(Text(f"{file}：没有这个文件", f"{file}: no such file"))
    named: Sequence[str | None] = (wanted.layer,)
    if wanted.layer is None and wanted.query is None:
        named = layers.inside(wanted) or (None,)
    if len(named) == 1:
        found = [_layer(replace(wanted, layer=named[0]), file)]
    else:
        found = [_layer_or_problem(replace(wanted, layer=name), file) for name in named]
    return FileProfile(file, wanted.form, wanted.encoding, wanted.header, wanted.password, tuple(found))


def _layer_or_problem(wanted: Source, file: str) -> LayerProfile:
    """Return a layer, or why it cannot be read: the others of its file are shown all the same."""
    try:
        return _layer(wanted, file)
    except UsageError as error:
        return LayerProfile(wanted.layer, 0, (), "", (), 0, None, None, None, (), (), problem=error.problems[0])


def _layer(wanted: Source, file: str) -> LayerProfile:
    if wanted.form == "osm":
        known: tuple[str, ...] = (*layers.names(wanted), *osm.USUAL)
    else:
        known = layers.names(wanted)
    x, y = wanted.x, wanted.y
    if needs_columns(wanted) and x is None and y is None:
        x, y = meanings.coordinates(known)
    # Without coordinate columns the rows are read by any two, for their values alone.
    stand_in = needs_columns(wanted) and (x is None or y is None)
    pair = (known[0], known[0]) if stand_in and known else (x, y)
    # In degrees, for the numbers alone: nothing is placed by them here.
    opened = replace(wanted, x=pair[0], y=pair[1], crs="EPSG:4326")
    rows = layers.read(opened, known[:_COLUMNS])
    stated = layers.stated(wanted)
    places: Floats = np.full((2, rows.count), np.nan)
    if not stand_in:
        places = np.array(layers.points(rows)[:2], dtype=np.float64)
    finite = np.isfinite(places).all(axis=0)
    bounds: tuple[float, ...] = ()
    if finite.any():
        ends = np.concatenate([places[:, finite].min(axis=1), places[:, finite].max(axis=1)])
        bounds = tuple(np.round(ends, _DECIMALS).tolist())
    title = f"{wanted.layer or ''} {Path(file).name if wanted.url is None else ''}"
    kind = "bus_stops" if wanted.form == "gtfs" else meanings.kind_of(title, known)
    columns = tuple(_column(name, rows.columns[name], kind) for name in known[:_COLUMNS] if name in rows.columns)
    return LayerProfile(
        wanted.layer,
        rows.count,
        _kinds(rows),
        stated,
        bounds,
        rows.count - int(finite.sum()),
        x,
        y,
        kind,
        _facilities(rows) if wanted.form == "osm" else (),
        columns,
        max(0, len(known) - _COLUMNS),
    )


def _kinds(rows: layers.Rows) -> tuple[tuple[str, int], ...]:
    """Return how many rows have each kind of geometry."""
    if rows.wkb is None:
        return ()
    ids, counts = np.unique(shapely.get_type_id(layers.shapes(rows)), return_counts=True)
    return tuple(
        ("none" if number < 0 else shapely.GeometryType(number).name.title(), count)
        for number, count in zip(ids.tolist(), counts.tolist(), strict=True)
    )


def _facilities(rows: layers.Rows) -> tuple[tuple[str, int], ...]:
    found = pc.value_counts(rows.columns[osm.KIND].drop_null())
    pairs = [(row["values"], row["counts"]) for row in found.to_pylist()]
    return tuple(sorted(pairs))


def _column(name: str, column: Any, kind: str | None) -> ColumnProfile:
    stored, count = column.type, len(column)
    if pa.types.is_nested(stored) or pa.types.is_binary(stored) or pa.types.is_large_binary(stored):
        column = pa.nulls(count, pa.string())
    texts = schema.as_text(column)
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded = pc.fill_null(pc.utf8_trim_whitespace(pc.utf8_normalize(texts, "NFKC")), "").dictionary_encode()
    words: list[str] = encoded.dictionary.to_pylist()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    sizes: list[int] = np.bincount(codes, minlength=len(words)).tolist()
    blank = sum(size for word, size in zip(words, sizes, strict=True) if not word)
    # By frequency, then by the word itself: the same file gives the same profile.
    common = sorted(((word, size) for word, size in zip(words, sizes, strict=True) if word), key=_by_size)[:_WORDS]
    by_word = schema.plain_numbers(encoded.dictionary)
    numbers = by_word[codes] if words else np.array([])
    finite = numbers[np.isfinite(numbers)]
    sentinels = _sentinels(finite)
    kept = finite[~np.isin(finite, [number for number, _ in sentinels])]
    plain = dict(zip(words, np.isfinite(by_word).tolist(), strict=True))
    units = meanings.stated_units([(word, size) for word, size in common if not plain[word]])
    low, middle, high = np.quantile(kept, (0, 0.5, 1)).tolist() if kept.size else (None, None, None)
    return ColumnProfile(
        name,
        str(stored),
        count - blank,
        blank,
        sum(size for word, size in common if is_unknown(word)),
        len(words) - int(blank > 0),
        int(finite.size),
        tuple((word[:_LONGEST], size) for word, size in common[:SHOWN]),
        low,
        middle,
        high,
        tuple((f"{number:g}", size) for number, size in sentinels),
        units,
        meanings.of(name, kind, kept, common, units),
    )


def _by_size(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _sentinels(numbers: Floats) -> list[tuple[float, int]]:
    """Return the numbers that stand for "not known" with their rows: usual ones, far from all the others."""
    found = [(value, int((numbers == value).sum())) for value in sorted(_SENTINELS)]
    found = [(value, count) for value, count in found if count]
    rest = numbers[~np.isin(numbers, [value for value, _ in found])]
    if not rest.size:
        return [(value, count) for value, count in found if abs(value) >= _SURELY]
    low, high = float(rest.min()), float(rest.max())
    return [(value, count) for value, count in found if value > _FAR * max(high, 0.0) or (value < 0 <= low)]
