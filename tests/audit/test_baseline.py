"""New, known, mended, and what nobody knows: through the edits that releases bring, and those that bring faults."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.baseline import Change, State, compare
from audit.model import Impact
from audit.snapshot import Snapshot
from tests.audit.snapshots import SITE, address, fault, ramps, snapshot

LINK = '<a class="more" href="/news/index.html">更多</a>'


def counts(change: Change) -> dict[str, int]:
    return {state.value: change.count(state) for state in State}


def held(before: Snapshot, now: Snapshot) -> dict[str, int]:
    """Return the counts that are not nought."""
    return {state: count for state, count in counts(compare(before, now)).items() if count}


def link(selector: str, snippet: str = LINK, **given: Any) -> dict[str, Any]:
    path = given.pop("path", "html>body>main.news>ul>li>a.more")
    return fault(rule="link-name", selector=selector, snippet=snippet, path=path, **given)


# ---- edits that change nothing of a fault


@pytest.mark.parametrize(
    ("selector", "snippet", "path"),
    [
        pytest.param("main.list > a", LINK, "html>body>main.list>ul>li>a.more", id="a class above was renamed"),
        pytest.param(
            "main.news > a", LINK.replace("more", "x-9f"), "html>body>main.news>ul>li>a", id="its own class was renamed"
        ),
        pytest.param("main.news > a", LINK.replace("<a ", '<a id="ember42" '), "html>body>main>a", id="generated id"),
        pytest.param("#ember43", LINK.replace("<a ", '<a id="ember43" '), "html>body>main>a", id="id anew"),
        pytest.param("main.news > div:nth-child(2) > a", LINK, "html>body>main.news>div>ul>li>a.more", id="wrapped"),
        pytest.param(
            "main.news > a",
            LINK.replace("更多", "查看全部"),
            "html>body>main.news>ul>li>a.more",
            id="what it says was changed in place",
        ),
        pytest.param(
            "li:nth-child(3) > a",
            LINK.replace("更多", "查看全部"),
            "html>body>main.news>ul>li>a.more",
            id="moved and reworded within its component",
        ),
        pytest.param(
            "main.news > a", LINK.replace("href", "data-track='7' href"), "html>body>main>a", id="a data attribute"
        ),
        pytest.param(
            "body > main > a",
            '<a href="/news/index.html"   class="more">\n  更多 </a>',
            "html>body>main>a",
            id="order of attributes and white space",
        ),
    ],
)
def test_an_unrelated_edit_makes_nothing_new(selector: str, snippet: str, path: str) -> None:
    before = snapshot([link("main.news > a"), link("li:nth-child(2) > a", "<a href='/x'></a>", path="html>body>x")])
    now = snapshot(
        [link(selector, snippet, path=path), link("li:nth-child(2) > a", "<a href='/x'></a>", path="html>y")]
    )
    assert held(before, now) == {"known": 2}


def test_reordered_siblings_keep_their_faults() -> None:
    rows = [link(f"li:nth-child({n}) > a", f'<a href="/{word}">{word}</a>') for n, word in enumerate("甲乙丙丁戊")]
    turned = [
        link(f"li:nth-child({n}) > a", f'<a href="/{word}">{word}</a>') for n, word in enumerate(reversed("甲乙丙丁戊"))
    ]
    change = compare(snapshot(rows), snapshot(turned))
    assert counts(change)["known"] == 5
    paired = change.now_web.assign(before=change.before_web["snippet"].iloc[change.now_web["match"]].to_numpy())
    assert (paired["snippet"] == paired["before"]).all(), "each with the one of its own words"


def test_a_banner_that_shifts_every_place_makes_nothing_new() -> None:
    rows = [fault(selector=f"main > :nth-child({n}) > img", snippet=f'<img src="p{n}.png">') for n in range(1, 6)]
    shifted = [
        fault(selector=f"main > :nth-child({n + 1}) > img", snippet=f'<img src="p{n}.png">') for n in range(1, 6)
    ]
    assert held(snapshot(rows), snapshot(shifted)) == {"known": 5}


def test_a_page_is_the_same_at_another_host_scheme_or_order_of_its_query() -> None:
    before = snapshot([fault(address="http://portal.test/list?page=2&kind=news")], ["list?page=2&kind=news"])
    moved = fault(address="https://review-12.test/list?kind=news&page=2", site="review")
    now = snapshot([moved], ["list?kind=news&page=2"], site="review", home="review-12.test")
    assert held(before, now) == {"known": 1}


def test_a_page_that_moved_takes_its_faults_along() -> None:
    before = snapshot([fault("old/a.html")], ["index.html", "old/a.html"])
    assert held(before, snapshot([fault("new/a.html")], ["index.html", "new/a.html"])) == {"known": 1}


def test_a_page_that_a_crawl_did_not_reach_has_not_moved() -> None:
    before = snapshot([fault("a.html")], ["index.html", "a.html"])
    cut = snapshot([fault("b.html")], ["index.html", "b.html"], whole=False)
    assert held(before, cut) == {"new": 1, "stale": 1}
    assert held(cut, snapshot([fault("a.html")], ["index.html", "a.html"])) == {"new": 1, "mended": 1}


# ---- faults that must not hide


def test_a_second_fault_beside_the_first_is_new() -> None:
    before = [link(f"li:nth-child({n}) > a") for n in range(1, 6)]
    change = compare(snapshot(before), snapshot([*before, link("li:nth-child(6) > a")]))
    assert counts(change) == {"new": 1, "known": 5, "mended": 0, "stale": 0}
    (new,) = change.now_web.loc[change.now_web["state"] == "new", "selector"]
    assert new == "li:nth-child(6) > a"


def test_a_fault_on_another_page_is_new_though_one_of_its_kind_was_mended() -> None:
    assert held(snapshot([fault("a.html")]), snapshot([fault("b.html")])) == {"new": 1, "mended": 1}


def test_a_new_page_brings_new_faults_while_the_old_one_stands() -> None:
    before = snapshot([fault("a.html")], ["a.html"])
    assert held(before, snapshot([fault("a.html"), fault("b.html")], ["a.html", "b.html"])) == {"new": 1, "known": 1}


def test_another_rule_at_the_same_place_is_new() -> None:
    before, now = snapshot([fault()]), snapshot([fault(rule="link-name")])
    assert held(before, now) == {"new": 1, "mended": 1}


def test_what_could_not_be_told_and_now_fails_is_new() -> None:
    assert held(snapshot([fault(outcome="cantTell")]), snapshot([fault()])) == {"new": 1}


def test_what_failed_and_cannot_be_told_now_is_not_mended() -> None:
    assert held(snapshot([fault()]), snapshot([fault(outcome="cantTell")])) == {"stale": 1}


# ---- mended, or not tested


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"untested": ["a.html"]}, id="the page was not tested"),
        pytest.param({"rules": frozenset({"link-name"})}, id="the rule did not run"),
        pytest.param({"pages": ["b.html"], "whole": False}, id="a crawl that was cut short did not reach it"),
        pytest.param({"pages": None, "whole": False}, id="a file that lists no pages, of an audit that left some out"),
    ],
)
def test_nobody_knows_of_what_was_not_tested(changes: dict[str, Any]) -> None:
    given: dict[str, Any] = {"pages": ["a.html", "b.html"], **changes}
    pages = given.pop("pages")
    assert held(snapshot([fault()]), snapshot([], pages, **given)) == {"stale": 1}


def test_a_rule_for_a_sample_is_known_of_the_pages_in_it_alone() -> None:
    missed = [(SITE, SITE, "link-name")]
    before = snapshot([fault("a.html", rule="link-name"), fault("b.html", rule="link-name")])
    now = snapshot([], missed=missed)
    assert now.pages is not None
    now.pages["tally"] = [page if n != 1 else {} for n, page in enumerate(now.pages["tally"])]
    assert held(before, now) == {"mended": 1, "stale": 1}


def test_a_fault_in_a_frame_that_was_not_reached_is_not_mended() -> None:
    before = snapshot([fault(selector="iframe >>> img")])
    assert held(before, snapshot([])) == {"mended": 1}
    missed = [(SITE, address("a.html"), "frame http://ads.test/")]
    assert held(before, snapshot([], missed=missed)) == {"stale": 1}


def test_a_page_that_is_gone_for_certain_takes_its_faults_with_it() -> None:
    assert held(snapshot([fault()]), snapshot([], gone=["a.html"])) == {"mended": 1}
    assert held(snapshot([fault()]), snapshot([], ["b.html"])) == {"mended": 1}


# ---- facilities


def test_facilities_are_the_same_by_id_though_surveyed_anew() -> None:
    before = ramps([("1", 0, 0, "failed"), ("2", 50, 0, "failed"), ("3", 90, 0, "passed")])
    now = ramps([("1", 3, 2, "failed"), ("2", 48, -3, "passed"), ("3", 92, 1, "failed")])
    assert held(before, now) == {"new": 1, "known": 1, "mended": 1}


def test_ids_that_were_given_anew_are_told_by_place() -> None:
    places = [(n * 12.0, n % 3 * 9.0) for n in range(30)]
    before = ramps([(str(n), *place, "failed" if n % 2 else "passed") for n, place in enumerate(places)])
    now = ramps([(str(n + 1), *place, "failed" if n % 2 else "passed") for n, place in enumerate(places)])
    assert held(before, now) == {"known": 15}


def test_a_new_facility_under_an_old_id_is_new() -> None:
    places = [(n * 12.0, 0.0) for n in range(9)]
    before = ramps([(str(n), *place, "failed") for n, place in enumerate(places)])
    rows = [("0", 300.0, 0.0, "failed"), *((str(n + 1), *place, "failed") for n, place in enumerate(places))]
    assert held(before, ramps(rows)) == {"new": 1, "known": 9}


@pytest.mark.parametrize(("metres", "counted"), [(0.9, {"known": 1}), (1.2, {"new": 1, "stale": 1})])
def test_a_place_is_the_same_within_a_metre(metres: float, counted: dict[str, int]) -> None:
    assert held(ramps([("a", 0, 0, "failed")]), ramps([("b", 0, metres, "failed")])) == counted


def test_facilities_one_above_the_other_are_paired_one_to_one() -> None:
    before = ramps([(f"a{n}", 5, 5, "failed") for n in range(40)])
    assert held(before, ramps([(f"b{n}", 5, 5, "failed") for n in range(41)])) == {"new": 1, "known": 40}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("passed", "mended"), ("inapplicable", "mended"), ("cantTell", "stale"), ("untested", "stale")],
)
def test_a_facility_is_mended_when_it_is_known_to_be(outcome: str, state: str) -> None:
    assert held(ramps([("1", 0, 0, "failed")]), ramps([("1", 0, 0, outcome)])) == {state: 1}


def test_a_facility_that_was_left_out_of_the_delivery_is_not_mended() -> None:
    assert held(ramps([("1", 0, 0, "failed")]), ramps([("2", 99, 0, "passed")])) == {"stale": 1}


def test_facilities_without_a_place_are_told_by_id() -> None:
    nowhere = float("nan")
    before = ramps([("1", nowhere, nowhere, "failed"), ("2", nowhere, nowhere, "failed")])
    now = ramps([("1", nowhere, nowhere, "failed"), ("2", 10, 10, "passed")])
    assert held(before, now) == {"known": 1, "mended": 1}


def test_only_the_edition_that_is_scored_counts() -> None:
    now = ramps([("1", 0, 0, "failed")])
    beside = replace(now, street=now.street.assign(scored=False))
    assert held(ramps([]), beside) == {}


# ---- laws

FAULTS = st.lists(
    st.builds(
        lambda page, rule, selector, snippet, path, outcome: fault(
            page, rule=rule, selector=selector, snippet=snippet, path=path, outcome=outcome, impact=Impact.SERIOUS
        ),
        st.sampled_from(["a.html", "b.html", "c.html", "d.html"]),
        st.sampled_from(["axe-image-alt", "link-name"]),
        st.sampled_from(["main > img", "li:nth-child(1) > a", "li:nth-child(2) > a"]),
        st.sampled_from(['<img src="a.png">', '<img class="x" src="b2.png">', LINK, "<a>乙</a>", "<a", ""]),
        st.sampled_from(["html>body>img", "html>body>a"]),
        st.sampled_from(["failed", "failed", "cantTell"]),
    ),
    max_size=14,
)
PAGES = st.sets(st.sampled_from(["a.html", "b.html", "c.html", "d.html"]), min_size=1).map(sorted)


@settings(max_examples=30)
@given(faults=FAULTS)
def test_a_run_against_itself_is_all_known(faults: list[dict[str, Any]]) -> None:
    seen = snapshot(faults)
    failed = sum(row["outcome"] == "failed" for row in faults)
    assert counts(compare(seen, seen)) == {"new": 0, "known": failed, "mended": 0, "stale": 0}


@settings(max_examples=40)
@given(before=FAULTS, now=FAULTS, pages=PAGES, untested=PAGES, order=st.randoms(use_true_random=False))
def test_everything_ends_in_one_state_whatever_the_order(
    before: list[dict[str, Any]], now: list[dict[str, Any]], pages: list[str], untested: list[str], order: random.Random
) -> None:
    first, second = snapshot(before, pages), snapshot(now, pages, untested=untested)
    found = counts(compare(first, second))
    failed = [sum(row["outcome"] == "failed" for row in rows) for rows in (before, now)]
    assert found["new"] + found["known"] == failed[1]
    assert found["known"] + found["mended"] + found["stale"] == failed[0]
    shuffled = [order.sample(rows, len(rows)) for rows in (before, now)]
    again = compare(snapshot(shuffled[0], pages), snapshot(shuffled[1], pages, untested=untested))
    assert counts(again) == found
    pd.testing.assert_frame_equal(again.now_web, compare(first, second).now_web)
