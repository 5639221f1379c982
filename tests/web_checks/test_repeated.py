"""The order of repeated things: what most pages have is the site's, and only what is shared is compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web_checks.repeated import orders

THINGS = st.lists(st.sampled_from("abcdefgh"), max_size=8)


def swaps(**sequences: str) -> dict[str, tuple[str, str] | None]:
    return {order.page: order.swapped for order in orders(sequences)}


def test_one_page_against_the_others_is_the_odd_one() -> None:
    assert swaps(p="abc", q="abc", r="acb") == {"p": None, "q": None, "r": ("b", "c")}


def test_missing_and_additional_things_are_no_swap() -> None:
    assert swaps(p="abc", q="axc", r="bc", s="abyc") == {"p": None, "q": None, "r": None, "s": None}


def test_pages_that_share_fewer_than_two_things_are_not_compared() -> None:
    assert swaps(p="ab", q="cd") == {}
    assert swaps(p="abc") == {}
    assert swaps(p="ab", q="ac", r="xy") == {}


def test_a_thing_that_stands_twice_says_nothing() -> None:
    assert swaps(p="abc", q="bacb") == {"p": None, "q": None}


def test_a_majority_is_clear_with_two_pages_and_twice_those_that_deviate() -> None:
    def clear(*texts: str) -> set[bool]:
        return {order.clear for order in orders({str(n): text for n, text in enumerate(texts)})}

    assert clear("abc", "acb") == {False}
    assert clear("abc", "abc", "acb") == {True}
    assert clear("abc", "abc", "acb", "acb") == {False}
    assert clear("abc", "bca", "cab") == {False}


@given(st.dictionaries(st.text("pqrstu", min_size=1, max_size=2), THINGS, max_size=6))
def test_pages_with_parts_of_one_order_never_deviate(sequences: dict[str, list[str]]) -> None:
    assert not any(order.swapped for order in orders({page: sorted(things) for page, things in sequences.items()}))


@given(st.dictionaries(st.text("pqrstu", min_size=1, max_size=2), THINGS, max_size=6))
def test_what_is_called_swapped_stands_the_other_way_on_the_page(sequences: dict[str, list[str]]) -> None:
    for order in orders(sequences):
        assert order.page in sequences
        if order.swapped:
            first, second = map(sequences[order.page].index, order.swapped)
            assert first > second
