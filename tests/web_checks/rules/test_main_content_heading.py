"""main-content-heading: headings in the content, in the menu, out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "main-content-heading"

MENU = '<nav><a href="/a.html">首页</a><a href="/b.html">政务公开</a></nav>'
TEXT = "<p>本市自三月一日起调整公交线路，请乘客留意站牌。</p>"


@pytest.mark.parametrize("heading", ["<h1>线路调整</h1>", '<div role="heading" aria-level="2">线路调整</div>'])
def test_a_heading_in_the_content_passes(web: Web, heading: str) -> None:
    assert web.see(f"{MENU}<div>{heading}{TEXT}</div>", rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "heading",
    [
        "<strong>线路调整</strong>",
        '<h1 aria-hidden="true">线路调整</h1>',
        '<h1 style="position:absolute;left:-9999px">线路调整</h1>',
        '<h1 style="display:none">线路调整</h1>',
    ],
)
def test_a_heading_that_is_not_both_seen_and_heard_fails(web: Web, heading: str) -> None:
    assert web.see(f"{MENU}<div>{heading}{TEXT}</div>", rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_a_heading_ahead_of_the_menu_does_not_count(web: Web) -> None:
    assert web.see(f"<header><h1>某市政府</h1></header>{MENU}{TEXT}", rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_a_page_of_no_site_needs_none(web: Web) -> None:
    assert web.see(TEXT, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
