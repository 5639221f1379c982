"""Walks a site depth by depth; every address ends in exactly one outcome, saved with its links in one transaction.

All pages of one depth are finished before the next begins, and places are given out in the order of the links: which
pages a page cap lets in never depends on which page was quicker. Results are taken in the order of the pages too, so
that what they lead to (a host that is left alone) does not depend on it either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from audit.model import Finding, Untested
from audit.records import Link, Loaded, Shot, Subject, Waiting
from audit.store import Store

Item = TypeVar("Item")
Visiting = TypeVar("Visiting")
Result = TypeVar("Result")

# Seeds of a sitemap or a folder come after the links of the start page.
AFTER_LINKS = 1_000_000
# Pages for each visitor that may be taken ahead of one that is not saved: while a page hangs, so much is kept in
# memory, and visited again after kill -9. Who waits holds no tab; other sites go on.
AHEAD = 16


class Stopped(Exception):  # noqa: N818 - an event, not an error: the user asked to stop
    """The user asked to stop: the pages under way were finished, the rest is left for --resume."""


@dataclass(frozen=True)
class PageResult:
    """What a visit of one address gave. loaded: what a page of a folder was made of."""

    subject: Subject
    findings: Sequence[Finding] = ()
    untested: Sequence[Untested] = ()
    links: Sequence[Link] = ()
    shots: Sequence[Shot] = ()
    loaded: Loaded | None = None


class Visitor(Protocol):
    """Visits addresses, one after the other."""

    async def visit(self, waiting: Waiting) -> PageResult:
        """Visit an address and return its result; never raises for what a page does."""


@dataclass
class Watch:
    """What the user sees and says while a site is crawled. told(result): a page is done."""

    told: Callable[[PageResult], None] = lambda _result: None
    stop: asyncio.Event = field(default_factory=asyncio.Event)


class Course:
    """What may change the course of a crawl; by itself, nothing does."""

    deepest: int | None = None

    def sift(self, found: Sequence[tuple[str, int]]) -> Sequence[str]:
        """Return why each address (with its depth) is left out, "" for one that is let in."""
        return [""] * len(found)

    def heard(self, result: PageResult) -> bool:  # noqa: ARG002
        """Take note of a result, in the order of the pages; True when the crawl must pause after this one."""
        return False

    async def pause(self, visitor: Visitor) -> None:
        """Wait until the crawl can go on. visitor: one that is idle."""

    def enough(self) -> bool:
        """Return whether no more page may be begun."""
        return False


async def crawl(
    store: Store,
    run: str,
    site: str,
    cap: int,
    visitors: Sequence[Visitor],
    watch: Watch,
    course: Course | None = None,
) -> None:
    """Visit every address of a site's frontier, depth by depth, up to the page cap.

    Raises Stopped when the user asked to stop.
    """
    course = course or Course()

    def save(result: PageResult) -> bool:
        store.save_subject(
            run, result.subject, result.findings, result.untested, result.links, result.shots, result.loaded
        )
        watch.told(result)
        return course.heard(result)

    while waiting := store.next_depth(run, site, cap, course.sift, course.deepest):
        while waiting := await share_out(
            waiting, visitors, lambda visitor, item: visitor.visit(item), save, watch.stop, course.enough
        ):
            if course.enough():
                return
            await unless(watch.stop, course.pause(visitors[0]))


async def unless(stop: asyncio.Event, pause: Awaitable[None]) -> None:
    """Wait for the end of a pause. Raises Stopped when the user does not want to wait."""
    tasks = [asyncio.ensure_future(pause), asyncio.ensure_future(stop.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            raise Stopped
        await tasks[0]
    finally:
        for task in tasks:
            task.cancel()


async def share_out(
    items: Iterable[Item],
    visitors: Sequence[Visiting],
    work: Callable[[Visiting, Item], Awaitable[Result]],
    save: Callable[[Result], bool | None],
    stop: asyncio.Event,
    enough: Callable[[], bool] = lambda: False,
) -> list[Item]:
    """Let the visitors take items in order until none is left; return those that are left all the same.

    Results are saved in the order of the items, each as soon as all before it are; AHEAD bounds what waits for that.
    save: True = what follows must wait: nothing more is taken, and results that come in meanwhile are dropped, to be
    fetched again. Raises Stopped.
    """
    line = list(items)
    done: dict[int, Result] = {}
    most, room = AHEAD * len(visitors), asyncio.Event()
    taken = saved = 0
    halted = False

    async def take(visitor: Visiting) -> None:
        nonlocal taken, saved, halted
        while taken < len(line) and not (halted or stop.is_set() or enough()):
            if taken - saved >= most:
                room.clear()
                await room.wait()
                continue
            place, taken = taken, taken + 1
            try:
                done[place] = await work(visitor, line[place])
                while saved in done and not halted:
                    halted, saved = bool(save(done.pop(saved))), saved + 1
            except Stopped:
                return  # it had not begun: left for the next time
            finally:
                room.set()

    try:
        async with asyncio.TaskGroup() as group:
            for visitor in visitors:
                group.create_task(take(visitor))
    except ExceptionGroup as failed:  # the first says it all; the others were cancelled because of it
        raise failed.exceptions[0] from failed
    if stop.is_set():
        raise Stopped
    return line[saved:]
