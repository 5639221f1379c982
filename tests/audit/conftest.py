"""Real databases for the tests: SQLite in a file, and a PostgreSQL server that the test run starts and stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine

from audit.store import Store
from tests.postgresql import running

ROLE = "stepfree"


def _url(folder: Path, database: str) -> URL:
    return URL.create("postgresql+psycopg", username=ROLE, database=database, query={"host": str(folder)})


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """Run a PostgreSQL server; yield the folder of its socket."""
    lacking = "PostgreSQL is NOT tested: no initdb on this machine (Debian: apt-get install postgresql)"
    with running(ROLE, lacking) as folder:
        yield folder


@pytest.fixture(scope="session")
def new_database(postgresql: Path) -> Callable[[str], URL]:
    """Return a function that creates an empty database in PostgreSQL, with further SQL options, and gives its URL."""
    numbers = count()

    def create(options: str = "") -> URL:
        name = f"audit{next(numbers)}"
        engine = create_engine(_url(postgresql, "postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} {options}")
        engine.dispose()
        return _url(postgresql, name)

    return create


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Give the URL of an empty database of each kind."""
    if request.param == "sqlite":
        return URL.create("sqlite", database=str(tmp_path / "审计 #1?.db"))
    create: Callable[[], URL] = request.getfixturevalue("new_database")
    return create()


@pytest.fixture
def store(database: URL) -> Iterator[Store]:
    """Open a store on each kind of database."""
    opened = Store(database)
    yield opened
    opened.close()
