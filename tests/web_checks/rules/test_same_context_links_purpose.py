"""same-context-links-purpose: equal names are at fault only in equal contexts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "same-context-links-purpose"


def test_one_block_with_two_targets_fails(web: Web) -> None:
    html = '<p>请<a href="http://a.com/">联系我们</a>或者<a href="http://b.com/">联系我们</a></p>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_links_that_are_alone_in_their_blocks_share_an_empty_context(web: Web) -> None:
    html = '<p>甲局：</p><p><a href="http://a.com/">官方网站</a></p><p>乙局：</p><p><a href="http://b.com/">官方网站</a></p>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_a_broken_link_leads_nowhere_rather_than_elsewhere(web: Web) -> None:
    html = '<p><a href="http://a.com/send?t=1">推荐</a> <a href="http" ://a.com/send?t=1">推荐</a></p>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is not Outcome.FAILED


def test_headings_between_them_leave_it_to_a_person(web: Web) -> None:
    html = "".join(
        f'<div><h2>{name}</h2><div><a href="http://{host}/">更多</a></div></div>'
        for name, host in (("甲", "a.com"), ("乙", "b.com"))
    )
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize("other", ["/a", "/a/index.html"])
def test_one_target_passes(web: Web, other: str) -> None:
    html = f'<p>请<a href="/a/">联系我们</a>或者<a href="{other}">联系我们</a></p>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_other_contexts_are_not_compared(web: Web) -> None:
    html = '<p>甲局<a href="http://a.com/">官方网站</a></p><p>乙局<a href="http://b.com/">官方网站</a></p>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
