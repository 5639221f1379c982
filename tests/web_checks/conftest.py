"""A real Chromium on pages served from loopback: `web.see` audits one page, `web.crawl` a site."""

from __future__ import annotations

import asyncio
import dataclasses
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest

from audit.model import Depth, Finding, Outcome, Reason
from audit.records import Subject, Waiting
from audit.store import Store
from web_checks import axe, chromium, observe
from web_checks.arrival import Deadlines
from web_checks.browser import Browser, BrowserSettings, core_script
from web_checks.crawl import PageResult, Stopped, Watch
from web_checks.driver import AuditTab
from web_checks.gatekeeper import Gatekeeper
from web_checks.grid import SeleniumBrowser
from web_checks.jobs import Shelves, SiteJob, WebDriverChoice, WebSettings
from web_checks.pace import Clock, Hosts
from web_checks.pool import TabPool
from web_checks.site import SiteAudit

HOST = "pages.test"
WWW = "www.pages.test"
OTHER = "other.test"  # another site on the same server
DEAD = "dead.test"  # a host where nobody answers
_SAME_TITLE = "测试页</title>".encode()
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What the server says to one path, after so many seconds."""

    body: bytes = b""
    status: int = 200
    delay: float = 0
    headers: Mapping[str, str] = dataclasses.field(default_factory=lambda: {"Content-Type": HTML})


class PageServer:
    """Serves answers by path, or by host and path; `asked` lists the requests as (method, path, headers)."""

    def __init__(self) -> None:
        self.distinct = False
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[str, str, Mapping[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.asked.append((self.command, self.path, dict(self.headers)))
                path = self.path.partition("?")[0]
                missing = Answer(b"not found", 404)
                found = server.answers.get(self.headers.get("Host", "") + path) or server.answers.get(path, missing)
                answer = found() if callable(found) else found
                time.sleep(answer.delay)
                own = f" {self.path}</title>".encode("latin-1") if server.distinct else b"</title>"
                body = answer.body.replace(_SAME_TITLE, _SAME_TITLE.removesuffix(b"</title>") + own)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_HEAD = answer  # noqa: N815 - the base class looks for these names

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # a browser that hangs up is what some tests are about

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def answer(self, path: str, body: bytes | str = b"", status: int = 200, delay: float = 0, **headers: str) -> None:
        """Answer a path; headers: by name with _ for -."""
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(raw, status, delay, {"Content-Type": HTML, **named})

    def page(self, path: str, html: str | bytes, **headers: str) -> None:
        body = html.encode() if isinstance(html, str) else html
        self.answers[path] = Answer(body, headers={"Content-Type": HTML, **headers})

    def paths(self, method: str = "GET") -> list[str]:
        """Return the paths that were asked for."""
        return [path for how, path, _ in self.asked if how == method]

    def forget(self) -> None:
        self.answers.clear()
        self.asked.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class VirtualClock(Clock):
    """Time that passes only by waiting, and then at once."""

    def __init__(self) -> None:
        self.moment = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds
        await asyncio.sleep(0)

    def today(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """A page's result, easy to ask."""

    result: PageResult

    def outcome(self, rule: str) -> Outcome:
        """Return the rule's outcome on the page; inapplicable when it met no target."""
        tally = self.result.subject.tally.get(rule)
        return tally.outcome if tally else Outcome.INAPPLICABLE

    def findings(self, rule: str) -> list[Finding]:
        return [finding for finding in self.result.findings if finding.rule == rule]

    def selectors(self, rule: str, outcome: Outcome = Outcome.FAILED) -> list[str]:
        return [finding.target.selector for finding in self.findings(rule) if finding.outcome is outcome]


