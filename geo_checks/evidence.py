"""Evidence as Parquet: the divisions with their outlines, the facilities of each layer with every outcome and value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from audit.districts import Division, DivisionTree
from audit.model import Outcome
from audit.standards import THERE
from geo_checks import schema
from geo_checks.area import StudyArea
from geo_checks.compliance import FAILED, OUTCOMES, Codes, Judgement
from geo_checks.coordinates import Floats, Reference, to_wgs84
from geo_checks.facilities import JUDGED, PLACES, Facilities
from geo_checks.people import People

# How a row of a layer's evidence that is no facility says so: a place where one should stand.
EXPECTED: Final = "expected"


def divisions(area: StudyArea) -> bytes:
    """Return code, name, name_en, parent, level, population, area_m2, geometry (WKB, WGS84) of the divisions."""
    rows = list(area.tree.divisions.values())
    return parquet(
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


@dataclass(frozen=True, slots=True)
class Lacking:
    """Places of a layer where a facility is missing (or in doubt): key and label as Arrow text, degrees, outcome codes.

    home: index of the division; requirements: ids of what wants one there.
    """

    key: Any
    label: Any
    lon: Floats
    lat: Floats
    home: NDArray[np.int64]
    codes: Codes
    requirements: tuple[str, ...]


def facilities(
    area: StudyArea, rows: Facilities, judgement: Judgement, edition: str, lacking: Lacking | None = None
) -> bytes:
    """Return the facilities of a layer, and after them the places where one is missing.

    facility, label, lon, lat, division, place, outcome (overall, by one edition), "surveyed" and "photo" where the plan
    names their columns, then "req:<requirement id>",
    "rating:<edition>" and "rating-high:<edition>" (0-100, by editions that give points) and "value:<attribute>"
    (canonical units, yes 1, no 0, NaN not known; a category by its id, null not known). What is not in place "judged"
    is untested. A place that lacks a facility stands there as "expected", with the outcomes of what wants one there
    alone.
    """
    columns: dict[str, Any] = {
        "facility": rows.key,
        "label": rows.label,
        "lon": nullable(rows.lon),
        "lat": nullable(rows.lat),
        "division": dictionary(rows.home % len(area.codes), area.codes),
        "place": dictionary(rows.place, PLACES),
        "outcome": _outcomes(rows, judgement.overall[edition]),
        **rows.notes,
    }
    columns |= {f"req:{requirement}": _outcomes(rows, codes) for requirement, codes in judgement.by_requirement.items()}
    columns |= {f"rating:{name}": pa.array(low, pa.float64()) for name, (low, _) in judgement.ratings.items()}
    columns |= {f"rating-high:{name}": pa.array(high, pa.float64()) for name, (_, high) in judgement.ratings.items()}
    attributes = schema.ATTRIBUTES[rows.layer.kind]
    for name, floats in sorted(rows.columns.items()):
        words = tuple(category.id for category in attributes[name].categories)
        columns[f"value:{name}"] = _categories(floats, words) if words else pa.array(floats, pa.float64())
    repeating = ["label", *(name for name in columns if name.startswith("value:"))]
    if lacking is None:
        return parquet(columns, repeating)
    told = dictionary(lacking.codes, tuple(outcome.value for outcome in OUTCOMES))
    places: dict[str, Any] = {
        "facility": lacking.key,
        "label": lacking.label,
        "lon": nullable(lacking.lon),
        "lat": nullable(lacking.lat),
        "division": dictionary(lacking.home % len(area.codes), area.codes),
        "place": dictionary(np.zeros(lacking.home.size), (EXPECTED,)),
        "outcome": told,
        **dict.fromkeys((f"req:{requirement}" for requirement in lacking.requirements), told),
        f"value:{THERE}": pa.array(np.where(lacking.codes == FAILED, 0.0, np.nan), pa.float64()),
    }
    return parquet(_stacked(columns, places), repeating)


def _stacked(above: dict[str, Any], below: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of two tables one above the other, null where a table has no such column."""
    tables = [pa.table(columns) for columns in (above, below)]
    plain = [
        pa.table(
            {
                name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                for name, column in zip(table.column_names, table.columns, strict=True)
            }
        )
        for table in tables
    ]
    whole = pa.concat_tables(plain, promote_options="default")
    return {
        name: column.combine_chunks().dictionary_encode() if pa.types.is_string(column.type) else column
        for name, column in zip(whole.column_names, whole.columns, strict=True)
    }


def degrees_of(area: StudyArea, people: People) -> tuple[Floats, Floats]:
    """Return longitude and latitude of the people that `reach` lists."""
    some = people.count > 0
    return to_wgs84(people.x[some], people.y[some], Reference(area.metric.name, area.metric))


def reach(
    area: StudyArea, people: People, degrees: tuple[Floats, Floats], ways: Mapping[str, tuple[Floats, Floats]]
) -> bytes:
    """Return how far people have it to a layer's facilities: a row for each population point with anyone in it.

    lon, lat, division, people, "people@<group>", then each of the ways ("straight", over a network "walking" and each
    profile, too) in metres, to the nearest that passed, and with "?" to the nearest that may be reached; null beyond
    the farthest radius. A metre value is rounded up, never down, so that it stands to a radius as the one that was
    counted. degrees: as `degrees_of` gives.
    """
    some, (lon, lat) = np.flatnonzero(people.count > 0), degrees
    columns: dict[str, Any] = {
        "lon": pa.array(lon.astype(np.float32)),
        "lat": pa.array(lat.astype(np.float32)),
        "division": dictionary(people.home[some] % len(area.codes), area.codes),
        **{f"people{suffix}": pa.array(amounts[some]) for suffix, amounts in people.amounts.items()},
    }
    for name, (sure, maybe) in ways.items():
        columns |= {name: _metres(sure[some]), f"{name}?": _metres(maybe[some])}
    return parquet(columns, [name for name in columns if name.startswith("people")])


def _metres(floats: Floats) -> Any:
    """Return metres as the next float32 that is not less; infinity is null."""
    short = floats.astype(np.float32)
    short = np.where(short < floats, np.nextafter(short, np.float32(np.inf)), short).astype(np.float32)
    return pa.array(short, pa.float32(), mask=~np.isfinite(floats))


def _outcomes(rows: Facilities, codes: Codes) -> Any:
    """Return the outcomes in words; a facility in no division is in no one's figures: untested."""
    words = (*(outcome.value for outcome in OUTCOMES), Outcome.UNTESTED.value)
    return dictionary(np.where(rows.place == JUDGED, codes, len(OUTCOMES)), words)


def _categories(codes: Floats, words: tuple[str, ...]) -> Any:
    """Return a category column in words; what is not known is null."""
    unknown = np.isnan(codes)
    indices = pa.array(np.where(unknown, 0, codes).astype(np.int32), mask=unknown)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


def dictionary(codes: NDArray[Any], words: tuple[str, ...]) -> Any:
    """Return codes into some words as an Arrow column."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string()))


def nullable(floats: Floats) -> Any:
    """Return floats as an Arrow column, null where NaN."""
    return pa.array(floats, pa.float64(), from_pandas=True)


def parquet(columns: dict[str, Any], repeating: Collection[str] = ()) -> bytes:
    """Return Arrow columns as a Parquet file. repeating: columns of plain values that many rows share."""
    # To look for what repeats where nothing does takes longer than all the rest; nobody asks for statistics.
    listed = [name for name, column in columns.items() if name in repeating or pa.types.is_dictionary(column.type)]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, compression="zstd", use_dictionary=listed, write_statistics=False)
    written: bytes = sink.getvalue().to_pybytes()
    return written
