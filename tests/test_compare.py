"""stepfree compare: two runs, or two findings files, as text in both languages and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.model import RuleTally, Score
from audit.store import Store
from tests.audit.snapshots import SITE
from tests.audit.test_bookkeeping import fill
from tests.audit.test_costs import score
from tests.audit.test_snapshot import document
from tests.commands import problems, run

HOSTILE = "\x1b[31m<img alt=x>\u202e"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Two runs of one plan: one fault mended, one new, one as it was."""
    store = Store.at(tmp_path / "audit.sqlite")
    shares = (Score("layer", "curb_ramps", "street", 40.0, 60.0), Score("layer", "curb_ramps", "street", 50.0, 60.0))
    for day, rows in enumerate(([("a.html", "main"), ("b.html", "li")], [("a.html", "main"), ("a.html", HOSTILE)])):
        found = fill(store, day, rows)
        contrast = RuleTally(1, 0, 0) if day else RuleTally(0, 1, 0)
        online = score([("articles", {"contrast": contrast, "alt": RuleTally(0, 1 + day, 0)})])
        named = Score("site", SITE, "online", online.low, online.high, online.value, parts=online.parts)
        store.save_scores(found, [named, shares[day]])
    store.close()
    return tmp_path


def test_two_runs_as_text(out: Path) -> None:
    told = run("compare", "2026-11-22-1", "--out", out, "--lang", "en").output
    lines = told.splitlines()
    assert lines[0] == "测试 2026-11-22 (2026-11-22-1) → 测试 2026-11-23 (2026-11-23-1)"
    assert lines[1] == "new 1, known 2, mended 1, not tested this time 0"
    assert "site portal: " in told
    assert "  wcag:1.4.3 Contrast (Minimum)" in told
    assert "layer curb_ramps: 40.00–60.00 → 50.00–60.00" in told
    assert "\x1b" not in told
    chinese = run("compare", "2026-11-22-1", "--out", out, "--lang", "zh").output
    assert chinese.splitlines()[1] == "新增 1，已知 2，已整改 1，这次没有检测 0"
    assert "图层 curb_ramps：40.00–60.00 → 50.00–60.00" in chinese


def test_two_runs_as_json_add_up(out: Path) -> None:
    told = run("compare", "2026-11-22-1", "latest", "--out", out, "--format", "json").output
    found = json.loads(told)
    assert found["counts"] == {"new": 1, "known": 2, "mended": 1, "stale": 0}
    (site,) = [row for row in found["scores"] if row["scope"] == "site"]
    assert round(sum(step["points"] for step in site["steps"]), 4) == site["difference"]
    assert {(row["state"], row.get("selector")) for row in found["findings"]} == {("new", HOSTILE), ("mended", "li")}
    assert "\u202e" not in told
    assert run("compare", "2026-11-22-1", "latest", "--out", out, "--format", "json").output == told


def test_two_files(tmp_path: Path) -> None:
    for name, findings in (("a", document()["site_findings"]), ("b", [])):
        (tmp_path / f"{name}.json").write_text(json.dumps(document(site_findings=findings)), "utf-8")
    told = run("compare", tmp_path / "a.json", tmp_path / "b.json", "--lang", "en").output
    assert "new 0, known 1, mended 1, not tested this time 0" in told


def test_a_hostile_file_writes_nothing_but_text(tmp_path: Path) -> None:
    evil = {"uncapped": 1e308, "criteria": {HOSTILE: {"cost": 1e308}, "x": {"cost": 1e308}, "y": 3}}
    for name, value in (("a", 10), ("b", 20)):
        score = {"scope": HOSTILE, "subject": HOSTILE, "axis": HOSTILE, "low": value, "high": value, "value": value}
        rest = {"tested": 1, "needs_review": 0, "untested": 0, "parts": evil}
        scores = [{**score, **rest}, {**score, **rest, "scope": "site", "subject": SITE, "axis": "online"}]
        finding = {**document()["site_findings"][0], "rule": HOSTILE, "selector": name}
        given = document(scores=scores, site_findings=[finding], audit={"name": HOSTILE, "date": "2026-01-01"})
        (tmp_path / f"{name}.json").write_text(json.dumps(given), "utf-8")
    for form in ("text", "json"):
        told = run("compare", tmp_path / "a.json", tmp_path / "b.json", "--format", form, "--lang", "en").output
        assert "\x1b" not in told
        assert "\u202e" not in told


def test_what_cannot_be_compared_is_said(out: Path, tmp_path: Path) -> None:
    assert "there is no run 1999-01-01-1" in problems("compare", "1999-01-01-1", "--out", out)[0]
    assert "no audit database" in problems("compare", "latest", "--out", tmp_path / "none")[0]
    assert "cannot be read" in problems("compare", tmp_path / "x.json", tmp_path / "y.json")[0]
    store = Store.at(out / "audit.sqlite")
    fill(store, 3, [], state="interrupted")
    store.close()
    assert "is not finished" in problems("compare", "2026-11-22-1", "--out", out, exit_code=3)[0]
