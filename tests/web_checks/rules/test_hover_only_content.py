"""hover-only-content: menus and tips that the pointer opens, with and without another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "hover-only-content"

pytestmark = pytest.mark.usefixtures("quick_pointer")


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


STYLE = """<style>body { margin: 40px } #t { position: relative; display: inline-block }
  #t ul { display: none; position: absolute; top: 100%; left: 0; margin: 0 } #t:hover ul { display: block }</style>"""
LINKS = "<ul><li><a href='/a'>户籍</a></li><li><a href='/b'>社保</a></li></ul>"
MENU = (
    f"{STYLE}<div id='t'>办事服务{LINKS}</div><p>正文第一行，正文第一行，正文第一行</p><p><a href='/z'>联系我们</a></p>"
)


def test_a_menu_of_styles_alone_fails(web: Web) -> None:
    (finding,) = _see(web, MENU).findings(RULE)
    assert (finding.outcome, finding.target.selector) == (Outcome.FAILED, "#t")
    assert "户籍" in finding.message.zh


@pytest.mark.parametrize(
    "html",
    [
        # Its heading leads to a page, which may hold the same.
        MENU.replace("办事服务", "<a href='/services'>办事服务</a>"),
        # It says that it opens something: a key may do it.
        MENU.replace("<div id='t'>", "<div id='t' tabindex='0' aria-haspopup='true'>"),
        # A script shows it: perhaps on a key, too.
        MENU.replace("#t:hover ul", "#t.on ul")
        + "<script>t.onmouseenter = () => t.className = 'on'; t.onmouseleave = () => t.className = ''</script>",
        # A tip over something that cannot take the focus.
        f"{STYLE}<span id='t'>证件号码<ul><li>在证件背面</li></ul></span><p><a href='/z'>联系我们</a></p>",
    ],
)
def test_what_a_key_or_a_page_may_give_is_for_a_person(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        f"{MENU}<style>#t:focus-within ul {{ display: block }}</style>".replace(
            "办事服务", "<a href='#' id='h'>办事服务</a>"
        ),
        f"{MENU}<p><a href='/a'>户籍</a> <a href='/b'>社保</a></p>",
    ],
)
def test_another_way_to_the_same_links_passes(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        "<p>没有悬停内容</p><p><a href='/z'>联系我们</a></p>",
        # A tip over a control: whether the focus shows it, too, a person must try.
        f"{STYLE}<a href='/x' id='t'>证件号码<ul><li>在证件背面</li></ul></a>",
    ],
)
def test_pages_without_such_content_are_not_its_business(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.INAPPLICABLE
