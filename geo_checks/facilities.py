"""One layer's facilities as columns: which rows are meant, where each stands, what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from audit.model import Text, UsageError
from audit.plan import Column, Layer, Where, layer_id
from geo_checks import gtfs, layers, osm, schema, traps
from geo_checks.area import StudyArea
from geo_checks.coordinates import Floats, Reference, from_wgs84, to_wgs84
from geo_checks.examination import Examination
from geo_checks.forensics import examine
from geo_checks.source import Source, feed_member, source
from geo_checks.traps import Trap

# What happened to a row, in the order that it is asked; their counts add up to the rows of the file.
PLACES: Final = ("judged", "outside", "no-geometry", "bad-geometry")
JUDGED, OUTSIDE, NO_GEOMETRY, BAD_GEOMETRY = range(4)

# A GTFS feed's rows that are stops or platforms: stations, entrances and nodes of a station are none.
GTFS_STOPS: Final = Where(column="location_type", operator="in", value=("", 0))
# Oddities of a layer that are told while it is audited.
_TOLD: Final = 3
# More of a layer than this inside the districts once x and y change places: they were named the wrong way round.
_SWAPPED_SHARE: Final = 0.5


@dataclass(frozen=True)
class Facilities:
    """The rows that a layer means, in the file's order.

    key, label: Arrow text. lon, lat: WGS84 degrees; x, y: metres; NaN without position. place: index into PLACES;
    home: index of the smallest division, -1 outside. columns: by standard attribute, canonical units, NaN not known.
    unreadable: values of each attribute that could not be read (they count as not known).
    coordinates: which system the points fit; traps: what is odd about the layer. notes: Arrow text that is passed on as
    it is, by name ("surveyed", "photo"), where the plan names its column.
    """

    layer: Layer
    crs: Reference
    rows: int
    key: Any
    label: Any
    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    place: NDArray[np.int8]
    home: NDArray[np.int64]
    columns: Mapping[str, Floats]
    unreadable: Mapping[str, int]
    double_keys: int
    coordinates: Examination
    traps: tuple[Trap, ...]
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the layer's id."""
        return layer_id(self.layer)

    @property
    def meant(self) -> int:
        """Return how many rows the layer means."""
        return int(self.place.size)

    @property
    def counts(self) -> dict[str, int]:
        """Return what became of the file's rows; all but "rows" add up to "rows"."""
        found = np.bincount(self.place, minlength=len(PLACES))
        return {
            "rows": self.rows,
            "not_meant": self.rows - self.meant,
            "no_geometry": int(found[NO_GEOMETRY]),
            "bad_geometry": int(found[BAD_GEOMETRY]),
            "outside": int(found[OUTSIDE]),
            "judged": int(found[JUDGED]),
        }


def conditions(layer: Layer, wanted: Source, known: Sequence[str]) -> tuple[Where, ...]:
    """Return the plan's conditions on rows.

    Without any, a GTFS layer means its stops and platforms, an OpenStreetMap layer what its tags call the kind.
    """
    if not layer.where and wanted.form == "osm":
        return (Where(column=osm.KIND, value=layer.kind),)
    if not layer.where and wanted.form == "gtfs" and GTFS_STOPS.column in known:
        return (GTFS_STOPS,)
    return layer.where


def with_usual_columns(layer: Layer, wanted: Source) -> Layer:
    """Return the layer with the columns that its format itself defines; the plan's own outweigh them."""
    usual: Mapping[str, str] = {}
    if wanted.form == "osm":
        usual = osm.COLUMNS.get(layer.kind, {})
    elif wanted.form == "gtfs" and feed_member(wanted.path, gtfs.PATHWAYS):
        usual = gtfs.COLUMNS.get(layer.kind, {})
    known = schema.ATTRIBUTES[layer.kind]
    found = {attribute: Column(column=column) for attribute, column in usual.items() if attribute in known}
    return layer.model_copy(update={"columns": {**found, **layer.columns}})


