"""stepfree site on a folder: from audit to report again, the gate, its bounds, a test copy, another driver."""

from __future__ import annotations

import json
import re
import shutil
import socket
from pathlib import Path

import pytest

from audit.command import DATABASE
from audit.store import Store
from tests.commands import built_site, needs_browser, page, problems, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return built_site(tmp_path)


@needs_browser
def test_a_folder_from_audit_to_report_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("site", folder, "--out", out, "--format", "json", "--no-color")
    assert "\x1b" not in result.output
    assert "site: page 1 http://folder.test/" in result.stderr.splitlines()
    found = json.loads((out / "findings.json").read_text("utf-8"))
    assert "axe-image-alt" in json.dumps(found)
    first = (out / "findings.json").read_bytes()
    (out / "findings.json").unlink()

    again = run("report", "--out", out, "--format", "json", "--quiet")
    assert again.stderr == ""
    assert (out / "findings.json").read_bytes() == first
    run("report", "--out", out, "--format", "csv")
    assert (out / "findings.csv").is_file()
    assert "latest" in problems("report", "1999-01-01-1", "--out", out)[0]

    # The run is finished: going on with it visits nothing, and renders the same.
    resumed = run("site", folder, "--out", out, "--format", "json", "--resume", "latest")
    assert "page 1" not in resumed.stderr
    assert (out / "findings.json").read_bytes() == first


@needs_browser
def test_the_gate(folder: Path, tmp_path: Path) -> None:
    common = ("--format", "json", "--quiet")
    result = run("site", folder, "--out", tmp_path / "1", *common, "--fail-on", "critical", exit_code=1)
    assert result.stderr == ""
    (folder / "a.html").write_text(page("甲"), "utf-8")
    run("site", folder, "--out", tmp_path / "2", *common, "--fail-on", "critical")


@needs_browser
def test_the_bounds_of_one_site_are_options(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    bounds = ("--exclude", "/a.html", "--max-depth", "3", "--max-minutes", "60", "--hash-routes")
    run("site", folder, *bounds, "--out", out, "--format", "json")
    store = Store.at(out / "audit.sqlite")
    (found,) = store.runs()
    assert {page.id for page in store.subjects(found.id, "page")} == {
        "http://folder.test/",
        "http://folder.test/b.html",
    }
    (site,) = found.plan["site"]
    assert (site["max_depth"], site["max_minutes"], site["hash_routes"]) == (3, 60, True)
    store.close()


@needs_browser
def test_a_test_copy_is_recorded_and_reported_as_one(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("site", folder, "--staging", "--max-pages", "1", "--out", out)
    (site,) = json.loads((out / "findings.json").read_text("utf-8"))["sites"]
    assert site["staging"] is True
    assert "where forms are filled in and sent off: site" in _plain(next(out.rglob("method.html")))


def _plain(path: Path) -> str:
    return " ".join(re.sub("<[^>]*>", "", path.read_text("utf-8")).split())


@pytest.mark.skipif(shutil.which("chromedriver") is None, reason="no chromedriver: install Debian's chromium-driver")
@needs_browser
def test_a_folder_through_webdriver(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = run("site", folder, "--driver", "selenium", "--depth", "in-depth", "--out", out, "--format", "json")
    assert "simplified depth only" in told.stderr
    store = Store.at(out / DATABASE)
    try:
        found = store.run("latest")
        assert "axe-image-alt" in {f.rule for f in store.findings(found.id)}
        assert "WebDriver" in found.versions["browser"]
    finally:
        store.close()


@needs_browser
def test_a_site_that_cannot_be_reached_is_incomplete(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    result = run(
        "site", f"http://127.0.0.1:{port}/", "--out", tmp_path, "--format", "json", "--lang", "zh", exit_code=3
    )
    assert "没能检测 127.0.0.1：读不到 robots.txt" in result.stderr.splitlines()[-1]
    assert (tmp_path / "findings.json").is_file()
