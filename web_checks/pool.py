"""The tabs that a run may have open at once, shared by all its sites, and replaced before they grow old."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from web_checks.arrival import PageLost
from web_checks.driver import AuditTab, Driver
from web_checks.terms import Terms

# A renderer is replaced before what pages leave in it adds up: at full speed it keeps some 10 MB of each for a while.
TAB_VISITS = 50
# The browser's own process keeps a little of every tab and request; it is started anew when no tab is in use.
BROWSER_VISITS = 2000


class TabPool:
    """At most `size` tabs at once. A tab is emptied after each visit, so the next one may be of another site."""

    def __init__(self, browser: Driver, size: int) -> None:
        self.size = size
        self._browser = browser
        self._slots = asyncio.Semaphore(size)
        self._idle: list[AuditTab] = []
        self._visits = 0
        self._in_use = 0
        self._change = asyncio.Condition()

    def slot(self) -> asyncio.Semaphore:
        """Return what to hold while a page is visited: there are as many as tabs."""
        return self._slots

    @contextlib.asynccontextmanager
    async def tab(self, terms: Terms) -> AsyncIterator[AuditTab]:
        """Lend a tab for one visit, to who holds a slot; one that the visit raised in is closed.

        Raises PageLost when no tab can be opened.
        """
        await self._begin()
        try:
            tab = await self._tab(terms)
            tab.visits += 1
            whole = False
            try:
                yield tab
                # What was seen is kept even when the tab is lost now; the next page gets a new one.
                with contextlib.suppress(PageLost):
                    await tab.forget()
                    # What a login left in a context is not another visitor's.
                    whole = tab.visits < TAB_VISITS and terms.login.state is None
            finally:
                if whole:
                    self._idle.append(tab)
                else:
                    await tab.close()
        finally:
            await self._end()

    async def _tab(self, terms: Terms) -> AuditTab:
        fits = [tab for tab in self._idle if (tab.terms.login, tab.terms.viewport) == (terms.login, terms.viewport)]
        if not fits and self._idle and len(self._idle) + self._in_use > self.size:
            await self._idle.pop(0).close()
        if not fits:
            return await self._browser.tab(terms)
        tab = fits[-1]
        self._idle.remove(tab)
        tab.terms = terms
        return tab

    async def _begin(self) -> None:
        async with self._change:
            if self._visits >= BROWSER_VISITS:
                await self._change.wait_for(lambda: self._in_use == 0 or self._visits < BROWSER_VISITS)
            if self._visits >= BROWSER_VISITS:
                await self.close()
                await self._browser.restart()
                self._visits = 0
                self._change.notify_all()
            self._visits += 1
            self._in_use += 1

    async def _end(self) -> None:
        async with self._change:
            self._in_use -= 1
            self._change.notify_all()

    async def close(self) -> None:
        """Close every tab that nobody uses."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(tab.close() for tab in idle))
