"""OpenStreetMap extracts (.osm.pbf, .osm), for layers alone: tags as columns, points, ways and areas in one table.

A tag that an object does not carry is null. Any tag may be asked for: which ones a file holds is known only once it is
read. Rows are the objects that carry at least one of the tags asked for, points first, then lines, then areas.
"""

from __future__ import annotations

import re
import tempfile
import warnings
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final
from xml.parsers import expat

import pyarrow as pa
import pyarrow.compute as pc

from audit.model import Text, UsageError
from geo_checks.source import Source

# The kinds of objects, as GDAL cuts them; those that facilities are found in, unless the plan names others.
LAYERS: Final = ("points", "lines", "multilinestrings", "multipolygons", "other_relations")
FACILITIES: Final = ("points", "lines", "multipolygons")

# Columns beside the tags: "node/12", "way/12", "relation/12"; the kind of facility that the tags say; the word on
# wheelchairs that counts for the facility itself.
ID: Final = "osm_id"
KIND: Final = "stepfree:kind"
ACCESSIBLE: Final = "stepfree:accessible"

# What each kind of facility is in tags: any of these pairs. wiki.openstreetmap.org/wiki/Key:kerb, Tag:amenity=toilets,
# Tag:highway=bus_stop, Tag:public_transport=platform (of buses: one of trains or ferries is not a bus stop).
_KINDS: Final[Mapping[str, tuple[tuple[tuple[str, str], ...], ...]]] = MappingProxyType(
    {
        "public_toilets": ((("amenity", "toilets"),),),
        "bus_stops": (
            (("highway", "bus_stop"),),
            (("public_transport", "platform"), ("bus", "yes")),
            (("public_transport", "platform"), ("trolleybus", "yes")),
        ),
        # A kerb node of its own; a raised one is where a ramp is missing, so it stands in the layer too.
        "curb_ramps": ((("barrier", "kerb"),), (("kerb", "*"),)),
        "crossings": ((("highway", "crossing"),), (("footway", "crossing"),)),
    }
)
# Tags that say something on accessibility, for who looks into an extract.
USUAL: Final = (
    *(
        "name",
        "amenity",
        "highway",
        "public_transport",
        "crossing",
        "footway",
        "access",
        "surface",
        "smoothness",
        "incline",
    ),
    *("wheelchair", "toilets:wheelchair", "kerb", "kerb:height", "barrier", "tactile_paving", "width", "step_count"),
)
_DERIVED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        KIND: tuple(dict.fromkeys(tag for ways in _KINDS.values() for pairs in ways for tag, _ in pairs)),
        ACCESSIBLE: ("toilets:wheelchair", "wheelchair"),
    }
)
# Standard columns by kind of layer, when the plan names none: attribute, then the tag (or derived column).
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "public_toilets": {"accessible": ACCESSIBLE},
        "bus_stops": {"tactile_warning": "tactile_paving"},
        "curb_ramps": {"tactile_warning": "tactile_paving"},
    }
)

# Closed ways with these tags are areas (wiki.openstreetmap.org/wiki/Area); with area=yes any is.
_AREAS: Final = (
    "aeroway,amenity,boundary,building,craft,geological,historic,landuse,leisure,military,natural,office,place,shop,"
    "sport,tourism,highway=platform,public_transport=platform"
)
# Anything else would break out of GDAL's configuration file.
_TAG: Final = re.compile(r"[\w:.\-]+")
_LENGTH_BYTES: Final = 4
# Specification: wiki.openstreetmap.org/wiki/PBF_Format; longer headers and bodies are none. Keys of BlobHeader.type and
# .datasize, Blob.raw_size and .zlib_data: the field's number times 8, and its kind (0 a number, 2 bytes).
_LONGEST_HEADER: Final = 64 * 1024
_LONGEST_BODY: Final = 32 * 1024 * 1024
_TYPE: Final = 1 << 3 | 2
_TYPES: Final = (b"OSMHeader", b"OSMData")
_DATASIZE: Final = 3 << 3
_RAW_SIZE: Final = 2 << 3
_ZLIB_DATA: Final = 3 << 3 | 2
_KIND_BITS: Final = 7
_BYTES: Final = 2
_MORE: Final = 0x80


