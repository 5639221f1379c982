"""A WebDriver server is used as the plan says; one that hangs costs its page and nothing more."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from audit.model import Depth, Reason, UsageError
from audit.plan import Plan, Site, Web
from web_checks.arrival import Deadlines, PageLost
from web_checks.browser import BrowserSettings
from web_checks.grid import OVERRIDE, SeleniumBrowser, chosen, notes, problems
from web_checks.jobs import WebDriverChoice, WebSettings
from web_checks.terms import Terms

PAGE = "http://pages.test/"
DOCUMENT = {"url": PAGE, "asked": PAGE, "status": 0, "type": "text/html", "born": 1.5}


class Grid:
    """Speaks as much of W3C WebDriver as a visit needs.

    heard: (method, path, body, headers); replies: by the path's last word: a value, a WebDriver error as (status,
    error), "hang", or what makes one of them from the body.
    """

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, Any, dict[str, str]]] = []
        self.replies: dict[str, Any] = {}
        self.over = threading.Event()
        self._sessions = 0
        grid = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = json.loads(raw) if raw else None
                grid.heard.append((self.command, self.path, body, dict(self.headers)))
                value = grid.reply(self.command, self.path, body)
                if value == "hang":
                    grid.over.wait()
                    return
                status, value = value if isinstance(value, tuple) else (200, value)
                if status != 200:
                    value = {"error": value, "message": value, "stacktrace": ""}
                told = json.dumps({"value": value}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the base class looks for these names

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self._server.server_address[1]}/wd/hub"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def reply(self, method: str, path: str, body: Any) -> Any:
        word = path.rpartition("/")[2]
        if (method, word) == ("POST", "session"):
            if "session" in self.replies:
                return self.replies["session"]
            self._sessions += 1
            return {"sessionId": f"s{self._sessions}", "capabilities": {"browserName": "stub", "browserVersion": "7"}}
        if word in self.replies:
            reply = self.replies[word]
            return reply(body) if callable(reply) else reply
        if word == "sync":
            return DOCUMENT if "responseStatus" in body["script"] else None
        return {"window": "w", "handles": ["w"], "async": {"value": True}}.get(word)

    def paths(self) -> list[str]:
        """Return what was asked, without the server's prefix."""
        return [f"{method} {path.removeprefix('/wd/hub')}" for method, path, _, _ in self.heard]

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def grid() -> Iterator[Grid]:
    """A WebDriver server."""
    server = Grid()
    yield server
    server.close()


def _browser(grid: Grid, capabilities: Mapping[str, object] | None = None, user: str = "") -> SeleniumBrowser:
    deadlines = Deadlines(navigate=1, quiet=0.1, settle=1, resettle=0.5, evaluate=1, close=0.5)
    settings = BrowserSettings("", sandbox=False, sources=("source",), product="stepfree/test", deadlines=deadlines)
    return SeleniumBrowser(settings, WebDriverChoice(f"http://{user}{grid.address}", capabilities or {}))


async def _admit(_address: str) -> bool:
    return True


async def test_a_server_is_asked_for_the_capabilities_as_they_were_given(grid: Grid) -> None:
    given = {"browserName": "firefox", "pageLoadStrategy": "normal", "cloud:options": {"build": "1"}}
    async with _browser(grid, given, "user:p%40ss@") as browser:
        tab = await browser.tab(Terms(_admit))
        arrival = await tab.visit(PAGE)
        await tab.forget()
        await tab.close()
    method, path, body, headers = grid.heard[0]
    assert (method, path) == ("POST", "/wd/hub/session")
    asked = body["capabilities"]["alwaysMatch"]
    asked.pop("se:remoteUrl", None)  # Selenium's own
    assert asked == {**given, "unhandledPromptBehavior": "dismiss"}
    assert body["capabilities"]["firstMatch"] == [{}]
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"user:p@ss").decode()
    assert browser.version == "stub 7 (WebDriver)"
    assert (arrival.address, arrival.status, arrival.reason) == (PAGE, 0, None)
    # One session, ended at last; cookies were emptied before the page was left.
    asked_for = grid.paths()
    assert asked_for.count("POST /session") == 1
    assert asked_for[-1] == "DELETE /session/s1"
    assert asked_for.index("DELETE /session/s1/cookie") < len(asked_for) - 1 - asked_for[::-1].index(
        "POST /session/s1/url"
    )


async def test_the_scripts_count_only_in_the_document_that_was_looked_at(grid: Grid) -> None:
    async with _browser(grid) as browser:
        tab = await browser.tab(Terms(_admit))
        await tab.visit(PAGE)
        # The first visit of this tab, and the birth of the document that it saw: another document is not claimed.
        assert [1, DOCUMENT["born"]] in [body["args"] for _, path, body, _ in grid.heard if path.endswith("/sync")]
        elsewhere = {**DOCUMENT, "url": f"{PAGE}next", "asked": f"{PAGE}next", "born": 2.5}
        documents = iter([DOCUMENT, elsewhere])
        grid.replies["async"] = {"left": elsewhere["url"]}
        grid.replies["sync"] = lambda body: next(documents) if "responseStatus" in body["script"] else None
        assert (await tab.visit(PAGE)).address == elsewhere["url"]


