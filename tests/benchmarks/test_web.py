"""The measuring itself: the same site for the same seed, all of it linked, and no process's CPU lost."""

import json
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.web import pages
from benchmarks.web.__main__ import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the benchmark reads /proc")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, again = pages.write(tmp_path / "a", 40, 7), pages.write(tmp_path / "b", 40, 7)
    assert first.pages == again.pages
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")
    assert _bytes(tmp_path / "a") != _bytes(pages.write(tmp_path / "c", 40, 8).folder)


def test_the_site_has_the_size_that_it_is_said_to_have(tmp_path: Path) -> None:
    site = pages.write(tmp_path, 200)
    sizes = [page.elements for page in site.pages]
    assert len(sizes) == 200
    assert 440 <= statistics.median(sizes) <= 480
    assert 2500 <= max(sizes) <= 2650
    assert {page.kind for page in site.pages} == {page.kind for page in site.stratified(22)}


@pytest.mark.parametrize("small", [False, True])
def test_every_page_is_reached_from_the_home_page(tmp_path: Path, *, small: bool) -> None:
    site = pages.write_small(tmp_path, 120) if small else pages.write(tmp_path, 120)
    known, waiting = {"/index.html"}, ["/index.html"]
    while waiting:
        html = (tmp_path / waiting.pop().lstrip("/")).read_text("utf-8")
        for link in re.findall(r'<a href="([^"#]+)', html):
            if link not in known:
                known.add(link)
                waiting.append(link)
    assert known == {page.path for page in site.pages}


_BUSY = "import time\nwhile time.process_time() < 0.5: pass"


@pytest.mark.parametrize(
    "script",
    [
        '"$0" -c "$1"; true',  # a child that its parent reaped
        '( "$0" -c "$1" & ) ; exit 0',  # one that outlived its parent
    ],
)
def test_no_process_is_lost(tmp_path: Path, script: str) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "benchmarks.web.meter", str(report)]
    command += ["/bin/sh", "-c", script, sys.executable, _BUSY]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert json.loads(report.read_text("utf-8"))["cpu"] >= 0.5
