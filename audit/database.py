"""Opens an audit database and brings it to the newest shape: SQLite in WAL mode, or PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    create_engine,
    event,
    inspect,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from audit import schema
from audit.model import IncompleteError, Text, UsageError

# The newest revision in audit/migrations/versions.
REVISION = "0004"
# Alembic's own table.
_VERSIONS = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

# What SQLite and PostgreSQL say of a write that had no room, and of one that others kept out.
_FULL = frozenset(
    {
        *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE),
        *(sqlite3.SQLITE_IOERR_SHMSIZE, "53100"),
    }
)
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, "55P03"})
_NO_RIGHTS = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, "42501"})


class DatabaseError(IncompleteError):
    """The audit database cannot be used: full disk, lock, rights. What was saved before stays, to be gone on with."""


def _json(value: Any) -> str:
    return schema.storable(json.dumps(value, ensure_ascii=False, sort_keys=True))


def engine_at(url: str | URL) -> Engine:
    """Return an engine for a database URL; UsageError when it names no database that can be used."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        # The text is not shown: what cannot be parsed may hold a password.
        raise UsageError(
            Text(
                "数据库地址看不懂；写成 postgresql+psycopg://用户@主机/库名 或 sqlite:///文件",
                "the database URL cannot be parsed; write postgresql+psycopg://user@host/name or sqlite:///file",
            )
        ) from error
    try:
        engine = create_engine(parsed, json_serializer=_json)
    except Exception as error:  # SQLAlchemy raises many kinds for an unknown dialect or a missing driver
        raise UsageError(
            Text(
                f"数据库地址 {parsed} 不能用：{error}；PostgreSQL 要先安装 stepfree[postgresql]",
                f"database URL {parsed} cannot be used: {error}; PostgreSQL needs stepfree[postgresql] installed",
            )
        ) from error
    if engine.dialect.name not in {"sqlite", "postgresql"}:
        raise UsageError(
            Text(
                f"数据库 {parsed} 不支持；请用 SQLite 或 PostgreSQL",
                f"database {parsed} is not supported; use SQLite or PostgreSQL",
            )
        )
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _pragmas(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            # A power cut may cost the last transactions, never the database; kill -9 costs nothing.
            cursor.execute("PRAGMA synchronous=NORMAL")
            if "timeout" not in parsed.query:  # seconds, as the driver reads it from the URL
                cursor.execute("PRAGMA busy_timeout=30000")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            # The driver itself begins only at the first INSERT, so that a migration cut short would stay half done.
            # A writer takes the lock before it reads, else a second writer's changes would make it fail at once.
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def migrate(engine: Engine) -> None:
    """Bring the database to the newest revision; a newer database than this program knows is refused."""
    if engine.dialect.name == "sqlite":
        _make(engine)
    with engine.connect() as connection:
        if inspect(connection).has_table(_VERSIONS.name):
            current = connection.execute(select(_VERSIONS.c.version_num)).scalar()
            if current == REVISION:
                return
            if current is not None and current > REVISION:
                raise UsageError(
                    Text(
                        "这个审计数据库来自更新的 stepfree；请升级 stepfree",
                        "this audit database was made by a newer stepfree; upgrade stepfree",
                    )
                )
    # Alembic takes a fifth of a second to import, and nearly every start finds the database new or up to date.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "audit:migrations")
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, REVISION)


def _make(engine: Engine) -> None:
    """Give an empty file the newest tables at once; the migrations, one after the other, come to the same."""
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            return
    with engine.execution_options(writes=True).begin() as connection:
        if inspect(connection).get_table_names():  # another process was first
            return
        schema.METADATA.create_all(connection, checkfirst=False)
        _VERSIONS.create(connection)
        connection.execute(_VERSIONS.insert(), {"version_num": REVISION})


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turn the driver's errors into one clear line (a URL prints with its password hidden)."""
    try:
        yield
    except DBAPIError as error:
        where = url.database if url.get_backend_name() == "sqlite" else str(url)
        what = " ".join(str(error.orig).split())
        raise DatabaseError(_problem(_codes(error.orig)).format(where=where, what=what)) from error


def _codes(error: object) -> set[int | str]:
    """Return SQLite's result code, extended and primary, or PostgreSQL's SQLSTATE; nothing when neither is named."""
    extended, state = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
    if isinstance(extended, int):
        return {extended, extended & 0xFF}
    return {str(state)} if state else set()


def _problem(codes: set[int | str]) -> Text:
    if codes & _FULL:
        return Text(
            "审计数据库 {where} 写不进去：磁盘或配额可能已满（{what}）；请腾出空间",
            "audit database {where} cannot be written: the disk or a quota may be full ({what}); free some space",
        )
    if codes & _LOCKED:
        return Text(
            "审计数据库 {where} 一直被别的进程占用（{what}）；请等它结束，或先停掉它",
            "audit database {where} is kept locked by another process ({what}); wait for it to end, or stop it",
        )
    if codes & _NO_RIGHTS:
        return Text(
            "审计数据库 {where} 打不开或不能写（{what}）；请检查文件和文件夹的权限",
            "audit database {where} cannot be opened or written ({what}); check the rights to the file and its folder",
        )
    return Text(
        "审计数据库 {where} 不能用：{what}；请检查磁盘空间、权限和是否有别的进程占用",
        "audit database {where}: {what}; check disk space, rights and other processes",
    )


class Database:
    """An open audit database: reads, and writes of one transaction each. Raises DatabaseError."""

    def __init__(self, url: str | URL) -> None:
        """Open (and create or migrate) the database at an SQLAlchemy URL."""
        self._engine = engine_at(url)
        self._upsert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        with told(self._engine.url):
            migrate(self._engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with told(self._engine.url), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    def _rows(self, statement: Any) -> list[Any]:
        with told(self._engine.url), self._engine.connect() as connection:
            return list(connection.execute(statement))
