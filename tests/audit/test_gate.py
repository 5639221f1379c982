"""The gate: what fails it, what was not covered, and that each has an exit code of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from audit.gate import Asked, asked, judge, share
from audit.model import Impact, Text, UsageError
from audit.options import NEW
from audit.plan import Plan
from audit.snapshot import Snapshot
from tests.audit.snapshots import DAY, fault, ramps, snapshot

SEEN = snapshot([fault("a.html"), fault("b.html", impact=Impact.MINOR, rule="link-name")])
CLEAN = snapshot([])
LATER = DAY + timedelta(days=1)


def plan(*waivers: dict[str, Any]) -> Plan:
    given = [{"reason": "r", "owner": "信息中心", "expires": DAY, **waiver} for waiver in waivers]
    return Plan.model_validate({"name": "x", "date": DAY, "waiver": given})


@pytest.mark.parametrize(
    ("now", "wanted", "code", "counts"),
    [
        (SEEN, Asked(), 0, None),
        (SEEN, Asked("critical"), 1, "failed 2, waived 0"),
        (snapshot([fault(impact=Impact.MINOR)]), Asked("moderate"), 0, "failed 1, waived 0"),
        (snapshot([fault(outcome="cantTell")]), Asked("minor"), 0, "failed 0, waived 0"),
        (SEEN, Asked(NEW, before=SEEN), 0, "new 0, known 2, mended 0, waived 0, not tested this time 0"),
        (SEEN, Asked(NEW, before=CLEAN), 1, "new 2, known 0, mended 0, waived 0, not tested this time 0"),
        (CLEAN, Asked(NEW, before=SEEN), 0, "new 0, known 0, mended 2, waived 0, not tested this time 0"),
        (
            snapshot([fault("c.html", impact=Impact.MINOR)]),
            Asked("serious", before=CLEAN),
            0,
            "new 1, known 0, mended 0, waived 0, not tested this time 0",
        ),
        (SEEN, Asked("critical", before=SEEN), 0, "new 0, known 2, mended 0, waived 0, not tested this time 0"),
        (ramps([("1", 0, 0, "failed")]), Asked("serious"), 1, "failed 1, waived 0"),
        (ramps([("1", 0, 0, "failed")]), Asked("critical"), 0, "failed 1, waived 0"),
    ],
)
def test_what_fails_a_gate(now: Snapshot, wanted: Asked, code: int, counts: str | None) -> None:
    verdict = judge(now, plan(), wanted, DAY)
    assert verdict.code == code
    assert (verdict.counts and verdict.counts.en) == counts


def test_what_fails_is_named_in_both_languages() -> None:
    verdict = judge(SEEN, plan(), Asked(NEW, before=CLEAN), DAY)
    assert [line.en for line in verdict.failed] == [
        "gate failed: 2 new findings",
        "axe-image-alt · http://portal.test/a.html · main > img",
        "link-name · http://portal.test/b.html · main > img",
    ]
    assert verdict.failed[0].zh == "未过关：新增的问题 2 处"
    assert verdict.counts is not None
    assert verdict.counts.zh == "新增 2，已知 0，已整改 0，豁免 0，这次没有检测 0"


def test_only_the_first_are_named() -> None:
    many = snapshot([fault(selector=f"li:nth-child({n}) > img") for n in range(25)])
    lines = [line.en for line in judge(many, plan(), Asked("minor"), DAY).failed]
    assert lines[0] == "gate failed: 25 findings"
    assert lines[-1] == "15 more in the report"
    assert len(lines) == 12


@pytest.mark.parametrize(
    ("waiver", "day", "code", "counts", "said"),
    [
        ({"page": "*/a.html"}, DAY, 0, "failed 1, waived 1", ""),
        (
            {"page": "*/a.html"},
            DAY + timedelta(days=1),
            1,
            "failed 2, waived 0",
            "waiver expired (2026-11-22, 信息中心)",
        ),
        ({"page": "*/c.html"}, DAY, 1, "failed 2, waived 0", "matches nothing any more (信息中心): page ="),
    ],
)
def test_waivers(waiver: dict[str, Any], day: Any, code: int, counts: str, said: str) -> None:
    verdict = judge(SEEN, plan(waiver), Asked("serious"), day)
    assert verdict.code == code
    assert verdict.counts is not None
    assert verdict.counts.en == counts
    assert said in " ".join(line.en for line in verdict.failed)


def test_an_expired_waiver_fails_a_gate_that_asks_for_nothing_else() -> None:
    verdict = judge(CLEAN, plan({"rule": "axe-*"}), Asked(), LATER)
    assert verdict.code == 1


def test_a_waiver_of_what_was_not_tested_is_only_told() -> None:
    now = snapshot([], untested=["a.html"])
    verdict = judge(now, plan({"page": "*/a.html"}), Asked(), DAY)
    assert verdict.code == 0
    assert "whether it is still needed is not known" in verdict.notes[0].en


# ---- coverage


@pytest.mark.parametrize(("untested", "code"), [(1, 0), (2, 3)])
def test_a_share_of_the_pages(untested: int, code: int) -> None:
    pages = [f"p{n}.html" for n in range(20)]
    now = snapshot([], pages, untested=pages[:untested])
    verdict = judge(now, plan(), Asked(coverage=Fraction(95)), DAY)
    assert verdict.code == code
    if code:
        assert [line.en for line in verdict.incomplete] == [
            "too little covered: not all pages of portal were tested (18 / 20, 90.0%), 95% are required"
        ]


def test_what_was_not_covered_outweighs_what_failed() -> None:
    now = snapshot([fault("a.html")], untested=["b.html"])
    verdict = judge(now, plan(), Asked("minor", Fraction(100)), DAY)
    assert verdict.code == 3
    assert verdict.failed


def test_a_site_or_layer_without_anything_tested_is_incomplete() -> None:
    nothing = snapshot([], untested=["a.html", "b.html", "c.html"])
    assert judge(nothing, plan(), Asked(), DAY).code == 3
    layer = ramps([("1", 0, 0, "untested")])
    seen = {name: replace(seen, tested=0, reason="outside-districts") for name, seen in layer.layers.items()}
    verdict = judge(replace(layer, layers=seen), plan(), Asked(), DAY)
    assert verdict.code == 3
    assert verdict.incomplete[0].en == "nothing could be tested of curb_ramps: outside-districts"
    words = {"outside-districts": Text("在所有区划之外", "outside every district")}
    (line,) = judge(replace(layer, layers=seen), plan(), Asked(), DAY, reasons=words).incomplete
    assert line.zh == "没能检测 curb_ramps：在所有区划之外"


def test_why_a_site_could_not_be_tested_is_told_in_words() -> None:
    nothing = snapshot([], untested=["a.html", "b.html", "c.html"])
    sites = {name: replace(seen, reason="network", detail="no route") for name, seen in nothing.sites.items()}
    words = {"network": Text("连不上", "no connection")}
    (line,) = judge(replace(nothing, sites=sites), plan(), Asked(), DAY, reasons=words).incomplete
    assert (line.zh, line.en) == (
        "没能检测 portal：连不上（no route）",
        "nothing could be tested of portal: no connection (no route)",
    )


def test_a_share_of_facilities() -> None:
    layer = ramps([("1", 0, 0, "passed")])
    seen = {name: replace(seen, asked=10, tested=9) for name, seen in layer.layers.items()}
    now = replace(layer, layers=seen)
    assert judge(now, plan(), Asked(coverage=Fraction(90)), DAY).code == 0
    assert judge(now, plan(), Asked(coverage=Fraction(91)), DAY).code == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [("95%", Fraction(95)), ("99.5", Fraction(199, 2)), (" 100 %", Fraction(100)), ("0", Fraction(0))],
)
def test_shares(text: str, found: Fraction) -> None:
    assert share(text) == found


@pytest.mark.parametrize("text", ["", "all", "101%", "-1", "0,95", "1e2", "９５%%"])
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(UsageError):
        share(text)


def test_new_needs_a_baseline_and_a_baseline_means_new() -> None:
    with pytest.raises(UsageError):
        asked({"fail_on": "new"})
    assert asked({"baseline": "latest"}).fail_on == NEW
    assert asked({"baseline": "latest", "fail_on": "serious"}).fail_on == "serious"
    assert not asked({}).anything


def test_a_baseline_of_another_name_is_told_and_fails_nothing_by_itself() -> None:
    verdict = judge(SEEN, plan(), Asked(NEW, before=replace(SEEN, name="别的网站\x1b[31m")), DAY)
    assert verdict.code == 0
    (note,) = verdict.notes
    assert note.zh.startswith("基线是“别的网站")
    assert "make sure that they are the same" in note.en
    assert "\x1b" not in note.zh
    assert judge(SEEN, plan(), Asked(NEW, before=SEEN), DAY).notes == ()
