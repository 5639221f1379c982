"""Tables in text, for layers alone: CSV, GTFS stops.txt (plain or in its zip), JSON lines; all may be gzipped."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from audit.model import Text, UsageError
from geo_checks.source import GTFS_STOPS, Source

FORMS = ("csv", "gtfs", "jsonl")


def names(wanted: Source) -> tuple[str, ...]:
    """Return the names of the columns: a table's first line, or the keys of the first JSON object."""
    with _opened(wanted) as stream:
        return (
            tuple(_json_rows([stream.readline()], wanted)[0]) if wanted.form == "jsonl" else _csv_names(stream, wanted)
        )


def table(wanted: Source, keep: list[str], known: Sequence[str]) -> Any:
    """Return some columns of all rows; those of a CSV are text throughout."""
    if wanted.form == "gtfs":
        return _gtfs_table(wanted, keep, known)
    if wanted.form == "csv":
        return _csv_table(wanted, keep)
    with _opened(wanted) as stream:
        rows = _json_rows(stream.read().splitlines(), wanted)
    return pa.table({name: _json_column(rows, name) for name in keep})


@contextmanager
def _opened(wanted: Source) -> Iterator[IO[bytes]]:
    if wanted.form == "gtfs" and zipfile.is_zipfile(wanted.path):
        with zipfile.ZipFile(wanted.path) as archive, archive.open(GTFS_STOPS) as member:
            yield member
    else:
        with pa.input_stream(str(wanted.path), compression="detect") as stream:
            yield io.BufferedReader(stream)


def _csv_names(stream: IO[bytes], wanted: Source) -> tuple[str, ...]:
    line = stream.readline().decode(wanted.encoding or "utf-8-sig")
    reader = pyarrow.csv.read_csv(
        io.BytesIO((line.rstrip("\r\n") + "\n").encode()),
        parse_options=pyarrow.csv.ParseOptions(delimiter=_delimiter(line)),
    )
    return tuple(reader.column_names)


def _delimiter(line: str) -> str:
    return max((",", ";", "\t"), key=line.count)


def _csv_table(wanted: Source, keep: list[str]) -> Any:
    with _opened(wanted) as stream:
        line = stream.readline().decode(wanted.encoding or "utf-8-sig")
    with _opened(wanted) as stream:
        return pyarrow.csv.read_csv(
            stream,
            read_options=pyarrow.csv.ReadOptions(encoding=wanted.encoding or "utf8"),
            parse_options=pyarrow.csv.ParseOptions(delimiter=_delimiter(line), newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=keep, column_types=dict.fromkeys(keep, pa.string()), strings_can_be_null=False
            ),
        )


def _gtfs_table(wanted: Source, keep: list[str], known: Sequence[str]) -> Any:
    """Read stops.txt; a stop that says nothing of wheelchair_boarding has its parent station's, as GTFS defines."""
    family = ("stop_id", "parent_station", "wheelchair_boarding")
    if family[2] not in keep or not set(family) <= set(known):
        return _csv_table(wanted, keep)
    table = _csv_table(wanted, sorted({*keep, *family}))
    stop, parent, boarding = (table.column(name).combine_chunks() for name in family)
    inherited = boarding.take(pc.index_in(parent, value_set=stop))
    silent = pc.is_in(pc.utf8_trim_whitespace(boarding), value_set=pa.array(["", "0"]))
    from_parent = pc.and_(silent, pc.is_valid(inherited))
    table = table.set_column(
        table.schema.get_field_index(family[2]), family[2], pc.if_else(from_parent, inherited, boarding)
    )
    return table.select(keep)


def _json_rows(lines: list[bytes], wanted: Source) -> list[dict[str, Any]]:
    encoding = wanted.encoding or "utf-8-sig"
    full = [line for line in lines if line.strip()]
    rows: Any = None
    try:
        rows = json.loads("[" + b",".join(full).decode(encoding) + "]")
    except json.JSONDecodeError:
        rows = None
    if rows is None or not all(isinstance(row, dict) for row in rows) or len(rows) != len(full):
        number = next(n for n, line in enumerate(lines, 1) if line.strip() and not _is_json_object(line, encoding))
        raise UsageError(
            Text(
                f"{wanted.place}：第 {number} 行不是一个 JSON 对象",
                f"{wanted.place}: line {number} is not a JSON object; correct or remove it",
            )
        )
    return rows or [{}]


def _is_json_object(line: bytes, encoding: str) -> bool:
    try:
        return isinstance(json.loads(line.decode(encoding)), dict)
    except json.JSONDecodeError:
        return False


def _json_column(rows: list[dict[str, Any]], name: str) -> Any:
    cells = [row.get(name) for row in rows]
    try:
        return pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        texts = [c if c is None or isinstance(c, str) else json.dumps(c, ensure_ascii=False) for c in cells]
        return pa.array(texts, pa.string())
