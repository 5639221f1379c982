"""stepfree document and [[document]]: one outcome for each file, and clear lines when it cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import problems, run
from tests.web_checks.documents import makers

QUICK = ("--format", "json", "--format", "csv", "--quiet", "--lang", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "notices"
    inside.mkdir()
    makers.word(inside / "a.docx", lambda made: setattr(made.core_properties, "title", "文档1"))
    makers.workbook(inside / "b.xlsx")
    (inside / "c.ofd").write_bytes(b"PK")
    return inside


def findings(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "findings.json").read_text("utf-8"))
    return found


def test_files_and_folders_make_one_report(folder: Path, tmp_path: Path) -> None:
    said = run("document", folder / "a.docx", folder, "--out", tmp_path / "out", *QUICK)
    assert "Report:" in said.stdout
    found = findings(tmp_path / "out")
    (site,) = found["sites"]
    assert (site["class"], site["pages"]["failed"]) == ("documents", 1)
    assert {(f["rule"], f["selector"]) for f in found["site_findings"]} == {("document-title", "document")}
    assert {(u["subject"].rpartition("/")[2], u["reason"]) for u in found["untested"]} == {
        ("c.ofd", "unsupported-format")
    }


def test_a_gate_fails_on_what_failed(folder: Path, tmp_path: Path) -> None:
    run("document", folder, "--out", tmp_path / "out", "--fail-on", "moderate", *QUICK, exit_code=1)
    run("document", folder, "--out", tmp_path / "out", "--fail-on", "serious", *QUICK)


def test_the_report_is_written_again(folder: Path, tmp_path: Path) -> None:
    run("document", folder, "--out", tmp_path / "out", *QUICK)
    first = (tmp_path / "out" / "findings.csv").read_bytes()
    run("report", "--out", tmp_path / "out", *QUICK)
    assert (tmp_path / "out" / "findings.csv").read_bytes() == first


def test_nothing_that_can_be_tested_is_incomplete(folder: Path, tmp_path: Path) -> None:
    (line,) = problems("document", folder / "c.ofd", "--out", tmp_path / "out", "--quiet", exit_code=3)
    assert "could be tested" in line


@pytest.mark.parametrize("target", ["nowhere.pdf", "http://[", "https://me:secret@a.test/x.pdf"])
def test_what_is_not_there_is_a_usage_error(target: str, tmp_path: Path) -> None:
    (line,) = problems("document", target, "--out", tmp_path)
    assert line.startswith("stepfree: [[document]] documents: ")
    assert "secret" not in line


def test_a_plan_has_documents_beside_its_sites(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'name = "City"\ndate = 2026-11-22\n[[document]]\nid = "notices"\nname = "Notices"\nfiles = ["notices"]\n'
        '[[owner]]\nbureau = "Data bureau"\nsites = ["notices"]\n',
        "utf-8",
    )
    run("district", plan, "--out", tmp_path / "out", *QUICK)
    found = findings(tmp_path / "out")
    assert [site["id"] for site in found["sites"]] == ["notices"]
    assert {f["owner"]["bureau"] for f in found["site_findings"]} == {"Data bureau"}


def test_ids_of_sites_and_documents_differ(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'name = "City"\ndate = 2026-11-22\n[[document]]\nid = "a"\nname = "a"\nfiles = ["notices"]\n'
        '[[site]]\nid = "a"\nname = "a"\nurl = "https://a.test/"\n',
        "utf-8",
    )
    (line,) = problems("district", plan, "--out", tmp_path)
    assert "'a' stands twice" in line
