"""The only module that drives Playwright: Chromium, its tabs, and stepfree's own world inside each page.

Every call into a page has a deadline: a page that spins for ever blocks evaluation for ever, and is then closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import BrowserContext, CDPSession, Playwright, Request, Response, async_playwright
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as PlaywrightPage
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from audit.model import Reason, Text, UsageError

T = TypeVar("T")

VIEWPORT = (1280, 720)  # CSS px
_WORLD = "stepfree"
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_BLOCKED_STATUS = (401, 403, 407, 412, 429)
# What can submit something or reach another host on the page's behalf; images, styles and fonts stay unhooked (cost).
_GUARDED = ("Document", "XHR", "Fetch", "Ping", "EventSource")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds that each step with a page may take; quiet and settle: how long it must be at rest, and the cap."""

    navigate: float = 30
    quiet: float = 0.25
    settle: float = 5
    evaluate: float = 60
    close: float = 5


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """How the browser is started.

    executable: Chromium's path; sandbox: off only for root; sources: JavaScript for stepfree's world in every frame;
    product: what the User-Agent adds; resolve: host → loopback port, for folders of built pages; isolated: no other
    host can be reached.
    """

    executable: str
    sandbox: bool
    sources: tuple[str, ...]
    product: str
    resolve: Mapping[str, int] = field(default_factory=dict)
    isolated: bool = False
    deadlines: Deadlines = Deadlines()


class PageLost(Exception):  # noqa: N818 - an event, not an error: the page hung or crashed and its tab is gone
    """The page hung or crashed; the tab must be replaced."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a visit ended: at a page (reason None) or not.

    address: where the browser ended up; settled: whether the page came to rest; heading_for: where the page itself
    wanted to go next (a redirect by script or meta refresh), which was not followed.
    """

    address: str
    status: int = 0
    reason: Reason | None = None
    detail: str = ""
    settled: bool = True
    heading_for: str = ""


