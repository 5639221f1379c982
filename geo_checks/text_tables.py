"""Tables in text, for layers alone: CSV and JSON lines; both may be gzipped."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.json

from audit.legible import one_line
from audit.model import Text, UsageError
from geo_checks.source import Source

_Opened = Callable[[], AbstractContextManager[IO[bytes]]]
# Marks at the start of a file in an encoding whose bytes are no ASCII (Excel's "Unicode text").
_WIDE_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Characters of an odd row that are shown.
_SHOWN: Final = 80
# How Arrow tells of a row with more or fewer cells than the header.
_UNEVEN: Final = re.compile(r"Expected (\d+) columns, got (\d+): (.*)", re.DOTALL)

# Bytes of JSON lines that say of which kind each column's values are.
_SAMPLE: Final = 200_000
_JSON_TYPES: Final[Mapping[frozenset[type], Any]] = MappingProxyType(
    {
        frozenset(): pa.string(),
        frozenset({str}): pa.string(),
        frozenset({bool}): pa.bool_(),
        frozenset({int}): pa.int64(),
        frozenset({float}): pa.float64(),
        frozenset({int, float}): pa.float64(),
    }
)


def names(wanted: Source) -> tuple[str, ...]:
    """Return the names of the columns: a table's first line, or the keys of the first JSON object."""
    if wanted.form == "csv":
        return csv_names(partial(opened, wanted.path), wanted)
    with opened(wanted.path) as stream:
        return tuple(_json_rows([stream.readline()], wanted)[0])


def stated_crs(_wanted: Source) -> None:
    """Return None: text states no coordinate system."""


def table(wanted: Source, keep: Sequence[str]) -> tuple[Any, None]:
    """Return some columns of all rows; those of a CSV are text throughout."""
    if wanted.form == "csv":
        return csv_table(partial(opened, wanted.path), wanted, keep), None
    with opened(wanted.path) as stream:
        text = stream.read().removeprefix(codecs.BOM_UTF8)
    fast = _json_table(text, keep, wanted)
    if fast is not None:
        return fast, None
    rows = _json_rows(text.splitlines(), wanted)
    return pa.table({name: _json_column(rows, name) for name in keep}), None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacked when it is gzipped."""
    with pa.input_stream(str(path), compression="detect") as stream:
        yield io.BufferedReader(stream)


def csv_names(opened_: _Opened, wanted: Source) -> tuple[str, ...]:
    """Return the names in the first line of a CSV."""
    with _in_bytes_of_ascii(opened_, wanted) as (stream, encoding):
        line = stream.readline().decode("utf-8-sig" if encoding == "utf8" else encoding)
    reader = pyarrow.csv.read_csv(
        io.BytesIO((line.rstrip("\r\n") + "\n").encode()),
        parse_options=pyarrow.csv.ParseOptions(delimiter=_delimiter(line)),
    )
    return tuple(reader.column_names)


def csv_table(opened_: _Opened, wanted: Source, keep: Sequence[str]) -> Any:
    """Return some columns of a CSV, as text. Raises UsageError for a row with more or fewer cells than names."""
    with _in_bytes_of_ascii(opened_, wanted) as (stream, encoding):
        line = stream.readline().decode("utf-8-sig" if encoding == "utf8" else encoding)
    parse = pyarrow.csv.ParseOptions(delimiter=_delimiter(line), newlines_in_values=True)
    convert = pyarrow.csv.ConvertOptions(
        include_columns=list(keep), column_types=dict.fromkeys(keep, pa.string()), strings_can_be_null=False
    )
    with _in_bytes_of_ascii(opened_, wanted) as (stream, encoding):
        options = pyarrow.csv.ReadOptions(encoding=encoding)
        try:
            found = pyarrow.csv.read_csv(stream, options, parse, convert)
        except pa.ArrowInvalid as error:
            if (uneven := _UNEVEN.search(str(error))) is None:
                raise
            raise UsageError(_uneven(wanted, *uneven.groups())) from error
    with _in_bytes_of_ascii(opened_, wanted) as (stream, encoding):
        # Where a cell holds line ends, one that never ends may be among them: it would swallow all rows after it.
        lines = sum(1 for one in stream if one.strip())
        several = lines - 1 > found.num_rows
    if several and (problem := _unclosed(opened_, wanted, _delimiter(line))) is not None:
        raise UsageError(problem)
    return found


def _uneven(wanted: Source, names_: str, cells: str, row: str) -> Text:
    shown = one_line(row, _SHOWN)
    return Text(
        f"{wanted.place}：有一行是 {cells} 列，表头是 {names_} 列：{shown}；改好这一行（文字里有分隔符的要加引号）",
        f"{wanted.place}: a row has {cells} cells, the header {names_}: {shown}; "
        "correct it (text that holds the delimiter needs quotes)",
    )


def _unclosed(opened_: _Opened, wanted: Source, delimiter: str) -> Text | None:
    """Return the problem of a quotation mark that nothing closes, or that another cell's closes, lines below."""
    with _in_bytes_of_ascii(opened_, wanted) as (stream, _):
        data = stream.read()
    ends = (b"", delimiter.encode(), b"\n", b"\r")
    for cell in re.finditer(
        rb"(?:\A|(?<=[\r\n" + re.escape(delimiter.encode()) + rb']))"([^"]*(?:""[^"]*)*)("?)', data
    ):
        if b"\n" in cell[1] and (not cell[2] or data[cell.end() : cell.end() + 1] not in ends):
            begun = data.count(b"\n", 0, cell.start()) + 1
            return Text(
                f"{wanted.place}：第 {begun} 行的引号没有闭合，其后的行会被当成同一格；补上引号",
                f"{wanted.place}: a quotation mark in line {begun} is not closed, so lines after it would be one cell; "
                "close it",
            )
    return None


