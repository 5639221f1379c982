"""One page under several addresses: which of them is the page, and which are only other ways to it.

A page that a content system serves at ten addresses is one page to mend, and must not weigh ten times in the score.
Decided once the crawl is over, by the order of the pages and never by who came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from audit.records import Subject

# The signature of no text at all: pages without a word are not one page for that.
NO_TEXT = "811c9dc501000193"


def twins(pages: Iterable[Subject]) -> dict[str, str]:
    """Return the address of the page that each duplicate is a duplicate of, by the duplicate's address.

    Two pages are one when they have text, template, title, size and every count of every rule in common: then nothing
    that was found is lost with one of them. A page that names another one as canonical needs to share the text alone,
    and only if that one was tested as well. The start page is never a duplicate.
    """
    tested = [page for page in sorted(pages, key=lambda page: (page.position, page.id)) if page.tally]
    alike: dict[Hashable, list[Subject]] = defaultdict(list)
    for page in tested:
        if page.facts.get("content") not in (None, NO_TEXT):
            alike[_signature(page)].append(page)
    by_address = {page.id: page for page in tested}
    first = {page.id: _leader(group) for group in alike.values() for page in group}
    found: dict[str, str] = {}
    for page in tested:
        if page.facts.get("hops") == 0:
            continue
        named = by_address.get(str(page.facts.get("canonical") or ""))
        if named is not None and named is not page and named.facts.get("content") == page.facts.get("content"):
            found[page.id] = first.get(named.id, named.id)
        elif first.get(page.id, page.id) != page.id:
            found[page.id] = first[page.id]
    # One that others lead to stays, even if it names one of them in turn.
    others = {address: first for address, first in found.items() if address != first}
    return {address: first for address, first in others.items() if first not in others}


def _signature(page: Subject) -> Hashable:
    facts = page.facts
    counts = tuple(sorted((rule, tuple(tally)) for rule, tally in page.tally.items()))
    return facts.get("content"), facts.get("template"), facts.get("elements"), page.title, facts.get("depth"), counts


def _leader(group: list[Subject]) -> str:
    """Return the group's own page: the start page, else one that is named as canonical, else the first."""
    if home := next((page.id for page in group if page.facts.get("hops") == 0), ""):
        return home
    named = {page.facts.get("canonical") for page in group}
    return next((page.id for page in group if page.id in named), group[0].id)
