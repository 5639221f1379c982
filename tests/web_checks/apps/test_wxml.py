"""WXML and WXSS as people write them, and as nobody should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_checks.apps import wxml, wxss
from web_checks.apps.elements import hidden, said
from web_checks.apps.markup import Unreadable


def shape(markup: str) -> str:
    def one(tag: wxml.Tag) -> str:
        inner = "".join(one(each) if isinstance(each, wxml.Tag) else each.strip() for each in tag.inner)
        return f"{tag.name}({inner})"

    return "".join(one(tag) for tag in wxml.parse(markup).children)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<view><text>甲</text>乙</view>", "view(text(甲)乙)"),
        ("<image/><input></input>", "image()input()"),
        ('<view wx:if="{{a < b && c > d}}">甲</view>', "view(甲)"),
        ("<view hidden bindTap=go>甲</view>", "view(甲)"),
        ("<!-- <view> --><text/>", "text()"),
        ("<wxs module='m'>if (a < b) { '</view>' }</wxs><view/>", "wxs()view()"),
        ("<view>甲</text>乙</view>", "view(甲乙)"),
        ("<view><text>甲</view>乙", "view(text(甲))"),
        ("<view>甲", "view(甲)"),
        ("甲 < 乙 <view/>", "view()"),
        ("<view>&lt;甲&amp;gt;</view>", "view(<甲&gt;)"),
    ],
)
def test_trees(markup: str, expected: str) -> None:
    assert shape(markup) == expected


def test_attributes_and_lines() -> None:
    (view,) = wxml.parse("\n<view\n  hidden\n  data-a='x > y' aria-label = \"甲\"\n>\n</view>").children
    assert view.attributes == {"hidden": None, "data-a": "x > y", "aria-label": "甲"}
    assert view.line == 2


def test_too_much_is_refused() -> None:
    with pytest.raises(Unreadable):
        wxml.parse("<a>" * 500)
    with pytest.raises(Unreadable):
        wxml.parse("<a/>" * 20_001)


@given(st.text(alphabet="<>/\"'= a{}!-w&;", max_size=60))
def test_any_text_is_read(markup: str) -> None:
    list(wxml.parse(markup).walk())


@given(st.text(alphabet="{}@media.a:;#()/*,", max_size=60))
def test_any_styles_are_read(source: str) -> None:
    (tag,) = wxml.parse('<view class="a"/>').children
    wxss.stated(tag, "color", wxss.parse(source))


def test_what_is_read_out_and_hidden() -> None:
    (view,) = wxml.parse('<view aria-hidden="{{x}}"><text>甲</text><image aria-label="乙"/></view>').children
    assert said(view) == "甲 乙"
    assert hidden(view) is None
    (text, _) = view.children
    text.attributes["aria-hidden"] = "true"
    assert hidden(text) is True
    assert said(view) == "乙"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#fff", (255, 255, 255)),
        ("#09f8A0", (9, 248, 160)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("rgba(1,2,3,1.0)", (1, 2, 3)),
        ("rgba(1,2,3,.5)", None),
        ("#ffff", None),
        ("linear-gradient(red, blue)", None),
        ("", None),
    ],
)
def test_colours(value: str, expected: tuple[int, int, int] | None) -> None:
    assert wxss.colour(value) == expected


def test_contrast_as_wcag_defines_it() -> None:
    assert wxss.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert wxss.contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_a_font_within_a_style_sheet_takes_no_time() -> None:
    font = "@font-face{src:url(data:font/woff;base64," + "A" * 300_000 + ")}"
    (block,) = wxss.parse(f"{font} .a,.b{{color:red}}")[-2:-1]
    assert (block.selector, block.said) == (".a", {"color": "red"})


def _of(markup: str, selector: str, *, whole: bool = True) -> str | None:
    root = wxml.parse(markup)
    tag = next(each for each in root.walk() if each.name == "text")
    return wxss.stated(tag, "color", wxss.parse(f"{selector}{{color:red}}"), whole=whole)


@pytest.mark.parametrize(
    ("selector", "inside", "alone"),
    [
        (".a .t", "red", None),
        (".a > .t", None, None),
        (".b>.t", "red", None),
        (".a .b .t", "red", None),
        (".a > .b > .t", "red", None),
        (".a > view .t", "red", None),
        (".b .a .t", None, None),
        ("page .t", "red", "red"),
        ("page .a .t", "red", None),
        (".x .t", None, None),
        (".a + .t", wxss.OPEN, wxss.OPEN),
        (".a .t:active", wxss.OPEN, wxss.OPEN),
        (".a .t::after", None, None),
    ],
)
def test_selectors_that_look_outwards(selector: str, inside: str | None, alone: str | None) -> None:
    within = '<view class="a"><view class="b"><text class="t">字</text></view></view>'
    assert _of(within, selector) == inside
    assert _of('<text class="t">字</text>', selector) == alone


def test_what_stands_around_a_part_is_not_known() -> None:
    part = '<view class="a"><text class="t">字</text></view>'
    assert _of(part, ".x .t", whole=False) == wxss.OPEN
    assert _of(part, ".a .t", whole=False) == "red"
    assert _of(part, ".x > .t", whole=False) is None
    assert _of(f"<template name='i'>{part}</template>", ".x .t") == wxss.OPEN
    assert _of('<view class="{{c}}"><text class="t">字</text></view>', ".x .t") == wxss.OPEN
