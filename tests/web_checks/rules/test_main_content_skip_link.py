"""main-content-skip-link: links that lead to the content, elsewhere, nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "main-content-skip-link"

MENU = '<nav><a href="/a.html">首页</a><a href="/b.html">政务公开</a></nav>'
TEXT = "<p>本市自三月一日起调整公交线路，请乘客留意站牌。</p>"
CONTENT = f'<div id="text">{TEXT}</div>'


def test_a_link_to_the_content_passes(web: Web) -> None:
    seen = web.see(f'<a href="#text">跳到正文</a>{MENU}{CONTENT}', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ('<a id="skip" href="#nowhere">跳到正文</a>', "不存在"),
        ('<a id="skip" href="#menu">跳到正文</a>', "没有链接通到正文"),
        ('<a id="skip" href="#text" tabindex="-1">跳到正文</a>', "没有链接通到正文"),
    ],
)
def test_a_link_that_leads_elsewhere_fails(web: Web, link: str, told: str) -> None:
    seen = web.see(f'{link}<nav id="menu"><a href="/a.html">首页</a></nav>{CONTENT}', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.FAILED
    assert told in seen.findings(RULE)[0].message.zh


def test_a_button_that_may_skip_is_for_a_person(web: Web) -> None:
    seen = web.see(f"<button onclick=\"location.hash='#text'\">跳过导航</button>{MENU}{CONTENT}", rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL


def test_a_page_of_no_site_needs_none(web: Web) -> None:
    assert web.see(TEXT, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
