"""What people found out counts at the gate: a verdict of failed is a failure, one of passed takes the item out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from audit import ledger
from audit.baseline import State, compare
from audit.gate import Asked, judge
from audit.model import Outcome
from audit.options import NEW
from audit.plan import Plan
from audit.reviews import Item
from audit.snapshot import Snapshot
from tests.audit.snapshots import DAY, SITE, fault, ramps, snapshot

PLAN = Plan(name="x", date=DAY)
DOUBT = fault(outcome=Outcome.CANT_TELL.value)
ITEM = Item(SITE, DOUBT["component"], DOUBT["rule"])
CLEAN, OPEN = snapshot([]), snapshot([DOUBT])


def judged(says: Outcome, *faults: dict[str, Any]) -> Snapshot:
    return snapshot(faults or [DOUBT], outcomes={ITEM: says})


FAILED = judged(Outcome.FAILED)


@pytest.mark.parametrize(
    ("now", "wanted", "code", "counts"),
    [
        (FAILED, Asked("critical"), 1, "failed 1, waived 0"),
        (judged(Outcome.FAILED, {**DOUBT, "impact": 2}), Asked("serious"), 0, "failed 1, waived 0"),
        (judged(Outcome.FAILED, {**DOUBT, "impact": 2}), Asked("moderate"), 1, "failed 1, waived 0"),
        (judged(Outcome.PASSED), Asked("minor"), 0, "failed 0, waived 0"),
        (judged(Outcome.INAPPLICABLE), Asked("minor"), 0, "failed 0, waived 0"),
        (judged(Outcome.PASSED, fault()), Asked("minor"), 1, "failed 1, waived 0"),
        (FAILED, Asked(NEW, before=CLEAN), 1, "new 1, known 0, mended 0, waived 0, not tested this time 0"),
        (FAILED, Asked(NEW, before=OPEN), 0, "new 0, known 1, mended 0, waived 0, not tested this time 0"),
        (FAILED, Asked(NEW, before=FAILED), 0, "new 0, known 1, mended 0, waived 0, not tested this time 0"),
        (
            snapshot([fault()]),
            Asked(NEW, before=FAILED),
            0,
            "new 0, known 1, mended 0, waived 0, not tested this time 0",
        ),
        (CLEAN, Asked(NEW, before=FAILED), 0, "new 0, known 0, mended 1, waived 0, not tested this time 0"),
        (
            judged(Outcome.PASSED),
            Asked(NEW, before=FAILED),
            0,
            "new 0, known 0, mended 1, waived 0, not tested this time 0",
        ),
        (OPEN, Asked(NEW, before=FAILED), 0, "new 0, known 0, mended 0, waived 0, not tested this time 1"),
        (
            OPEN,
            Asked(NEW, before=judged(Outcome.PASSED)),
            0,
            "new 0, known 0, mended 0, waived 0, not tested this time 0",
        ),
    ],
)
def test_a_verdict_counts_as_what_it_says(now: Snapshot, wanted: Asked, code: int, counts: str) -> None:
    verdict = judge(now, PLAN, wanted, DAY)
    assert verdict.counts is not None
    assert (verdict.code, verdict.counts.en) == (code, counts)


def test_a_failure_that_a_person_found_is_named_as_such() -> None:
    lines = judge(FAILED, PLAN, Asked("minor"), DAY).failed
    assert lines[1].en == "axe-image-alt · http://portal.test/a.html · main > img · judged by a person"
    assert lines[1].zh.endswith(" · 人工判定")


def test_what_a_person_found_to_fail_can_be_waived_in_a_list() -> None:
    name = ledger.item(SITE, DOUBT["component"], Outcome.CANT_TELL)
    verdict = judge(FAILED, PLAN, Asked("minor"), DAY, {name})
    assert verdict.counts is not None
    assert (verdict.code, verdict.counts.en) == (0, "failed 0, waived 1")
    assert judge(FAILED, PLAN, Asked("minor"), DAY, {ledger.cause(SITE, DOUBT["component"])}).code == 1


def street(tested: str, outcome: str) -> Snapshot:
    """Return a run over one facility, as the test and as a person has it."""
    seen = ramps([("1", 0, 0, outcome)])
    listed = seen.street.assign(by_test=tested)
    if outcome != "failed":  # a file lists what nobody could tell, too
        listed = ramps([("1", 0, 0, "failed")]).street.assign(outcome=outcome, by_test=tested)
    return replace(seen, street=listed)


@pytest.mark.parametrize(
    ("before", "now", "states"),
    [
        (street("cantTell", "cantTell"), street("cantTell", "failed"), {State.KNOWN: 1}),
        (street("cantTell", "failed"), street("cantTell", "failed"), {State.KNOWN: 1}),
        (street("cantTell", "failed"), street("failed", "failed"), {State.KNOWN: 1}),
        (street("cantTell", "cantTell"), street("failed", "failed"), {State.NEW: 1}),
        (ramps([]), street("cantTell", "failed"), {State.NEW: 1}),
        (street("cantTell", "failed"), ramps([("1", 0, 0, "passed")]), {State.MENDED: 1}),
        (street("cantTell", "failed"), ramps([("1", 0, 0, "cantTell")]), {State.STALE: 1}),
    ],
)
def test_a_facility_that_a_person_judged(before: Snapshot, now: Snapshot, states: dict[State, int]) -> None:
    change = compare(before, now)
    assert {state: count for state in State if (count := change.count(state))} == states


def test_two_faults_in_doubt_are_two_though_one_is_judged() -> None:
    other = fault(outcome=Outcome.CANT_TELL.value, path="html>body>aside>img", selector="aside > img")
    change = compare(OPEN, snapshot([DOUBT, other], outcomes={replace(ITEM, part=other["component"]): Outcome.FAILED}))
    assert change.count(State.NEW) == 1
    assert change.count(State.KNOWN) == 0
