"""One tab of Chromium: visits, questions to the page in stepfree's own world, and what the page may not do.

With web_checks.browser, .world, .elements and .pictures the only module that drives Playwright in an audit.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Dialog, Request, Response
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as PlaywrightPage
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from audit.model import Reason
from web_checks import elements, pictures
from web_checks.arrival import STORAGE, Arrival, Deadlines, FrameWorld, Look, PageLost, ScriptError, arrived
from web_checks.page import Exposed, Frame, Listeners, Part, Reaction
from web_checks.terms import Terms
from web_checks.world import WORLD, World, first_line, give_up_after

_PENDING = 0.025  # s between two looks at whether what was asked for has come
_OUTSIDE = (-1, -1)  # CSS px: where the pointer hovers over nothing
# What can submit something or reach another host on the page's behalf; images, styles and fonts stay unhooked (cost).
_GUARDED = ("Document", "XHR", "Fetch", "Ping", "EventSource")
_ERROR_PAGE = 20_000  # bytes of an error page that are looked at
_IN_THE_PAGE = ("data:", "blob:", "about:")  # addresses of what a page holds itself
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Literal private addresses are hooked for every type: the names among them cost no other request anything.
_PRIVATE = tuple(
    f"*://{host}" for host in ("0.*", "10.*", "127.*", "169.254.*", "172.*", "192.168.*", "[*", "localhost*")
)
# DOMContentLoaded never comes when an inline script leads away and is not followed; and a script that writes the page
# anew after it can leave it "loading" for ever.
_PARSED = """new Promise((done) => {
  const look = () => (document.readyState !== 'loading' || globalThis.wasParsed ? done() : setTimeout(look, 20));
  look();
})"""
# Runs in stepfree's world before the page's own scripts. A tab's own storage cannot be emptied from outside. The blank
# page between two visits is not asked anything: to set up axe and every probe there would cost a third of its time.
_AT_THE_START = """(() => {
if (window === top && location.href === 'about:blank') return;
if (window === top) { try { window.name = ''; sessionStorage.clear(); } catch { /* it has none */ } }
document.addEventListener('DOMContentLoaded', () => { globalThis.wasParsed = true; });
%s
})();"""


class Tab:
    """One kept page; it is emptied of cookies and storage after each visit, so every page sees a new visitor."""

    def __init__(
        self,
        context: BrowserContext,
        sources: Sequence[str],
        deadlines: Deadlines,
        terms: Terms,
    ) -> None:
        self._context = context
        self.terms = terms  # of the site that is visited now
        self.visits = 0
        self.asked: set[str] = set()  # addresses that were asked for, without their queries, until this is emptied
        self._sources = sources
        self._limits = deadlines
        self._following = False  # a page of a test copy may lead on for a moment
        self._page: PlaywrightPage
        self._world: World
        self._visited = ""
        self._document = ""  # loader id of the page that was visited
        self._arriving = ""  # network id of the navigation that a visit asked for; "*" = the next one
        self._heading_for = ""
        self._leaving = asyncio.Event()  # set when the page wants to go somewhere
        self._sent: Response  # what answered the visit
        self._refused = ""
        self._reactions: list[Reaction] = []
        self._pending: set[Request] = set()
        self._frames_calm = True
        self._restless = False  # the page did not come to rest when it was waited for
        self._failed = asyncio.Event()  # set when any request has failed
        self._tasks: set[asyncio.Task[None]] = set()
        self.crashed = False

    @property
    def status(self) -> int:
        """Return what the server answered the visit with; 0 = nothing yet."""
        return self._world.status

    async def open(self) -> None:
        """Open the page and put stepfree's world into every frame it will have."""
        self._page = await self._context.new_page()
        self._page.on("dialog", self._spoke)
        self._page.on("crash", lambda _page: setattr(self, "crashed", True))
        self._page.on("request", self._asked)
        self._page.on("websocket", lambda socket: self._note(socket.url))
        self._page.on("requestfinished", self._answered)
        self._page.on("requestfailed", self._gave_up)
        session = await self._context.new_cdp_session(self._page)
        session.on("Page.windowOpen", lambda event: self._reactions.append(Reaction("window", event["url"])))
        session.on("Fetch.requestPaused", lambda event: self._spawn(self._guard(event)))
        self._world = World(session, self._limits)
        await self._world.send("Page.enable")
        await self._world.send(
            "Page.addScriptToEvaluateOnNewDocument",
            {"source": _AT_THE_START % "\n".join(self._sources), "worldName": WORLD},
        )
        await self._world.send("DOM.enable")
        patterns: list[dict[str, str]] = [{"urlPattern": "*", "resourceType": kind} for kind in _GUARDED]
        patterns += [{"urlPattern": private} for private in _PRIVATE]
        patterns += [{"urlPattern": f"{origin}/*"} for origin in self.terms.login.headers]
        await self._world.send("Fetch.enable", {"patterns": patterns})
        self._world.main_frame = (await self._world.top_frame())["id"]

    async def close(self) -> None:
        """Close the page and its context, giving up on each after a while."""
        await give_up_after(self._limits.close, self._page.close())
        await give_up_after(self._limits.close, self._context.close())

    def _spoke(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # the guard keeps the page; this one would keep stepfree from going on
            self._spawn(dialog.accept())
            return
        self._reactions.append(Reaction("dialog", dialog.message))
        self._spawn(dialog.dismiss())

    def _asked(self, request: Request) -> None:
        self._pending.add(request)
        self._note(request.url)

    def _note(self, address: str) -> None:
        if not address.startswith(_IN_THE_PAGE):
            self.asked.add(address.partition("#")[0].partition("?")[0])

    def _answered(self, request: Request) -> None:
        self._pending.discard(request)

    def _gave_up(self, request: Request) -> None:
        self._answered(request)
        self._failed.set()

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
        document = event["resourceType"] == "Document" and event.get("frameId") == self._world.main_frame
        network_id = event.get("networkId", event["requestId"])
        if document and self._arriving == "*":
            self._arriving = network_id
        leaving = document and self._arriving != network_id
        may_send = self.terms.may_send(request["url"])
        harmless = request["method"] in _SAFE_METHODS or may_send
        if leaving:
            self._reactions.append(Reaction("navigation", request["url"]))
            leaving = not (self._following and may_send)
        if leaving:
            self._heading_for = self._heading_for or (request["url"] if request["method"] in _SAFE_METHODS else "")
            self._leaving.set()
        if leaving or not harmless or not await self.terms.admit(request["url"]):
            answer = "Fetch.failRequest"
            # Aborted keeps the present document: the page (or the frame, for a form) is tested as it stands.
            parameters["errorReason"] = "Aborted" if leaving or not harmless else "BlockedByClient"
            if document and not leaving:
                self._refused = request["url"]
        elif extra := self.terms.login.headers_for(request["url"]):
            # For this hop alone: Chromium asks again, without them, when a redirect leads on.
            headers = {**request["headers"], **extra}
            parameters["headers"] = [{"name": name, "value": value} for name, value in headers.items()]
        await self._world.session.send(answer, parameters)

    async def _go(self, address: str) -> Response | Arrival:
        """Go to an address; return what answers there, or how nothing did."""
        self._visited = address
        self._arriving, self._heading_for, self._refused = "*", "", ""
        self._reactions.clear()
        self._leaving.clear()
        self._pending.clear()
        self._world.forget()
        try:
            response = await asyncio.wait_for(
                self._page.goto(address, wait_until="commit", timeout=self._limits.navigate * 1000),
                self._limits.navigate + self._limits.close,
            )
        except (TimeoutError, PlaywrightTimeoutError) as error:
            raise PageLost(Reason.TIMEOUT, f"{self._limits.navigate:g} s") from error
        except PlaywrightError as error:
            return self._not_arrived(address, error)
        return Arrival(address, reason=Reason.NETWORK, detail="no response") if response is None else response

    async def fetch(self, address: str) -> tuple[Arrival, bytes]:
        """Go to an address that is no page (robots.txt); return how it ended, and what came: b"" = not to be had."""
        response = await self._go(address)
        if isinstance(response, Arrival):
            return response, b""
        return self._arrived(response), await self._world.or_lost(self._limits.navigate, response.body())

    async def visit(self, address: str) -> Arrival:
        """Go to an address and wait until the page is at rest."""
        response = await self._go(address)
        if isinstance(response, Arrival):
            return response
        self._world.status, self._sent = response.status, response
        arrival = self._arrived(response)
        if arrival.reason is not None:
            return await self._evidence(arrival, response) if arrival.status >= 400 else arrival  # noqa: PLR2004
        # A navigation's network id is its document's loader id; to ask now might be to ask the next document already.
        seen = self._arriving not in ("", "*")
        self._document = self._arriving if seen else (await self._world.top_frame())["loaderId"]
        if "content-type" not in response.headers and (kind := str(await self.evaluate("document.contentType"))):
            guessed = arrived(response.url, response.status, kind)  # by what it holds: the browser has to guess
            if guessed.reason is not None:
                return guessed
        if broken_off := await self._world.within(self._limits.navigate, self._parsed(response)):
            return Arrival(address, arrival.status, Reason.NETWORK, broken_off)
        settled = await self._settle(self._limits.settle)
        self._restless = not settled
        await self.check()
        # Not page.url: a script that rewrites the address bar (history.pushState) has not left the page.
        return Arrival(arrival.address, arrival.status, settled=settled, heading_for=self._heading_for)

    async def leads(self) -> str:
        """Return where the page itself wants to go, "" = nowhere; it may take a while to say so."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._leaving.wait(), self._limits.leave)
        return self._heading_for

    async def own_cookies(self) -> list[str]:
        """Return the names of the cookies that the page's scripts have set, sorted."""
        step: Request | None = self._sent.request
        sent = {cookie["name"] for cookie in (self.terms.login.state or {}).get("cookies", ())}
        while step is not None:  # each redirect on the way here may have set some
            answer = await self._world.or_lost(self._limits.close, step.response())
            values = await self._world.or_lost(self._limits.close, answer.header_values("set-cookie")) if answer else ()
            sent |= {value.partition("=")[0].strip() for value in values}
            step = step.redirected_from
        jar = await self._world.or_lost(self._limits.close, self._context.cookies(self._visited))
        return sorted({cookie["name"] for cookie in jar} - sent)

    async def _parsed(self, response: Response) -> str:
        """Wait until the document is parsed; return how its transfer broke off, "" = it did not.

        The browser waits for the rest for ever. What the page itself stops (net::ERR_ABORTED) is not broken off.
        """
        parsed = asyncio.ensure_future(self.evaluate(_PARSED))
        try:
            while not parsed.done():
                failure = response.request.failure or ""
                if failure and "ERR_ABORTED" not in failure:
                    return failure
                self._failed.clear()
                failed = asyncio.ensure_future(self._failed.wait())
                await asyncio.wait((parsed, failed), return_when=asyncio.FIRST_COMPLETED)
                failed.cancel()
            await parsed
        finally:
            parsed.cancel()
        return ""

    async def check(self) -> None:
        """Raise PageLost when the tab no longer shows the page that was visited (about:blank, a blob)."""
        frame = await self._world.top_frame()
        if frame["loaderId"] != self._document:
            raise PageLost(Reason.CRASH, f"the page left for {frame['url']}")

    def _not_arrived(self, address: str, error: PlaywrightError) -> Arrival:
        said = first_line(error)
        if self._refused:
            reason, said = Reason.PRIVATE_ADDRESS, self._refused
        elif "Download is starting" in said:
            reason = Reason.DOWNLOAD
        elif "ERR_CERT" in said or "ERR_SSL" in said or "ERR_BAD_SSL" in said:
            reason = Reason.TLS
            if "ERR_SSL_VERSION_OR_CIPHER_MISMATCH" in said:
                said += " (maybe a server that speaks only 国密 TLS: SM2/SM3/SM4)"
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
        return arrived(response.url, status, kind)

    async def _evidence(self, arrival: Arrival, response: Response) -> Arrival:
        """Add what an error page says to the arrival; nothing when it cannot be had soon."""
        headers: dict[str, str] = {}
        html = ""
        with contextlib.suppress(TimeoutError, PlaywrightError):
            headers = await asyncio.wait_for(response.all_headers(), self._limits.close)
            body = await asyncio.wait_for(response.body(), self._limits.close)
            html = body[:_ERROR_PAGE].decode("utf-8", "replace")
        return dataclasses.replace(arrival, headers=headers, html=html)

    async def _settle(self, seconds: float) -> bool:
        """Wait until DOM and network are quiet; False when they never were within some seconds of the page's time."""
        return await self._rest(seconds, lambda quiet, cap: self.evaluate(f"stepfree.rest({quiet:g}, {cap:g})"))

    async def _rest(self, seconds: float, asked: Callable[[float, float], Awaitable[tuple[bool, float]]]) -> bool:
        left = seconds * 1000
        while left > 0:
            calm, worked = await asked(self._limits.quiet * 1000, left)
            if not calm:
                return False
            if not self._pending:
                return True
            await asyncio.sleep(_PENDING)
            left -= worked + _PENDING * 1000
        return False

    async def settle(self) -> bool:
        """Let the page come to rest again; return whether it did. One that once did not is waited for shortly."""
        calm = await self._settle(self._limits.resettle if self._restless else self._limits.settle)
        self._restless = self._restless or not calm
        return calm

    async def resize(self, width: int, height: int) -> None:
        """Set the viewport in CSS px and let the page settle."""
        await self._world.or_lost(
            self._limits.evaluate, self._page.set_viewport_size({"width": width, "height": height})
        )
        await self.settle()

    async def restore(self) -> None:
        """Set the viewport back to the audit's own."""
        await self.resize(*self.terms.viewport)

    async def reload(self, without: tuple[str, ...] = ()) -> None:
        """Load the page again as a new visitor, without what matches some URL patterns (* stands for anything)."""
        address = self._visited
        await self.forget()
        await self._world.send("Network.enable")
        await self._world.send("Network.setBlockedURLs", {"urls": list(without)})
        try:
            arrival = await self.visit(address)
        finally:
            await self._world.send("Network.setBlockedURLs", {"urls": []})
            await self._world.send("Network.disable")
        if arrival.reason is not None:
            raise ScriptError(f"the page did not come again: {arrival.reason.value} {arrival.detail}")

    async def follow(self, expression: str) -> bool:
        """Evaluate JavaScript that may send a form off; return whether another page of a test copy came of it."""
        self._following = True
        try:
            await self._through(self.evaluate(expression))
            await self._through(self._settle(self._limits.settle))
            frame = await self._world.top_frame()
            if frame["loaderId"] == self._document:
                return False
            self._document = frame["loaderId"]
            await self._through(self._world.within(self._limits.navigate, self.evaluate(_PARSED)))
            await self._through(self._settle(self._limits.settle))
            self._document = (await self._world.top_frame())["loaderId"]
        finally:
            self._following = False
        return True

    async def _through(self, work: Awaitable[Any]) -> None:
        """Wait for what a page does that may go away meanwhile, as it was allowed to."""
        try:
            await work
        except PageLost as lost:
            if self.crashed or lost.reason is not Reason.CRASH:
                raise

    async def press(self, key: str) -> None:
        """Press and release a key or a chord as a person would."""
        try:
            await self._world.within(self._limits.evaluate, self._page.keyboard.press(key))
        except PlaywrightError as error:
            raise PageLost(Reason.CRASH, first_line(error)) from error

    async def point(self, x: float, y: float, steps: int = 1) -> None:
        """Move the mouse pointer to a place in the viewport (CSS px), straight and in so many steps."""
        await self._world.or_lost(self._limits.evaluate, self._page.mouse.move(x, y, steps=steps))

    async def park(self) -> None:
        """Take the mouse pointer out of the page; it would hover over something of the next one, too."""
        await self.point(*_OUTSIDE)

    async def screenshot(self) -> bytes:
        """Return the viewport's picture (PNG)."""
        return await pictures.of_viewport(self._world)

    async def film(self, seconds: float, width: int) -> tuple[Frame, ...]:
        """Return what the viewport shows for some seconds, this many px wide: a frame whenever something is painted."""
        return await pictures.film(self._world, seconds, width, self._spawn)

    async def picture(self, box: Mapping[str, float], quality: int) -> bytes:
        """Return a picture (WebP, quality 0-100) of a box of the viewport: x, y, width, height in CSS px."""
        return await pictures.of_box(self._world, box, quality)

    async def loaded(self, types: Collection[str]) -> Mapping[str, bytes | None]:
        """Return the images of some media types that the page has loaded, by address; nothing is fetched for it.

        None: what the browser does not hold any more, and what was too much.
        """
        return await pictures.loaded(self._world, types)

    def reactions(self) -> tuple[Reaction, ...]:
        """Return what the page has tried to do since this was last asked."""
        seen, self._reactions = tuple(self._reactions), []
        return seen

    async def listeners(self, types: frozenset[str]) -> Listeners:
        """Return the page's own event listeners; the elements are kept as stepfree.listening in stepfree's world."""
        return await elements.listeners(self._world, types)

    async def exposed(self, *, but: frozenset[str]) -> Part[Exposed]:
        """Return what takes the focus, but for some roles; the elements are kept as stepfree.exposed."""
        return await elements.exposed(self._world, but=but)

    async def evaluate(self, expression: str) -> Any:
        """Evaluate JavaScript in stepfree's world of the top frame; return its JSON-able value."""
        return await self._world.evaluate(expression)

    async def frames(self, in_scope: Callable[[str], bool]) -> tuple[list[FrameWorld], list[tuple[str, Reason]]]:
        """Let all frames come to rest; return those that can be tested, the top one first, and the others."""
        worlds, missed = await self._world.frames(in_scope)
        self._frames_calm = True
        if len(worlds) > 1:
            within = worlds[1:]
            self._frames_calm = await self._rest(
                self._limits.settle, lambda quiet, cap: self._world.rest(within, quiet, cap)
            )
            worlds, missed = await self._world.frames(in_scope)  # by now there may be others
        return worlds, missed

    async def ask(self, world: FrameWorld, names: Sequence[str]) -> str:
        """Return the answers of some static probes in one frame, as JSON."""
        return await self._world.ask(world, names)

    async def run_axe(self, options: str) -> str:
        """Run axe in every frame that can be tested, by the scope that frames() was given last."""
        return await self._world.run_axe(options)

    async def look(self, worlds: list[FrameWorld], options: str, names: Sequence[str]) -> Look:
        """Run axe and some static probes over the frames that can be tested. Raises ScriptError when axe fails."""
        look = await self._world.look(worlds, options, names)
        return look if self._frames_calm else dataclasses.replace(look, changing=True)

    async def forget(self) -> None:
        """Empty cookies and storage, so that the next page sees a visitor who was never here."""
        parts = urlsplit(self._page.url)
        # Away from the page first: what it still runs must not write again, nor lead the next visit astray.
        await self._world.or_lost(self._limits.close, self._page.goto("about:blank"))
        # Else a script that goes back would lead to whatever this tab happened to show before.
        await self._world.send("Page.resetNavigationHistory")
        await self._world.or_lost(self._limits.evaluate, self._context.clear_cookies())
        if self.terms.login.state is not None:
            await self._world.or_lost(
                self._limits.evaluate, self._context.add_cookies(self.terms.login.state["cookies"])
            )
            return  # what the login keeps elsewhere stays; the tab is not used for another page
        if parts.scheme in ("http", "https"):
            origin = f"{parts.scheme}://{parts.netloc}"
            await self._world.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORAGE})
