"""Real databases for the tests: SQLite in a file, and a PostgreSQL server that the test run starts and stops."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine
from sqlalchemy.exc import OperationalError

from audit.store import Store

ROLE = "stepfree"
START_SECONDS = 30.0


def _binary(name: str) -> str | None:
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(name)


def _url(folder: Path, database: str) -> URL:
    return URL.create("postgresql+psycopg", username=ROLE, database=database, query={"host": str(folder)})


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """Run a PostgreSQL server on a Unix socket in a folder of its own; yield the folder."""
    initdb, server = _binary("initdb"), _binary("postgres")
    if initdb is None or server is None:
        pytest.skip("PostgreSQL is NOT tested: no initdb on this machine (Debian: apt-get install postgresql)")
    # The server refuses to run as root.
    user = pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="stepfree-pg-"))  # short: a socket's path may have 107 bytes
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    rows = folder / "rows"
    try:
        subprocess.run(
            [initdb, "-D", rows, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
        )
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [server, "-D", rows, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
                stdout=log,
                stderr=log,
                user=user,
                cwd=folder,
            )
        try:
            _wait(folder, process)
            yield folder
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    engine = create_engine(_url(folder, "postgres"))
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            engine.connect().close()
        except OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL did not start: {(folder / 'log').read_text('utf-8', 'replace')}")
            time.sleep(0.05)
        else:
            engine.dispose()
            return


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
