"""One session of a WebDriver (ChromeDriver, Selenium Grid, Appium WebView) as the tab of a site's audit.

Selenium's calls block: each runs in a thread and has a deadline. With web_checks.grid and web_checks.selenium the only
module that drives Selenium. A WebDriver can watch a page less well than Chromium's own protocol (web_checks.tab):

- it cannot hold back requests: a page's own scripts may send what is not GET, reach private addresses and lead away;
  the address that a visit ends at is judged by the doorkeeper once it is there;
- our scripts run in the page's own world: a page that changes JavaScript's built-ins can disturb them;
- frames are not entered, and nothing that must work a page (keyboard, window size, listeners) is tested;
- the HTTP status is known only where the browser tells it (PerformanceNavigationTiming.responseStatus);
- but in browsers of ChromeDriver, cookies are emptied for the page's own host only, and what a page stores while it is
  being left may stay.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from selenium.common.exceptions import (
    InsecureCertificateException,
    InvalidSessionIdException,
    NoSuchWindowException,
    TimeoutException,
    UnexpectedAlertPresentException,
    WebDriverException,
)
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.webdriver import WebDriver
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError

from audit.model import Reason
from web_checks import selenium
from web_checks.arrival import STORAGE, Arrival, Deadlines, FrameWorld, Look, PageLost, ScriptError, arrived, inherits
from web_checks.terms import Terms

T = TypeVar("T")

CHROME = "goog:chromeOptions"  # a capability of ChromeDriver's browsers
CDP = "chromiumCommand"  # the name that web_checks.grid gives the call below

# Times that a question is put again when a dialog of the page got in its way.
_TRIES = 4
_WEB = ("http", "https")
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows has but the one
_DOCUMENT = """const entry = performance.getEntriesByType('navigation')[0] || {};
return { url: document.URL, asked: entry.name || '', status: entry.responseStatus || 0, type: document.contentType,
  born: performance.timeOrigin };"""
# Two questions may reach two documents: the scripts count only in the one that the visit has looked at.
_CLAIM = "if (globalThis.stepfree && performance.timeOrigin === arguments[1]) stepfree.visit = arguments[0];"
_ASK = """const done = arguments[arguments.length - 1];
if (!globalThis.stepfree || stepfree.visit !== arguments[0]) { done({ left: location.href }); return; }
Promise.resolve().then(() => (%s)).then((value) => done({ value }), (error) => done({ error: String(error) }));"""
_EMPTY = """const done = arguments[arguments.length - 1];
const steps = [
  () => { window.name = ''; },
  () => localStorage.clear(),
  () => sessionStorage.clear(),
  async () => { for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name); },
  async () => { for (const name of await caches.keys()) await caches.delete(name); },
  async () => { for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister(); },
];
(async () => {
  for (const step of steps) { try { await step(); } catch { /* this page has none */ } }
})().then(done);"""


class Session:
    """A session of a WebDriver: its calls, one at a time, in a thread, each with a deadline.

    window: the one it began with; process: the browser's process id when it runs on this machine, ended by force when
    the session does not end.
    """

    def __init__(self, driver: WebDriver, client: ClientConfig, threads: Executor, limits: Deadlines) -> None:
        self.driver = driver
        self.limits = limits
        self.window = driver.current_window_handle
        self.process: int | None = None
        self.ended = False
        self.chrome = CHROME in driver.capabilities
        self._client = client
        self._threads = threads

    async def call(self, seconds: float, work: Callable[[], T]) -> T:
        """Return what a call into Selenium gives. Raises PageLost when it takes longer or the session is no more."""
        whole = seconds + self.limits.close  # the driver's own deadline, the shorter one, can say more
        for _ in range(_TRIES):
            self._client.timeout = whole
            try:
                loop = asyncio.get_running_loop()
                return await asyncio.wait_for(loop.run_in_executor(self._threads, work), whole + 1)
            except UnexpectedAlertPresentException:
                continue  # dismissed by the driver, as the capabilities ask
            except (TimeoutError, TimeoutException, HTTPTimeoutError) as error:
                raise PageLost(Reason.TIMEOUT, f"{seconds:g} s") from error
            except (InvalidSessionIdException, NoSuchWindowException) as error:
                raise PageLost(Reason.CRASH, said(error)) from error
            except (HTTPError, OSError) as error:
                raise PageLost(Reason.CRASH, f"no answer from the WebDriver: {type(error).__name__}") from error
        raise PageLost(Reason.TIMEOUT, "dialogs without end")

    def chromium(self, method: str, parameters: Mapping[str, str]) -> None:
        """Give a command of Chromium's own protocol, where there is one (it blocks)."""
        with contextlib.suppress(WebDriverException):  # a server on the way may not pass it on
            self.driver.execute(CDP, {"cmd": method, "params": dict(parameters)})

    async def quit(self) -> None:
        """End the session and its browser, once."""
        if self.ended:
            return
        self.ended = True
        browser = _family(self.process) if self.process is not None else []
        with contextlib.suppress(PageLost, WebDriverException):
            await self.call(self.limits.close, self.driver.quit)
        for process in browser:
            with contextlib.suppress(OSError):  # it ended by itself, as it should
                os.kill(process, _KILL)