def names(wanted: Source) -> tuple[str, ...]:
    """Return the columns that every extract has; any tag may be asked for beside them."""
    wanted.path.open("rb").close()
    return (ID, KIND, ACCESSIBLE)


def stated_crs(_wanted: Source) -> str:
    """Return WGS84, in which OpenStreetMap gives its places."""
    return "EPSG:4326"


def table(wanted: Source, keep: Sequence[str]) -> tuple[Any, Any]:
    """Return the columns asked for and the geometries as WKB. Raises UsageError for a layer that OSM does not have."""
    import pyogrio  # noqa: PLC0415 -- it takes half a second, and few plans name an extract

    _refuse_broken(wanted)
    tags = sorted({tag for name in keep if name != ID for tag in _DERIVED.get(name, (name,))})
    written = [tag for tag in tags if _TAG.fullmatch(tag)] or ["highway"]
    parts = []
    # Of rings that make no polygon GDAL warns, and gives what there is: whether that has a place is asked row by row.
    with tempfile.TemporaryDirectory(prefix="stepfree-osm-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        path = Path(folder) / "osmconf.ini"
        path.write_text(_configuration(written), "utf-8")
        carried = " OR ".join(f'"{tag}" IS NOT NULL' for tag in written)
        for layer in _layers(wanted):
            # As a query, GDAL keeps back no objects of the other kinds.
            sql = f"SELECT * FROM {layer} WHERE {carried}"  # noqa: S608 -- both parts hold names of ours or \w:.-
            meta, found = pyogrio.read_arrow(wanted.path, sql=sql, CONFIG_FILE=str(path))
            geometry = found.column(meta["geometry_name"] or "wkb_geometry")
            columns = {tag: _column(found, tag) for tag in tags} | {ID: _ids(found, layer), "": geometry}
            parts.append(pa.table(columns))
    whole = pa.concat_tables(parts)
    derive = {KIND: _kind, ACCESSIBLE: _accessible}
    return (
        pa.table({name: derive[name](whole) if name in derive else whole.column(name) for name in keep}),
        whole.column(""),
    )


def _layers(wanted: Source) -> tuple[str, ...]:
    if wanted.layer is None:
        return FACILITIES
    named = tuple(dict.fromkeys(part.strip() for part in wanted.layer.split(",")))
    if wrong := [name for name in named if name not in LAYERS]:
        raise UsageError(
            Text(
                f"{wanted.place}：OpenStreetMap 文件里没有图层 {wrong[0]!r}；有 {', '.join(LAYERS)}（可用逗号连写）",
                f"{wanted.place}: an OpenStreetMap file has no layer {wrong[0]!r}; it has {', '.join(LAYERS)} "
                "(several with commas between them)",
            )
        )
    return named


def _configuration(tags: Iterable[str]) -> str:
    """Return GDAL's configuration that makes a column of each tag."""
    lines = [f"closed_ways_are_polygons={_AREAS}", "attribute_name_laundering=no"]
    for layer in LAYERS:
        lines += [
            f"[{layer}]",
            "osm_id=yes",
            f"attributes={','.join(tags)}",
            "unsignificant=",
            "ignore=",
            "other_tags=no",
            "all_tags=no",
        ]
    return "\n".join(lines) + "\n"


def _column(found: Any, tag: str) -> Any:
    if tag in found.column_names:
        return found.column(tag).cast(pa.string())
    return pa.nulls(found.num_rows, pa.string())


def _ids(found: Any, layer: str) -> Any:
    """Return "node/12", "way/12", "relation/12": the object's address on openstreetmap.org, equal in every extract."""
    own = _column(found, "osm_id")
    if layer == "points":
        return pc.binary_join_element_wise("node", own, "/")
    if layer == "lines":
        return pc.binary_join_element_wise("way", own, "/")
    relation = pc.binary_join_element_wise("relation", own, "/")
    way = pc.binary_join_element_wise("way", _column(found, "osm_way_id"), "/")
    return pc.coalesce(relation, way)


def _kind(whole: Any) -> Any:
    """Return the kind of facility that each object's tags say, null for none; the first kind in our order."""
    kind = pa.nulls(whole.num_rows, pa.string())
    for name, ways in reversed(tuple(_KINDS.items())):
        for pairs in ways:
            is_one = pa.scalar(value=True)
            for tag, value in pairs:
                column = whole.column(tag)
                hit = pc.is_valid(column) if value == "*" else pc.equal(column, value)
                is_one = pc.and_(is_one, pc.fill_null(hit, False))  # noqa: FBT003 -- pyarrow's own signature
            kind = pc.if_else(is_one, name, kind)
    return kind


def _accessible(whole: Any) -> Any:
    return pc.coalesce(*(whole.column(tag) for tag in _DERIVED[ACCESSIBLE]))


def _refuse_broken(wanted: Source) -> None:
    """Raise UsageError for a file that is cut off or damaged: GDAL returns what it could read, and says nothing."""
    with wanted.path.open("rb") as stream:
        whole = _whole_pbf(stream) if wanted.path.name.casefold().endswith(".pbf") else _whole_xml(stream)
    if not whole:
        raise UsageError(
            Text(
                f"{wanted.place}：不是完整的 OpenStreetMap 文件（没有下载完，或已损坏）；请重新取得",
                f"{wanted.place}: not a whole OpenStreetMap file (not downloaded to its end, or damaged); get it again",
            )
        )


def _whole_xml(stream: IO[bytes]) -> bool:
    parser = expat.ParserCreate()
    try:
        parser.ParseFile(stream)
    except expat.ExpatError:
        return False
    return True


def _whole_pbf(stream: IO[bytes]) -> bool:
    """Return whether a file is blocks to its end, each with a sound checksum (zlib's own)."""
    blocks = 0
    while prefix := stream.read(_LENGTH_BYTES):
        length = int.from_bytes(prefix, "big")
        header = stream.read(length) if len(prefix) == _LENGTH_BYTES and length <= _LONGEST_HEADER else b""
        fields = _fields(header)
        size = fields.get(_DATASIZE)
        body = stream.read(size) if isinstance(size, int) and size <= _LONGEST_BODY else b""
        if fields.get(_TYPE) not in _TYPES or not body or len(body) != size or not _sound(body):
            return False
        blocks += 1
    return blocks > 0


def _sound(body: bytes) -> bool:
    """Return whether a Blob unpacks to the size that it states; kinds of packing beside zlib are taken as they are."""
    fields = _fields(body)
    packed, size = fields.get(_ZLIB_DATA), fields.get(_RAW_SIZE)
    if not isinstance(packed, bytes):
        return bool(fields)
    if not isinstance(size, int) or size > _LONGEST_BODY:
        return False
    try:
        return len(zlib.decompressobj().decompress(packed, size + 1)) == size
    except zlib.error:
        return False


def _fields(message: bytes) -> dict[int, int | bytes]:
    """Return the fields of a protobuf message by key (number and kind in one byte); {} when it is none."""
    found: dict[int, int | bytes] = {}
    at = 0
    while at < len(message):
        key = message[at]
        value, shift, at = 0, 0, at + 1
        while at < len(message):
            byte = message[at]
            value |= (byte & (_MORE - 1)) << shift
            shift, at = shift + 7, at + 1
            if not byte & _MORE:
                break
        if key & _KIND_BITS == _BYTES:
            if at + value > len(message):
                return {}
            found[key] = message[at : at + value]
            at += value
        elif key & _KIND_BITS == 0:
            found[key] = value
        else:
            return {}
    return found
