"""Runs that are cut short: a partial report that says so, a full disk and a lock in one line, and the same end."""

from __future__ import annotations

import contextlib
import csv
import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from audit.store import Store
from reports.findings_json import schema
from tests.commands import begun, needs_browser, page, problems, run

PAGES = 16
FINDINGS = ("findings.json", "findings.csv")
PARTIAL = "Partial report: the audit was interrupted."

pytestmark = [needs_browser, pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of which every second one has a fault."""
    folder = tmp_path_factory.mktemp("interrupted") / "site"
    folder.mkdir()
    names = [f"{n:02}.html" for n in range(PAGES - 1)]
    (folder / "index.html").write_text(page("首页", "", *names), "utf-8")
    for number, name in enumerate(names):
        (folder / name).write_text(page(f"文章 {name}", '<img src="a.png">' * (number % 2)), "utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed")
    run("site", site, "--out", out, "--quiet", "--lang", "en")
    assert json.loads((out / "findings.json").read_text("utf-8"))["audit"]["partial"] is False
    assert not any(PARTIAL in path.read_text("utf-8") for path in out.rglob("*.html"))
    return out


def the_same_end(out: Path, undisturbed: Path) -> None:
    run("site", "--resume", "latest", "--out", out, "--lang", "en")
    for name in FINDINGS:
        assert (out / name).read_bytes() == (undisturbed / name).read_bytes(), name
    assert not any(PARTIAL in path.read_text("utf-8") for path in out.rglob("*.html"))


def cut_short(site: Path, out: Path, number: signal.Signals) -> tuple[int, str, str]:
    """Interrupt an audit after ten pages; return its exit code and what it said."""
    with begun("site", site, "--out", out, "--lang", "en") as process:
        process.send_signal(number)
        said, told = process.communicate(timeout=120)
    return process.returncode, said, told


def rows(out: Path) -> list[str]:
    """Return all that the last run recorded."""
    with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
        run_ = store.runs()[-1]
        assert run_.state == "finished"
        return [*map(repr, (*store.subjects(run_.id), *store.findings(run_.id), *store.untested(run_.id)))]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_run_that_is_cut_short_goes_on_to_the_same_end(
    site: Path, undisturbed: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with begun("site", site, "--out", tmp_path, "--format", "json") as process:
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in told
    with contextlib.closing(Store.at(tmp_path / "audit.sqlite")) as store:
        (cut,) = store.runs()
        assert cut.state == ("running" if code == -9 else "interrupted")
        assert 10 <= len(store.subjects(cut.id, "page")) < PAGES
    if code != -9:
        assert f"--resume {cut.id}" in told
    (line,) = problems("report", "--out", tmp_path, exit_code=3)
    assert f"--resume {cut.id}" in line
    resumed = run("site", "--resume", cut.id, "--out", tmp_path, "--format", "json")
    assert "page 10 " not in resumed.stderr  # what was done is not done again
    assert rows(tmp_path) == rows(undisturbed)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_a_partial_report(
    site: Path, undisturbed: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    ended, said, told = cut_short(site, tmp_path, number)
    assert ended == code, told
    assert f"Partial report: {tmp_path / 'index.html'}" in said.replace("\n", "")
    assert "--resume" in told

    found = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(found)] == []
    assert found["audit"]["partial"] is True
    (row,) = found["sites"]
    assert (row["outcome"], row["reason"]) == ("untested", "interrupted")
    assert row["pages"]["passed"] == 0 < row["pages"]["failed"]
    assert all(score["value"] is None for score in found["scores"])
    waiting = sum(
        int(item["what"][1:])
        for item in found["untested"]
        if item["reason"] == "interrupted" and item["what"].startswith("+")
    )
    assert sum(row["pages"].values()) + waiting == PAGES
    assert found["site_findings"]

    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Audit"] for row in rows} == {"interrupted: partial report"}
    assert (rows[0]["Outcome"], rows[0]["Message"]) == ("not tested", "the audit was interrupted")

    written = list(tmp_path.rglob("*.html"))
    assert len([path for path in written if not path.name.startswith("rule-")]) == 7
    for path in written:
        assert ("部分报告：" if path.parent.name == "zh" else PARTIAL) in path.read_text("utf-8")
    the_same_end(tmp_path, undisturbed)


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    names = [f"{n:02}.html" for n in range(14)]
    (folder / "index.html").write_text(page("首页", "", *names), "utf-8")
    for name in names:  # those after the tenth keep the audit busy for half a minute
        body = "<script>for (;;);</script>" if name > "08.html" else ""
        (folder / name).write_text(page(f"文章 {name}", body), "utf-8")
    with begun("site", folder, "--out", tmp_path / "out", "--lang", "en") as process:
        assert process.stderr is not None
        process.send_signal(signal.SIGINT)
        assert any("once more ends it at once" in line for line in process.stderr)
        process.send_signal(signal.SIGTERM)
        said, told = process.communicate(timeout=120)
    assert process.returncode == 143, told
    assert "Traceback" not in told
    assert "Partial report" not in said


def test_sites_that_were_not_begun_are_named(site: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    folder = f'folder = "{site}"\n'
    plan.write_text(
        f'name = "x"\ndate = 2025-01-01\n[web]\nworkers = 1\ndelay = 0\n[[site]]\nid = "first"\nname = "first"\n'
        f'url = "http://first.test/"\n{folder}'
        + "".join(f'[[site]]\nid = "s{n}"\nname = "s{n}"\nurl = "http://s{n}.test/"\n{folder}' for n in range(6)),
        "utf-8",
    )
    with begun("district", plan, "--out", tmp_path / "out", "--format", "json", "--lang", "en") as process:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 143, told
    found = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert len(found["sites"]) == 7
    cut = {row["id"] for row in found["sites"] if row["reason"] == "interrupted"}
    assert {"s4", "s5"} <= cut, "four sites are under way for each tab"
    assert {item["subject"] for item in found["untested"] if not item["what"] and item["subject"] in cut} == cut
    (whole,) = [score for score in found["scores"] if (score["scope"], score["axis"]) == ("division", "online")]
    assert whole["parts"]["judged"] == 7 - len(cut)
    assert whole["parts"]["sites"] == 7


# ---- a disk that is full, a database that is locked


def last_line(told: str) -> str:
    """Return the one line of what went wrong."""
    (line,) = [line for line in told.splitlines() if line.startswith("stepfree: ")]
    return line


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process")
def test_a_full_disk_is_one_line_and_the_run_goes_on(site: Path, undisturbed: Path, tmp_path: Path) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    with begun("site", site, "--out", tmp_path, "--lang", "en") as process:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        _, told = process.communicate(timeout=120)
    assert process.returncode == 3, told
    line = last_line(told)
    assert str(tmp_path / "audit.sqlite") in line
    assert "disk" in line
    assert "--resume" in line
    the_same_end(tmp_path, undisturbed)


def test_a_locked_database_is_one_line_and_the_run_goes_on(site: Path, undisturbed: Path, tmp_path: Path) -> None:
    path = tmp_path / "audit.sqlite"
    database = f"sqlite:///{path}?timeout=1"
    arguments = ("site", site, "--out", tmp_path, "--lang", "en")
    with begun(*arguments, "--database", database) as process, contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA busy_timeout=60000")
        other.execute("BEGIN EXCLUSIVE")
        _, told = process.communicate(timeout=120)
    assert process.returncode == 3, told
    line = last_line(told)
    assert str(path) in line
    assert "locked by another process" in line
    assert "--resume" in line
    the_same_end(tmp_path, undisturbed)


def test_a_locked_database_is_told_before_anything_begins(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "audit.sqlite"
    Store.at(path).close()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        database = ("--database", f"sqlite:///{path}?timeout=0.1")
        for lang, part in (("en", "locked by another process"), ("zh", "占用")):
            (line,) = problems("site", site, "--out", tmp_path, *database, "--quiet", lang=lang, exit_code=3)
            assert part in line
            assert str(path) in line


def test_a_report_that_cannot_be_written_is_one_line_and_the_run_is_kept(site: Path, tmp_path: Path) -> None:
    (tmp_path / "findings.json").mkdir()  # no file takes its place
    arguments = ("--out", tmp_path, "--format", "json", "--quiet", "--max-pages", "2")
    (line,) = problems("site", site, *arguments, exit_code=3)
    assert "findings.json" in line
    assert "--resume" in line
    (tmp_path / "findings.json").rmdir()
    run("report", "--out", tmp_path, "--format", "json")
    assert (tmp_path / "findings.json").is_file()


def test_a_full_disk_for_the_report_leaves_no_half_of_a_file(site: Path, tmp_path: Path) -> None:
    run("site", site, "--out", tmp_path, "--format", "json", "--quiet")
    whole = (tmp_path / "findings.json").read_bytes()
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY));"
        "sys.argv = ['stepfree', *sys.argv[1:]]; import cli; cli.main()"
    )
    command = [sys.executable, "-c", limited, "report", "--out", str(tmp_path), "--format", "json", "--lang", "zh"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert ended.returncode == 3, ended.stderr
    assert "写不进去" in last_line(ended.stderr)
    assert (tmp_path / "findings.json").read_bytes() == whole
    assert not list(tmp_path.glob("*part*"))