@contextmanager
def _in_bytes_of_ascii(opened_: _Opened, wanted: Source) -> Iterator[tuple[IO[bytes], str]]:
    """Open a CSV in an encoding whose line ends are single bytes, with its name: UTF-16 is turned into UTF-8."""
    encoding = wanted.encoding or "utf8"
    with opened_() as stream:
        wide = codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
        start = stream.read(2)
        if wide or (wanted.encoding is None and start in _WIDE_MARKS):
            text = (start + stream.read()).decode(encoding if wide else "utf-16")
            yield io.BytesIO(text.removeprefix("\ufeff").encode()), "utf8"
            return
    with opened_() as stream:
        yield stream, encoding


def _delimiter(line: str) -> str:
    return max((",", ";", "\t"), key=line.count)


def _json_table(text: bytes, keep: Sequence[str], wanted: Source) -> Any | None:
    """Return the columns as Arrow's own parser reads them; None where values of several kinds share a column.

    The first lines say the kinds: left to itself the parser takes texts for times, and overflows its stack on an array
    that is nested deeply enough.
    """
    sample = _json_rows(_first_lines(text), wanted)
    kinds = {name: {type(row.get(name)) for row in sample} - {type(None)} for name in keep}
    types = {name: _JSON_TYPES.get(frozenset(found)) for name, found in kinds.items()}
    if wanted.encoding is not None or None in types.values():
        return None
    try:
        found = pyarrow.json.read_json(
            pa.BufferReader(text),
            parse_options=pyarrow.json.ParseOptions(
                explicit_schema=pa.schema(list(types.items())), unexpected_field_behavior="ignore"
            ),
        )
        found.validate(full=True)
    except pa.ArrowException:
        return None
    # One object a line: the parser would take two on one line, too.
    return found.select(list(keep)) if found.num_rows == text.rstrip().count(b"\n") + 1 else None


def _first_lines(text: bytes) -> list[bytes]:
    end = text.find(b"\n", _SAMPLE)
    return (text if end < 0 else text[:end]).splitlines()


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
        found = pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        found = None
    if found is None or pa.types.is_nested(found.type):
        texts = [c if c is None or isinstance(c, str) else json.dumps(c, ensure_ascii=False) for c in cells]
        return pa.array(texts, pa.string())
    return found
