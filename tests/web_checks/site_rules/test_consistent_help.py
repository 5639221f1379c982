"""Help that moves past the main content or past other help fails; help that is missing does not."""

from __future__ import annotations

from audit.model import Outcome
from tests.web_checks.site_rules.conftest import Judged, Page, function
from web_checks.probes.wayfinding import Function
from web_checks.site_rules import consistent_help as rule

PASSED, FAILED, CANT_TELL = [Outcome.PASSED], [Outcome.FAILED], [Outcome.CANT_TELL]


def contact(place: str = "after", name: str = "联系我们") -> Function:
    return function("help", name, "/contact", place)


def faq(place: str = "after") -> Function:
    return function("help", "常见问题", "/faq", place)


def test_contact_that_moves_before_the_content_fails(page: Page, judged: Judged) -> None:
    pages = [page(path, functions=[contact()]) for path in ("/a", "/b")]
    moved = page("/c", functions=[contact("before")])
    assert judged(rule, *pages, moved) == {"/a": PASSED, "/b": PASSED, "/c": FAILED}


def test_help_that_swaps_with_other_help_fails_with_and_without_a_marked_content(page: Page, judged: Judged) -> None:
    for place in ("after", ""):
        pages = [page(path, functions=[contact(place), faq(place)]) for path in ("/a", "/b")]
        swapped = page("/c", functions=[faq(place), contact(place)])
        assert judged(rule, *pages, swapped)["/c"] == FAILED


def test_help_that_is_missing_or_stands_in_the_content_as_well_is_no_fault(page: Page, judged: Judged) -> None:
    pages = [page(path, functions=[contact(), faq()]) for path in ("/a", "/b")]
    fewer = page("/c", functions=[faq()])
    mentioned = page("/d", functions=[function("help", "联系我们", "/contact", "in"), contact(), faq()])
    assert judged(rule, *pages, fewer, mentioned) == dict.fromkeys(("/a", "/b", "/c", "/d"), PASSED)


def test_a_name_that_may_be_a_service_is_for_a_person(page: Page, judged: Judged) -> None:
    pages = [page(path, functions=[contact(name="咨询")]) for path in ("/a", "/b")]
    assert judged(rule, *pages, page("/c", functions=[contact("before", "咨询")]))["/c"] == CANT_TELL


def test_two_pages_that_differ_are_for_a_person(page: Page, judged: Judged) -> None:
    pages = [page("/a", functions=[contact()]), page("/b", functions=[contact("before")])]
    assert judged(rule, *pages) == {"/a": PASSED, "/b": CANT_TELL}


def test_sites_without_help_or_with_buttons_only_are_inapplicable(page: Page, judged: Judged) -> None:
    button = function("help", "在线客服")
    assert judged(rule, page("/a"), page("/b")) == {}
    assert judged(rule, page("/a", functions=[button]), page("/b", functions=[button])) == {}
