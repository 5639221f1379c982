"""Two ways pass, one is for a person, none fails; handfuls of pages and processes are not judged."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.site_rules.conftest import Judged, Page, block, function
from web_checks.page import PageSummary
from web_checks.site_rules import multiple_ways as rule

NAVIGATION = block(("首页", "要闻", "办事"))
MAP = function("sitemap", "网站地图", "/map")


def others(page: Page, count: int = 3, **facts: str) -> list[PageSummary]:
    return [page(f"/{number}", **facts) for number in range(count)]


def test_a_site_without_any_way_fails_at_its_start_page(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/", home=True), *others(page)) == {"/": [Outcome.FAILED]}


@pytest.mark.parametrize("way", ["search", "map", "navigation"])
def test_one_way_is_for_a_person(page: Page, judged: Judged, way: str) -> None:
    blocks = [NAVIGATION] if way == "navigation" else []
    home = page("/", *blocks, home=True, search=way == "search", functions=[MAP] if way == "map" else [])
    pages = [page(f"/{number}", *blocks) for number in range(3)]
    assert judged(rule, home, *pages) == {"/": [Outcome.CANT_TELL]}


def test_two_ways_pass(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/", home=True, search=True, functions=[MAP]), *others(page)) == {"/": [Outcome.PASSED]}


def test_navigation_counts_when_half_of_the_pages_have_it(page: Page, judged: Judged) -> None:
    home = page("/", NAVIGATION, home=True, search=True)
    assert judged(rule, home, page("/0", NAVIGATION), *others(page, 3)[1:]) == {"/": [Outcome.PASSED]}
    assert judged(rule, home, *others(page)) == {"/": [Outcome.CANT_TELL]}


def test_few_pages_processes_and_lists_of_addresses_are_inapplicable(page: Page, judged: Judged) -> None:
    home = page("/", home=True)
    assert judged(rule, home, *others(page, 2)) == {}
    assert judged(rule, home, *others(page, 3, stratum="services")) == {}
    assert judged(rule, page("/"), *others(page)) == {}
