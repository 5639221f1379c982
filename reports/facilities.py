"""Reads the evidence frames: what facilities fail, as columns and one by one, and the outlines of the divisions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from audit.districts import WHOLE, Division
from audit.model import Outcome, digest
from audit.owners import owner_of
from audit.plan import Owner
from reports.rows import LayerRow, RequirementRow
from reports.street_rows import FacilityFinding

_BATCH_ROWS = 20_000
_PLACE = ("facility", "label", "lon", "lat", "division")
_REQUIREMENT, _VALUE = "req:", "value:"
_REPORTED = (Outcome.FAILED.value, Outcome.CANT_TELL.value)
# The columns of what facilities fail.
COLUMNS: Final = ["facility", "label", "lon", "lat", "division", "requirement", "outcome", "value", "word"]

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


def division_rows(parquet: bytes | None) -> Iterator[tuple[Division, bytes | None, float | None]]:
    """Yield each division with its outline (WKB) and its area in square metres."""
    for row in evidence_rows(parquet, ("code", "name", "name_en", "parent", "population", "area_m2", "geometry")):
        name_en = cell_text(row["name_en"])
        yield (
            Division(
                cell_text(row["code"]),
                cell_text(row["name"]),
                cell_text(row["parent"]) or WHOLE,
                name_en=name_en or None,
                population=finite(row["population"]),
            ),
            row["geometry"],
            finite(row["area_m2"]),
        )


def failing(parquet: bytes | None, layer: LayerRow, also: Sequence[str] = ()) -> Iterator[pa.Table]:
    """Yield what a layer's facilities fail, or may fail, as columns: a few thousand facilities at a time.

    A row for each requirement of each facility that is failed or cantTell, in the order of the facilities, then of the
    layer's requirements: `COLUMNS`. No text is null; lon and lat (degrees) are null where they are not known. value:
    as measured, null when not known; word: the value where it is one, else null. also: further columns of text.
    """
    requirements = layer.requirements
    wanted = [
        *_PLACE,
        *also,
        *(_REQUIREMENT + r.id for r in requirements),
        *(_VALUE + r.attribute for r in requirements),
    ]
    ids = pa.array([requirement.id for requirement in requirements], pa.string())
    for batch in _batches(parquet, wanted):
        found = _Cells.of(batch, requirements)
        if not found.places.size:
            continue
        rows, numbers = np.divmod(found.places, len(requirements))
        at = {
            name: _text(_column(batch, name)).take(pa.array(rows)) for name in ("facility", "label", "division", *also)
        }
        degrees = {name: _known(_numbers(_column(batch, name))[rows]) for name in ("lon", "lat")}
        yield pa.table(
            {
                **at,
                **degrees,
                "requirement": ids.take(pa.array(numbers)),
                "outcome": pa.array(_REPORTED, pa.string()).take(pa.array(found.outcomes)),
                "value": _known(found.values),
                "word": found.words,
            }
        ).select([*COLUMNS, *also])


def facility_findings(parquet: bytes | None, layer: LayerRow, owners: Sequence[Owner]) -> Iterator[FacilityFinding]:
    """Yield a layer's failed and cantTell verdicts in the order of its facilities, then of its requirements."""
    responsible = Responsible(owners)
    for table in failing(parquet, layer):
        yield from findings_of(table, layer, responsible)


class Responsible:
    """Who must mend what. Matching patterns costs more than judging did: once for each requirement and division."""

    def __init__(self, owners: Sequence[Owner]) -> None:
        self._owners = owners
        self._by_district = any(owner.districts for owner in owners)
        self._known: dict[tuple[str, str, str], Owner | None] = {}

    def of(self, layer: LayerRow, requirement: str, division: str) -> Owner | None:
        """Return who must mend what fails a requirement in a division; None when the plan names nobody."""
        key = (layer.id, requirement, division if self._by_district else "")
        if key not in self._known:
            self._known[key] = owner_of(
                self._owners, rule=requirement, division=division, layers=(layer.id, layer.kind)
            )
        return self._known[key]


