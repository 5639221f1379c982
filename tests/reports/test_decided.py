"""Waived, judged, new or open: what was decided about a fault is told alike in every format."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from lxml import etree
from ruamel.yaml import YAML

from audit import bookkeeping, snapshot
from audit.baseline import State as Stands
from audit.baseline import compare
from audit.gate import Asked, judge
from audit.ledger import State
from audit.let_through import by_plan, day_of
from audit.model import Lang, Outcome, digest
from audit.reviews import Item, Review, Says
from audit.snapshot_file import of_file
from audit.store import Store
from audit.waivers import waived_in_lists
from reports import FORMATS
from reports.findings_json import schema
from reports.fingerprints import cause_fingerprint
from reports.judged import Judged
from reports.summary import Summary, build
from reports.taken_in import take_in
from tests.reports.small_city import NOW, RULES, SLOPE, TACTILE, fill

DAY = date(2026, 11, 20)
SLOPE_ID, TACTILE_ID = str(SLOPE["id"]), str(TACTILE["id"])
CONTRAST = {
    "rule": "axe-color-contrast",
    "site": "portal",
    "reason": "改版在即",
    "owner": "信息中心",
    "expires": "2026-12-31",
}
PAGE = {**CONTRAST, "rule": "axe-image-alt", "page": "*/p0.html*", "reason": "首页另行改造"}
RAMPS = {
    "rule": TACTILE_ID,
    "layer": "curb_ramps",
    "reason": "道路改造列入明年计划",
    "owner": "住建局",
    "expires": "2026-12-31",
}
RAMP = digest("curb_ramps", "R0005", SLOPE_ID)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summary, Path]]:
    """Return a second run of a plan with waivers, lists and verdicts, and the folder of its reports."""
    folder = tmp_path_factory.mktemp("decided")
    store = Store.at(folder / "audit.db")
    for month, day in ((8, "2026-08-24"), (11, "2026-11-22")):
        run = fill(store, NOW.replace(month=month), pages=2, date=day, waiver=[CONTRAST, PAGE, RAMPS])
        bookkeeping.keep(store, store.run(run), snapshot.of_run(store, store.run(run)))
    summary = build(store, run, RULES)
    site = summary.sites[1]
    doubt, fault = site.reviews[0], next(cause for cause in site.causes if cause.rule.id == "retired-rule")
    store.add_reviews(
        [
            said(
                cause_fingerprint(site.site.id, doubt), Says.FAILED, Item(site.site.id, doubt.component, "axe-region")
            ),
            said(
                cause_fingerprint(site.site.id, fault), Says.WAIVED, Item(site.site.id, fault.component, "retired-rule")
            ),
            said(RAMP, Says.PASSED, Item("curb_ramps", "R0005", SLOPE_ID)),
        ],
        NOW,
    )
    summary = build(store, run, RULES)
    for form in FORMATS.values():
        form.write(summary, folder / "out", Lang.EN)
    yield summary, folder / "out"
    store.close()


def said(fingerprint: str, says: Says, item: Item) -> Review:
    until = date(2026, 12, 1) if says is Says.WAIVED else None
    return Review(fingerprint, says, "李敏", DAY, "到现场看过", until, item)


def read_json(out: Path) -> Any:
    document = json.loads((out / "findings.json").read_text("utf-8"))
    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []
    return document


def test_findings_say_how_they_stand_and_why(decided: tuple[Summary, Path]) -> None:
    document = read_json(decided[1])
    assert document["schema_version"] == "1.6"
    let_through = Counter((f["site"], f["rule"], f["waiver"] is not None) for f in document["site_findings"])
    assert let_through["portal", "axe-color-contrast", True] == 2
    assert let_through["Services_网办", "axe-color-contrast", False] == 2
    assert let_through["portal", "axe-image-alt", True] == 5, "those of the one page alone"
    assert let_through["portal", "axe-image-alt", False] == 4
    waived = [f for f in document["site_findings"] if f["waiver"]]
    assert {(f["waiver"]["owner"], f["waiver"]["until"]) for f in waived} == {
        ("信息中心", "2026-12-31"),
        ("李敏", "2026-12-01"),
    }
    judged = [f for f in document["site_findings"] if f["judged"] != f["outcome"]]
    assert {(f["site"], f["outcome"], f["judged"], f["review"]["by"], f["review"]["on"]) for f in judged} == {
        ("Services_网办", "cantTell", "failed", "李敏", "2026-11-20")
    }
    street = document["facility_findings"]
    assert all(f["waiver"] for f in street if f["requirement"] == TACTILE_ID)
    assert {f["waiver"]["owner"] for f in street if f["waiver"]} == {"住建局"}
    assert [(f["facility"], f["judged"], f["waiver"]) for f in street if f["review"]] == [("R0005", "passed", None)]
    slope = [f for f in street if f["requirement"] == SLOPE_ID and f["outcome"] == "failed"]
    assert {f["waiver"] for f in slope} == {None}


def test_the_csv_says_the_same(decided: tuple[Summary, Path]) -> None:
    document = read_json(decided[1])
    expected = Counter(
        (
            f["fingerprint"],
            *((f["waiver"] or {}).get(key) or "" for key in ("reason", "owner", "until")),
            bool(f["review"]),
        )
        for f in (*document["site_findings"], *document["facility_findings"])
    )
    columns = ("Fingerprint", "Reason of the waiver", "Waived by", "Waived until")
    with (decided[1] / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        found = Counter(
            (*(row[name] for name in columns), bool(row["Human judgement"])) for row in csv.DictReader(file)
        )
    assert found == expected


def test_machine_formats_let_through_what_the_gate_does(decided: tuple[Summary, Path]) -> None:
    summary, out = decided
    seen = snapshot.of_run(summary.store, summary.run)
    day = day_of(summary.run)
    verdict = judge(seen, summary.plan, Asked("minor"), day, waived_in_lists(summary.store, day))
    document = read_json(out)
    failed = [f for f in document["site_findings"] if f["judged"] == "failed"]
    waived = sum(f["waiver"] is not None for f in failed)
    assert verdict.counts is not None
    assert verdict.counts.en == f"failed {len(failed) - waived}, waived {waived}"
    portal, services, _ = json.loads((out / "findings.sarif").read_text("utf-8"))["runs"]
    results = [*portal["results"], *services["results"]]
    suppressed = {result["ruleId"]: result["suppressions"] for result in results if "suppressions" in result}
    assert suppressed.keys() == {"axe-color-contrast", "axe-image-alt", "retired-rule"}, "what is waived as a whole"
    assert suppressed["axe-color-contrast"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "改版在即 (信息中心, until 2026-12-31)",
            "properties": {"reason": "改版在即", "owner": "信息中心", "until": "2026-12-31"},
        }
    ]
    pages = json.loads((out / "gl-accessibility.json").read_text("utf-8"))["results"]
    extras = [issue["runnerExtras"] for issues in pages.values() for issue in issues]
    assert {e["waiver"]["owner"] for e in extras if e["waived"]} == {"信息中心", "李敏"}
    assert {e["judgedBy"]["by"] for e in extras if "judgedBy" in e} == {"李敏"}
    suites = {suite.get("name"): suite for suite in etree.parse(out / "junit.xml").getroot()}
    cases = {case.get("name").partition(":")[0]: case for case in suites["portal"]}
    assert cases["axe-color-contrast"].find("skipped").get("message") == "waived"
    ramps = {case.get("name"): case for case in suites["curb_ramps"]}
    (tactile,) = (case for name, case in ramps.items() if name.startswith(TACTILE_ID))
    assert tactile.find("skipped").get("message") == "15 of 60 fail, 0 not known, 15 waived"


def test_the_list_says_the_same_and_is_read_back_as_it_is(decided: tuple[Summary, Path]) -> None:
    summary, out = decided
    sheet = calamine.CalamineWorkbook.from_path(str(out / "rectification.xlsx")).get_sheet_by_index(0)
    keys, _, *rows = sheet.to_python(skip_empty_area=False)
    listed = [dict(zip(map(str, keys), row, strict=False)) for row in rows]
    waived = {row["fingerprint"]: row for row in listed if row["state"] == "waived"}
    assert Counter(row["reviewer"] for row in waived.values()) == {"信息中心": 2, "李敏": 1, "住建局": 15}
    assert {row["note"] for row in waived.values() if row["reviewer"] == "住建局"} == {"道路改造列入明年计划"}
    assert {row["until"] for row in waived.values() if row["reviewer"] == "住建局"} == {date(2026, 12, 31)}
    (settled,) = (row for row in listed if row["thing"] == "R0005" and row["verdict"] == "passed")
    assert (settled["state"], settled["days_open"], settled["deadline"]) == ("", "", ""), "it is no fault"
    before = summary.store.reviews()
    taken = take_in(summary, out / "rectification.xlsx", NOW)
    assert taken.new == 0, "who reads back what was written says nothing new"
    assert summary.store.reviews() == before


def test_a_waiver_that_was_taken_back_leaves_the_fault_open(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    run = fill(store, pages=1)
    name = digest("curb_ramps", "R0004", SLOPE_ID)
    item = Item("curb_ramps", "R0004", SLOPE_ID)
    store.add_reviews([said(name, Says.WAIVED, item)], NOW)
    bookkeeping.keep(store, store.run(run), snapshot.of_run(store, store.run(run)))
    built = build(store, run, RULES)
    assert Judged(built).standing(name) == (State.WAIVED, 0)
    store.add_reviews([said(name, Says.OPEN, item)], NOW)
    assert Judged(built).standing(name) == (State.NEW, 0)
    store.close()


def test_without_waivers_no_finding_is_read_for_them(decided: tuple[Summary, Path]) -> None:
    summary, _ = decided
    assert by_plan(summary.store, summary.run, summary.plan.model_copy(update={"waivers": ()})).findings == {}
    through = summary.let_through
    assert {outcome for _, _, outcome in through.causes} == {Outcome.FAILED}
    assert summary.let_through is through, "read once for all formats"


def test_a_draft_of_a_conformance_report_counts_what_people_found(
    decided: tuple[Summary, Path], tmp_path: Path
) -> None:
    summary, _ = decided
    region = replace(RULES["axe-region"], requirements=("wcag:1.3.1",))
    built = build(summary.store, summary.run.id, {**RULES, "axe-region": region})
    FORMATS["openacr"].write(built, tmp_path, Lang.EN)
    found = {}
    for path in (tmp_path / "openacr").glob("*.yaml"):
        document = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        criteria = document["chapters"]["success_criteria_level_a"]["criteria"]
        (told,) = (one["components"][0]["adherence"] for one in criteria if one["num"] == "1.3.1")
        found[document["product"]["description"]] = (told["level"], told["notes"])
    assert found == {
        "https://www.example.cn/": ("not-evaluated", "To be reviewed on 2 pages."),
        "https://fw.example.cn/": ("does-not-support", "Fails on 2 pages."),
    }


def test_a_findings_file_is_a_baseline_with_its_verdicts(decided: tuple[Summary, Path]) -> None:
    summary, out = decided
    before, now = of_file(out / "findings.json"), snapshot.of_run(summary.store, summary.run)
    for told, seen in ((before.web, now.web), (before.street[before.street["outcome"] == "failed"], now.street)):
        assert Counter(zip(told["rule"], told["outcome"], told["by_test"], strict=True)) == Counter(
            zip(seen["rule"], seen["outcome"], seen["by_test"], strict=True)
        )
    change = compare(before, now)
    assert (change.count(Stands.NEW), change.count(Stands.MENDED), change.count(Stands.STALE)) == (0, 0, 0)
    summary.store.add_reviews(
        [said(digest("curb_ramps", "R0010", SLOPE_ID), Says.FAILED, Item("curb_ramps", "R0010", SLOPE_ID))], NOW
    )
    later = compare(before, snapshot.of_run(summary.store, summary.run))
    judged = later.now_street[later.now_street["by_test"] == "cantTell"]
    assert list(zip(judged["facility"], judged["state"], strict=True)) == [("R0010", "known")], "it was in doubt before"


def test_the_pages_of_a_site_have_the_verdicts_in_them(decided: tuple[Summary, Path]) -> None:
    portal, services, _ = decided[0].sites
    counts = [{(page.failed, page.cant_tell) for page in site.pages if page.tested} for site in (portal, services)]
    assert counts == [{(2, 1)}, {(3, 0)}], "what a person found to fail is open no more"
    assert services.outcome is Outcome.FAILED
