"""Twenty times kill -9 at a random moment: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cli
from audit.store import Store
from web_checks import chromium

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, ForkServerProcess

KILLS = 20
PAGES = 16
FORMATS = ("--format", "json", "--format", "csv")
RESULTS = ("findings.json", "findings.csv")
# Each audit is killed some times and then left to finish: else chance could keep it from ever getting to its end.
_KILLS_EACH = 5

pytestmark = [
    pytest.mark.skipif(chromium.find() is None, reason="no Chromium on this machine: run make setup"),
    pytest.mark.skipif(sys.platform == "win32", reason="no fork on Windows"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages that link to each other, each with faults of its own."""
    folder = tmp_path_factory.mktemp("site")
    for number in range(PAGES):
        links = "".join(f'<a href="page{(number * 3 + step) % PAGES}.html">第{step}页</a> ' for step in (1, 2, 5))
        faults = '<img src="a.png">' * (number % 4) + '<p style="color:#bbb">字</p>' * (number % 3)
        name = "index.html" if number == 0 else f"page{number}.html"
        (folder / name).write_text(
            f'<!doctype html><html lang="zh"><title>第{number}页：通知公告</title><main><h1>通知</h1>{links}{faults}'
            '<img src="late.svg" alt=""></main>',
            "utf-8",
        )
    return folder


def _stepfree(arguments: list[str], said: Path) -> None:
    """Be the command, in a session of its own."""
    os.setsid()
    with said.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["stepfree", *arguments]
    cli.main()


def _processes() -> ForkServerContext:
    """Return what starts processes as copies of one that has imported all: the kills meet audits, not imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cli", "pytest"])
    return context


def _begin(site: Path, out: Path) -> ForkServerProcess:
    """Begin an audit, or go on with the one that was killed."""
    begun = (out / "audit.sqlite").exists() and _has_run(out)
    given = ("--resume", "latest") if begun else (str(site),)
    arguments = ["site", *given, "--out", str(out), "--lang", "en", *FORMATS]
    process = _processes().Process(target=_stepfree, args=(arguments, _said(out)))
    process.start()
    return process


def _said(out: Path) -> Path:
    return out.with_suffix(".txt")


def _finish(site: Path, out: Path) -> None:
    process = _begin(site, out)
    process.join()
    assert process.exitcode == 0, _said(out).read_text("utf-8")


def _kill_after(seconds: float, site: Path, out: Path) -> bool:
    """Begin or go on, and kill everything after a while; return whether it was still running."""
    process = _begin(site, out)
    process.join(seconds)
    running = process.is_alive()
    assert process.pid is not None  # it has been started
    with contextlib.suppress(ProcessLookupError):  # it ended by itself, or has no session of its own yet
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()
    return running


def _has_run(out: Path) -> bool:
    with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
        return bool(store.runs())


def test_twenty_kills_lose_nothing_and_count_nothing_twice(site: Path, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    first = _processes().Process(target=int)  # so that what all are copied from is there
    first.start()
    first.join()
    began = time.monotonic()
    _finish(site, undisturbed)
    whole = time.monotonic() - began
    chance = random.Random(20230901)
    killed = 0
    for attempt in range(KILLS):
        out = tmp_path / f"killed-{attempt}"
        for _ in range(_KILLS_EACH):
            killed += _kill_after(chance.uniform(0.1, whole), site, out)
        _finish(site, out)
        for name in RESULTS:
            assert (out / name).read_bytes() == (undisturbed / name).read_bytes(), (attempt, name)
        with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
            (run,) = store.runs()
            pages = Counter(page.id for page in store.subjects(run.id, "page"))
            assert len(pages) == PAGES
            assert set(pages.values()) == {1}
        if killed >= KILLS:
            return
    pytest.fail(f"only {killed} of {KILLS} kills met a running audit")
