"""A PostgreSQL server that a test run starts and stops, on a Unix socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 60.0


def _binary(name: str) -> str | None:
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(name)


@contextmanager
def running(chief: str, lacking: str, doors: str | None = None) -> Iterator[Path]:
    """Run a server until it is not needed any more; yield the folder of its socket.

    chief: the role that may do everything; lacking: why the tests are skipped where there is no PostgreSQL; doors:
    lines of pg_hba.conf, by default everyone is let in.
    """
    initdb, server = _binary("initdb"), _binary("postgres")
    if initdb is None or server is None:
        pytest.skip(lacking)
    # The server refuses to run as root.
    user = pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="stepfree-pg-"))  # short: a socket's path may have 107 bytes
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    rows = folder / "rows"
    try:
        subprocess.run(
            [initdb, "-D", rows, "-U", chief, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
        )
        if doors is not None:
            (rows / "pg_hba.conf").write_text(doors)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [server, "-D", rows, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
                stdout=log,
                stderr=log,
                user=user,
                cwd=folder,
            )
        try:
            _wait(chief, folder, process)
            yield folder
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(chief: str, folder: Path, process: subprocess.Popen[bytes]) -> None:
    import psycopg  # noqa: PLC0415 - an extra of stepfree, which may be missing

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(f"postgresql://{chief}@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL did not start: {(folder / 'log').read_text('utf-8', 'replace')}")
            time.sleep(0.05)
        else:
            return
