"""focus-visible: indicators of all kinds, none at all, and what cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "focus-visible"


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    "css",
    [
        "",
        "a { outline: none } a:focus { background: gold }",
        "a { outline: none; transition: color 2s } a:focus { color: red }",
        "a { outline: none } a:focus + i { border: 1px solid }",
        "a { outline: none } p:focus-within { box-shadow: 0 0 4px navy }",
        "a { outline: none } a:focus::after { content: '◀' }",
    ],
)
def test_any_visible_change_passes(web: Web, css: str) -> None:
    assert _see(web, f"<style>{css}</style><p><a href='#'>通知公告</a><i>新</i></p>").outcome(RULE) is Outcome.PASSED


def test_an_indicator_that_a_script_draws_elsewhere_passes(web: Web) -> None:
    html = """<style>a { outline: none }</style><a href="#" onfocus="mark.hidden=false" onblur="mark.hidden=true">一</a>
      <div style="margin-top:300px"><b id="mark" hidden>★</b></div>"""
    assert _see(web, html).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "css",
    [
        "a { outline: none }",
        "a:focus { outline: 2px solid transparent }",
        "a:focus { outline: 0; cursor: help }",
    ],
)
def test_no_visible_change_fails(web: Web, css: str) -> None:
    seen = _see(web, f"<style>{css}</style><a id='a' href='#'>通知公告</a> <button>好</button>")
    assert seen.selectors(RULE) == ["#a"]


def test_a_stop_that_nobody_can_see_fails_with_that_message(web: Web) -> None:
    seen = _see(web, '<a id="a" href="#"></a>')
    assert seen.selectors(RULE) == ["#a"]
    assert "看不见" in seen.findings(RULE)[0].message.zh


@pytest.mark.parametrize(
    ("sheet", "outcome"),
    [
        ('<link rel="stylesheet" href="/gone.css">', Outcome.CANT_TELL),
        ('<link rel="stylesheet" href="http://other.test/gone.css">', Outcome.CANT_TELL),
        ('<link rel="stylesheet" href="http://dead.test/gone.css">', Outcome.CANT_TELL),
        ('<style>@import "http://dead.test/gone.css";</style>', Outcome.CANT_TELL),
        ('<link rel="stylesheet" href="http://dead.test/gone.css" media="print">', Outcome.FAILED),
        ('<link rel="alternate stylesheet" title="黑底" href="http://dead.test/gone.css">', Outcome.FAILED),
    ],
)
def test_without_its_style_sheet_it_is_for_a_person(web: Web, sheet: str, outcome: Outcome) -> None:
    assert _see(web, sheet + '<a href="#"></a>').outcome(RULE) is outcome


@pytest.mark.parametrize(
    "link",
    [
        '<a href="#"><img src="/gone.png" alt="微博"></a>',
        '<a href="#" style="display:block;background:url(/gone.png)"></a>',
        '<a href="#" style="display:block"><i style="background:url(/gone.png)"></i></a>',
        '<a href="#"><script src="/gone.js"></script></a>',
    ],
)
def test_what_was_to_be_seen_and_did_not_load_is_not_asked_of(web: Web, link: str) -> None:
    assert _see(web, "<style>a { outline: none }</style>" + link).outcome(RULE) is Outcome.INAPPLICABLE


def test_a_page_that_moves_by_itself_is_not_accused(web: Web) -> None:
    html = """<style>a { outline: none }</style><a href="#">一</a><b id="b">0</b>
      <script>let n = 0; setInterval(() => { b.textContent = ++n; }, 5)</script>"""
    assert _see(web, html).outcome(RULE) is Outcome.INAPPLICABLE


@pytest.mark.parametrize("html", ["<p>无</p>", '<a href="#" tabindex="-1">一</a>', "<button disabled>一</button>"])
def test_pages_without_stops_are_inapplicable(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.INAPPLICABLE
