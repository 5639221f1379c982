from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.sinks import cell, json_text, one_line, visible, web_address

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


@given(ANY_TEXT)
def test_nothing_unseen_is_left(text: str) -> None:
    for char in visible(text):
        assert char in "\t\n\r" or unicodedata.category(char) not in ("Cc", "Cs"), repr(char)
        assert unicodedata.bidirectional(char) not in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")
    visible(text).encode()


@given(ANY_TEXT)
def test_a_cell_is_one_line_and_no_formula(text: str) -> None:
    written = cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert "\n" not in written
    assert "\r" not in written


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_formulas_are_disarmed(text: str) -> None:
    assert cell(text).startswith("'")


def test_plain_text_is_left_alone() -> None:
    assert cell("解放路 5 号") == visible("解放路 5 号") == "解放路 5 号"


@given(st.dictionaries(ANY_TEXT.filter(lambda t: t.isprintable()), ANY_TEXT))
def test_json_can_be_read_back_and_hides_nothing(value: dict[str, str]) -> None:
    text = json_text(value)
    text.encode()
    assert all(unicodedata.category(char) != "Cc" for char in text)
    assert json.loads(text) == json.loads(
        json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
    ) or any("\ud800" <= char <= "\udfff" for item in value.items() for part in item for char in part)


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "//example.cn", "https://a b", "https://a\x00b", "\u202ehttps://a"],
)
def test_only_plain_web_addresses_become_links(text: str) -> None:
    assert web_address(text) is None
    assert web_address("https://www.example.cn/?a=1&b=2") == "https://www.example.cn/?a=1&b=2"


def test_long_lines_are_cut_with_an_ellipsis() -> None:
    assert one_line("a\n b" * 20, 10) == "a ba ba b…"
