"""Starts Chromium and opens its tabs; with web_checks.tab the only module that drives Playwright."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Self, cast

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Playwright, StorageState, async_playwright

from audit.model import Reason, Text, UsageError
from web_checks.arrival import Deadlines, PageLost
from web_checks.tab import Tab
from web_checks.terms import Terms
from web_checks.world import give_up_after

# A popup or a shared worker sends requests that no tab's guard sees.
_NO_BACK_DOORS = ("--block-new-web-contents", "--disable-blink-features=SharedWorker")
# What would leave the machine beside a proxy.
_NO_WAY_AROUND = ("--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp")
# A page's scripts and axe-core run for a fraction of a second: V8 spends more on compiling their functions a second and
# third time, on threads of its own, than the page gets back (a quarter of a page's CPU time). A hundred times the calls
# and rounds that it asks for by itself: some tenths of a second, so that a page that computes for long still gets fast
# code. An older V8 stops at the first name that it does not know.
LATE_COMPILERS = (
    "--js-flags=--invocation-count-for-maglev=40000 --invocation-count-for-turbofan=300000 "
    "--invocation-count-for-maglev-osr=10000 --invocation-count-for-osr=50000"
)
# Playwright opens Chromium's gate against floods (thousands of history.pushState a second); for us it stays shut.
_FLOOD_GATE = "--disable-ipc-flooding-protection"


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """How the browser is started.

    executable: Chromium's path; sandbox: off only for root; sources: JavaScript for stepfree's world in every frame;
    product: what the User-Agent adds; resolve: host → loopback port, for folders of built pages; isolated: no other
    host can be reached; proxy: that every request goes through, "" = as the machine is set.
    """

    executable: str
    sandbox: bool
    sources: tuple[str, ...]
    product: str
    resolve: Mapping[str, int] = field(default_factory=dict)
    isolated: bool = False
    proxy: str = ""
    deadlines: Deadlines = field(default_factory=Deadlines)


class Browser:
    """A running Chromium. Use as an async context manager."""

    def __init__(self, settings: BrowserSettings) -> None:
        self.settings = settings
        self.version = ""
        self._agent = ""
        self._playwright: Playwright | None = None
        self._browser: PlaywrightBrowser | None = None
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Start Playwright and Chromium."""
        self._playwright = await async_playwright().start()
        await self._launch()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        """Stop everything."""
        await self._stop()
        if self._playwright is not None:
            await give_up_after(self.settings.deadlines.close, self._playwright.stop())

    async def _stop(self) -> None:
        if self._browser is not None:
            await give_up_after(self.settings.deadlines.close, self._browser.close())

    async def restart(self) -> None:
        """Start Chromium again; every tab that is open is lost."""
        async with self._lock:
            await self._stop()
            await self._launch()

    async def _launch(self) -> PlaywrightBrowser:
        if self._playwright is None:
            raise RuntimeError("Browser is used outside its context")
        try:
            self._browser = await self._playwright.chromium.launch(
                executable_path=self.settings.executable,
                chromium_sandbox=self.settings.sandbox,
                args=command_line(self.settings),
                proxy={"server": self.settings.proxy} if self.settings.proxy else None,
                ignore_default_args=[_FLOOD_GATE],
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
        except PlaywrightError as error:
            first = str(error).strip().splitlines()[0]
            raise UsageError(
                Text(
                    f"浏览器 {self.settings.executable} 启动不了：{first}；用 stepfree doctor 查原因",
                    f"the browser {self.settings.executable} does not start: {first}; stepfree doctor finds out why",
                )
            ) from error
        self.version = self._browser.version
        if not self._agent:
            # Not asked of a page: to open one takes twice as long as to start the browser.
            session = await self._browser.new_browser_cdp_session()
            self._agent = f"{(await session.send('Browser.getVersion'))['userAgent']} {self.settings.product}"
            await session.detach()
        return self._browser

    async def tab(self, terms: Terms) -> Tab:
        """Open a tab of its own context; the browser is started again if it died."""
        async with self._lock:
            browser = self._browser
            if browser is None or not browser.is_connected():
                browser = await self._launch()
        try:
            return await asyncio.wait_for(self._new_tab(browser, terms), self.settings.deadlines.evaluate)
        except (PlaywrightError, TimeoutError) as error:
            raise PageLost(Reason.CRASH, "the browser opens no tab") from error

    async def _new_tab(self, browser: PlaywrightBrowser, terms: Terms) -> Tab:
        state = None if terms.login.state is None else cast("StorageState", terms.login.state)
        context = await browser.new_context(
            viewport={"width": terms.viewport[0], "height": terms.viewport[1]},
            device_scale_factor=1,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            user_agent=self._agent,
            accept_downloads=False,
            service_workers="block",
            storage_state=state,
        )
        tab = Tab(context, self.settings.sources, self.settings.deadlines, terms)
        await tab.open()
        return tab


def command_line(settings: BrowserSettings) -> list[str]:
    """Return the arguments that Chromium is started with, whoever starts it."""
    rules = [f"MAP {host}:80 127.0.0.1:{port}" for host, port in sorted(settings.resolve.items())]
    if settings.isolated:
        rules.append("MAP * ~NOTFOUND")
    # Autoplay as in a browser that knows the site: what the page would start does start (and is not heard).
    autoplay = "--autoplay-policy=no-user-gesture-required"
    arguments = ["--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio", autoplay, *_NO_BACK_DOORS]
    arguments.append(LATE_COMPILERS)
    if rules:
        arguments.append(f"--host-resolver-rules={','.join(rules)}")
    return [*arguments, *(_NO_WAY_AROUND if settings.proxy else ())]


def core_script() -> str:
    """Return the JavaScript that every other one in stepfree's world builds on."""
    return (files("web_checks.probes") / "core.js").read_text("utf-8")
