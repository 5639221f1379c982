"""The street side cut short: a partial report that says that nothing of it is done, and the same end when resumed."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from audit.model import Text
from audit.plan import Plan
from geo_checks import street
from reports.findings_json import schema
from tests.commands import run
from tests.geo_checks.conftest import City

FORMATS = ("--format", "json", "--format", "csv", "--format", "html", "--lang", "en")
CODES = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
PLAN = """
name = "示例市"
date = 2026-01-01
[street]
standards = ["agency-verdict"]
[districts]
file = "districts.geojson"
parent = "parent"
population = "people"
[[layer]]
kind = "curb_ramps"
file = "ramps.geojson"
key = "no"
columns = { agency_verdict = "verdict" }
[[layer]]
kind = "bus_stops"
name = "公交站"
file = "stops.geojson"
standards = ["prowag-2023"]
columns = { tactile_warning = "verdict" }
"""
SITE = '[[site]]\nid = "portal"\nname = "x"\nurl = "http://portal.test/"\nfolder = "pages"\ndistrict = "20"\n'

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Two layers in two districts; no website, so no browser."""
    city = City(tmp_path)
    city.districts()
    places = [city.lower, city.upper, city.east, city.outside]
    for name in ("ramps", "stops"):
        city.points(f"{name}.geojson", places, no=["a", "b", "c", "d"], verdict=["是", "否", "不详", "是"])
    return city.text("plan.toml", PLAN)


def interrupt(patch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    """Let a signal come when the street side has read one of two layers."""
    whole = street.audit

    def audit(plan: Plan, base: Path, tell: Any) -> street.StreetAudit:
        def told(text: Text) -> None:
            tell(text)
            if "curb_ramps" in text.en:
                signal.raise_signal(number)

        return whole(plan, base, told)

    patch.setattr(street, "audit", audit)


def results(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "findings.json").read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(found)] == []
    return found


@pytest.mark.parametrize(("number", "code"), CODES)
def test_a_partial_report_says_that_the_street_side_is_not_done(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, code: int
) -> None:
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    run("district", plan, "--out", undisturbed, *FORMATS)
    before = {known: signal.getsignal(known) for known, _ in CODES}
    with monkeypatch.context() as patch:
        interrupt(patch, number)
        ended = run("district", plan, "--out", out, *FORMATS, exit_code=code)
    assert {known: signal.getsignal(known) for known, _ in CODES} == before
    assert "Partial report: " in ended.stdout
    assert "--resume" in ended.stderr

    found = results(out)
    assert found["audit"]["partial"] is True
    assert {(layer["id"], layer["outcome"], layer["reason"]) for layer in found["layers"]} == {
        ("curb_ramps", "untested", "interrupted"),
        ("bus_stops", "untested", "interrupted"),
    }
    assert {item["subject"] for item in found["untested"]} == {"districts", "curb_ramps", "bus_stops"}
    assert {item["reason"] for item in found["untested"]} == {"interrupted"}
    assert all(score["value"] is None for score in found["scores"])

    run("district", "--resume", "latest", "--out", out, *FORMATS)
    for name in ("findings.json", "findings.csv"):
        assert (out / name).read_bytes() == (undisturbed / name).read_bytes(), name


def test_the_websites_behind_it_are_not_begun(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("<title>x</title>", "utf-8")
    plan.write_text(PLAN + SITE, "utf-8")
    interrupt(monkeypatch, signal.SIGINT)
    run("district", plan, "--out", tmp_path / "out", *FORMATS, exit_code=130)
    found = results(tmp_path / "out")
    assert [(site["id"], site["outcome"], site["reason"]) for site in found["sites"]] == [
        ("portal", "untested", "interrupted")
    ]


def test_what_is_judged_is_recorded_first(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("<title>x</title>", "utf-8")
    plan.write_text(PLAN + SITE, "utf-8")
    whole = street.record

    def record(*arguments: Any) -> None:
        signal.raise_signal(signal.SIGTERM)
        whole(*arguments)

    monkeypatch.setattr(street, "record", record)
    run("district", plan, "--out", tmp_path / "out", *FORMATS, exit_code=143)
    found = results(tmp_path / "out")
    assert {layer["reason"] for layer in found["layers"]} == {None}
    assert found["sites"][0]["reason"] == "interrupted"
