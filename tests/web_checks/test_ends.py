"""How visits end without a page: circles of redirects."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from audit.model import Outcome, Reason
from audit.records import Subject
from web_checks.ends import circles


def pages(leads: Mapping[str, str], tested: tuple[str, ...] = ()) -> list[Subject]:
    redirects = [
        Subject(address, "page", Outcome.INAPPLICABLE, "s", number, Reason.REDIRECT, facts={"detail": onwards})
        for number, (address, onwards) in enumerate(leads.items())
    ]
    return [*redirects, *(Subject(address, "page", Outcome.PASSED, "s", 99) for address in tested)]


def test_redirects_that_end_at_a_page_are_no_circle() -> None:
    assert circles(pages({"a": "b", "b": "c", "d": "b"}, tested=("c",))) == []


def test_the_first_of_a_circle_is_untested_and_says_which_way_it_goes() -> None:
    (result,) = circles(pages({"a": "b", "b": "c", "c": "a"}))
    assert (result.subject.id, result.subject.outcome, result.subject.reason) == (
        "a",
        Outcome.UNTESTED,
        Reason.NETWORK,
    )
    assert result.subject.facts["detail"] == "redirects in a circle: a → b → c → a"
    assert [untested.subject for untested in result.untested] == ["a"]


def test_what_leads_into_a_circle_is_none_of_it() -> None:
    assert [result.subject.id for result in circles(pages({"in": "a", "a": "b", "b": "a"}))] == ["a"]


def test_a_page_that_leads_to_itself_is_a_circle() -> None:
    assert [result.subject.id for result in circles(pages({"a": "a"}))] == ["a"]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), max_size=8))
def test_every_way_ends_at_a_page_or_in_a_circle_that_is_told_once(leads: dict[str, str]) -> None:
    told = [result.subject.id for result in circles(pages(leads))]
    for start in leads:
        way, at = [start], start
        while at in leads and leads[at] not in way:
            at = leads[at]
            way.append(at)
        ring = way[way.index(leads[at]) :] if at in leads else []
        assert len(set(ring) & set(told)) == (1 if ring else 0)
