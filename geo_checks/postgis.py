"""PostGIS by URL, for layers alone: a table, view or query, read in one transaction that cannot write.

The plan holds no password: it comes from the variable that the plan names, else from libpq's own (PGPASSWORD, .pgpass).
"""

from __future__ import annotations

import importlib
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from audit.model import Text, UsageError
from geo_checks.source import Source

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS: Final = 15
_LISTED: Final = 20


def names(wanted: Source) -> tuple[str, ...]:
    """Return the columns without the geometry."""
    with _connected(wanted) as connection:
        return _columns(connection, wanted)[0]


def stated_crs(wanted: Source) -> str | None:
    """Return the coordinate system of the geometry column as PostGIS knows it, None when it says nothing."""
    with _connected(wanted) as connection:
        _, geometry = _columns(connection, wanted)
        if geometry is None:
            return None
        found = connection.execute(
            _sql("SELECT ST_SRID({0}::geometry) FROM {1} WHERE {0} IS NOT NULL LIMIT 1", geometry, wanted)
        ).fetchone()
        return _system(connection, found[0]) if found else None


def table(wanted: Source, keep: Sequence[str]) -> tuple[Any, Any]:
    """Return some columns of all rows as text, and the geometries as hexadecimal WKB (None when x and y are named)."""
    with _connected(wanted) as connection:
        _, geometry = _columns(connection, wanted)
        shape = None if wanted.x is not None else geometry
        if shape is None and wanted.x is None:
            raise UsageError(
                Text(
                    f"{wanted.place}：没有几何列；在计划里写 x 和 y 两列",
                    f"{wanted.place}: no geometry column; add x and y to the plan",
                )
            )
        if shape is not None:
            _refuse_mixed(connection, wanted, shape)
        copied = io.BytesIO()
        with connection.cursor().copy(_copy(wanted, keep, shape)) as copy:
            copied.write(b"".join(copy))
    titles = [str(number) for number in range(len(keep) + (shape is not None))]
    copied.seek(0)
    if not copied.getbuffer().nbytes:
        found = pa.table([pa.array([], pa.string())] * len(titles), names=titles)
    else:
        found = pyarrow.csv.read_csv(
            copied,
            read_options=pyarrow.csv.ReadOptions(column_names=titles),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(titles, pa.string()), strings_can_be_null=False
            ),
        )
    wkb = None
    if shape is not None:
        text = found.column(titles[-1])
        wkb = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return pa.table({name: found.column(str(number)) for number, name in enumerate(keep)}), wkb


@contextmanager
def _connected(wanted: Source) -> Iterator[psycopg.Connection[Any]]:
    """Open a transaction that cannot write; what goes wrong in it is one line without the password."""
    try:
        driver = importlib.import_module("psycopg")
    except ImportError as error:
        raise UsageError(
            Text(
                f"{wanted.place}：读 PostGIS 要先安装 stepfree[postgresql]",
                f"{wanted.place}: to read PostGIS, install stepfree[postgresql] first",
            )
        ) from error
    secret = _password(wanted)
    try:
        with driver.connect(
            wanted.url or "",
            connect_timeout=_CONNECT_SECONDS,
            application_name="stepfree",
            client_encoding="UTF8",
            **({} if secret is None else {"password": secret}),
        ) as connection:
            connection.read_only = True
            connection.isolation_level = driver.IsolationLevel.REPEATABLE_READ
            connection.execute("SET LOCAL datestyle = 'ISO, YMD'")
            yield connection
            connection.rollback()
    except (driver.Error, UnicodeError) as error:
        first = " ".join(str(error).split())[:300]
        told = first.replace(secret, "***") if secret else first
        raise UsageError(
            Text(f"{wanted.place}：数据库读不出来：{told}", f"{wanted.place}: the database cannot be read: {told}")
        ) from error


def _password(wanted: Source) -> str | None:
    if wanted.password is None:
        return None
    name = wanted.password.removeprefix("env:")
    secret = os.environ.get(name)
    if secret is None:
        raise UsageError(
            Text(
                f"{wanted.place}：环境变量 {name} 没有设置；密码放在里面",
                f"{wanted.place}: the environment variable {name} is not set; it holds the password",
            )
        )
    return secret


