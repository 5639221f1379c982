"""The ledger over runs: first seen, still there, mended, back again, waived; the same whenever it is made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit import ledger, snapshot, waivers
from audit.bookkeeping import entries, keep
from audit.ledger import Entry, Ledger, State, cause
from audit.model import Finding, Impact, Outcome, RuleTally, Target, Text, digest
from audit.plan_gate import Waiver
from audit.records import Subject
from audit.snapshot import Snapshot
from audit.store import Store
from tests.audit import snapshots
from tests.audit.snapshots import DAY, SITE, address, fault, ramps

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def after(*runs: Snapshot, waiver: Waiver | None = None) -> Ledger:
    """Return the ledger after runs that follow each other, a day apart; the waiver holds for the last."""
    before: Snapshot | None = None
    kept: Ledger | None = None
    for number, run in enumerate(runs):
        now = snapshots.replace_day(run, DAY + timedelta(days=number))
        let = (waiver,) if waiver is not None and number == len(runs) - 1 else ()
        kept = entries(now, waivers.match(let, now, now.day), before, kept)
        before = now
    assert kept is not None
    return kept


def of_image(kept: Ledger) -> Entry | None:
    return kept.of(cause(SITE, fault()["component"]))


def entry(state: State, first: int, last: int, days: int) -> Entry:
    return Entry(state, DAY + timedelta(days=first), DAY + timedelta(days=last), days)


SEEN = snapshots.snapshot([fault(), fault("b.html")])
CLEAN = snapshots.snapshot([])
UNSEEN = snapshots.snapshot([], untested=["a.html", "b.html"])


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([SEEN], entry(State.NEW, 0, 0, 0)),
        ([SEEN, SEEN], entry(State.OPEN, 0, 1, 1)),
        ([SEEN, CLEAN], entry(State.MENDED, 0, 0, 1)),
        ([SEEN, CLEAN, CLEAN], entry(State.MENDED, 0, 0, 1)),
        ([SEEN, CLEAN, SEEN], entry(State.RECURRED, 0, 2, 0)),
        ([SEEN, CLEAN, SEEN, SEEN], entry(State.OPEN, 0, 3, 1)),
        ([SEEN, UNSEEN], entry(State.OPEN, 0, 0, 1)),
        ([SEEN, UNSEEN, CLEAN], entry(State.MENDED, 0, 0, 2)),
        ([SEEN, UNSEEN, UNSEEN, SEEN], entry(State.OPEN, 0, 3, 3)),
        ([CLEAN, SEEN], entry(State.NEW, 1, 1, 0)),
    ],
)
def test_a_cause_over_time(runs: list[Snapshot], expected: Entry) -> None:
    assert of_image(after(*runs)) == expected


def test_a_cause_is_mended_when_all_its_pages_are() -> None:
    half = snapshots.snapshot([], untested=["b.html"])
    assert of_image(after(SEEN, half)) == entry(State.OPEN, 0, 0, 1)


def test_a_renamed_class_keeps_the_day_it_was_first_seen() -> None:
    renamed = fault(selector="main > .x", path="html>body>main.x>img")
    kept = after(snapshots.snapshot([fault()]), snapshots.snapshot([renamed]))
    assert kept.of(cause(SITE, renamed["component"])) == entry(State.OPEN, 0, 1, 1)
    assert of_image(kept) is None


def test_a_second_cause_beside_the_first_is_new() -> None:
    second = fault(selector="footer > img", path="html>body>footer>img", snippet='<img src="b.png">')
    kept = after(snapshots.snapshot([fault()]), snapshots.snapshot([fault(), second]))
    assert kept.of(cause(SITE, second["component"])) == entry(State.NEW, 1, 1, 0)


@pytest.mark.parametrize(("waived", "state"), [({"page": "*"}, State.WAIVED), ({"page": "*/a.html"}, State.OPEN)])
def test_a_cause_is_waived_when_all_of_it_is(waived: dict[str, str], state: State) -> None:
    waiver = Waiver(**waived, reason="r", owner="o", expires=date(2030, 1, 1))
    found = of_image(after(SEEN, SEEN, waiver=waiver))
    assert found is not None
    assert found.state is state


def ramp(kept: Ledger, facility: str) -> Entry | None:
    return kept.of(digest("curb_ramps", facility, "width"))


def test_facilities_over_time() -> None:
    first = ramps([("1", 0, 0, "failed"), ("2", 50, 0, "failed"), ("3", 90, 0, "failed"), ("4", 120, 0, "failed")])
    then = ramps([("1", 0, 0, "failed"), ("2", 50, 0, "passed"), ("3", 90, 0, "cantTell"), ("5", 150, 0, "failed")])
    kept = after(first, then)
    assert [ramp(kept, facility) for facility in "12345"] == [
        entry(State.OPEN, 0, 1, 1),
        entry(State.MENDED, 0, 0, 1),
        entry(State.OPEN, 0, 0, 1),
        entry(State.OPEN, 0, 0, 1),
        entry(State.NEW, 1, 1, 0),
    ]
    assert ramp(after(first, then, first), "2") == entry(State.RECURRED, 0, 2, 0)


def test_ids_given_anew_keep_the_days_of_their_facilities() -> None:
    places = [(n * 12.0, 0.0) for n in range(8)]
    told = ["failed", "failed", "passed", "failed", "failed", "passed", "failed", "failed"]
    rows = list(zip(places, told, strict=True))
    first = ramps([(str(n), *place, said) for n, (place, said) in enumerate(rows)])
    mended = ramps([(str(n), *place, "passed" if n == 0 else said) for n, (place, said) in enumerate(rows)])
    anew = ramps([("0", 500.0, 0.0, "failed"), *((str(n + 1), *place, said) for n, (place, said) in enumerate(rows))])
    kept = after(first, mended, anew)
    assert ramp(kept, "0") == entry(State.NEW, 2, 2, 0), "another facility than the old 0"
    assert ramp(kept, "1") == entry(State.RECURRED, 0, 2, 0), "the old 0"
    assert ramp(kept, "2") == entry(State.OPEN, 0, 2, 2), "the old 1"
    assert len(kept.frame) == len(kept.frame["fingerprint"].unique()) == 7


def test_an_id_that_passes_to_another_facility_loses_no_history() -> None:
    places = [(n * 12.0, 0.0) for n in range(8)]
    first = ramps([(str(n), *place, "failed") for n, place in enumerate(places)])
    # The first was left out, and the others count from nought.
    then = ramps([(str(n), *place, "failed") for n, place in enumerate(places[1:])])
    kept = after(first, then)
    assert kept.frame["state"].tolist() == ["open"] * 8
    assert sorted(kept.frame["last_seen"]) == ["2026-11-22"] + ["2026-11-23"] * 7


def test_a_ledger_without_faults_can_be_read() -> None:
    kept = after(CLEAN)
    assert not len(kept.frame)
    assert kept.of("0" * 16) is None


# ---- in the database


def fill(store: Store, day: int, rows: list[tuple[str, str]], state: str = "finished", **plan: Any) -> str:
    """Record a run of a site and a layer: (page, selector) of what fails."""
    moment = NOW + timedelta(days=day)
    table = {
        "name": "测试",
        "date": moment.date().isoformat(),
        "site": [{"id": SITE, "name": SITE, "url": "http://portal.test/", "folder": "site"}],
        **plan,
    }
    run = store.start_run("district", "测试", table, Path(), {}, moment)
    words, rule = Text("题", "title"), "axe-image-alt"
    for position, page in enumerate(("a.html", "b.html")):
        found = [
            Finding(
                address(page), rule, Outcome.FAILED, Impact.CRITICAL, Target(selector, f"<img alt={selector}>"), words,
                digest(rule, selector), digest(rule, address(page), selector), site=SITE,
            )
            for where, selector in rows
            if where == page
        ]  # fmt: skip
        tally = {"axe-image-alt": RuleTally(0, len(found), 0)}
        outcome = Outcome.FAILED if found else Outcome.PASSED
        store.save_subject(run, Subject(address(page), "page", outcome, SITE, position, tally=tally), found)
    facts = {"rules": ["axe-image-alt"], "pages_found": 2, "pages_known": 2, "district": ""}
    store.save_subject(run, Subject(SITE, "site", Outcome.FAILED, SITE, facts=facts))
    frame = pa.table(
        {
            "facility": ["1", "2"],
            "division": pa.array(["10", "10"]).dictionary_encode(),
            "lon": [117.0, 117.1],
            "lat": [26.0, 26.1],
            "req:width": pa.array(["failed", "passed"]).dictionary_encode(),
        }
    )
    sink = pa.BufferOutputStream()
    pq.write_table(frame, sink)
    store.save_evidence(run, "layer:curb_ramps", sink.getvalue().to_pybytes())
    requirement = {"id": "width", "standard": "gb-55019-2021", "impact": "serious"}
    layer = {"requirements": [requirement], "counts": {"judged": 2}, "scored_standard": "gb-55019-2021"}
    store.save_subject(run, Subject("curb_ramps", "layer", Outcome.FAILED, facts=layer))
    store.set_state(run, state, moment)
    return run


def kept_of(store: Store, run: str) -> Ledger:
    found = store.run(run)
    return keep(store, found, snapshot.of_run(store, found))


def test_the_ledger_grows_from_run_to_run(store: Store) -> None:
    first = fill(store, 0, [("a.html", "main"), ("b.html", "main")])
    assert not len(ledger.read(store, first).frame), "none was kept"
    kept_of(store, first)
    fill(store, 1, [("a.html", "main")], state="interrupted")
    second = fill(store, 5, [("a.html", "footer")])
    kept = kept_of(store, second)
    component = digest("axe-image-alt", "main")
    assert kept.of(cause(SITE, component)) == entry(State.MENDED, 0, 0, 5)
    assert kept.of(cause(SITE, digest("axe-image-alt", "footer"))) == entry(State.NEW, 5, 5, 0)
    assert kept.of(digest("curb_ramps", "1", "width")) == entry(State.OPEN, 0, 5, 5)
    row = kept.frame.set_index("fingerprint").loc[cause(SITE, component)]
    assert (row["subject"], row["rule"], row["site"], row["layer"]) == (address("a.html"), "axe-image-alt", SITE, "")


def test_doing_it_again_gives_the_same_bytes(store: Store) -> None:
    runs = [fill(store, day, [("a.html", "main")]) for day in range(3)]
    kept_of(store, runs[2])
    once = [store.evidence(run, ledger.EVIDENCE) for run in runs]
    assert all(once), "earlier runs that had none have one"
    for run in runs:
        kept_of(store, run)
    assert [store.evidence(run, ledger.EVIDENCE) for run in runs] == once


def test_waivers_of_the_plan_are_told(store: Store) -> None:
    waiver = {"layer": "curb_ramps", "facility": "1", "reason": "r", "owner": "o", "expires": "2026-11-22"}
    run = fill(store, 0, [], waiver=[waiver])
    found = kept_of(store, run).of(digest("curb_ramps", "1", "width"))
    assert found == entry(State.WAIVED, 0, 0, 0)
    late = fill(store, 1, [], waiver=[waiver])
    assert kept_of(store, late).of(digest("curb_ramps", "1", "width")) == entry(State.OPEN, 0, 1, 1)


def test_the_frame_is_in_order_and_typed(store: Store) -> None:
    kept = kept_of(store, fill(store, 0, [("b.html", "x"), ("a.html", "x"), ("a.html", "y")]))
    assert list(kept.frame.columns) == list(ledger.COLUMNS)
    assert kept.frame["fingerprint"].is_monotonic_increasing
    assert pd.api.types.is_integer_dtype(kept.frame["days_open"])
