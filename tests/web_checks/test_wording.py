"""wording: what texts say, without a browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_checks import wording, words
from web_checks.wording import Vague


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("更多", Vague.NOTHING),
        ("【更 多】>>", Vague.NOTHING),
        ("ＭＯＲＥ", Vague.NOTHING),
        ("Please click here to read more", Vague.NOTHING),
        ("»", Vague.NOTHING),
        ("此项目", Vague.POINTER),
        ("those", Vague.NOTHING if "those" in words.LINK_CORE_EN else Vague.POINTER),
        ("PDF（1.5MB）", Vague.FORMAT),
        ("plain text", Vague.FORMAT),
        ("www.gov.cn", Vague.ADDRESS),
        ("附件下载", Vague.THIN),
        ("更多政策", None),
        ("Press", None),
        ("Read the report", None),
        ("本网站", None),
        ("此次会议", None),
        ("5", None),
        ("\ufffd\ufffd", None),
    ],
)
def test_vagueness(name: str, kind: Vague | None) -> None:
    assert wording.vagueness(name) is kind


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_judged_without_error(text: str, name: str) -> None:
    wording.vagueness(text)
    wording.says_more(text, name)
    wording.topics(text)
    wording.tells_remedy(text, [name])
    assert wording.plain(wording.plain(text)) == wording.plain(text)


@given(st.text(max_size=60))
def test_no_address_is_too_odd_to_compare(text: str) -> None:
    assert wording.same_place(text) == wording.same_place(text)
    assert not wording.asks_otherwise(text, text)
    wording.owner_of(text)


@pytest.mark.parametrize(
    ("context", "name", "more"),
    [
        ("部门预算 详情", "详情", True),
        ("详情", "详情", False),
        ("更多 详情 >>", "详情", False),
        ("1 | 2 | 详情", "详情", False),
        ("PDF Word", "PDF", False),
    ],
)
def test_a_context_of_empty_words_says_no_more(context: str, name: str, more: bool) -> None:  # noqa: FBT001
    assert wording.says_more(context, name) is more


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("https://www.a.gov.cn/x", "a.gov.cn"),
        ("https://b.a.com/", "a.com"),
        ("http://a.cn", "a.cn"),
        ("http://www.gov.cn/", "www.gov.cn"),
        ("mailto:a@b.cn", ""),
    ],
)
def test_owner_of(address: str, owner: str) -> None:
    assert wording.owner_of(address) == owner


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        ("http://a.gov.cn/", "http://b.gov.cn/", True),
        ("http://www.people.cn/", "http://www.people.com.cn/", False),
        ("http://x.a.com/", "http://y.a.com/", False),
        ("http://a.com/", "http://", False),
    ],
)
def test_one_name_under_two_endings_may_be_one_owner(one: str, other: str, different: bool) -> None:  # noqa: FBT001
    assert wording.different_owners(one, other) is different


def test_a_word_is_either_empty_or_vague() -> None:
    assert not words.LINK_NOTHING & words.LINK_VAGUE
    assert not words.TITLE_NOTHING & words.TITLE_VAGUE
    assert not words.HEADING_NOTHING & words.HEADING_VAGUE
    assert not words.LABEL_NOTHING & words.LABEL_VAGUE
    assert not words.LINK_CORE_EN & words.LINK_FILLER_EN


def test_every_word_stands_as_it_is_compared() -> None:
    for lexicon in (
        words.LINK_NOTHING,
        words.LINK_VAGUE,
        words.TITLE_NOTHING,
        words.HEADING_NOTHING,
        words.LABEL_NOTHING,
    ):
        assert {word for word in lexicon if wording.compact(word) != word} == set()
