"""GTFS feeds, for layers alone: stops.txt with what its stations, pathways and levels say.

A feed is a zip, a folder, or the file of its stops beside the others; their names may share a prefix, as in
gtfs_stops.txt. Source: gtfs.org/schedule/reference.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from types import MappingProxyType
from typing import IO, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from geo_checks import text_tables
from geo_checks.source import GTFS_STOPS, Source, feed_member

# A column that every feed has: can a stop inside a station be reached from the street without a step?
STEP_FREE: Final = "step_free_path"
# The table that tells the ways inside stations; where a feed has it, the standard column by kind of layer.
PATHWAYS: Final = "pathways.txt"
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({"bus_stops": {STEP_FREE: STEP_FREE}})
_NO, _UNKNOWN, _YES = "no", "", "yes"

_BOARDING: Final = ("stop_id", "parent_station", "wheelchair_boarding")
_STATION: Final = ("stop_id", "parent_station", "location_type", "wheelchair_boarding", "level_id")
_PATHWAYS: Final = ("from_stop_id", "to_stop_id", "pathway_mode", "is_bidirectional", "stair_count", "max_slope")
_LEVELS: Final = ("level_id", "level_index")

_ENTRANCE, _BOARDING_AREA, _NOT_ACCESSIBLE = "2", "4", "2"
# pathway_mode: 2 stairs and 4 escalators are no way for a wheelchair; 1 walkway, 3 moving walkway, 5 lift and the gates
# (6, 7) are one; 5 alone joins two levels by what it is.
_STEPS: Final = ("2", "4")
_LEVEL_WAYS: Final = ("1", "3", "6", "7")
_LIFT: Final = "5"

_Opened = Callable[[], AbstractContextManager[IO[bytes]]]
Flags = NDArray[np.bool_]


def names(wanted: Source) -> tuple[str, ...]:
    """Return the columns of the stops and the one on paths."""
    known = text_tables.csv_names(_part(wanted, GTFS_STOPS), wanted)
    return known if STEP_FREE in known else (*known, STEP_FREE)


def stated_crs(_wanted: Source) -> str:
    """Return WGS84, in which GTFS gives its places."""
    return "EPSG:4326"


def table(wanted: Source, keep: Sequence[str]) -> tuple[Any, None]:
    """Return some columns of all stops, as text.

    A stop that says nothing of wheelchair_boarding has its parent station's, as GTFS defines. step_free_path: yes, no,
    or "" (not known): see `step_free`.
    """
    opened = _part(wanted, GTFS_STOPS)
    own = {*text_tables.csv_names(opened, wanted)}
    derived = STEP_FREE in keep and STEP_FREE not in own
    needed = {*keep} - ({STEP_FREE} if derived else set())
    if _BOARDING[2] in keep:
        needed |= {*_BOARDING} & own
    if derived:
        needed |= {*_STATION} & own
    stops = text_tables.csv_table(opened, wanted, sorted(needed))
    paths = step_free(wanted, stops) if derived else None
    if _BOARDING[2] in keep and {*_BOARDING} <= own:
        stops = _inherited(stops)
    if paths is not None:
        stops = stops.append_column(STEP_FREE, pa.array(paths.tolist(), pa.string()))
    return stops.select(list(keep)), None


def step_free(wanted: Source, stops: Any) -> NDArray[np.object_]:
    """Return for each row of the stops whether a path without steps leads to it and back: yes, no, or "" (not known).

    A stop in no station stands on the street: yes. In a station a path must lead from an entrance (location_type 2,
    not one that wheelchair_boarding 2 bars) to the stop, and one back. Stairs, escalators and pathways with a
    stair_count are steps; a lift or a level way is none; a walkway between two levels without max_slope is not known.
    No: pathways lead there, and none without steps. Not known: no pathways to it in the feed.
    """
    columns = {name: _texts(stops, name) for name in _STATION}
    ids = columns["stop_id"]
    stationed = np.asarray(pc.not_equal(columns["parent_station"], "").to_numpy(zero_copy_only=False), dtype=np.bool_)
    answer = np.where(stationed, _UNKNOWN, _YES).astype(object)
    found = _optional(wanted, PATHWAYS, _PATHWAYS)
    if found is None or not stationed.any():
        return answer
    start, end = (_index(_texts(found, name), ids) for name in _PATHWAYS[:2])
    mode = _texts(found, "pathway_mode")
    steps = _in(mode, _STEPS) | ~_in(_texts(found, "stair_count"), ("", "0"))
    level = _level_of(wanted, columns["level_id"])
    climbing = level[start] != level[end]
    climbing &= np.isfinite(level[start]) & np.isfinite(level[end])
    sloped = _in(_texts(found, "max_slope"), ("",)) & climbing & ~_in(mode, (_LIFT,))
    sure = ~steps & _in(mode, (*_LEVEL_WAYS, _LIFT)) & ~sloped
    both = _in(_texts(found, "is_bidirectional"), ("1",))
    whole = (start >= 0) & (end >= 0)
    # A platform and its boarding areas are one floor.
    areas = np.flatnonzero(_in(columns["location_type"], (_BOARDING_AREA,)))
    platform = _index(columns["parent_station"], ids)[areas]
    areas, platform = areas[platform >= 0], platform[platform >= 0]
    entrance = _in(columns["location_type"], (_ENTRANCE,))
    usable = entrance & ~_in(columns["wheelchair_boarding"], (_NOT_ACCESSIBLE,))

    def reached(which: Flags, sources: Flags) -> Flags:
        chosen, twofold = which & whole, which & whole & both
        tail = np.concatenate([start[chosen], end[twofold], areas, platform])
        head = np.concatenate([end[chosen], start[twofold], platform, areas])
        return _reachable(tail, head, sources) & _reachable(head, tail, sources)

    answer[stationed & reached(np.ones_like(sure), entrance)] = _NO
    # Both not sure and not steps: a mode that is missing or new, a walkway that may be a ramp or stairs.
    answer[stationed & reached(~steps, usable)] = _UNKNOWN
    answer[stationed & reached(sure, usable)] = _YES
    return answer


def _reachable(tail: NDArray[np.int64], head: NDArray[np.int64], sources: Flags) -> Flags:
    """Return which nodes a directed graph reaches from any of the sources."""
    count = sources.size
    at = np.flatnonzero(sources)
    rows = np.concatenate([tail, np.full(at.size, count)])
    graph = csr_matrix((np.ones(rows.size), (rows, np.concatenate([head, at]))), shape=(count + 1, count + 1))
    found = np.zeros(count + 1, dtype=np.bool_)
    found[breadth_first_order(graph, count, return_predecessors=False)] = True
    return found[:-1]


def _inherited(stops: Any) -> Any:
    stop, parent, boarding = (stops.column(name).combine_chunks() for name in _BOARDING)
    from_parent = boarding.take(pc.index_in(parent, value_set=stop))
    silent = pc.is_in(pc.utf8_trim_whitespace(boarding), value_set=pa.array(["", "0"]))
    chosen = pc.if_else(pc.and_(silent, pc.is_valid(from_parent)), from_parent, boarding)
    return stops.set_column(stops.schema.get_field_index(_BOARDING[2]), _BOARDING[2], chosen)


def _level_of(wanted: Source, level_ids: Any) -> NDArray[np.float64]:
    """Return each stop's level_index, NaN where not known; the last of the array answers for no stop (index -1)."""
    levels = _optional(wanted, "levels.txt", _LEVELS)
    index = np.full(len(level_ids) + 1, np.nan)
    if levels is None:
        return index
    text = _texts(levels, "level_index")
    number = pc.if_else(pc.match_substring_regex(text, r"^[+-]?\d+(\.\d*)?$"), text, None)
    known = pc.fill_null(pc.cast(number, pa.float64()), np.nan).to_numpy(zero_copy_only=False)
    at = _index(level_ids, _texts(levels, "level_id"))
    index[:-1][at >= 0] = known[at[at >= 0]]
    return index