async def test_a_session_that_hangs_is_ended_and_the_next_tab_has_another(grid: Grid) -> None:
    async with _browser(grid) as browser:
        tab = await browser.tab(Terms(_admit))
        grid.replies["url"] = "hang"
        with pytest.raises(PageLost) as lost:
            await tab.visit(PAGE)
        assert lost.value.reason is Reason.TIMEOUT
        await tab.close()
        del grid.replies["url"]
        another = await browser.tab(Terms(_admit))
        assert (await another.visit(PAGE)).reason is None
        await another.close()
    assert [path for path in grid.paths() if path.startswith("DELETE /session/s") and "/" not in path[16:]] == [
        "DELETE /session/s1",
        "DELETE /session/s2",
    ]


async def test_a_session_that_nobody_closed_is_ended_with_the_browser(grid: Grid) -> None:
    async with _browser(grid) as browser:
        for _ in range(2):
            await browser.tab(Terms(_admit))
    assert {path for path in grid.paths() if path.startswith("DELETE")} == {"DELETE /session/s1", "DELETE /session/s2"}


async def test_a_session_that_does_not_even_end_is_given_up(grid: Grid) -> None:
    async with _browser(grid) as browser:
        tab = await browser.tab(Terms(_admit))
        grid.replies["s1"] = "hang"
        await asyncio.wait_for(tab.close(), 30)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ((400, "insecure certificate"), Reason.TLS),
        ((500, "unknown error: net::ERR_NAME_NOT_RESOLVED"), Reason.NETWORK),
        ((500, "Reached error page: about:neterror?e=dnsNotFound"), Reason.NETWORK),
        ((500, "unknown error: net::ERR_HTTP_RESPONSE_CODE_FAILURE"), Reason.HTTP_ERROR),
        ((500, "unknown error: net::ERR_ABORTED"), Reason.DOWNLOAD),
    ],
)
async def test_what_a_browser_refuses_has_a_reason(grid: Grid, error: tuple[int, str], reason: Reason) -> None:
    async with _browser(grid) as browser:
        tab = await browser.tab(Terms(_admit))
        grid.replies["url"] = error
        assert (await tab.visit(PAGE)).reason is reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ((500, "timeout"), Reason.TIMEOUT),
        ((500, "unexpected alert open"), Reason.TIMEOUT),
        ((404, "invalid session id"), Reason.CRASH),
        ((404, "no such window"), Reason.CRASH),
        ((500, "tab crashed"), Reason.CRASH),
    ],
)
async def test_what_costs_the_session_has_a_reason_too(grid: Grid, error: tuple[int, str], reason: Reason) -> None:
    async with _browser(grid) as browser:
        tab = await browser.tab(Terms(_admit))
        grid.replies["url"] = error
        with pytest.raises(PageLost) as lost:
            await tab.visit(PAGE)
        assert lost.value.reason is reason


async def test_a_server_that_opens_no_session_is_a_usage_error(grid: Grid) -> None:
    grid.replies["session"] = (500, "session not created")
    with pytest.raises(UsageError, match="session not created"):
        async with _browser(grid):
            pass


# ---- what a plan may choose


def _plan(folder: str | None = None, **web: Any) -> Plan:
    site = Site(id="s", name="s", url="http://a.cn/", folder=folder)
    return Plan(name="x", date=date(2025, 1, 1), web=Web(**web), sites=(site,))


def test_a_plan_without_a_webdriver_changes_nothing() -> None:
    settings = WebSettings()
    assert chosen(settings, Web(), Path()) is settings
    assert problems(_plan(), Path()) == notes(_plan(depth=Depth.IN_DEPTH)) == []


def test_a_plan_names_server_and_capabilities(tmp_path: Path) -> None:
    (tmp_path / "caps.json").write_text('{"browserName": "firefox"}', "utf-8")
    plan = _plan(driver="selenium", webdriver="http://grid:4444", capabilities="caps.json", depth=Depth.IN_DEPTH)
    assert problems(plan, tmp_path) == []
    assert len(notes(plan)) == 1
    settings = chosen(WebSettings(depth=Depth.IN_DEPTH, screenshots=True), plan.web, tmp_path)
    assert settings.webdriver == WebDriverChoice("http://grid:4444", {"browserName": "firefox"})
    assert (settings.depth, settings.screenshots) == (Depth.SIMPLIFIED, False)


def test_an_address_with_a_password_stays_out_of_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems(_plan(driver="selenium", webdriver="https://me:secret@grid/"), Path())
    assert OVERRIDE in problem.en
    assert "secret" not in problem.en + problem.zh
    monkeypatch.setenv(OVERRIDE, "https://me:secret@grid/")
    plan = _plan(driver="selenium")
    assert problems(plan, Path()) == []
    found = chosen(WebSettings(), plan.web, Path()).webdriver
    assert found is not None
    assert found.address == "https://me:secret@grid/"


@pytest.mark.parametrize(
    ("web", "folder", "caps"),
    [
        ({"webdriver": "http://grid:4444"}, None, None),
        ({"capabilities": "caps.json"}, None, "{}"),
        ({"driver": "selenium", "webdriver": "grid:4444"}, None, None),
        ({"driver": "selenium", "webdriver": "http://"}, None, None),
        ({"driver": "selenium", "webdriver": "http://grid:4444"}, "pages", None),
        ({"driver": "selenium", "capabilities": "caps.json"}, None, "[1]"),
        ({"driver": "selenium", "capabilities": "caps.json"}, None, "{"),
        ({"driver": "selenium", "capabilities": "none.json"}, None, None),
    ],
)
def test_a_choice_that_cannot_be_carried_out(
    web: dict[str, Any], folder: str | None, caps: str | None, tmp_path: Path
) -> None:
    if caps is not None:
        (tmp_path / "caps.json").write_text(caps, "utf-8")
    assert len(problems(_plan(folder, **web), tmp_path)) == 1
