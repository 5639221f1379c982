"""main-content-landmark: landmarks that begin with the content, and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "main-content-landmark"

MENU = '<nav><a href="/a.html">首页</a><a href="/b.html">政务公开</a></nav>'
TEXT = "<p>本市自三月一日起调整公交线路，请乘客留意站牌。</p>"


@pytest.mark.parametrize(
    "content",
    [f"<main>{TEXT}</main>", f'<div role="main">{TEXT}</div>', f'<section aria-label="通知">{TEXT}</section>'],
)
def test_a_landmark_with_the_content_passes(web: Web, content: str) -> None:
    assert web.see(MENU + content, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize("content", [f"<div>{TEXT}</div>", f"<section>{TEXT}</section>", f"<article>{TEXT}</article>"])
def test_content_in_no_landmark_fails(web: Web, content: str) -> None:
    assert web.see(MENU + content, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_a_main_that_begins_with_the_menu_skips_nothing(web: Web) -> None:
    assert web.see(f"<main>{MENU}{TEXT}</main>", rules=(RULE,)).selectors(RULE) == ["main"]


def test_a_trail_of_links_is_content(web: Web) -> None:
    trail = '<nav class="breadcrumb"><a href="/a.html">首页</a><a href="/b.html">通知</a></nav>'
    assert web.see(f"{MENU}<main>{trail}{TEXT}</main>", rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_a_page_of_no_site_needs_none(web: Web) -> None:
    assert web.see(TEXT, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
