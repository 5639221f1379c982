"""Walks a site depth by depth; every address ends in exactly one outcome, saved with its links in one transaction.

All pages of one depth are finished before the next begins, and places are given out in the order of the links: which
pages a page cap lets in never depends on which page was quicker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from audit.model import Finding, Untested
from audit.records import Link, Shot, Subject, Waiting
from audit.store import Store

Item = TypeVar("Item")
Visiting = TypeVar("Visiting")

# Seeds of a sitemap or a folder come after the links of the start page.
AFTER_LINKS = 1_000_000


class Stopped(Exception):  # noqa: N818 - an event, not an error: the user asked to stop
    """The user asked to stop: the pages under way were finished, the rest is left for --resume."""


@dataclass(frozen=True)
class PageResult:
    """What a visit of one address gave."""

    subject: Subject
    findings: Sequence[Finding] = ()
    untested: Sequence[Untested] = ()
    links: Sequence[Link] = ()
    shots: Sequence[Shot] = ()


class Visitor(Protocol):
    """Visits addresses, one after the other."""

    async def visit(self, waiting: Waiting) -> PageResult:
        """Visit an address and return its result; never raises for what a page does."""

    async def close(self) -> None:
        """Give back what the visits needed."""


@dataclass
class Watch:
    """What the user sees and says while a site is crawled. told(result): a page is done."""

    told: Callable[[PageResult], None] = lambda _result: None
    stop: asyncio.Event = field(default_factory=asyncio.Event)


async def crawl(store: Store, run: str, site: str, cap: int, visitors: Sequence[Visitor], watch: Watch) -> None:
    """Visit every address of a site's frontier, depth by depth, up to the page cap.

    Raises Stopped when the user asked to stop.
    """
    while waiting := store.next_depth(run, site, cap):

        def save(result: PageResult) -> None:
            store.save_subject(run, result.subject, result.findings, result.untested, result.links, result.shots)
            watch.told(result)

        await share_out(waiting, visitors, lambda visitor, item: visitor.visit(item), save, watch.stop)


async def share_out(
    items: Iterable[Item],
    visitors: Sequence[Visiting],
    work: Callable[[Visiting, Item], Awaitable[PageResult]],
    save: Callable[[PageResult], None],
    stop: asyncio.Event,
) -> None:
    """Let the visitors take items in order until none is left; save each result as it comes."""
    queue = list(reversed(list(items)))

    async def take(visitor: Visiting) -> None:
        while queue and not stop.is_set():
            save(await work(visitor, queue.pop()))

    try:
        async with asyncio.TaskGroup() as group:
            for visitor in visitors:
                group.create_task(take(visitor))
    except ExceptionGroup as failed:  # the first says it all; the others were cancelled because of it
        raise failed.exceptions[0] from failed
    if stop.is_set():
        raise Stopped
