from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audit import reviewed
from audit.districts import Division, DivisionTree
from audit.model import Finding, Impact, Indicator, Outcome, RuleTally, Target, Text
from audit.plan import Plan
from audit.records import Subject
from audit.reviews import Item, Review, Says, Spoken
from audit.store import Store

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
ITEM = Item("portal", "c" * 16, "image-alternative-meaningful")
VERDICT = Review("f" * 16, Says.PASSED, "李敏", DAY, "看过", None, ITEM, "2026-11-22-1", "list.xlsx")
WAIVER = Review("e" * 16, Says.WAIVED, "王", DAY, "年底拆除", date(2026, 12, 31), ITEM)


def test_every_word_is_kept_and_the_same_word_once(store: Store) -> None:
    assert store.add_reviews([VERDICT, WAIVER, VERDICT], NOW) == 2
    assert store.reviews() == [VERDICT, WAIVER]
    assert store.add_reviews([VERDICT, replace(WAIVER, source="another.csv")], NOW) == 0, "who reads a list twice"
    changed = replace(VERDICT, says=Says.FAILED)
    assert store.add_reviews([changed, VERDICT], NOW) == 2, "said, changed, and changed back"
    assert store.reviews() == [VERDICT, WAIVER, changed, VERDICT]


def test_what_no_database_can_hold_is_replaced_and_still_the_same_word(store: Store) -> None:
    odd = replace(VERDICT, person="a\x00b\ud800", note="\x00", item=None)
    assert store.add_reviews([odd], NOW) == 1
    assert store.add_reviews([odd], NOW) == 0
    assert store.reviews() == [replace(odd, person="a\ufffdb\ufffd", note="\ufffd")]


def test_the_latest_word_counts_until_it_is_taken_back() -> None:
    failed = replace(VERDICT, says=Says.FAILED)
    assert Spoken.of([VERDICT, failed, WAIVER], DAY).outcomes() == {ITEM: Outcome.FAILED}
    assert Spoken.of([VERDICT, replace(VERDICT, says=Says.CANT_TELL)], DAY).verdicts == {}
    assert Spoken.of([WAIVER, replace(WAIVER, says=Says.OPEN)], DAY).states == {}
    both = Spoken.of([VERDICT, replace(WAIVER, fingerprint=VERDICT.fingerprint)], DAY)
    assert (len(both.verdicts), len(both.states)) == (1, 1), "a waiver leaves a verdict alone"