def _optional(wanted: Source, name: str, columns: Sequence[str]) -> Any | None:
    """Return some columns of another table of the feed (those that it has); None when the feed has no such table."""
    if feed_member(wanted.path, name) is None:
        return None
    opened = _part(wanted, name)
    known = text_tables.csv_names(opened, wanted)
    return text_tables.csv_table(opened, wanted, [column for column in columns if column in known])


def _part(wanted: Source, name: str) -> _Opened:
    return partial(_open, wanted, feed_member(wanted.path, name) or name)


@contextmanager
def _open(wanted: Source, member: str) -> Iterator[IO[bytes]]:
    if zipfile.is_zipfile(wanted.path):
        with zipfile.ZipFile(wanted.path) as archive, archive.open(member) as stream:
            yield stream
    else:
        with text_tables.opened(wanted.path.with_name(member)) as stream:
            yield stream


def _texts(table_: Any, name: str) -> Any:
    """Return a column as trimmed text; blanks where the table has no such column."""
    if name not in table_.column_names:
        return pa.array([""] * table_.num_rows, pa.string())
    return pc.utf8_trim_whitespace(table_.column(name).combine_chunks())


def _index(values: Any, among: Any) -> NDArray[np.int64]:
    """Return the row of each value among some ids, -1 where there is none."""
    found = pc.fill_null(pc.index_in(values, value_set=among), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)


def _in(values: Any, among: Sequence[str]) -> Flags:
    found = pc.is_in(values, value_set=pa.array(among, pa.string()))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.bool_)
