"""style-sheet-words: words and pictures of the style sheet, decoration, and what the page says itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "style-sheet-words"
SEAL = (
    'url("data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%20width=%2790%27%20height=%2790%27/%3E")'
)


def _see(web: Web, css: str, html: str = '<p class="x">三月一日起调整线路。</p>') -> Outcome:
    return web.see(f"<style>.x::before {{ {css} }}</style>{html}", rules=(RULE,)).outcome(RULE)


@pytest.mark.parametrize("css", ["content: '谣言：'", "content: 'Opinion: '", "content: '置顶' '!'"])
def test_words_of_the_style_sheet_are_for_a_person(web: Web, css: str) -> None:
    assert _see(web, css) is Outcome.CANT_TELL


def test_a_picture_in_an_element_that_says_nothing_is_for_a_person(web: Web) -> None:
    html = '<div class="x" style="width:90px;height:90px"></div>'
    assert _see(web, f"content: {SEAL}", html) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    ("css", "html"),
    [
        ("content: '*'", '<p class="x">姓名</p>'),
        ("content: '新'", '<p class="x">姓名</p>'),  # one character is a sign
        ("content: '\\e60a'", '<p class="x">姓名</p>'),
        ("content: 'home'; font-family: 'Material Icons'", '<p class="x">首页</p>'),
        ("content: attr(title)", '<p class="x" title="通知公告">通知</p>'),
        ("content: '通知'", '<p class="x" aria-label="通知：停水" role="note">停水</p>'),
        ("content: '谣言：'; display: none", '<p class="x">姓名</p>'),
        ("content: '谣言：'", '<p class="x" aria-hidden="true">姓名</p>'),
        ("content: '谣言：'", '<p class="x" hidden>姓名</p>'),
        (f"content: {SEAL}", '<div class="x" style="width:40px;height:40px"></div>'),
        (f"content: {SEAL} / '国徽'", '<div class="x" style="width:90px;height:90px"></div>'),
        (f"content: {SEAL}", '<p class="x">市政府</p>'),
    ],
)
def test_decoration_and_what_the_page_says_itself_are_not_its_business(web: Web, css: str, html: str) -> None:
    assert _see(web, css, html) is Outcome.INAPPLICABLE
