"""A file of a plan: where it is, which format it has, what the plan says of it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audit.model import Text
from audit.plan import Crossings, DivisionFile, Layer, Network, Population, Roads, Sites, database_url, layer_id

# The table of a GTFS feed with the stops.
GTFS_STOPS: Final = "stops.txt"

_CSV_ENDINGS: Final = (".csv", ".txt", ".tsv")
_JSONL_ENDINGS: Final = (".jsonl", ".ndjson")
_OSM_ENDINGS: Final = (".pbf", ".osm")
_WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET_ENDINGS: Final = (".parquet", ".geoparquet")
# Forms without geometry of their own.
_TABLES: Final = ("csv", "jsonl", "xlsx")
# Columns named in a message: it stays one line.
_LISTED: Final = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A file as the plan names it. place: the table of the plan, for messages.

    folder: what the plan's paths start from; by_name: a column names each row's division, coordinates may be missing.
    """

    place: str
    path: Path
    form: str
    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    header: int | None = None
    url: str | None = None
    query: str | None = None
    password: str | None = None
    folder: Path = Path()
    by_name: bool = False

    @property
    def placeless(self) -> bool:
        """Return whether it is a table whose rows stand in the divisions that they name, and nowhere else."""
        return self.by_name and self.form in _TABLES and self.x is None and self.y is None


def source(given: DivisionFile | Population | Network | Layer | Roads | Crossings | Sites, base: Path) -> Source:
    """Return the file that a table of the plan names, its format found by its name when the plan does not say."""
    url = database_url(given.file)
    path = base / given.file if url is None else base
    path = _stops_of(path) if url is None else path
    x, y = (None, None) if isinstance(given, DivisionFile | Network | Roads) else (given.x, given.y)
    place = "[[districts.more]]" if type(given) is DivisionFile else f"[{type(given).__name__.lower()}]"
    if isinstance(given, Layer):
        place = f"[[layer]] {layer_id(given)}"
    elif isinstance(given, Roads | Crossings):
        place = f"[completeness.{type(given).__name__.lower()}]"
    elif isinstance(given, Sites):
        place = "[siting.sites]"
    form = given.format if isinstance(given, Layer) and given.format != "auto" else form_of(path, url)
    if form == "gtfs":
        x, y = x or "stop_lon", y or "stop_lat"
    return Source(
        f"{place} {given.file}",
        path,
        form,
        given.layer,
        given.crs,
        given.encoding,
        x,
        y,
        given.header,
        url,
        given.query,
        given.password,
        base,
        isinstance(given, Layer) and given.division is not None,
    )


def missing_column(wanted: Source, name: str, known: Sequence[str]) -> Text:
    """Return the problem of a column that the plan names and the file does not have."""
    listed = ", ".join(known[:_LISTED]) + (", …" if len(known) > _LISTED else "")
    return Text(
        f"{wanted.place}：文件里没有列 {name!r}；文件里有：{listed}",
        f"{wanted.place}: the file has no column {name!r}; it has: {listed}",
    )


def needs_columns(wanted: Source) -> bool:
    """Return whether a format has no geometry of its own: the plan names the columns with the coordinates."""
    return wanted.form in _TABLES


def lost_coordinates(wanted: Source, known: Sequence[str]) -> Text | None:
    """Return the problem of a file without geometry whose coordinate columns the plan does not name."""
    by_columns = needs_columns(wanted) or wanted.x is not None or wanted.y is not None
    if not by_columns or wanted.placeless or (wanted.x is not None and wanted.y is not None):
        return None
    listed = ", ".join(known[:_LISTED])
    return Text(
        f"{wanted.place}：不知道坐标在哪两列；在计划里写 x（经度）和 y（纬度）；文件里有：{listed}",
        f"{wanted.place}: which columns hold the coordinates? "
        f"Add x (longitude) and y (latitude) to the plan; it has: {listed}",
    )


def feed_member(path: Path, name: str) -> str | None:
    """Return what a table of a GTFS feed is called beside (or in the zip with) its stops; None when there is none."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            found = [member for member in archive.namelist() if member.rpartition("/")[2] == name]
        return min(found, key=lambda member: (member.count("/"), member), default=None)
    packed = path.name.removesuffix(".gz")
    beside = packed.removesuffix(GTFS_STOPS) + name
    return next((near for near in (beside, f"{beside}.gz") if path.with_name(near).is_file()), None)


def _stops_of(path: Path) -> Path:
    """Return the file of the stops in a folder that is a GTFS feed, any other path as it is."""
    if not path.is_dir():
        return path
    stops = sorted(near for near in path.glob(f"*{GTFS_STOPS}") if near.is_file())
    return stops[0] if len(stops) == 1 else path


def form_of(path: Path, url: str | None = None) -> str:
    """Return the format that a file's name (or the address of a database) says."""
    if url is not None:
        return "postgis"
    name = path.name.casefold().removesuffix(".gz")
    if name.endswith(GTFS_STOPS):
        return "gtfs"
    for endings, form in (
        (_CSV_ENDINGS, "csv"),
        (_JSONL_ENDINGS, "jsonl"),
        (_PARQUET_ENDINGS, "geoparquet"),
        (_OSM_ENDINGS, "osm"),
        (_WORKBOOK_ENDINGS, "xlsx"),
    ):
        if name.endswith(endings):
            return form
    if name.endswith(".zip") and zipfile.is_zipfile(path):
        return "gtfs" if feed_member(path, GTFS_STOPS) else "vector"
    return "vector"
