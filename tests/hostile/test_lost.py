"""Tabs and browsers that die under a page, every time: that page is untested, the next one is not."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from audit.model import Outcome, Reason
from tests.hostile.conftest import SHORT, outcomes, script

if TYPE_CHECKING:
    from tests.hostile.conftest import Arena

_RESTLESS = script("setInterval(() => document.body.append('x'), 5)")


async def _crash_tab(browser: Any, page: Any) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("Page.crash")


async def _kill_browser(browser: Any, page: Any) -> None:
    session = await browser.new_browser_cdp_session()
    told = await session.send("SystemInfo.getProcessInfo")
    os.kill(next(int(process["id"]) for process in told["processInfo"] if process["type"] == "browser"), signal.SIGKILL)


@pytest.mark.parametrize("end", [_crash_tab, _kill_browser])
def test_a_page_under_which_all_dies_each_time_is_untested(arena: Arena, end: Any) -> None:
    async def lurk() -> None:
        while True:
            await asyncio.sleep(0.01)
            browser = arena.web.browser._browser
            for context in browser.contexts if browser else ():
                for page in context.pages:
                    if page.url.endswith("/hostile"):
                        with contextlib.suppress(Exception):  # it is gone already
                            await asyncio.wait_for(end(browser, page), 1)

    async def start() -> asyncio.Task[None]:
        return asyncio.ensure_future(lurk())

    lurking = arena.web.runner.run(start())
    try:
        crawled = arena.page(_RESTLESS, deadlines=SHORT)
    finally:
        lurking.cancel()
    # A renderer that dies before the page has come leaves a question without an answer: that is a timeout.
    assert outcomes(crawled)["/hostile"] in [(Outcome.UNTESTED, reason) for reason in (Reason.CRASH, Reason.TIMEOUT)]
    assert arena.server.paths().count("/hostile") == 2
