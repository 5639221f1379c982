"""Handing out pages: each once, in order, until told to stop; what goes wrong outside a page ends the run."""

from __future__ import annotations

import asyncio

import pytest

from audit.model import Outcome
from audit.records import Link, Subject, Waiting
from audit.store import Store
from web_checks.crawl import AHEAD, PageResult, Stopped, Watch, crawl, share_out


def _result(address: str, position: int = 0, links: tuple[Link, ...] = ()) -> PageResult:
    return PageResult(Subject(address, "page", Outcome.PASSED, "s", position), links=links)


class _Visitor:
    """Visits addresses "0/1/2": the page of each links to three below it, down to a depth."""

    def __init__(self, pauses: list[float]) -> None:
        self._pauses = pauses

    async def visit(self, waiting: Waiting) -> PageResult:
        await asyncio.sleep(self._pauses[waiting.position % len(self._pauses)])
        below = (f"{waiting.address}/{n}" for n in range(3)) if waiting.depth < 2 else ()
        links = tuple(Link(address, waiting.depth + 1, waiting.position, n) for n, address in enumerate(below))
        return _result(waiting.address, waiting.position, links)


def _crawled(store: Store, pauses: list[float], workers: int, cap: int) -> list[tuple[str, int]]:
    run = f"run-{workers}-{cap}-{pauses}"
    store.add_links(run, "s", [Link("0", 0)])
    asyncio.run(crawl(store, run, "s", cap, [_Visitor(pauses) for _ in range(workers)], Watch()))
    return [(page.id, page.position) for page in store.subjects(run, "page")]


@pytest.mark.parametrize("cap", [1, 3, 6, 13, 50])
def test_which_pages_are_let_in_does_not_depend_on_who_is_quicker(store: Store, cap: int) -> None:
    alone = _crawled(store, [0], 1, cap)
    assert len(alone) == min(cap, 13)
    assert _crawled(store, [0.02, 0, 0.01], 3, cap) == alone
    assert _crawled(store, [0, 0.01], 5, cap) == alone


async def test_each_item_is_done_once_in_order() -> None:
    taken: list[int] = []
    saved: list[PageResult] = []

    async def work(_visitor: str, item: int) -> PageResult:
        taken.append(item)
        await asyncio.sleep(0)
        return _result(str(item))

    await share_out(range(20), ["a", "b", "c"], work, saved.append, asyncio.Event())
    assert taken == list(range(20))
    assert sorted(int(result.subject.id) for result in saved) == taken


async def test_to_stop_is_to_finish_what_was_begun() -> None:
    stop = asyncio.Event()
    saved: list[PageResult] = []

    async def work(_visitor: str, item: int) -> PageResult:
        await asyncio.sleep(0.01)
        if item == 2:
            stop.set()
        return _result(str(item))

    with pytest.raises(Stopped):
        await share_out(range(20), ["a", "b"], work, saved.append, stop)
    assert [result.subject.id for result in saved] == ["0", "1", "2", "3"]


async def test_a_page_that_hangs_holds_back_only_so_many() -> None:
    taken: list[int] = []
    saved: list[PageResult] = []
    ends = asyncio.Event()

    async def work(_visitor: str, item: int) -> PageResult:
        taken.append(item)
        await (ends.wait() if item == 5 else asyncio.sleep(0))
        return _result(str(item))

    async def release() -> None:
        for _ in range(9 * most):  # nobody takes more, however long it hangs
            await asyncio.sleep(0)
        assert taken == list(range(5 + most))
        assert [result.subject.id for result in saved] == ["0", "1", "2", "3", "4"]
        ends.set()

    most = AHEAD * 2
    items = range(5 + 3 * most)
    await asyncio.gather(share_out(items, ["a", "b"], work, saved.append, asyncio.Event()), release())
    assert [int(result.subject.id) for result in saved] == list(items)


async def test_to_stop_ends_the_wait_for_a_page_that_hangs() -> None:
    stop, begun = asyncio.Event(), asyncio.Event()
    taken: list[int] = []
    saved: list[PageResult] = []

    async def work(_visitor: str, item: int) -> PageResult:
        taken.append(item)
        if item == 0:
            await begun.wait()
            stop.set()
            raise Stopped
        if item == AHEAD * 2 - 1:
            begun.set()
        return _result(str(item))

    with pytest.raises(Stopped):
        await share_out(range(AHEAD * 9), ["a", "b"], work, saved.append, stop)
    assert taken == list(range(AHEAD * 2))
    assert saved == []


async def test_a_database_that_fails_ends_the_run_with_its_own_error() -> None:
    async def work(_visitor: str, item: int) -> PageResult:
        await asyncio.sleep(0.01 * item)
        return _result(str(item))

    def save(result: PageResult) -> None:
        if result.subject.id == "1":
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await share_out(range(5), ["a", "b"], work, save, asyncio.Event())
