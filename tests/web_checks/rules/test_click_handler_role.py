"""click-handler-role: handlers that lead elsewhere, that act, that have a way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "click-handler-role"


@pytest.mark.parametrize(
    "html",
    ["<div onclick=\"location.href='/x'\">办事大厅</div>", "<span onclick=\"window.open('/x')\">办事大厅</span>"],
)
def test_what_leads_elsewhere_and_is_no_link_fails(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize("html", ['<li onclick="show(2)">公告</li>', "<div onclick=\"location='/x'\"></div>　"])
def test_what_it_does_is_for_a_person(web: Web, html: str) -> None:
    seen = web.see(html.replace("></div>", ' style="height:9px;width:9px;background:red"></div>'), rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        '<button onclick="show(2)">公告</button>',
        "<div onclick=\"location='/x'\"><a href='/x'>公告</a></div>",
        '<a href="/x"><span onclick="count()">公告</span></a>',
        '<div role="button" tabindex="0" onclick="show(2)">公告</div>',
        '<div onclick="event.stopPropagation()">公告</div>',
        '<div onclick="show(2)" hidden>公告</div>',
    ],
)
def test_what_the_keyboard_reaches_is_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
