"""How a visit ends when there is no page to test: refused, led elsewhere, before a login."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from audit.model import Outcome, Reason, Untested
from audit.records import Link, Subject, Waiting
from audit.schema import storable
from web_checks.crawl import PageResult

# Pages that send each other on by script have no end; browsers follow 20 redirects, people fewer.
REDIRECTS = tuple(f"redirect{n}" if n else "redirect" for n in ("", 2, 3, 4, 5))
# Ends that are no page of this site, rather than a page that could not be tested.
_NO_PAGE = (Reason.REDIRECT, Reason.NOT_HTML, Reason.DOWNLOAD, Reason.OUT_OF_SCOPE)


def no_result(site: str, waiting: Waiting, reason: Reason, detail: str = "", status: int = 0) -> PageResult:
    """Return the result of an address that gave no page. status: what the server answered, 0 = nothing."""
    outcome = Outcome.INAPPLICABLE if reason in _NO_PAGE else Outcome.UNTESTED
    said = storable(detail)[:500]
    facts = {"status": status, "detail": said, "hops": waiting.depth, "source": waiting.source, "depth": ""}
    subject = Subject(waiting.address, "page", outcome, site, waiting.position, reason, facts=facts)
    untested = [Untested(waiting.address, "", reason, said)] if outcome is Outcome.UNTESTED else []
    return PageResult(subject, untested=untested)


def redirected(site: str, waiting: Waiting, ended: str, status: int, *, in_scope: bool) -> PageResult:
    """Return the result of an address that led on to another, with that one as its link when it is the site's."""
    if not in_scope:
        return no_result(site, waiting, Reason.OUT_OF_SCOPE, ended, status)
    followed = REDIRECTS.index(waiting.source) + 1 if waiting.source in REDIRECTS else 0
    if followed == len(REDIRECTS):
        return no_result(site, waiting, Reason.NETWORK, f"too many redirects: {ended}", status)
    result = no_result(site, waiting, Reason.REDIRECT, ended, status)
    # The page that it leads to takes this one's place; a start page stays the start page.
    link = Link(ended, waiting.depth, waiting.position, 0, REDIRECTS[followed])
    return dataclasses.replace(result, links=[link])


def circles(pages: Iterable[Subject]) -> list[PageResult]:
    """Return the first page of each circle of redirects, as untested: it leads to the others, and none to a page."""
    leads = {page.id: page for page in pages if page.reason is Reason.REDIRECT}
    found: dict[str, PageResult] = {}
    for page in sorted(leads.values(), key=lambda page: (page.position, page.id)):
        way = [page.id]
        while (onwards := str(leads[way[-1]].facts["detail"])) in leads and onwards not in way:
            way.append(onwards)
        if onwards == page.id and found.keys().isdisjoint(way):
            told = f"redirects in a circle: {' → '.join((*way, page.id))}"[:500]
            untested = dataclasses.replace(
                page, outcome=Outcome.UNTESTED, reason=Reason.NETWORK, facts={**page.facts, "detail": told}
            )
            found[page.id] = PageResult(untested, untested=[Untested(page.id, "", Reason.NETWORK, told)])
    return list(found.values())


def before_a_login(site: str, waiting: Waiting, ended: str, status: int, *, follow: bool) -> PageResult:
    """Return the result of an address that a login stands in front of. follow: visit the login page, too."""
    result = no_result(site, waiting, Reason.LOGIN, ended, status)
    # The login page is a page of its own; the one behind it stays untested.
    link = Link(ended, waiting.depth + 1, waiting.position)
    return dataclasses.replace(result, links=[link] if follow else [])
