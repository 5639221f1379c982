"""Reads the evidence frames: facility findings, row group by row group, and the outlines of the divisions."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow.parquet as pq

from audit.districts import WHOLE, Division
from audit.model import Outcome, digest
from audit.owners import owner_of
from audit.plan import Owner
from reports.rows import FacilityFinding, LayerRow

_BATCH_ROWS = 20_000
_PLACE = ("facility", "label", "lon", "lat", "division")
_REQUIREMENT, _VALUE = "req:", "value:"
_REPORTED = (Outcome.FAILED, Outcome.CANT_TELL)


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


def facility_findings(parquet: bytes | None, layer: LayerRow, owners: Sequence[Owner]) -> Iterator[FacilityFinding]:
    """Yield a layer's failed and cantTell verdicts in the order of its facilities, then of its requirements."""
    requirements = layer.requirements
    wanted = [
        *_PLACE,
        *(_REQUIREMENT + r.id for r in requirements),
        *(_VALUE + r.attribute for r in requirements),
    ]
    # Matching patterns costs more than judging did: once for each requirement and division is enough.
    responsible: dict[tuple[str, str], Owner | None] = {}
    for row in evidence_rows(parquet, wanted):
        facility, division = cell_text(row["facility"]), cell_text(row["division"])
        for requirement in requirements:
            said = row[_REQUIREMENT + requirement.id]
            if said not in _REPORTED:
                continue
            key = (requirement.id, division)
            if key not in responsible:
                responsible[key] = owner_of(
                    owners, rule=requirement.id, division=division, layers=(layer.id, layer.kind)
                )
            yield FacilityFinding(
                layer.id,
                facility,
                cell_text(row["label"]),
                finite(row["lon"]),
                finite(row["lat"]),
                division,
                requirement,
                Outcome(said),
                _measured(row[_VALUE + requirement.attribute]),
                responsible[key],
                digest(layer.id, facility, requirement.id),
            )


def evidence_rows(parquet: bytes | None, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield rows as mappings of the wanted columns; a column that the frame lacks is None throughout."""
    if parquet is None:
        return
    file = pq.ParquetFile(io.BytesIO(parquet))
    columns = list(dict.fromkeys(wanted))
    present = [name for name in columns if name in set(file.schema_arrow.names)]
    absent = dict.fromkeys(name for name in columns if name not in present)
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=present):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield {**absent, **dict(zip(batch.schema.names, values, strict=True))}


def cell_text(value: Any) -> str:
    """Return a cell as text; an empty cell is ""."""
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


def finite(value: Any) -> float | None:
    """Return a cell as a number; an empty or unending one is None."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _measured(value: Any) -> float | str | None:
    """Return a measured value: a number, a word ("yes"), or None when it is not known."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return finite(value)
    return cell_text(value) or None
