"""The tabs of a run: how many, for whom, for how long."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from audit.model import Reason
from web_checks import pool
from web_checks.arrival import PageLost
from web_checks.browser import Browser
from web_checks.login import Login
from web_checks.pool import TabPool
from web_checks.terms import Terms


async def admit(_address: str) -> bool:
    return True


PLAIN = Terms(admit)
HEADERS = Terms(admit, login=Login(headers={"http://a.cn": {"X-Token": "t"}}))
LOGGED_IN = Terms(admit, login=Login(state={"cookies": []}))


class FakeTab:
    """A tab that counts what is done to it."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.visits = 0
        self.closed = False
        self.hangs = False

    async def forget(self) -> None:
        if self.hangs:
            raise PageLost(Reason.TIMEOUT, "1 s")

    async def close(self) -> None:
        self.closed = True


class FakeBrowser:
    """A browser that remembers its tabs."""

    def __init__(self) -> None:
        self.tabs: list[FakeTab] = []
        self.restarts = 0

    async def tab(self, terms: Terms) -> FakeTab:
        self.tabs.append(FakeTab(terms))
        return self.tabs[-1]

    async def restart(self) -> None:
        self.restarts += 1

    @property
    def open(self) -> list[FakeTab]:
        return [tab for tab in self.tabs if not tab.closed]


def pool_of(size: int) -> tuple[FakeBrowser, TabPool]:
    browser = FakeBrowser()
    return browser, TabPool(cast("Browser", browser), size)


async def visit(tabs: TabPool, terms: Terms = PLAIN) -> FakeTab:
    async with tabs.slot(), tabs.tab(terms) as tab:
        await asyncio.sleep(0)
        return cast("FakeTab", tab)


def test_a_tab_is_kept_for_the_next_visit() -> None:
    browser, tabs = pool_of(2)

    async def work() -> None:
        for _ in range(5):
            await visit(tabs)

    asyncio.run(work())
    assert [tab.visits for tab in browser.tabs] == [5]


def test_there_are_never_more_tabs_than_the_pool_has() -> None:
    browser, tabs = pool_of(3)
    most = 0

    async def one(number: int) -> None:
        nonlocal most
        async with tabs.slot(), tabs.tab((PLAIN, HEADERS, LOGGED_IN)[number % 3]):
            most = max(most, len(browser.open))
            await asyncio.sleep(0)

    async def work() -> None:
        await asyncio.gather(*(one(number) for number in range(40)))
        await tabs.close()

    asyncio.run(work())
    assert most == 3
    assert browser.open == []


def test_a_tab_is_replaced_after_so_many_visits() -> None:
    browser, tabs = pool_of(1)

    async def work() -> None:
        for _ in range(pool.TAB_VISITS + 1):
            await visit(tabs)

    asyncio.run(work())
    assert [tab.visits for tab in browser.tabs] == [pool.TAB_VISITS, 1]


@pytest.mark.parametrize("workers", [1, 4])
def test_the_browser_is_started_anew_after_so_many_visits_and_under_nobodys_feet(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "BROWSER_VISITS", 10)
    browser, tabs = pool_of(workers)
    busy = 0

    async def restart() -> None:
        assert busy == 0
        assert browser.open == []
        browser.restarts += 1

    browser.restart = restart  # type: ignore[method-assign]

    async def one() -> None:
        nonlocal busy
        async with tabs.slot(), tabs.tab(PLAIN):
            busy += 1
            await asyncio.sleep(0)
            busy -= 1

    async def work() -> None:
        await asyncio.gather(*(one() for _ in range(35)))

    asyncio.run(work())
    assert browser.restarts == 3


def test_a_tab_that_a_visit_took_down_is_not_lent_again() -> None:
    browser, tabs = pool_of(1)

    async def work() -> None:
        with pytest.raises(PageLost):
            async with tabs.slot(), tabs.tab(PLAIN):
                raise PageLost(Reason.CRASH, "gone")
        async with tabs.slot(), tabs.tab(PLAIN) as tab:
            cast("FakeTab", tab).hangs = True  # what it showed is kept all the same
        await visit(tabs)

    asyncio.run(work())
    assert [tab.closed for tab in browser.tabs] == [True, True, False]


def test_what_one_site_brings_along_is_not_lent_to_another() -> None:
    browser, tabs = pool_of(2)

    async def work() -> None:
        plain = await visit(tabs)
        headers = await visit(tabs, HEADERS)
        assert headers is not plain
        assert await visit(tabs, HEADERS) is headers
        logged_in = await visit(tabs, LOGGED_IN)
        assert logged_in.closed
        assert await visit(tabs, LOGGED_IN) is not logged_in

    asyncio.run(work())
    assert all(tab.terms.login in (PLAIN.login, HEADERS.login, LOGGED_IN.login) for tab in browser.tabs)


def test_a_kept_tab_follows_the_terms_of_the_site_that_is_visited() -> None:
    _, tabs = pool_of(1)
    other = Terms(admit, lambda _address: True)

    async def work() -> None:
        first = await visit(tabs)
        second = await visit(tabs, other)
        assert second is first
        assert second.terms is other

    asyncio.run(work())


def test_a_tab_of_another_screen_is_not_lent() -> None:
    browser, tabs = pool_of(1)
    terminal = Terms(admit, viewport=(1080, 1920))

    async def work() -> None:
        first = await visit(tabs)
        assert await visit(tabs, terminal) is not first

    asyncio.run(work())
    assert [tab.terms.viewport for tab in browser.tabs] == [PLAIN.viewport, (1080, 1920)]