def _columns(connection: psycopg.Connection[Any], wanted: Source) -> tuple[tuple[str, ...], str | None]:
    """Return the names of the plain columns and that of the first geometry."""
    _refuse_unnamed(connection, wanted)
    spatial = {
        row[0]
        for row in connection.execute("SELECT oid FROM pg_type WHERE typname IN ('geometry', 'geography')").fetchall()
    }
    # Sent as one statement of its own: what is no query in brackets is an error here, before it is copied.
    described = connection.execute(_sql("SELECT * FROM {1} LIMIT 0", "", wanted), (), prepare=True).description or []
    shapes = [column.name for column in described if column.type_code in spatial]
    return tuple(column.name for column in described if column.name not in shapes), shapes[0] if shapes else None


def _refuse_unnamed(connection: psycopg.Connection[Any], wanted: Source) -> None:
    if (wanted.layer is None) == (wanted.query is None):
        listed = ", ".join(spatial_tables(connection)[:_LISTED])
        raise UsageError(
            Text(
                f"{wanted.place}：写 layer（表或视图）或 query（SELECT 语句）之一；有几何列的表：{listed}",
                f"{wanted.place}: give either layer (a table or view) or query (a SELECT); tables with geometry: "
                f"{listed}",
            )
        )


def tables(wanted: Source) -> tuple[str, ...]:
    """Return the tables and views that have a geometry column."""
    with _connected(wanted) as connection:
        return spatial_tables(connection)


def spatial_tables(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """Return "schema.table" of everything with a geometry column, in order."""
    rows = connection.execute(
        "SELECT DISTINCT table_schema || '.' || table_name FROM information_schema.columns "
        "WHERE udt_name IN ('geometry', 'geography') ORDER BY 1"
    ).fetchall()
    return tuple(row[0] for row in rows)


def _sql(template: str, column: str, wanted: Source) -> Any:
    """Return a statement with a column {0} and the rows that the plan means {1}, quoted."""
    sql = importlib.import_module("psycopg.sql")
    return sql.SQL(template).format(sql.Identifier(column) if column else sql.SQL(""), _rows(wanted))


def _rows(wanted: Source) -> Any:
    sql = importlib.import_module("psycopg.sql")
    if wanted.query is not None:
        # The line end closes a comment that the query may end with.
        query = wanted.query.strip().removesuffix(";").replace("{", "{{").replace("}", "}}")
        return sql.SQL("(" + query + "\n) AS stepfree_rows").format()
    return sql.Identifier(*(wanted.layer or "").split("."))


def _copy(wanted: Source, keep: Sequence[str], shape: str | None) -> Any:
    sql = importlib.import_module("psycopg.sql")
    parts = [sql.SQL("{}::text").format(sql.Identifier(name)) for name in keep]
    if shape is not None:
        parts.append(sql.SQL("encode(ST_AsBinary({}::geometry), 'hex')").format(sql.Identifier(shape)))
    return sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv)").format(sql.SQL(", ").join(parts), _rows(wanted))


def _refuse_mixed(connection: psycopg.Connection[Any], wanted: Source, geometry: str) -> None:
    found = connection.execute(
        _sql("SELECT DISTINCT ST_SRID({0}::geometry) FROM {1} WHERE {0} IS NOT NULL ORDER BY 1", geometry, wanted)
    ).fetchall()
    if len(found) > 1:
        listed = ", ".join(str(row[0]) for row in found)
        raise UsageError(
            Text(
                f"{wanted.place}：几何列 {geometry} 里混有几个坐标系（SRID {listed}）；用 query 和 ST_Transform 统一",
                f"{wanted.place}: geometry column {geometry} mixes coordinate systems (SRID {listed}); "
                "make them one with a query and ST_Transform",
            )
        )


def _system(connection: psycopg.Connection[Any], srid: int) -> str | None:
    if not srid:
        return None
    row = connection.execute(
        "SELECT auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = %s", (srid,)
    ).fetchone()
    if row is None:
        return f"EPSG:{srid}"
    return f"{row[0]}:{row[1]}" if row[0] == "EPSG" else row[2]