def read_facilities(layer: Layer, base: Path, area: StudyArea, roads: shapely.STRtree | None = None) -> Facilities:
    """Read a layer and place its facilities; one without usable coordinates stands in the division that it names.

    roads: lines in the area's metric system, evidence for the layer's coordinates. Raises UsageError when the file
    cannot be read, or when its coordinates fit nowhere as the plan names them.
    """
    wanted = source(layer, base)
    known = layers.names(wanted)
    layer = with_usual_columns(layer, wanted)
    where = conditions(layer, wanted, known)
    key, label = _naming(layer, wanted, known)
    named = {*(given.column for given in layer.columns.values()), *(given.column for given in where)}
    notes = {name: column for name, column in (("surveyed", layer.surveyed), ("photo", layer.photo)) if column}
    rows = layers.read(wanted, named | {name for name in (key, label, layer.division, *notes.values()) if name})
    meant = np.ones(rows.count, dtype=np.bool_)
    for condition in where:
        meant &= schema.matching(rows.columns[condition.column], condition)
    everything, at = rows.count, np.flatnonzero(meant)
    rows = rows if at.size == everything else rows.take(at)
    file_x, file_y, state = layers.points(rows)
    lon, lat = to_wgs84(file_x, file_y, rows.crs)
    x, y = from_wgs84(lon, lat, area.metric)
    state[(state == layers.PLACED) & ~np.isfinite(lon)] = layers.BAD_GEOMETRY
    home = area.place(x, y)
    _refuse_misplaced(rows, file_x, file_y, state, home, area)
    told = division_of(layer, rows, area)
    coordinates = examine(file_x, file_y, rows.crs, area, told, roads)
    by_name = np.zeros(at.size, dtype=np.bool_) if told is None else (state != layers.PLACED) & (told >= 0)
    place = np.where(home >= 0, JUDGED, OUTSIDE).astype(np.int8)
    place[state == layers.NO_GEOMETRY] = NO_GEOMETRY
    place[state == layers.BAD_GEOMETRY] = BAD_GEOMETRY
    if told is not None:
        home, place = np.where(by_name, told, home), np.where(by_name, JUDGED, place).astype(np.int8)
    attributes = schema.ATTRIBUTES[layer.kind]
    read = {
        name: schema.values(rows.columns[given.column], given, attributes[name])
        for name, given in sorted(layer.columns.items())
    }
    keys, doubles = _keys(rows, key, at)
    columns = schema.sides(layer.kind, {name: found.floats for name, found in read.items()})
    odd = (
        *traps.of_places(file_x, file_y, rows.crs, lon, lat, home, area, keys),
        *traps.placed_by_name(by_name, keys),
        *traps.of_columns(columns, keys),
        *traps.of_stand_ins({name: found.stand_ins for name, found in read.items()}, keys),
    )
    return Facilities(
        layer,
        rows.crs,
        everything,
        keys,
        schema.as_text(rows.columns[label]) if label else pa.nulls(at.size, pa.string()),
        lon,
        lat,
        x,
        y,
        place,
        home,
        columns,
        {name: found.unreadable for name, found in read.items() if found.unreadable},
        doubles,
        coordinates,
        odd,
        {name: schema.as_text(rows.columns[column].take(at)) for name, column in notes.items()},
    )


def compared(rows: Facilities, earlier: Iterable[Facilities]) -> Facilities:
    """Return the facilities with one trap more for each earlier layer of their kind that holds many of them, too."""
    told = [
        trap
        for other in earlier
        if other.layer.kind == rows.layer.kind
        for trap in traps.same_as_layer(rows.lon, rows.lat, rows.key, other.id, (other.lon, other.lat))
    ]
    return replace(rows, traps=(*rows.traps, *told))


def division_of(layer: Layer, rows: layers.Rows, area: StudyArea) -> NDArray[np.int64] | None:
    """Return the index of the division that each row names, -1: none; None without such a column."""
    if layer.division is None:
        return None
    text = schema.as_text(rows.columns[layer.division])
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    words = text.dictionary_encode()
    codes = pc.fill_null(words.indices, -1).to_numpy(zero_copy_only=False)
    found: NDArray[np.int64] = np.append(area.named(words.dictionary.to_pylist()), -1)[codes]
    return found