@pytest.mark.parametrize(("today", "holds"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_a_waiver_holds_to_the_end_of_its_last_day(today: date, *, holds: bool) -> None:
    assert bool(Spoken.of([WAIVER], today).states) is holds
    assert Spoken.of([VERDICT], today).verdicts, "a verdict has no last day"


def test_a_verdict_without_a_known_item_moves_no_score() -> None:
    assert Spoken.of([replace(VERDICT, item=None)], DAY).outcomes() == {}


# ---- what they come to in scores


def fault(page: str, component: str) -> Finding:
    words = Text("看不出", "unclear")
    target = Target("img", "<img>")
    return Finding(
        page, ITEM.rule, Outcome.CANT_TELL, Impact.SERIOUS, target, words, component, "0" * 16, None, "portal"
    )


@pytest.fixture
def site(tmp_path: Path) -> tuple[Store, str]:
    store = Store.at(tmp_path / "audit.db")
    run = store.start_run("site", "x", {}, tmp_path, {}, NOW)
    for number, components in enumerate((["c" * 16, "d" * 16], ["d" * 16])):
        address = f"http://a/{number}"
        tally = {ITEM.rule: RuleTally(3, 0, len(components))}
        page = Subject(address, "page", Outcome.CANT_TELL, "portal", number, None, "", tally)
        store.save_subject(run, page, [fault(address, component) for component in components * 2])
    return store, run


@pytest.mark.parametrize(
    ("says", "tally", "outcome"),
    [
        (Outcome.PASSED, (4, 0, 1), Outcome.CANT_TELL),
        (Outcome.FAILED, (3, 1, 1), Outcome.FAILED),
        (Outcome.INAPPLICABLE, (3, 0, 1), Outcome.CANT_TELL),
    ],
)
def test_a_verdict_takes_the_place_of_one_component(
    site: tuple[Store, str], says: Outcome, tally: tuple[int, int, int], outcome: Outcome
) -> None:
    store, run = site
    before = store.subjects(run, "page")
    first, second = reviewed.pages(store, run, "portal", before, {ITEM: says})
    assert (first.tally[ITEM.rule], first.outcome) == (RuleTally(*tally), outcome)
    assert second == before[1], "the other page has only the other component"
    assert reviewed.pages(store, run, "portal", before, {replace(ITEM, subject="other"): says}) == before
    assert store.subjects(run, "page") == before, "the record stays as the tests left it"


def test_all_that_was_unclear_can_be_settled(site: tuple[Store, str]) -> None:
    store, run = site
    outcomes = {ITEM: Outcome.PASSED, replace(ITEM, part="d" * 16): Outcome.PASSED}
    pages = reviewed.pages(store, run, "portal", store.subjects(run, "page"), outcomes)
    assert [page.tally[ITEM.rule] for page in pages] == [RuleTally(5, 0, 0), RuleTally(4, 0, 0)]
    assert {page.outcome for page in pages} == {Outcome.PASSED}


TREE = DivisionTree.of([Division("10", "市"), Division("1001", "区", "10")])


def street(tmp_path: Path, rows: dict[str, list[str | None]]) -> tuple[Store, str]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    store = Store.at(tmp_path / "street.db")
    run = store.start_run("district", "x", {}, tmp_path, {}, NOW)
    stated = [{"id": name.removeprefix("req:"), "standard": "now"} for name in rows if name.startswith("req:")]
    store.save_subject(run, Subject("ramps", "layer", Outcome.FAILED, facts={"requirements": stated}))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(rows), sink)
    store.save_evidence(run, "layer:ramps", sink.getvalue().to_pybytes())
    return store, run


def figures() -> list[Indicator]:
    return [
        Indicator(code, "ramps", name, 0.0, unknown, 2.0, "facility", "now")
        for code in ("", "10", "1001")
        for name, unknown in (("pass", 2.0), ("surveyed", 0.0))
    ]


@pytest.mark.parametrize(
    ("outcomes", "passing", "surveyed"),
    [
        ({("R1", "slope"): Outcome.PASSED}, (0, 2, 2), 0),
        ({("R1", "slope"): Outcome.PASSED, ("R1", "lip"): Outcome.PASSED}, (1, 1, 2), 1),
        ({("R1", "slope"): Outcome.FAILED}, (0, 1, 2), 1),
        ({("R2", "slope"): Outcome.PASSED}, (1, 1, 2), 1),
        ({("R2", "slope"): Outcome.INAPPLICABLE, ("R2", "lip"): Outcome.FAILED}, (1, 1, 2), 1),
        ({("gone", "slope"): Outcome.PASSED}, (0, 2, 2), 0),
        ({("place", "slope"): Outcome.PASSED}, (0, 2, 2), 0),
    ],
)
def test_a_facility_passes_once_nothing_about_it_is_open(
    tmp_path: Path,
    outcomes: dict[tuple[str, str], Outcome],
    passing: tuple[float, float, float],
    surveyed: float,
) -> None:
    store, run = street(
        tmp_path,
        {
            "facility": ["R1", "R2", "place"],
            "division": ["1001", "1001", "1001"],
            "place": ["judged", "judged", "expected"],
            "outcome": ["cantTell", "cantTell", "cantTell"],
            "req:slope": ["cantTell", "cantTell", None],
            "req:lip": ["cantTell", "passed", "cantTell"],
        },
    )
    given = {Item("ramps", facility, rule): outcome for (facility, rule), outcome in outcomes.items()}
    layers = reviewed.layers(store, run, Plan(name="x", date=DAY), TREE, given)
    for indicator in reviewed.indicators(figures(), layers):
        counts = (indicator.numerator, indicator.unknown, indicator.denominator)
        assert counts == (passing if indicator.name == "pass" else (surveyed, 0, 2)), indicator
