"""Measures what lists and machine formats of a large audit cost, on the audit that `benchmarks.reports` makes up.

    python -m benchmarks.lists [FORMAT ...] [--pages 1000] [--findings 50000] [--sites 20] [--facilities 400000]
                               [--seed 1] [--out FOLDER]

Each format is written in a process of its own: wall-clock and CPU seconds and the most memory are the kernel's account
of it. Without a FORMAT, those that are written unasked, but for the HTML report.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from audit.model import Lang
from audit.store import Store
from benchmarks.reports import Size, fill
from reports import FORMATS, USUAL
from reports.summary import build
from web_checks.jobs import Shelves

# Of ru_maxrss, in bytes.
_UNIT = 1 if sys.platform == "darwin" else 1024


def write(database: Path, out: Path, name: str) -> None:
    """Write one format of the only run in a database."""
    with closing(Store.at(database)) as store:
        FORMATS[name].write(build(store, "latest", Shelves.all().rules), out, Lang.ZH)


def measured(database: Path, out: Path, name: str) -> str:
    """Write one format in a process of its own; return a line on what that cost."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.lists", "--write", name, "--database", str(database)]
    process = os.posix_spawn(sys.executable, [*command, "--out", str(out)], os.environ)
    _, status, used = os.wait4(process, 0)
    wall, cpu, peak = time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * _UNIT / 2**20
    if status:
        raise SystemExit(f"{name} was not written")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return f"{name:20} {wall:7.1f} s wall {cpu:7.1f} s CPU {peak:7.0f} MiB at most {size / 1e6:8.1f} MB written"


def main() -> None:
    """Make the audit, write each format, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    for name, usual in (("pages", 1000), ("findings", 50_000), ("sites", 20), ("facilities", 400_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--write", help=argparse.SUPPRESS)
    parser.add_argument("--database", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(given.database, given.out, given.write)
        return
    with tempfile.TemporaryDirectory() as folder:
        out = given.out or Path(folder)
        database = out / "lists.sqlite"
        database.unlink(missing_ok=True)
        with closing(Store.at(database)) as store:
            fill(store, Size(given.pages, given.findings, given.sites, given.facilities, given.seed))
        print(f"{given.facilities} facilities, {given.findings} findings on {given.pages} pages; {os.cpu_count()} CPUs")
        for name in given.formats or [name for name in USUAL if name != "html"]:
            print(measured(database, out / name, name), flush=True)


if __name__ == "__main__":
    main()