def oddities(rows: Facilities) -> Iterator[Text]:
    """Yield, in few lines, what to tell of a layer while it is audited: doubtful coordinates and its traps."""
    if (doubt := rows.coordinates.warning()) is not None:
        yield Text(f"图层 {rows.id}：{doubt.zh}", f"layer {rows.id}: {doubt.en}")
    shown = sorted(rows.traps, key=lambda trap: -trap.count)[:_TOLD]
    for trap in shown:
        yield Text(f"图层 {rows.id}：{trap.text.zh}", f"layer {rows.id}: {trap.text.en}")
    if left := len(rows.traps) - len(shown):
        yield Text(
            f"图层 {rows.id}：另有 {left} 类数据问题，见结果", f"layer {rows.id}: {left} more oddities in the results"
        )


def _naming(layer: Layer, wanted: Source, known: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the columns with key and label; GTFS has its own."""
    key, label = layer.key, layer.label
    if wanted.form == "gtfs":
        key = key or ("stop_id" if "stop_id" in known else None)
        label = label or ("stop_name" if "stop_name" in known else None)
    if wanted.form == "osm":
        key, label = key or osm.ID, label or "name"
    return key, label


def _keys(rows: layers.Rows, key: str | None, at: NDArray[np.int64]) -> tuple[Any, int]:
    """Return the facilities' keys and how many repeat one before: "12", then "12~2"; a blank key is the row number."""
    numbers = pc.cast(pa.array(at + 1), pa.string())
    if key is None:
        return numbers, 0
    named = schema.as_text(rows.columns[key])
    named = named.combine_chunks() if isinstance(named, pa.ChunkedArray) else named
    keys = pc.if_else(pc.is_valid(named), named, pc.binary_join_element_wise("row", numbers, "-"))
    return tell_apart(keys)


def tell_apart(keys: Any) -> tuple[Any, int]:
    """Return texts with those that repeat one before numbered ("12", then "12~2"), and how many those are."""
    rising = len(keys) > 1 and pc.all(pc.less(keys[:-1], keys[1:])).as_py()
    if rising or pc.count_distinct(keys).as_py() == len(keys):
        return keys, 0
    codes = keys.dictionary_encode().indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    begins = np.append(True, np.diff(codes[order]) != 0)
    times = np.empty(codes.size, dtype=np.int64)
    times[order] = np.arange(codes.size) - np.flatnonzero(begins)[np.cumsum(begins) - 1] + 1
    numbered = pc.binary_join_element_wise(keys, pc.cast(pa.array(times), pa.string()), "~")
    return pc.if_else(pa.array(times > 1), numbered, keys), int((times > 1).sum())


def _refuse_misplaced(
    rows: layers.Rows, x: Floats, y: Floats, state: NDArray[np.int8], home: NDArray[np.int64], area: StudyArea
) -> None:
    """Stop when no facility lies in any division because the plan misnames the coordinates."""
    given = np.isfinite(x) & np.isfinite(y)
    if not given.any() or (home >= 0).any():
        return
    swapped = area.place(*from_wgs84(*to_wgs84(y, x, rows.crs), area.metric))
    place = rows.source.place
    if (swapped >= 0).sum() > _SWAPPED_SHARE * given.sum():
        raise UsageError(
            Text(
                f"{place}：x 和 y 写反了：对调后才落在区划里；x 是经度（东），y 是纬度（北）",
                f"{place}: x and y are the wrong way round: the points lie in the districts only once swapped; "
                "x is the longitude (easting), y the latitude (northing)",
            )
        )
    if (state[given] == layers.BAD_GEOMETRY).all():
        first = int(np.flatnonzero(given)[0])
        raise UsageError(
            Text(
                f"{place}：坐标（如 {x[first]:g}, {y[first]:g}）在 {rows.crs.name} 里不在地球上；改正计划里的 crs",
                f"{place}: coordinates such as {x[first]:g}, {y[first]:g} are no place on earth in {rows.crs.name}; "
                "correct crs in the plan",
            )
        )