@dataclass(frozen=True)
class Crawled:
    """What a crawl left in the record, easy to ask: pages by path (by address on other hosts)."""

    store: Store
    run: str

    @property
    def pages(self) -> dict[str, Subject]:
        return {page.id.removeprefix(f"http://{HOST}"): page for page in self.store.subjects(self.run, "page")}

    @property
    def site(self) -> Subject:
        (found,) = self.store.subjects(self.run, "site")
        return found

    def reasons(self) -> dict[str, tuple[Outcome, Reason | None]]:
        return {path: (page.outcome, page.reason) for path, page in self.pages.items()}

    def untested(self) -> set[tuple[str, str, Reason]]:
        """Return (path, what, reason) of all that was not tested, but for rules of another depth or of test copies."""
        return {
            (u.subject.removeprefix(f"http://{HOST}"), u.what, u.reason)
            for u in self.store.untested(self.run)
            if u.reason not in (Reason.NOT_SAMPLED, Reason.STAGING_ONLY)
        }

    def findings(self, path: str) -> list[tuple[str, Outcome, str]]:
        address = f"http://{HOST}{path}"
        found = [f for f in self.store.findings(self.run) if f.subject == address]
        return [(f.rule, f.outcome, f.target.selector) for f in found]


class Web:
    """One browser for all tests of the folder.

    webdriver: Chromium through ChromeDriver; isolated: it reaches the names of this server only, and no address;
    guarded: what a gatekeeper lets it, as in an audit of live sites.
    """

    def __init__(
        self, executable: str, *, webdriver: bool = False, isolated: bool = True, guarded: bool = False
    ) -> None:
        self.server = PageServer()
        self.runner = asyncio.Runner()
        self.shelves = Shelves.all()
        script = axe.script()
        resolve = {HOST: self.server.port, WWW: self.server.port, OTHER: self.server.port, DEAD: _closed_port()}
        self._gate = Gatekeeper(resolve, resolve).__enter__() if guarded else None
        self.settings = BrowserSettings(
            executable,
            chromium.sandbox_possible(),
            (script.source, core_script(), axe.glue(), *observe.scripts()),
            "stepfree/test",
            resolve=resolve,
            isolated=isolated,
            proxy=self._gate.server if self._gate else "",
            deadlines=Deadlines(navigate=10, quiet=0.1, settle=3, leave=5, evaluate=20, close=3),
        )
        self.browser = Browser(self.settings)
        if webdriver:  # tests that go into the browser have the other one
            self.browser = cast("Browser", SeleniumBrowser(self.settings, WebDriverChoice()))
        self._tab: AuditTab | None = None
        self._tabs: tuple[TabPool, object] | None = None
        self.runner.run(self.browser.__aenter__())

    def close(self) -> None:
        self.runner.run(self.browser.__aexit__())
        self.runner.close()
        if self._gate:
            self._gate.__exit__()
        self.server.close()

    def see(
        self,
        html: str | bytes,
        *,
        depth: Depth = Depth.SIMPLIFIED,
        path: str = "/page.html",
        others: Mapping[str, str] | None = None,
        rules: tuple[str, ...] = (),
        staging: bool = False,
        ocr: bool = False,
        site_class: str = "portal",
    ) -> Seen:
        """Audit one page; html may be a body's content.

        others: further pages by path; rules: only these of ours; staging: it is a test copy, looked at in depth;
        ocr: the words in its images are read; site_class: as in a plan.
        """
        if isinstance(html, str) and "<html" not in html:
            html = f'<!doctype html><html lang="zh-CN"><head><title>测试页</title></head><body>{html}</body></html>'
        self.server.page(path, html)
        for other, text in (others or {}).items():
            self.server.page(other, text)
        shelves = self.shelves
        if rules:
            kept = tuple(shelved for shelved in shelves.page if shelved.rule.id in rules)
            options = shelves.axe_options if any(rule.startswith("axe-") for rule in rules) else ""
            shelves = dataclasses.replace(shelves, page=kept, axe_options=options)
        depth = Depth.IN_DEPTH if staging else depth
        job = SiteJob("test", "test", f"http://{HOST}{path}", staging=staging, site_class=site_class)
        return Seen(self.runner.run(self._visit(job, depth, shelves, ocr=ocr)))

    def crawl(
        self,
        store: Store,
        *,
        job: SiteJob | None = None,
        settings: WebSettings | None = None,
        run: str = "",
        deadlines: Deadlines | None = None,
        watch: Watch | None = None,
        hosts: Hosts | None = None,
        distinct: bool = True,
    ) -> Crawled:
        """Audit a whole site, by default http://pages.test/; run: go on with this one; hosts: their pace.

        distinct: pages that are served alike are told apart by their titles.
        """
        job = job or SiteJob("site", "site", f"http://{HOST}/")
        settings = settings or WebSettings(delay=0, workers=2)
        settings = dataclasses.replace(settings, resolve=self.settings.resolve)
        run = run or store.start_run("site", "test", {}, Path(), {}, datetime(2026, 11, 22, tzinfo=UTC))
        usual = self.browser.settings
        self.browser.settings = dataclasses.replace(usual, deadlines=deadlines or usual.deadlines)
        tabs = self._tabs_for(settings.workers)
        audit = SiteAudit(job, tabs, store, run, self.shelves, settings, hosts or Hosts(settings.delay, VirtualClock()))
        self.server.distinct = distinct
        ended = False
        try:
            self.runner.run(audit.audit(watch or Watch()))
            ended = True
        except Stopped:
            pass
        finally:
            if not ended:
                self._forget_tabs()
            self.browser.settings = usual
            self.server.distinct = False
        return Crawled(store, run)

    def _tabs_for(self, size: int) -> TabPool:
        """Return tabs for a crawl: those of the crawl before, as in an audit of many sites, where they fit and live."""
        playwright = getattr(self.browser, "_browser", None)
        fits = (size, self.browser.settings.deadlines, playwright)
        alive = playwright is not None and playwright.is_connected()
        if self._tabs is None or self._tabs[1] != fits or not alive:
            self._forget_tabs()
            self._tabs = TabPool(self.browser, size), fits
        return self._tabs[0]

    def _forget_tabs(self) -> None:
        if self._tabs is not None:
            self.runner.run(self._tabs[0].close())
            self._tabs = None

    async def _visit(self, job: SiteJob, depth: Depth, shelves: Shelves, *, ocr: bool) -> PageResult:
        staging = job.staging
        # No store: one page is visited and judged, nothing is recorded.
        tabs = TabPool(self.browser, 1)
        audit = SiteAudit(job, tabs, None, "", shelves, WebSettings(delay=0, stay=True, ocr=ocr))  # type: ignore[arg-type]
        kept, self._tab = self._tab, None
        # A tab that may send forms off is a test copy's alone.
        tab = await self.browser.tab(audit.terms) if staging or kept is None else kept
        result = await audit.page(tab, Waiting(job.start, 0, 0, "start"), depth)
        await tab.forget()
        if staging:
            await tab.close()
        self._tab = kept if staging else tab  # kept for the next page, unless this one took it down
        return result


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An audit database of the test's own."""
    opened = Store.at(tmp_path / "audit.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def pages(web: Web) -> Iterator[PageServer]:
    """The server, with no page on it yet."""
    web.server.forget()
    yield web.server
    web.server.forget()


@pytest.fixture
def texts() -> Iterator[PageServer]:
    """A server for tests without a browser."""
    server = PageServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def web() -> Iterator[Web]:
    """A browser and a server; the test is skipped, loudly, where there is no Chromium."""
    found = chromium.find()
    if found is None:
        pytest.skip("no Chromium on this machine: run make setup")
    running = Web(str(found.path))
    yield running
    running.close()


@pytest.fixture(scope="session")
def driven() -> Iterator[Web]:
    """The same through WebDriver; the test is skipped, loudly, where there is no ChromeDriver."""
    found = chromium.find()
    if found is None or shutil.which("chromedriver") is None:
        pytest.skip("no chromedriver on this machine: install Debian's chromium-driver to run this test")
    running = Web(str(found.path), webdriver=True)
    yield running
    running.close()