def findings_of(table: pa.Table, layer: LayerRow, responsible: Responsible) -> Iterator[FacilityFinding]:
    """Yield the rows of a table of `failing` one by one."""
    requirements = {requirement.id: requirement for requirement in layer.requirements}
    for facility, label, lon, lat, division, requirement, outcome, value, word in zip(
        *(table[name].to_pylist() for name in COLUMNS), strict=True
    ):
        yield FacilityFinding(
            layer.id,
            facility,
            label,
            lon,
            lat,
            division,
            requirements[requirement],
            Outcome(outcome),
            value if word is None else word,
            responsible.of(layer, requirement, division),
            digest(layer.id, facility, requirement),
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Where facilities are and how they came out. lon, lat: degrees, NaN when not known; home, outcome: numbers."""

    lon: NDArray[np.float32]
    lat: NDArray[np.float32]
    home: _Ints
    outcome: NDArray[np.int8]


def places(parquet: bytes | None, homes: Mapping[str, int], outcomes: Mapping[str, int]) -> Iterator[Places]:
    """Yield the facilities of a layer that lie in a division and have one of the outcomes, a few thousand at a time."""
    for batch in _batches(parquet, ("lon", "lat", "division", "outcome")):
        home, outcome = (
            pc.fill_null(pc.index_in(_text(_column(batch, name)), pa.array(list(known), pa.string())), -1)
            .to_numpy(zero_copy_only=False)
            .astype(np.int64)
            for name, known in (("division", homes), ("outcome", outcomes))
        )
        rows = np.flatnonzero((home >= 0) & (outcome >= 0))
        numbers = [np.array([*known.values(), 0], np.int64) for known in (homes, outcomes)]
        lon, lat = (_numbers(_column(batch, name))[rows].astype(np.float32) for name in ("lon", "lat"))
        yield Places(lon, lat, numbers[0][home[rows]], numbers[1][outcome[rows]].astype(np.int8))


def distances(parquet: bytes, ways: Sequence[str], homes: Mapping[str, int]) -> tuple[str, dict[str, _Floats]]:
    """Return how far people have it by the first of the ways that the frame has, and which that is.

    By place: lon, lat (degrees), people, home (number of the division, -1 = none), sure and maybe (metres to the
    nearest facility that passed, and that may be reached; NaN where there is none).
    """
    read: dict[str, list[_Floats]] = {name: [] for name in ("lon", "lat", "people", "sure", "maybe", "home")}
    there = set(pq.read_schema(pa.BufferReader(parquet)).names)
    way = next((way for way in ways if way in there), ways[-1])
    columns = {"lon": "lon", "lat": "lat", "people": "people", "sure": way, "maybe": f"{way}?"}
    for batch in _batches(parquet, (*columns.values(), "division")):
        for name, column in columns.items():
            read[name].append(_numbers(_column(batch, column)))
        code = pc.index_in(_text(_column(batch, "division")), pa.array(list(homes), pa.string()))
        numbers = np.array([*homes.values(), -1], np.float64)
        read["home"].append(numbers[pc.fill_null(code, -1).to_numpy(zero_copy_only=False)])
    return way, {name: np.concatenate([np.empty(0), *parts]) for name, parts in read.items()}


@dataclass(frozen=True, slots=True)
class _Cells:
    """The failed and cantTell cells of a batch. places: row × number of requirements + requirement, ascending."""

    places: _Ints
    outcomes: _Ints
    values: _Floats
    words: pa.Array

    @classmethod
    def of(cls, batch: pa.RecordBatch, requirements: Sequence[RequirementRow]) -> Self:
        """Collect the cells requirement by requirement, then put them in the order of the rows."""
        places: list[_Ints] = [np.empty(0, np.int64)]
        outcomes: list[_Ints] = [np.empty(0, np.int64)]
        values: list[_Floats] = [np.empty(0)]
        words: list[pa.Array] = [pa.array([], pa.string())]
        for number, requirement in enumerate(requirements):
            said = pc.index_in(_text(_column(batch, _REQUIREMENT + requirement.id)), pa.array(_REPORTED, pa.string()))
            codes = pc.fill_null(said, -1).to_numpy(zero_copy_only=False)
            rows = np.flatnonzero(codes >= 0)
            places.append(rows * len(requirements) + number)
            outcomes.append(codes[rows].astype(np.int64))
            measured = _column(batch, _VALUE + requirement.attribute).take(pa.array(rows))
            values.append(_numbers(measured))
            words.append(_words(measured))
        together = np.concatenate(places)
        order = np.argsort(together)
        return cls(
            together[order],
            np.concatenate(outcomes)[order],
            np.concatenate(values)[order],
            pa.concat_arrays(words).take(pa.array(order)),
        )


def _batches(parquet: bytes | None, wanted: Iterable[str]) -> Iterator[pa.RecordBatch]:
    if parquet is None:
        return
    file = pq.ParquetFile(pa.BufferReader(parquet))
    there = set(file.schema_arrow.names)
    yield from file.iter_batches(_BATCH_ROWS, columns=[name for name in dict.fromkeys(wanted) if name in there])


def _column(batch: pa.RecordBatch, name: str) -> pa.Array:
    """Return a column; one that the frame lacks is null throughout."""
    return batch.column(name) if name in batch.schema.names else pa.nulls(batch.num_rows)


def _text(column: pa.Array) -> pa.Array:
    """Return a column as text, "" for null and for a number that is none."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    return pc.fill_null(column.cast(pa.string()), "")


def _is_text(column: pa.Array) -> bool:
    kind = column.type
    return any(test(kind) for test in (pa.types.is_dictionary, pa.types.is_string, pa.types.is_large_string))


def _numbers(column: pa.Array) -> _Floats:
    """Return a column as floats, NaN for null and for words."""
    if _is_text(column):
        return np.full(len(column), np.nan)
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    numbers: _Floats = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return numbers


def _words(column: pa.Array) -> pa.Array:
    """Return a column as words, null for an empty one and for numbers."""
    if not _is_text(column):
        return pa.nulls(len(column), pa.string())
    words = _text(column)
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)


def _known(numbers: _Floats) -> pa.Array:
    return pa.array(numbers, pa.float64(), mask=~np.isfinite(numbers))


def evidence_rows(parquet: bytes | None, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield rows as mappings of the wanted columns; a column that the frame lacks is None throughout."""
    columns = list(dict.fromkeys(wanted))
    for batch in _batches(parquet, columns):
        absent = dict.fromkeys(name for name in columns if name not in batch.schema.names)
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield {**absent, **dict(zip(batch.schema.names, values, strict=True))}


def cell_text(value: Any) -> str:
    """Return a cell as text; an empty cell is ""."""
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


def finite(value: Any) -> float | None:
    """Return a cell as a number; an empty or unending one is None."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
