"""text-zoom: text cut through at 640 × 512 px, and cuts that are clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "text-zoom"
# One line of 16 px at 1280 px, two at 640 px.
TEXT = "本市推进无障碍环境建设，方便老年人和残疾人出行、办事、就医、上学，各区各部门要抓好落实，按期完成改造任务。"


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


def _box(style: str, text: str = TEXT) -> str:
    return f'<div id="box" style="font:16px/18px sans-serif;{style}">{text}</div>'


@pytest.mark.parametrize(
    "style",
    [
        "overflow:hidden;height:28px",
        "overflow:hidden;width:100px;white-space:nowrap",
        "overflow-y:clip;height:9px",
    ],
)
def test_text_that_is_cut_through_fails(web: Web, style: str) -> None:
    assert _see(web, _box(style)).selectors(RULE) == ["#box"]


@pytest.mark.parametrize(
    "style",
    [
        "",
        "overflow:hidden",
        "overflow:hidden;height:18px",  # one whole line
        "overflow:hidden;width:100px;white-space:nowrap;text-overflow:ellipsis",
        "overflow:auto;height:28px",
    ],
)
def test_clean_cuts_and_scrolling_pass(web: Web, style: str) -> None:
    assert _see(web, _box(style)).outcome(RULE) is Outcome.PASSED


def test_a_ticker_is_clipped_by_nature(web: Web) -> None:
    assert _see(web, f"<marquee>{TEXT}{TEXT}</marquee>").outcome(RULE) is not Outcome.FAILED


def test_a_scrolling_box_inside_a_clip_shows_its_text_in_turn(web: Web) -> None:
    inner = f'<div style="overflow:auto;height:28px">{TEXT}</div>'
    assert _see(web, _box("overflow:hidden;height:28px", inner)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        _box("overflow:hidden;height:28px", f'<a href="/x">{TEXT}</a>'),
        (
            '<div style="position:relative;width:90px;height:20px;overflow:hidden">'
            '<p style="position:absolute;left:-40px;margin:0;white-space:nowrap">通知公告通知公告</p></div>'
        ),
    ],
)
def test_links_and_carried_text_are_for_a_person(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        _box("overflow:hidden;height:28px;display:none"),
        _box('overflow:hidden;height:28px" aria-hidden="true'),
        '<h1 style="width:90px;height:40px;overflow:hidden;text-indent:-999px;white-space:nowrap">市政府</h1>',
    ],
)
def test_text_that_is_not_seen_does_not_fail(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) in (Outcome.INAPPLICABLE, Outcome.PASSED)


@pytest.mark.parametrize("style", ["", "overflow:hidden;height:28px"])
def test_without_its_style_sheet_it_is_for_a_person(web: Web, style: str) -> None:
    html = '<link rel="stylesheet" href="/gone.css">' + _box(style)
    assert _see(web, html).outcome(RULE) is Outcome.CANT_TELL
