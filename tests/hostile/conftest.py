"""What attacks an audit: each case ends in one stated outcome in time, and the page after it is unharmed."""

from __future__ import annotations

import contextlib
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from audit.model import Depth, Outcome, Reason
from audit.store import Store
from tests.web_checks.conftest import HOST, Crawled, PageServer, Web, store
from web_checks import chromium
from web_checks.arrival import Deadlines
from web_checks.jobs import SiteJob, WebSettings

__all__ = ["HOST", "store"]

# Seconds for one test, however busy the machine: what hangs fails by itself.
DEADLINE = 60
# Seconds for the steps of a page that is meant to run into them, and for one that is not.
SHORT = Deadlines(navigate=2, quiet=0.1, settle=0.5, resettle=0.3, evaluate=3, close=1)
AMPLE = Deadlines(navigate=15, quiet=0.1, settle=1, resettle=0.3, evaluate=30, close=3)
IMAGE = '<img src="data:,">'  # a fault that proves that a page was tested
FAULTS = [("axe-image-alt", Outcome.FAILED, "img")]
NO_PAGE = (Reason.REDIRECT, Reason.NOT_HTML, Reason.DOWNLOAD, Reason.OUT_OF_SCOPE)


def doc(body: str = "", head: str = "", title: str = "测试页") -> str:
    """Return a page of a title, a heading, a picture without alternative text, and something hostile."""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>测试页</h1>{IMAGE}{body}</main></body></html>"
    )


PLAIN = doc(title="普通页")


def script(source: str) -> str:
    return doc(f"<script>{source}</script>")


def outcomes(crawled: Crawled) -> dict[str, tuple[Outcome, Reason | None]]:
    """Return how each page ended, having checked that each ended in exactly one way and says why."""
    whole = {subject for subject, what, _ in crawled.untested() if what == ""}
    for path, page in crawled.pages.items():
        tested = page.outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL)
        assert bool(page.tally) or not tested, path
        assert (page.reason is None) == tested, (path, page.outcome, page.reason)
        assert (page.outcome is Outcome.INAPPLICABLE) == (page.reason in NO_PAGE), path
        assert (path in whole) == (page.outcome is Outcome.UNTESTED and not page.tally), path
    return {path: (page.outcome, page.reason) for path, page in crawled.pages.items()}


class Ring:
    """One browser after the other: a test that fails may leave its own in any state."""

    def __init__(self, executable: str, *, isolated: bool, guarded: bool) -> None:
        self._executable, self._isolated, self._guarded = executable, isolated, guarded
        self._web: Web | None = None

    @property
    def web(self) -> Web:
        self._web = self._web or Web(self._executable, isolated=self._isolated, guarded=self._guarded)
        return self._web

    def drop(self) -> None:
        if self._web is not None:
            web, self._web = self._web, None
            web.close()


@dataclass
class Arena:
    """Visits something hostile and then a plain page, in one tab."""

    ring: Ring
    store: Store

    @property
    def web(self) -> Web:
        return self.ring.web

    @property
    def server(self) -> PageServer:
        return self.ring.web.server

    def crawl(
        self, job: SiteJob, *, deadlines: Deadlines = AMPLE, depth: Depth = Depth.SIMPLIFIED, run: str = ""
    ) -> Crawled:
        """Audit a site in one tab."""
        settings = WebSettings(delay=0, workers=1, depth=depth, sample=None)
        try:
            return self.web.crawl(self.store, job=job, settings=settings, deadlines=deadlines, run=run)
        except BaseException:
            self.ring.drop()
            raise

    def meet(self, *hostile: str, origin: str = f"http://{HOST}", **options: Any) -> Crawled:
        """Audit some paths and then /plain, on the server or another origin; /plain must have its usual findings."""
        self.server.page("/plain", PLAIN)
        addresses = [path if "://" in path else f"{origin}{path}" for path in (*hostile, "/plain")]
        crawled = self.crawl(SiteJob("list", "list", "", tuple(addresses), follow=False), **options)
        assert outcomes(crawled)[addresses[-1].removeprefix(f"http://{HOST}")] == (Outcome.FAILED, None)
        assert found(crawled, addresses[-1]) == FAULTS
        return crawled

    def page(self, html: str | bytes, **options: Any) -> Crawled:
        """Audit one hostile page, and then /plain."""
        self.server.page("/hostile", html)
        return self.meet("/hostile", **options)


def found(crawled: Crawled, address: str) -> list[tuple[str, Outcome, str]]:
    """Return the rule, outcome and selector of the findings of a page."""
    of_page = (f for f in crawled.store.findings(crawled.run) if f.subject in (address, f"http://{HOST}{address}"))
    return [(f.rule, f.outcome, f.target.selector) for f in of_page]


@pytest.fixture(scope="module")
def ring(request: pytest.FixtureRequest) -> Iterator[Ring]:
    """One browser for a file; that of a file with OPEN = True reaches any address, and so could be tricked."""
    browser = chromium.find()
    if browser is None:
        pytest.skip("no Chromium on this machine: run make setup")
    opened, guarded = (getattr(request.module, name, False) for name in ("OPEN", "GUARDED"))
    running = Ring(str(browser.path), isolated=not (opened or guarded), guarded=guarded)
    yield running
    running.drop()


@pytest.fixture
def arena(ring: Ring, store: Store) -> Arena:
    ring.web.server.forget()
    return Arena(ring, store)


class Overdue(KeyboardInterrupt):
    """A test hangs. An event loop swallows any other exception that a signal raises in it."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """End a test that hangs."""

    def overdue(*_: object) -> None:
        raise Overdue

    if not hasattr(signal, "setitimer"):
        return (yield)
    before = signal.signal(signal.SIGALRM, overdue)
    signal.setitimer(signal.ITIMER_REAL, DEADLINE)
    try:
        return (yield)
    except Overdue:
        pytest.fail(f"not done after {DEADLINE} s")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class RawServer:
    """Answers by the byte: what no library of HTTP would send. It knows /plain, and else only what it is told."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, bytes | Callable[[socket.socket], None]] = {"/plain": http(PLAIN)}
        self.asked: list[str] = []
        self.closing = threading.Event()  # set when the server closes: what drips for ever ends then
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http{'s' if self._context else ''}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.closing.set()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.closing(connection):
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                if not (part := connection.recv(65536)):
                    return
                head += part
            path = head.split(b" ", 2)[1].decode("latin-1").partition("?")[0]
            self.asked.append(path)
            answer = self.answers.get(path, http("not found", "404 Not Found"))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)
            if self._context is None:
                connection.shutdown(socket.SHUT_WR)


def http(body: str | bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    """Return an answer; length: the one that its header claims."""
    raw = body.encode() if isinstance(body, str) else body
    claimed = len(raw) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {claimed}", "Connection: close", *headers]
    if not any(header.lower().startswith("content-type:") for header in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + raw


@pytest.fixture
def raw() -> Iterator[RawServer]:
    server = RawServer()
    yield server
    server.close()