@dataclass(frozen=True, slots=True)
class FrameWorld:
    """A frame that can be tested: its execution context and the selector prefix of its elements."""

    frame: str
    context: int
    prefix: str


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
        if self._browser is not None:
            await _give_up_after(self.settings.deadlines.close, self._browser.close())
        if self._playwright is not None:
            await _give_up_after(self.settings.deadlines.close, self._playwright.stop())

    async def _launch(self) -> PlaywrightBrowser:
        if self._playwright is None:
            raise RuntimeError("Browser is used outside its context")
        rules = [f"MAP {host}:80 127.0.0.1:{port}" for host, port in sorted(self.settings.resolve.items())]
        if self.settings.isolated:
            rules.append("MAP * ~NOTFOUND")
        arguments = ["--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio"]
        if rules:
            arguments.append(f"--host-resolver-rules={','.join(rules)}")
        try:
            self._browser = await self._playwright.chromium.launch(
                executable_path=self.settings.executable,
                chromium_sandbox=self.settings.sandbox,
                args=arguments,
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
            page = await self._browser.new_page()
            self._agent = f"{await page.evaluate('navigator.userAgent')} {self.settings.product}"
            await page.close()
        return self._browser

    async def tab(self, admit: Callable[[str], Awaitable[bool]]) -> Tab:
        """Open a tab of its own context; the browser is started again if it died.

        admit: says whether the page may send a request to an address.
        """
        async with self._lock:
            browser = self._browser
            if browser is None or not browser.is_connected():
                browser = await self._launch()
        context = await browser.new_context(
            viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
            device_scale_factor=1,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            user_agent=self._agent,
            accept_downloads=False,
        )
        tab = Tab(context, self.settings, admit)
        await tab.open()
        return tab


class Tab:
    """One kept page; it is emptied of cookies and storage after each visit, so every page sees a new visitor."""

    def __init__(
        self, context: BrowserContext, settings: BrowserSettings, admit: Callable[[str], Awaitable[bool]]
    ) -> None:
        self._context = context
        self._settings = settings
        self._limits = settings.deadlines
        self._admit = admit
        self._page: PlaywrightPage
        self._session: CDPSession
        self._main_frame = ""
        self._arriving = ""  # network id of the navigation that a visit asked for; "*" = the next one
        self._heading_for = ""
        self._refused = ""
        self._pending: set[Request] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.crashed = False

    async def open(self) -> None:
        """Open the page and put stepfree's world into every frame it will have."""
        self._page = await self._context.new_page()
        self._context.on("page", lambda popup: self._spawn(popup.close()))
        self._page.on("crash", lambda _page: setattr(self, "crashed", True))
        self._page.on("request", self._asked)
        self._page.on("requestfinished", self._answered)
        self._page.on("requestfailed", self._answered)
        self._session = await self._context.new_cdp_session(self._page)
        self._session.on("Fetch.requestPaused", lambda event: self._spawn(self._guard(event)))
        await self._send("Page.enable")
        await self._send(
            "Page.addScriptToEvaluateOnNewDocument",
            {"source": "\n".join(self._settings.sources), "worldName": _WORLD},
        )
        await self._send("DOM.enable")
        await self._send("Fetch.enable", {"patterns": [{"urlPattern": "*", "resourceType": kind} for kind in _GUARDED]})
        tree = await self._send("Page.getFrameTree")
        self._main_frame = tree["frameTree"]["frame"]["id"]

    async def close(self) -> None:
        """Close the page and its context, giving up on each after a while."""
        await _give_up_after(self._limits.close, self._page.close())
        await _give_up_after(self._limits.close, self._context.close())

    def _asked(self, request: Request) -> None:
        self._pending.add(request)

    def _answered(self, request: Request) -> None:
        self._pending.discard(request)

    def _spawn(self, work: Any) -> None:
        async def quietly() -> None:
            # The page may be gone before the answer: then there is nothing left to answer.
            with contextlib.suppress(PlaywrightError):
                await work

        task = asyncio.ensure_future(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guard(self, event: Mapping[str, Any]) -> None:
        """Let a request through only when it cannot change anything, may be made, and does not leave the page."""
        request, answer = event["request"], "Fetch.continueRequest"
        parameters: dict[str, Any] = {"requestId": event["requestId"]}
        document = event["resourceType"] == "Document" and event.get("frameId") == self._main_frame
        network_id = event.get("networkId", event["requestId"])
        if request["method"] not in _SAFE_METHODS or not await self._admit(request["url"]):
            answer = "Fetch.failRequest"
            parameters["errorReason"] = "BlockedByClient"
            if document:
                self._refused = request["url"]
        elif document and self._arriving == "*":
            self._arriving = network_id
        elif document and self._arriving != network_id:
            # Aborted keeps the present document: the page is tested as it stands.
            self._heading_for = self._heading_for or request["url"]
            answer = "Fetch.failRequest"
            parameters["errorReason"] = "Aborted"
        await self._session.send(answer, parameters)

    async def _send(self, method: str, parameters: dict[str, Any] | None = None) -> Any:
        try:
            return await self._within(self._limits.evaluate, self._session.send(method, parameters))
        except PlaywrightError as error:  # the page went away under the question
            raise PageLost(Reason.CRASH, _first_line(error)) from error

    async def _within(self, seconds: float, work: Awaitable[T]) -> T:
        try:
            return await asyncio.wait_for(work, seconds)
        except TimeoutError as error:
            raise PageLost(Reason.TIMEOUT, f"{seconds:g} s") from error

    async def visit(self, address: str) -> Arrival:
        """Go to an address and wait until the page is at rest."""
        self._arriving, self._heading_for, self._refused = "*", "", ""
        self._pending.clear()
        try:
            response = await self._within(
                self._limits.navigate + self._limits.close,
                self._page.goto(address, wait_until="domcontentloaded", timeout=self._limits.navigate * 1000),
            )
        except PlaywrightTimeoutError:
            return Arrival(address, reason=Reason.TIMEOUT, detail=f"{self._limits.navigate:g} s")
        except PlaywrightError as error:
            return self._not_arrived(address, error)
        if response is None:
            return Arrival(address, reason=Reason.NETWORK, detail="no response")
        arrival = self._arrived(response)
        if arrival.reason is not None:
            return arrival
        settled = await self._settle()
        return Arrival(
            self._page.url, arrival.status, settled=settled, heading_for="" if settled is None else self._heading_for
        )

    def _not_arrived(self, address: str, error: PlaywrightError) -> Arrival:
        said = _first_line(error)
        if self._refused:
            reason, said = Reason.PRIVATE_ADDRESS, self._refused
        elif "Download is starting" in said:
            reason = Reason.DOWNLOAD
        elif "ERR_CERT" in said or "ERR_SSL" in said or "ERR_BAD_SSL" in said:
            reason = Reason.TLS
        elif self.crashed or "crashed" in said:
            raise PageLost(Reason.CRASH, said) from error
        elif "ERR_ABORTED" in said:
            reason = Reason.NOT_HTML
        else:
            reason = Reason.NETWORK
        return Arrival(address, reason=reason, detail=said)

    def _arrived(self, response: Response) -> Arrival:
        status = response.status
        kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        reason = None
        if status in _BLOCKED_STATUS:
            reason = Reason.BLOCKED
        elif status >= 400:  # noqa: PLR2004 - the HTTP classes 4xx and 5xx
            reason = Reason.HTTP_ERROR
        elif kind not in _HTML_TYPES:
            reason = Reason.NOT_HTML
        detail = kind if reason is Reason.NOT_HTML else f"HTTP {status}" if reason else ""
        return Arrival(response.url, status, reason, detail)

    async def _settle(self) -> bool:
        """Wait until DOM and network are quiet; False when they never were within the cap."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._limits.settle
        quiet, cap = self._limits.quiet * 1000, self._limits.settle * 1000
        while (left := end - loop.time()) > 0:
            dom_quiet = await self.evaluate(f"stepfree.settled({quiet:g}, {min(cap, left * 1000):g})")
            if not dom_quiet:
                return False
            if not self._pending:
                return True
            await asyncio.sleep(0.025)
        return False

    async def resize(self, width: int, height: int) -> None:
        """Set the viewport in CSS px and let the page settle."""
        await self._within(self._limits.evaluate, self._page.set_viewport_size({"width": width, "height": height}))
        await self._settle()

    async def restore(self) -> None:
        """Set the viewport back to the audit's own."""
        await self.resize(*VIEWPORT)

    async def evaluate(self, expression: str) -> Any:
        """Evaluate JavaScript in stepfree's world of the top frame; return its JSON-able value."""
        return await self._evaluate_in(await self._world(self._main_frame), expression)

    async def _world(self, frame: str) -> int:
        """Return the execution context of stepfree's world in a frame (Chromium keeps one for each name)."""
        world = await self._send("Page.createIsolatedWorld", {"frameId": frame, "worldName": _WORLD})
        return int(world["executionContextId"])

    async def _evaluate_in(self, context: int, expression: str, *, by_value: bool = True) -> Any:
        answer = await self._send(
            "Runtime.evaluate",
            {"expression": expression, "contextId": context, "awaitPromise": True, "returnByValue": by_value},
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            said = details.get("exception", {}).get("description") or details.get("text", "")
            raise ScriptError(said.splitlines()[0] if said else "unknown error in the page")
        return answer["result"].get("value") if by_value else answer["result"]

    async def frames(self, in_scope: Callable[[str], bool]) -> tuple[list[FrameWorld], list[tuple[str, Reason]]]:
        """Return the frames that can be tested, the top one first, and those that cannot, with the reason."""
        tree = (await self._send("Page.getFrameTree"))["frameTree"]
        urls: dict[str, str] = {}
        _collect(tree, urls)
        worlds = [FrameWorld(self._main_frame, await self._world(self._main_frame), "")]
        missed: list[tuple[str, Reason]] = []
        for world in worlds:  # grows while it is walked: breadth first through the frames
            for child in json.loads(await self._evaluate_in(world.context, "stepfree.childFrames()")):
                prefix = f"{world.prefix}{child['selector']} >>> "
                frame = await self._frame_of(world.context, child["index"])
                url = urls.get(frame, child["url"])
                if not _inherits(url) and not in_scope(url):
                    missed.append((url, Reason.THIRD_PARTY_FRAME))
                elif frame not in urls:
                    missed.append((url, Reason.FRAME_UNREACHED))  # a process of its own: another site of ours
                else:
                    worlds.append(FrameWorld(frame, await self._world(frame), prefix))
        return worlds, missed

    async def _frame_of(self, context: int, index: int) -> str:
        handle = await self._evaluate_in(context, f"stepfree.frameElement({index})", by_value=False)
        node = await self._send("DOM.describeNode", {"objectId": handle["objectId"]})
        return str(node["node"].get("frameId", ""))

    async def ask(self, world: FrameWorld, expression: str) -> Any:
        """Evaluate JavaScript in one frame."""
        return await self._evaluate_in(world.context, expression)

    async def axe(self, worlds: list[FrameWorld], options: str) -> str:
        """Run axe over the frames that can be tested and return axe.js's answer.

        One frame alone is judged in place; with more, each gives a partial result and the top frame judges them.
        """
        top = worlds[0]
        if len(worlds) == 1:
            return str(await self._evaluate_in(top.context, f"stepfree.axe.run({options})"))
        partials: list[str] = []
        await self._partials(top, "null", options, {world.frame: world for world in worlds}, partials)
        return str(await self._evaluate_in(top.context, f"stepfree.axe.finish([{','.join(partials)}], {options})"))

    async def _partials(
        self, world: FrameWorld, context: str, options: str, worlds: Mapping[str, FrameWorld], partials: list[str]
    ) -> None:
        """Append the partial results of a frame and those inside it, depth first, as axe.finishRun wants them."""
        partials.append(await self._evaluate_in(world.context, f"stepfree.axe.partial({context}, {options})"))
        for child in json.loads(await self._evaluate_in(world.context, f"stepfree.axe.frames({context})")):
            selector = json.dumps(child["frameSelector"])
            handle = await self._evaluate_in(world.context, f"stepfree.axe.frameElement({selector})", by_value=False)
            frame = ""
            if handle.get("objectId"):
                node = await self._send("DOM.describeNode", {"objectId": handle["objectId"]})
                frame = str(node["node"].get("frameId", ""))
            if frame in worlds:
                await self._partials(worlds[frame], json.dumps(child["frameContext"]), options, worlds, partials)
            else:
                partials.append("null")  # recorded as untested by frames()

    async def forget(self) -> None:
        """Empty cookies and storage, so that the next page sees a visitor who was never here."""
        parts = urlsplit(self._page.url)
        await self._within(self._limits.evaluate, self._context.clear_cookies())
        if parts.scheme in ("http", "https"):
            origin = f"{parts.scheme}://{parts.netloc}"
            kinds = "local_storage,indexeddb,service_workers,cache_storage"
            await self._send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})
            with contextlib.suppress(PageLost):  # a page without session storage has nothing to clear
                storage = {"securityOrigin": origin, "isLocalStorage": False}
                await self._send("DOMStorage.clear", {"storageId": storage})


class ScriptError(Exception):
    """stepfree's JavaScript failed inside a page (the rule or probe is then untested there)."""


def core_script() -> str:
    """Return the JavaScript that every other one in stepfree's world builds on."""
    return (files("web_checks.probes") / "core.js").read_text("utf-8")


def _collect(tree: Mapping[str, Any], urls: dict[str, str]) -> None:
    frame = tree["frame"]
    urls[frame["id"]] = frame["url"] + frame.get("urlFragment", "")
    for child in tree.get("childFrames", ()):
        _collect(child, urls)


def _inherits(url: str) -> bool:
    """Return whether a frame's document is the embedding page's own (srcdoc, about:blank)."""
    return url in ("", ":") or url.startswith("about:")


def _first_line(error: PlaywrightError) -> str:
    return str(error).strip().splitlines()[0]


async def _give_up_after(seconds: float, work: Awaitable[Any]) -> None:
    with contextlib.suppress(TimeoutError, PlaywrightError):
        await asyncio.wait_for(work, seconds)
