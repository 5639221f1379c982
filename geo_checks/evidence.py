"""Evidence as Parquet: the divisions with their outlines, the facilities of each layer with every outcome and value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from audit.districts import Division, DivisionTree
from audit.model import Outcome
from geo_checks.area import StudyArea
from geo_checks.compliance import OUTCOMES, Codes, Judgement
from geo_checks.coordinates import Floats
from geo_checks.facilities import JUDGED, PLACES, Facilities


def divisions(area: StudyArea) -> bytes:
    """Return code, name, name_en, parent, level, population, area_m2, geometry (WKB, WGS84) of the divisions."""
    rows = list(area.tree.divisions.values())
    return _parquet(
        {
            "code": pa.array([row.code for row in rows], pa.string()),
            "name": pa.array([row.name for row in rows], pa.string()),
            "name_en": pa.array([row.name_en for row in rows], pa.string()),
            "parent": pa.array([row.parent for row in rows], pa.string()),
            "level": pa.array([row.level for row in rows], pa.int16()),
            "population": pa.array([row.population for row in rows], pa.float64()),
            "area_m2": pa.array(area.areas(), pa.float64()),
            "geometry": pa.array(shapely.to_wkb(area.outlines()).tolist(), pa.binary()),
        }
    )


def division_tree(parquet: bytes) -> DivisionTree:
    """Return the tree of divisions that was kept as evidence."""
    columns = ["code", "name", "parent", "name_en", "population"]
    rows = pq.read_table(pa.BufferReader(parquet), columns=columns).to_pylist()
    return DivisionTree.of(
        [
            Division(row["code"], row["name"], row["parent"], name_en=row["name_en"], population=row["population"])
            for row in rows
        ]
    )


def facilities(area: StudyArea, rows: Facilities, judgement: Judgement, edition: str) -> bytes:
    """Return the facilities of a layer.

    facility, label, lon, lat, division, place, outcome (overall, by one edition), then "req:<requirement id>" and
    "value:<attribute>" (canonical units, yes 1, no 0, NaN not known). What is not in place "judged" is untested.
    """
    columns: dict[str, Any] = {
        "facility": rows.key,
        "label": rows.label,
        "lon": _nullable(rows.lon),
        "lat": _nullable(rows.lat),
        "division": _dictionary(rows.home % len(area.codes), area.codes),
        "place": _dictionary(rows.place, PLACES),
        "outcome": _outcomes(rows, judgement.overall[edition]),
    }
    columns |= {f"req:{requirement}": _outcomes(rows, codes) for requirement, codes in judgement.by_requirement.items()}
    columns |= {f"value:{name}": pa.array(floats, pa.float64()) for name, floats in sorted(rows.columns.items())}
    return _parquet(columns)


def _outcomes(rows: Facilities, codes: Codes) -> Any:
    """Return the outcomes in words; a facility in no division is in no one's figures: untested."""
    words = (*(outcome.value for outcome in OUTCOMES), Outcome.UNTESTED.value)
    return _dictionary(np.where(rows.place == JUDGED, codes, len(OUTCOMES)), words)


def _dictionary(codes: NDArray[Any], words: tuple[str, ...]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string()))


def _nullable(floats: Floats) -> Any:
    return pa.array(floats, pa.float64(), from_pandas=True)


def _parquet(columns: dict[str, Any]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    written: bytes = sink.getvalue().to_pybytes()
    return written
