"""One page under several addresses is one page; pages that differ in anything that was found are not."""

from __future__ import annotations

import itertools
from typing import Any

from audit.model import Outcome, RuleTally
from audit.records import Subject
from web_checks.twins import NO_TEXT, twins


def page(name: str, position: int, content: str = "c", rules: int = 0, **facts: Any) -> Subject:
    seen = {"content": content, "template": "t", "elements": 9, "hops": 1, "depth": "simplified", **facts}
    tally = {"r": RuleTally(1, rules, 0)}
    return Subject(name, "page", Outcome.FAILED, "s", position, title="T", tally=tally, facts=seen)


def test_the_first_of_equal_pages_is_the_page_whatever_the_order_of_arrival() -> None:
    pages = [page("b", 1), page("a", 2), page("z", 3), page("other", 4, "d")]
    for order in itertools.permutations(pages):
        assert twins(order) == {"a": "b", "z": "b"}


def test_pages_that_differ_in_anything_are_two() -> None:
    differing = [
        page("x", 2, rules=1),
        page("x", 2, template="u"),
        page("x", 2, elements=8),
        page("x", 2, "d"),
        page("x", 2, depth="in-depth"),
    ]
    for other in differing:
        assert twins([page("a", 1), other]) == {}


def test_pages_without_a_word_are_not_one_page_for_that() -> None:
    assert twins([page("a", 1, NO_TEXT), page("b", 2, NO_TEXT)]) == {}


def test_pages_that_were_not_tested_are_nobody_s_duplicates() -> None:
    lost = Subject("a", "page", Outcome.UNTESTED, "s", 0, facts={"content": "c"})
    assert twins([lost, page("b", 1)]) == {}


def test_a_canonical_address_is_the_page_when_it_was_tested_and_shows_the_same() -> None:
    pages = [page("copy", 1, canonical="page"), page("page", 2), page("copy2", 3, rules=1, canonical="page")]
    assert twins(pages) == {"copy": "page", "copy2": "page"}


def test_a_canonical_address_is_never_trusted_blindly() -> None:
    assert twins([page("a", 1, canonical="elsewhere")]) == {}
    assert twins([page("a", 1, "c", canonical="home"), page("home", 2, "d")]) == {}
    assert twins([page("a", 1, canonical="a"), page("b", 2, "d", canonical="b")]) == {}


def test_pages_that_name_each_other_leave_one() -> None:
    found = twins([page("a", 1, rules=1, canonical="b"), page("b", 2, canonical="a")])
    assert len(found) <= 1


def test_equal_pages_that_name_each_other_in_a_circle_are_one() -> None:
    pages = [page("a", 1, canonical="b"), page("b", 2, canonical="a"), page("c", 3, canonical="a")]
    assert twins(pages) == {"b": "a", "c": "a"}


def test_the_start_page_is_never_a_duplicate() -> None:
    pages = [page("/", 0, hops=0, canonical="/index"), page("/index", 1, canonical="/index")]
    assert twins(pages) == {"/index": "/"}
