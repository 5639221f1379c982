"""A run read from the database and from its findings.json: the same findings, and what was tested."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit import snapshot
from audit.baseline import State, compare
from audit.model import Lang, UsageError
from audit.snapshot import page_key
from audit.snapshot_file import of_file
from audit.store import Store
from tests.audit.snapshots import SITE
from tests.audit.test_bookkeeping import fill


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://portal.test/", "/"),
        ("https://www.portal.test/a?b=2&a=1", "/a?a=1&b=2"),
        ("http://portal.test/a?", "/a"),
        ("http://portal.test/#/route", "/#/route"),
        ("http://zwfw.portal.test/a", "zwfw.portal.test/a"),
        ("http://portal.test:8080/a", "portal.test:8080/a"),
        ("http://[", "http://["),
    ],
)
def test_what_stays_of_an_address(address: str, key: str) -> None:
    assert page_key(address, "portal.test") == key


def test_a_run_in_columns(store: Store) -> None:
    run = fill(store, 0, [("a.html", "main"), ("a.html", "footer"), ("b.html", "main")])
    seen = snapshot.of_run(store, store.run(run))
    assert seen.web[["key", "selector"]].to_numpy().tolist() == [
        ["/a.html", "main"],
        ["/a.html", "footer"],
        ["/b.html", "main"],
    ]
    assert seen.street[["facility", "rule", "impact", "scored"]].to_numpy().tolist() == [["1", "width", 3, True]]
    assert (seen.sites[SITE].asked, seen.sites[SITE].tested, seen.sites[SITE].whole) == (2, 2, True)
    assert (seen.layers["curb_ramps"].asked, seen.layers["curb_ramps"].tested) == (2, 2)


def document(**changes: Any) -> dict[str, Any]:
    """Return a findings.json of the oldest shape that a baseline may have."""
    page = {"site": SITE, "page": "http://portal.test/a.html", "rule": "axe-image-alt", "outcome": "failed"}
    finding = {
        **page,
        "impact": "critical",
        "selector": "main",
        "snippet": "<img alt=main>",
        "component": "0" * 16,
        "fingerprint": "1" * 16,
    }
    facility = {
        "layer": "curb_ramps",
        "facility": "1",
        "lon": 117.0,
        "lat": 26.0,
        "division": "10",
        "requirement": "width",
        "outcome": "failed",
        "impact": "serious",
    }
    layer = {"id": "curb_ramps", "outcome": "failed", "counts": {"judged": 2}}
    site = {"id": SITE, "url": "http://portal.test/", "district": None, "outcome": "failed"}
    return {
        "schema_version": "1.0",
        "audit": {"name": "测试", "date": "2026-11-01"},
        "sites": [{**site, "pages": {"failed": 1, "passed": 1, "untested": 0}}],
        "layers": [{**layer, "requirements": [{"id": "width", "standard": "gb-55019-2021"}]}],
        "scores": [],
        "untested": [],
        "site_findings": [finding],
        "facility_findings": [facility, {**facility, "facility": "2", "outcome": "cantTell", "lon": None}],
        **changes,
    }


SCORE = {
    "scope": "site",
    "subject": SITE,
    "axis": "online",
    "low": 90,
    "high": 90,
    "value": 90,
    "tested": 1,
    "needs_review": 0,
    "untested": 0,
    "parts": None,
}


def written(folder: Path, told: Any) -> Path:
    path = folder / "findings.json"
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return path


def test_a_file_is_a_baseline_for_a_run(store: Store, tmp_path: Path) -> None:
    run = fill(store, 0, [("a.html", "main"), ("b.html", "main")])
    change = compare(of_file(written(tmp_path, document())), snapshot.of_run(store, store.run(run)))
    assert {state.value: change.count(state) for state in State} == {"new": 1, "known": 2, "mended": 0, "stale": 0}


def test_a_file_after_a_file(tmp_path: Path) -> None:
    before = of_file(written(tmp_path, document()))
    clean = of_file(written(tmp_path, document(site_findings=[], facility_findings=[])))
    change = compare(before, clean)
    # Every page was tested; whether a facility that is not listed passes or is gone, a file does not say.
    assert {state.value: change.count(state) for state in State} == {"new": 0, "known": 0, "mended": 1, "stale": 1}
    told = {"site": SITE, "subject": SITE, "what": "+9", "reason": "page-cap", "detail": ""}
    cut = of_file(written(tmp_path, document(site_findings=[], untested=[told])))
    assert compare(before, cut).count(State.STALE) == 1


@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        "x",
        None,
        document(schema_version="2.0"),
        document(site_findings=[{"site": SITE}]),
        document(facility_findings=[3]),
        document(sites=[{}]),
        document(audit={"name": "x", "date": "yesterday"}),
        document(site_findings=[{**document()["site_findings"][0], "impact": "awful"}]),
        document(scores=[{"scope": "site"}]),
        document(scores=[{**SCORE, "low": float("nan")}]),
        document(scores=[{**SCORE, "needs_review": float("inf")}]),
        document(scores=[{**SCORE, "value": "ninety"}]),
        document(scores=[{**SCORE, "value": 1e308}]),
        document(scores=[{**SCORE, "parts": 3}]),
    ],
)
def test_what_is_no_findings_file_is_said_in_one_line(told: Any, tmp_path: Path) -> None:
    path = written(tmp_path, told)
    with pytest.raises(UsageError) as caught:
        of_file(path)
    (problem,) = caught.value.problems
    assert str(path) in problem.to(Lang.EN)
    assert str(path) in problem.to(Lang.ZH)


def test_what_is_no_json_at_all(tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    for content in (b"", b"{", b"\xff\xfe", b"[" * 100_000):
        path.write_bytes(content)
        with pytest.raises(UsageError):
            of_file(path)
    with pytest.raises(UsageError, match="cannot be read"):
        of_file(tmp_path / "none.json")
