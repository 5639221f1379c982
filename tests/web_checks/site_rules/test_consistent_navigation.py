"""A shared navigation in another order fails; what comes, goes or is not shared does not."""

from __future__ import annotations

from audit.model import Outcome
from tests.web_checks.site_rules.conftest import Judged, Page, block
from web_checks.page import PageSummary
from web_checks.site_rules import consistent_navigation as rule

USUAL = ("首页", "要闻", "政务公开", "办事", "互动")
SWAPPED = ("首页", "政务公开", "要闻", "办事", "互动")
PASSED, FAILED, CANT_TELL = [Outcome.PASSED], [Outcome.FAILED], [Outcome.CANT_TELL]


def test_the_page_that_swaps_two_entries_fails(page: Page, judged: Judged) -> None:
    pages = [page("/a", block(USUAL)), page("/b", block(USUAL)), page("/c", block(SWAPPED))]
    assert judged(rule, *pages) == {"/a": PASSED, "/b": PASSED, "/c": FAILED}


def test_an_entry_more_or_less_is_no_fault(page: Page, judged: Judged) -> None:
    pages = [
        page("/a", block(USUAL)),
        page("/b", block(USUAL[1:])),
        page("/c", block((*USUAL[:2], "专题", *USUAL[2:]))),
    ]
    assert judged(rule, *pages) == {"/a": PASSED, "/b": PASSED, "/c": PASSED}


def test_two_pages_alone_do_not_tell_which_order_is_the_site_s(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/a", block(USUAL)), page("/b", block(SWAPPED))) == {"/a": PASSED, "/b": CANT_TELL}


def test_a_block_that_is_no_marked_navigation_is_for_a_person(page: Page, judged: Judged) -> None:
    usual, swapped = block(USUAL, role="called"), block(SWAPPED, role="called")
    assert judged(rule, page("/a", usual), page("/b", usual), page("/c", swapped))["/c"] == CANT_TELL


def test_two_shared_links_are_too_few_to_fail(page: Page, judged: Judged) -> None:
    pages = [page("/a", block(("甲", "乙"))), page("/b", block(("甲", "乙"))), page("/c", block(("乙", "甲")))]
    assert judged(rule, *pages)["/c"] == CANT_TELL


def test_different_blocks_are_not_held_against_each_other(page: Page, judged: Judged) -> None:
    footer = block(SWAPPED, role="contentinfo", name="footer")
    pages = [page(path, block(USUAL), footer) for path in ("/a", "/b", "/c")]
    assert judged(rule, *pages) == {path: [Outcome.PASSED] * 2 for path in ("/a", "/b", "/c")}


def test_twins_on_one_page_and_lists_that_differ_are_inapplicable(page: Page, judged: Judged) -> None:
    twins = [page("/a", block(USUAL), block(SWAPPED)), page("/b", block(USUAL), block(SWAPPED))]
    assert judged(rule, *twins) == {}
    assert judged(rule, page("/a", block(("甲", "乙"))), page("/b", block(("丙", "丁")))) == {}


def test_a_page_without_the_observation_is_left_out(page: Page, judged: Judged) -> None:
    blind = PageSummary("http://a.test/x", "", "zh", "t", "x", home=False)
    assert judged(rule, blind, page("/a", block(USUAL)), page("/b", block(USUAL))) == {"/a": PASSED, "/b": PASSED}
