"""same-name-links-purpose: equal names, addresses that are one, may be one, and cannot be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "same-name-links-purpose"


def _links(*addresses: str, name: str = "联系我们") -> str:
    return "".join(f'<p>第 {number} 处 <a href="{address}">{name}</a></p>' for number, address in enumerate(addresses))


@pytest.mark.parametrize(
    "addresses",
    [
        ("/lx/", "/lx"),
        ("/lx/index.html", "/lx/"),
        ("http://a.example/x", "https://www.a.example/x"),
        ("/x?a=1&amp;b=2", "/x?b=2&amp;a=1"),
        ("javascript:;", "/x"),
    ],
)
def test_addresses_of_one_place_pass(web: Web, addresses: tuple[str, str]) -> None:
    assert web.see(_links(*addresses), rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "addresses",
    [("http://a.gov.cn/", "http://b.gov.cn/"), ("http://a.com/", "http://b.com/"), ("/x?id=1", "/x?id=2")],
)
def test_places_that_cannot_be_one_fail_at_the_second(web: Web, addresses: tuple[str, str]) -> None:
    seen = web.see(_links(*addresses), rules=(RULE,))
    (found,) = seen.findings(RULE)
    assert found.outcome is Outcome.FAILED
    assert addresses[1] in found.target.snippet


@pytest.mark.parametrize(
    "addresses", [("/a.html", "/b.html"), ("/x?from=home", "/x?from=nav"), ("http://x.a.gov.cn/", "http://y.a.gov.cn/")]
)
def test_addresses_that_may_hold_one_thing_are_for_a_person(web: Web, addresses: tuple[str, str]) -> None:
    assert web.see(_links(*addresses), rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


def test_one_more_and_the_next_lead_to_different_places(web: Web) -> None:
    assert web.see(_links("/a/", "/b/", name="更多"), rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_an_address_in_a_click_handler_counts(web: Web) -> None:
    html = "".join(
        f'<span role="link" tabindex="0" onclick="location.href=\'{address}\'">办事指南</span>'
        for address in ("http://a.com/", "http://b.com/")
    )
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_different_names_are_not_compared(web: Web) -> None:
    assert web.see('<a href="/a">甲</a><a href="/b">乙</a>', rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
