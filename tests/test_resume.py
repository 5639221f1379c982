"""Twenty times kill -9 at a random moment: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

import cli
from audit.store import Store
from web_checks import chromium

ROOT = Path(cli.__file__).parent
KILLS = 20
PAGES = 16
FORMATS = ("--format", "json", "--format", "csv")
RESULTS = ("findings.json", "findings.csv")
# Each audit is killed some times and then left to finish: else chance could keep it from ever getting to its end.
_KILLS_EACH = 5

pytestmark = pytest.mark.skipif(chromium.find() is None, reason="no Chromium on this machine: run make setup")


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


def _command(site: Path, out: Path) -> list[str]:
    """Return the command that begins an audit, or goes on with the one that was killed."""
    begun = (out / "audit.sqlite").exists() and _has_run(out)
    given = ("--resume", "latest") if begun else (str(site),)
    return [sys.executable, str(ROOT / "cli.py"), "site", *given, "--out", str(out), "--lang", "en", *FORMATS]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _finish(site: Path, out: Path) -> None:
    done = subprocess.run(_command(site, out), capture_output=True, text=True, env=_environment(), check=False)
    assert done.returncode == 0, done.stderr


def _kill_after(seconds: float, site: Path, out: Path) -> bool:
    """Begin or go on, and kill everything after a while; return whether it was still running."""
    with subprocess.Popen(
        _command(site, out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    ) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        running = process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return running


def _has_run(out: Path) -> bool:
    with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
        return bool(store.runs())


def test_twenty_kills_lose_nothing_and_count_nothing_twice(site: Path, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
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
