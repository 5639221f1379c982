"""The demo city from end to end: the listed faults are found and no others, nothing is lost, two runs are alike."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import cli
from audit.model import Outcome, Reason
from audit.store import Store
from tests.audit.test_frontier import without_turn
from web_checks import chromium

ROOT = Path(cli.__file__).parent
FORMATS = ("--format", "json", "--format", "csv", "--quiet", "--lang", "en")
Fault = tuple[str, str, str]

pytestmark = pytest.mark.skipif(chromium.find() is None, reason="no Chromium on this machine: run make setup")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one audit of the demo city."""
    folder = tmp_path_factory.mktemp("demo")
    result = CliRunner().invoke(cli.stepfree, ["demo", "--out", str(folder), *FORMATS])
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return folder


@pytest.fixture(scope="module")
def store(out: Path) -> Iterator[Store]:
    with contextlib.closing(Store.at(out / "audit.sqlite")) as opened:
        yield opened


@pytest.fixture(scope="module")
def run(store: Store) -> str:
    (found,) = store.runs()
    assert found.state == "finished"
    return found.id


@pytest.fixture(scope="module")
def listed(out: Path) -> dict[Fault, int]:
    """The faults that the generator put in, by site, page as it is recorded, and rule."""
    faults = json.loads((out / "demo" / "faults.json").read_text("utf-8"))
    return {(f["site"], f["page"].removesuffix("index.html"), f["rule"]): f["count"] for f in faults}


@pytest.fixture(scope="module")
def failed(store: Store, run: str) -> dict[Fault, int]:
    sites = {site.id for site in store.subjects(run, "site")}
    found = (f for f in store.findings(run) if f.outcome is Outcome.FAILED and f.site in sites)
    return Counter((f.site, f.subject.split("/", 3)[3], f.rule) for f in found)


def test_every_listed_fault_is_found_in_its_number(listed: dict[Fault, int], failed: dict[Fault, int]) -> None:
    assert {fault: failed.get(fault, 0) for fault in listed} == listed


def test_nothing_fails_that_is_not_listed(listed: dict[Fault, int], failed: dict[Fault, int]) -> None:
    assert {fault: count for fault, count in failed.items() if fault not in listed} == {}


def test_the_mirror_has_no_fault(failed: dict[Fault, int]) -> None:
    assert [fault for fault in failed if fault[0] == "portal-clean"] == []


def test_every_address_has_one_outcome(store: Store, run: str) -> None:
    for site in ("portal", "portal-clean", "services"):
        pages = store.subjects(run, "page", site)
        assert len({page.id for page in pages}) == len(pages) >= 10
        for page in pages:
            assert (page.reason is None) == bool(page.tally)
        assert without_turn(store, run, site) == []
    robots = {page.id for page in store.subjects(run, "page") if page.reason is Reason.ROBOTS}
    assert robots == {"http://www.shili.example/oa/login.html", "http://new.shili.example/oa/login.html"}


def test_facility_rows_in_are_facility_rows_out(store: Store, run: str, out: Path) -> None:
    demo = out / "demo"
    rows = {
        "curb_ramps": len(json.loads((demo / "curb_ramps.geojson").read_text("utf-8"))["features"]),
        "public_toilets": len(list(csv.DictReader((demo / "public_toilets.csv").open(encoding="gbk")))),
        "bus_stops": len(list(csv.DictReader((demo / "gtfs" / "stops.txt").open(encoding="utf-8-sig")))),
    }
    for layer, count in rows.items():
        kept = store.evidence(run, f"layer:{layer}")
        assert kept is not None, layer
        assert len(pd.read_parquet(io.BytesIO(kept))) == count > 0


def test_a_run_killed_half_way_ends_the_same_byte_for_byte(out: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "demo", "--out", str(tmp_path), "--format", "json", "--lang", "en"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    ) as process:
        try:
            assert process.stderr is not None
            assert any("services: page 1 " in line for line in process.stderr)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert not (tmp_path / "findings.json").exists()
    result = CliRunner().invoke(cli.stepfree, ["demo", "--out", str(tmp_path), "--resume", "latest", *FORMATS])
    assert result.exit_code == 0, result.output
    for name in ("findings.json", "findings.csv"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name
