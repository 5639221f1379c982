"""Addresses without end are told from the many pages of a large site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_checks.traps import CHAIN, FACETS, REPEATED, SESSION, SHUFFLED, Traps, shape

A = "http://a.test"


def one(address: str, depth: int = 1, traps: Traps | None = None) -> str:
    return (traps or Traps()).sift([(f"{A}{address}", depth)])[0]


@pytest.mark.parametrize(
    "path", ["/a/b/a/b/a/b", "/x/a/a/a", "/a/1/a/1/a/1/c.html", "/zw/en/zw/en/zw/en/", "/#/a/b/a/b/a/b"]
)
def test_a_path_that_repeats_itself_is_a_trap(path: str) -> None:
    assert one(path) == REPEATED


@pytest.mark.parametrize("path", ["/a/b/a/b", "/a/a", "/2011/11/11/11/x.html", "/a/b/c/a/b/c", "/", "/a//b//c"])
def test_a_path_that_does_not_repeat_itself_twice_over_is_a_page(path: str) -> None:
    assert one(path) == ""


def test_the_next_month_for_ever_ends() -> None:
    traps = Traps()
    kinds = [one(f"/calendar?year={2026 + n // 12}&month={n % 12 + 1}", n, traps) for n in range(30)]
    assert kinds == [""] * 20 + [CHAIN] * 10


def test_many_pages_of_one_shape_are_no_chain() -> None:
    traps = Traps()
    articles = [(f"{A}/art/2026/1/{n}/art_1_{n}.html", 2 + n % 3) for n in range(3000)]
    assert set(traps.sift(articles)) == {""}


def test_a_chain_without_numbers_is_no_trap() -> None:
    traps = Traps()
    assert {one(f"/{'x' * n}", n, traps) for n in range(60)} == {""}


def test_a_query_in_another_order_is_a_trap() -> None:
    traps = Traps()
    addresses = ["/list?a=1&b=2", "/list?b=2&a=1", "/list?a=1&b=2", "/list?a=2&b=1", "/other?b=2&a=1"]
    assert [one(address, 1, traps) for address in addresses] == ["", SHUFFLED, "", "", ""]
    assert one("/list?a=1&b=2".replace("/list", "/list#/x"), 1, traps) == ""
    assert traps.sift([("https://a.test/list?a=1&b=2", 1)]) == [""]


def test_facets_that_are_combined_without_end_end() -> None:
    traps = Traps()
    kinds = [one("/shop?" + "&".join(f"f{b}=1" for b in range(6) if n >> b & 1), 1, traps) for n in range(64)]
    assert kinds == [""] * 16 + [FACETS] * 48
    assert one("/shop?f0=7", 1, traps) == "", "another value of parameters that are known"


TOKENS = [f"{n:x}" * 8 + "9f3c2a1b" for n in range(1, 8)]


def test_one_page_under_many_tokens_is_a_session() -> None:
    traps = Traps()
    addresses = [f"{A}/x;s={token}/p?t={token}" for token in TOKENS]
    for address in addresses[:3]:
        assert traps.sift([(address, 1)]) == [""]
        traps.saw(address, "same text")
    assert traps.sift([(address, 2) for address in addresses[3:]]) == [SESSION] * 4
    assert traps.sift([(f"{A}/y/p?t={TOKENS[0]}", 2)]) == [""]


def test_many_pages_with_tokens_of_their_own_are_pages() -> None:
    traps = Traps()
    for n, token in enumerate(TOKENS[:5]):
        traps.saw(f"{A}/detail?id={token}", f"text {n // 3}")
    assert one(f"/detail?id={TOKENS[6]}", 2, traps) == ""


def test_a_run_that_goes_on_sifts_alike() -> None:
    found = [(f"{A}/c?m={n}", n) for n in range(18)]
    whole, again = Traps(), Traps()
    assert set(whole.sift(found)) == {""}
    again.know(found)
    rest = [(f"{A}/c?m={n}", n) for n in range(18, 30)]
    assert whole.sift(rest) == again.sift(rest)


def test_a_shape_is_what_addresses_of_one_kind_share() -> None:
    assert shape(f"{A}/t20261122_77.html?id={TOKENS[0]}") == f"{A}/t0_0.html?id=*"
    assert shape("http://10.0.0.1:80/x") == "http://10.0.0.1:80/x"


@given(st.lists(st.text("ab/01?&=#;%", max_size=30), max_size=20))
def test_nothing_is_too_odd_to_sift(places: list[str]) -> None:
    found = [(f"{A}/{place}", n) for n, place in enumerate(places)]
    assert len(Traps().sift(found)) == len(found)