def _family(process: int) -> list[int]:
    """Return a process of this machine and its children: Debian's Chromium is started by a script that stays."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:  # no Linux, or no such process any more
        children = []
    return [process, *map(int, children)]


class _Left(PageLost):
    """The page went elsewhere by itself."""


class WebDriverTab:
    """A web_checks.driver.AuditTab over one session; the window it began with is the only one that stays."""

    def __init__(self, session: Session, script: Path, terms: Terms) -> None:
        self._session = session
        self._driver = session.driver
        self._limits = session.limits
        self._script = script
        self.terms = terms
        self.asked: set[str] = set()
        self.visits = 0
        self.status = 0
        self._window = session.window
        self._visits = 0
        self._born: object = None  # of the document that a visit ended at: when it was opened

    async def visit(self, address: str) -> Arrival:
        """Go to an address and wait until the page is at rest."""
        self._visits += 1
        self.asked.add("unknown:")  # what a page loads is not told
        if self._session.chrome:  # each time: ChromeDriver forgets it, and allows what a headless browser downloads
            await self._sure(lambda: self._session.chromium("Browser.setDownloadBehavior", {"behavior": "deny"}))
        try:
            await self._session.call(self._limits.navigate, lambda: self._driver.get(address))
        except WebDriverException as error:
            return _not_arrived(address, error)
        arrival = await self._arrived(address)
        self.status = arrival.status
        if arrival.reason is not None:
            return arrival
        try:
            await self._asked(self._inject)
            settled = await self._rest(self._limits.settle)
        except _Left:
            ended = await self._arrived(address)
            if ended.address == arrival.address:  # it loads itself again and again
                raise
            return ended
        return Arrival(arrival.address, arrival.status, settled=settled)

    async def fetch(self, address: str) -> tuple[Arrival, bytes]:
        """Return nothing: a WebDriver shows what came, it does not hand it out."""
        return Arrival(address, reason=Reason.DRIVER), b""

    async def _arrived(self, address: str) -> Arrival:
        met: dict[str, Any] = await self._sure(lambda: self._driver.execute_script(_DOCUMENT))
        # The address that was asked for at last: a script that rewrites the address bar has not left the page.
        ended = next((url for url in (met["asked"], met["url"]) if urlsplit(url).scheme in _WEB), "")
        status, self._born = int(met["status"]), met["born"]
        if not ended:
            blank = met["url"] in ("about:blank", "data:,")
            nothing = "no document came: a download or an empty answer"
            return Arrival(
                address, reason=Reason.DOWNLOAD if blank else Reason.NETWORK, detail=nothing if blank else ""
            )
        if not await self.terms.admit(ended):
            return Arrival(address, reason=Reason.PRIVATE_ADDRESS, detail=ended)
        arrival = arrived(ended, status, str(met["type"]))
        if arrival.reason is None and urlsplit(met["url"]).scheme not in (*_WEB, "about"):
            return Arrival(address, status, Reason.NETWORK, "the browser shows an error page of its own")
        return arrival

    def _inject(self) -> None:
        selenium.inject(self._driver, self._script)
        self._driver.execute_script(_CLAIM, self._visits, self._born)

    async def check(self) -> None:
        """Raise PageLost when the tab no longer shows the page that was visited."""
        found = "return [globalThis.stepfree ? stepfree.visit : 0, location.href];"
        visit, address = await self._sure(lambda: self._driver.execute_script(found))
        if visit != self._visits:
            raise _Left(Reason.CRASH, f"the page left for {address}")

    async def settle(self) -> bool:
        """Let the page come to rest again, for a while."""
        return await self._rest(self._limits.resettle)

    async def _rest(self, seconds: float) -> bool:
        return bool(await self._evaluate(f"stepfree.atRest({self._limits.quiet * 1000:g}, {seconds * 1000:g})"))

    async def frames(self, in_scope: Callable[[str], bool]) -> tuple[list[FrameWorld], list[tuple[str, Reason]]]:
        """Return the top frame, and every other one as not tested."""
        missed = []
        for child in json.loads(await self._evaluate("stepfree.childFrames()")):
            foreign = not inherits(child["url"]) and not in_scope(child["url"])
            reason = Reason.THIRD_PARTY_FRAME if foreign else Reason.DRIVER
            missed.append((child["url"] or child["selector"], reason))
        return [FrameWorld("top", 0, "")], missed

    async def look(self, worlds: list[FrameWorld], options: str, names: Sequence[str]) -> Look:
        """Run axe and some static probes over the top frame. Raises ScriptError when axe fails."""
        for _ in range(_TRIES):
            await self._evaluate(f"stepfree.axe.prepare({json.dumps(list(names))})")
            if answer := await self._asked(lambda: selenium.run(self._driver, self._script, options)):
                changing, of_axe, answers = answer.split("\n")
                return Look(of_axe, {worlds[0].frame: answers}, changing == "true")
            await self.settle()  # until what a dialog interrupted is over: axe does not run twice at a time
        raise ScriptError("a dialog interrupted axe each time")

    async def ask(self, world: FrameWorld, names: Sequence[str]) -> str:  # noqa: ARG002 - there is one frame only
        """Return the answers of some static probes, as JSON."""
        return str(await self._evaluate(f"stepfree.observe({json.dumps(list(names))})"))

    async def forget(self) -> None:
        """Empty cookies and storage, close what the page has opened, and leave it."""
        await self._sure(lambda: self._driver.execute_async_script(_EMPTY))
        await self._sure(self._driver.delete_all_cookies)
        for window in await self._sure(lambda: self._driver.window_handles):
            if window != self._window:
                await self._sure(lambda window=window: self._driver.switch_to.window(window))  # type: ignore[misc]
                await self._sure(self._driver.close)
        await self._sure(lambda: self._driver.switch_to.window(self._window))
        origin = await self._sure(lambda: self._driver.execute_script("return location.origin;"))
        await self._sure(lambda: self._driver.get("about:blank"))
        if self._session.chrome:
            await self._sure(lambda: self._session.chromium("Network.clearBrowserCookies", {}))
            if urlsplit(str(origin)).scheme in _WEB:
                storage = {"origin": str(origin), "storageTypes": STORAGE}
                await self._sure(lambda: self._session.chromium("Storage.clearDataForOrigin", storage))

    async def close(self) -> None:
        """End the session."""
        await self._session.quit()

    async def _evaluate(self, expression: str) -> Any:
        """Evaluate JavaScript in the page that was visited; return its JSON-able value."""
        for _ in range(_TRIES):
            answer = await self._asked(lambda: self._driver.execute_async_script(_ASK % expression, self._visits))
            if answer is None:  # a dialog interrupted it
                continue
            if "left" in answer:
                raise _Left(Reason.CRASH, f"the page left for {answer['left']}")
            if "error" in answer:
                raise ScriptError(str(answer["error"]))
            return answer.get("value")
        raise PageLost(Reason.TIMEOUT, "dialogs without end")

    async def _asked(self, work: Callable[[], T]) -> T:
        """Return what a page answers. Raises ScriptError when it fails, PageLost when it is another page by now."""
        try:
            return await self._session.call(self._limits.evaluate, work)
        except WebDriverException as error:
            await self.check()
            raise ScriptError(said(error)) from error

    async def _sure(self, work: Callable[[], T]) -> T:
        """Return what must not fail as long as the session is sound."""
        try:
            return await self._session.call(self._limits.evaluate, work)
        except WebDriverException as error:
            raise PageLost(Reason.CRASH, said(error)) from error


def _not_arrived(address: str, error: WebDriverException) -> Arrival:
    """Return how a visit ended that the browser refused. Raises PageLost when it is the session that failed."""
    what = said(error)
    if isinstance(error, InsecureCertificateException) or any(
        name in what for name in ("ERR_CERT", "ERR_SSL", "ERR_BAD_SSL")
    ):
        return Arrival(address, reason=Reason.TLS, detail=what)
    if "ERR_HTTP_RESPONSE_CODE_FAILURE" in what:
        return Arrival(address, reason=Reason.HTTP_ERROR, detail=what)
    if "ERR_ABORTED" in what:
        return Arrival(address, reason=Reason.DOWNLOAD, detail=what)
    if "net::ERR" in what or "neterror" in what:
        return Arrival(address, reason=Reason.NETWORK, detail=what)
    raise PageLost(Reason.CRASH, what) from error


def said(error: WebDriverException) -> str:
    """Return the first line of what a WebDriver says."""
    return (error.msg or type(error).__name__).strip().splitlines()[0]
