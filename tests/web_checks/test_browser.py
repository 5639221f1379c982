"""The browser among hostile pages: nothing is submitted, nothing escapes, and the next page is unharmed."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome, Reason
from web_checks.arrival import Deadlines
from web_checks.crawl import Watch
from web_checks.jobs import WebSettings

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import Crawled, PageServer, Web

HURRIED = Deadlines(navigate=2, quiet=0.1, settle=0.4, resettle=0.2, evaluate=2, close=1)
ONE_TAB = WebSettings(delay=0, workers=1)
IMAGE = '<img src="x.png">'  # a fault that proves that the page was tested


def doc(body: str = "", head: str = "") -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>测试页</title>{head}</head>'
        f"<body><main><h1>测试页</h1>{body}</main></body></html>"
    )


def between(web: Web, pages: PageServer, store: Store, hostile: str) -> Crawled:
    """Crawl a hostile page between two good ones, in one tab."""
    pages.page("/", doc('<a href="/hostile">a</a><a href="/good">b</a>' + IMAGE))
    pages.page("/hostile", hostile)
    pages.page("/good", doc(IMAGE))
    crawled = web.crawl(store, settings=ONE_TAB, deadlines=HURRIED)
    assert found(crawled, "/") == found(crawled, "/good") == ["axe-image-alt"]
    return crawled


def many(web: Web, pages: PageServer, store: Store, hostile: dict[str, str]) -> None:
    """Crawl hostile pages one after the other in one tab, a good one last; all of them can be tested."""
    pages.page("/", doc("".join(f'<a href="{path}">{path}</a> ' for path in (*hostile, "/good")) + IMAGE))
    for path, html in {**hostile, "/good": doc(IMAGE)}.items():
        pages.page(path, html)
    crawled = web.crawl(store, settings=ONE_TAB, deadlines=HURRIED)
    expected = ["/", *hostile, "/good"]
    assert {path: found(crawled, path) for path in crawled.pages} == {path: ["axe-image-alt"] for path in expected}


def found(crawled: Crawled, path: str) -> list[str]:
    """Return the rules of images that failed on a page."""
    return [rule for rule, outcome, _ in crawled.findings(path) if (rule, outcome) == ("axe-image-alt", Outcome.FAILED)]


# ---- pages that take their tab down


@pytest.mark.parametrize(
    "spin",
    [
        doc(IMAGE, head="<script>while (1);</script>"),
        doc(IMAGE + "<script>setTimeout(() => { while (1); }, 30)</script>"),
    ],
    ids=["while parsing", "after loading"],
)
def test_a_page_that_spins_for_ever_is_a_timeout(web: Web, pages: PageServer, store: Store, spin: str) -> None:
    crawled = between(web, pages, store, spin)
    assert crawled.reasons()["/hostile"] == (Outcome.UNTESTED, Reason.TIMEOUT)


def test_a_page_that_spins_after_it_was_tested_keeps_its_result(web: Web, pages: PageServer, store: Store) -> None:
    # The spin begins when the tab is led away.
    crawled = between(web, pages, store, doc(IMAGE + "<script>onpagehide = () => { while (1); }</script>"))
    assert found(crawled, "/hostile") == ["axe-image-alt"]


def test_a_server_that_never_answers_is_a_timeout(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc('<a href="/slow">a</a>'))
    pages.answer("/slow", doc(), delay=4)
    crawled = web.crawl(store, settings=ONE_TAB, deadlines=HURRIED)
    assert crawled.reasons()["/slow"] == (Outcome.UNTESTED, Reason.TIMEOUT)


@pytest.mark.parametrize(
    "elsewhere", ["'about:blank'", "URL.createObjectURL(new Blob(['<h1>x'], {type: 'text/html'}))"]
)
def test_a_page_that_empties_itself_is_no_page(web: Web, pages: PageServer, store: Store, elsewhere: str) -> None:
    crawled = between(
        web, pages, store, doc(IMAGE + f"<script>setTimeout(() => {{ location = {elsewhere} }}, 30)</script>")
    )
    assert crawled.pages["/hostile"].outcome is Outcome.UNTESTED
    assert crawled.findings("/hostile") == []


def test_a_page_without_a_document_element_is_untested(web: Web, pages: PageServer, store: Store) -> None:
    crawled = between(web, pages, store, doc("<script>onload = () => document.documentElement.remove()</script>"))
    assert crawled.pages["/hostile"].outcome is Outcome.UNTESTED


def _browser_process(web: Web) -> int:
    async def ask() -> int:
        assert web.browser._browser is not None
        session = await web.browser._browser.new_browser_cdp_session()
        told = await session.send("SystemInfo.getProcessInfo")
        await session.detach()
        return next(int(process["id"]) for process in told["processInfo"] if process["type"] == "browser")

    return web.runner.run(ask())


def test_a_browser_that_dies_is_started_again_and_no_page_is_lost(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("".join(f'<a href="/{n}">{n}</a>' for n in range(6)) + IMAGE))
    for n in range(6):
        pages.page(f"/{n}", doc(IMAGE))
    process = _browser_process(web)
    told: list[str] = []

    def tell(result: object) -> None:
        told.append(result.subject.id)  # type: ignore[attr-defined]
        if len(told) == 3:
            os.kill(process, signal.SIGKILL)

    crawled = web.crawl(store, settings=WebSettings(delay=0, workers=2), watch=Watch(tell))
    web._tab = None
    assert sorted(told) == sorted(set(told))
    assert {path: found(crawled, path) for path in crawled.pages} == {
        path: ["axe-image-alt"] for path in ("/", *(f"/{n}" for n in range(6)))
    }
    assert _browser_process(web) != process


def test_a_page_whose_renderer_crashes_gets_a_second_chance(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc('<a href="/crash">a</a><a href="/good">b</a>'))
    pages.page("/good", doc(IMAGE))
    pages.page("/crash", doc(IMAGE + "<script>setInterval(() => document.body.append('x'), 5)</script>"))

    async def crash() -> None:
        # From outside, as the system does when memory runs out.
        while True:
            await asyncio.sleep(0.01)
            assert web.browser._browser is not None
            open_pages = [page for context in web.browser._browser.contexts for page in context.pages]
            if met := [page for page in open_pages if page.url.endswith("/crash")]:
                session = await met[0].context.new_cdp_session(met[0])
                await session.send("Page.crash")
                return

    async def start() -> asyncio.Task[None]:
        return asyncio.ensure_future(crash())

    crashing = web.runner.run(start())
    crawled = web.crawl(store, settings=ONE_TAB, deadlines=HURRIED)
    crashing.cancel()
    assert pages.paths().count("/crash") == 2
    assert found(crawled, "/crash") == found(crawled, "/good") == ["axe-image-alt"]


# ---- pages that make a nuisance of themselves


_NUISANCES = {
    "alerts": "setInterval(() => alert('中奖'), 1)",
    "questions": "confirm('x'); prompt('y'); print(); onbeforeunload = () => 'stay'",
    "popups": "for (let n = 0; n < 9; n += 1) open('/popup' + n); setInterval(() => open('/popup'), 50)",
    "closing": "close(); setTimeout(() => close(), 10)",
    "mutations": "setInterval(() => document.body.append('x'), 5)",
    "writing": "setTimeout(() => { document.open(); document.write('<title>x</title><img src=x.png>') }, 20)",
    "console": "setInterval(() => { for (let n = 0; n < 9; n += 1) console.error(n) }, 10)",
    "exceptions": "setInterval(() => { throw new Error('x') }, 1)",
    "full screen": "document.documentElement.requestFullscreen().catch(() => 0)",
    "place": "navigator.geolocation.getCurrentPosition(() => 0)",
    "listening": "new EventSource('/events'); new WebSocket('ws://pages.test/ws')",
}


def test_nuisances_are_tested_all_the_same_and_the_next_page_too(web: Web, pages: PageServer, store: Store) -> None:
    paths = {
        f"/{name.replace(' ', '-')}": doc(IMAGE + f"<script>{script}</script>") for name, script in _NUISANCES.items()
    }
    many(web, pages, store, paths)
    assert not [path for path in pages.paths() if path.startswith("/popup") and path != "/popups"]


def test_a_storm_of_redirects_does_not_lead_the_next_page_astray(web: Web, pages: PageServer, store: Store) -> None:
    crawled = between(web, pages, store, doc("<script>setInterval(() => { location = '/good' }, 5)</script>"))
    assert crawled.reasons()["/hostile"] == (Outcome.INAPPLICABLE, Reason.REDIRECT)


def test_no_page_goes_back_to_what_the_tab_showed_before(web: Web, pages: PageServer, store: Store) -> None:
    back = "setInterval(() => history.go(-2), 20)"
    many(web, pages, store, {"/back": doc(IMAGE + f"<script>{back}</script>")})


# ---- an audit never submits anything

_FORM = '<form id="f" method="post" action="/submitted"{}><input name="a" value="1"></form>'
_SUBMISSIONS = {
    "form": _FORM.format("") + "<script>f.submit()</script>",
    "form once loaded": _FORM.format("") + "<script>onload = () => f.submit()</script>",
    "form into a new window": _FORM.format(' target="_blank"') + "<script>f.submit()</script>",
    "form into a frame": '<iframe name="i"></iframe>' + _FORM.format(' target="i"') + "<script>f.submit()</script>",
    "form in a popup": "<script>const w = open('about:blank'); if (w) { w.document.body.innerHTML = "
    "'<form method=post action=/submitted></form>'; w.document.forms[0].submit() }</script>",
    "fetch": "<script>for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) fetch('/submitted', {method})</script>",
    "fetch kept alive": "<script>fetch('/submitted', {method: 'POST', keepalive: true, body: 'x'})</script>",
    "XMLHttpRequest": "<script>const x = new XMLHttpRequest(); x.open('POST', '/submitted'); x.send('a')</script>",
    "beacon": "<script>navigator.sendBeacon('/submitted', 'x')</script>",
    "beacon at the end": "<script>onpagehide = () => navigator.sendBeacon('/submitted')</script>",
    "ping": "<a id='p' href='#x' ping='/submitted'>x</a><script>p.click()</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob(["
    "\"fetch('http://pages.test/submitted', {method: 'POST', body: 'x'})\"])))</script>",
    "shared worker": "<script>new SharedWorker(URL.createObjectURL(new Blob(["
    "\"fetch('http://pages.test/submitted', {method: 'POST', body: 'x'})\"])))</script>",
    "service worker": "<script>navigator.serviceWorker?.register('/sw.js')</script>",
    "frame of another site": '<iframe src="http://other.test/other"></iframe>',
}


def test_nothing_is_ever_submitted(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/other", doc(_FORM.format("") + "<script>fetch('/submitted', {method: 'POST'}); f.submit()</script>"))
    pages.answer("/sw.js", "fetch('/submitted', {method: 'POST', body: 'x'})", Content_Type="text/javascript")
    paths = {f"/{name.replace(' ', '-')}": doc(IMAGE + script) for name, script in _SUBMISSIONS.items()}
    many(web, pages, store, paths)
    assert [(method, path) for method, path, _ in pages.asked if method not in ("GET", "HEAD", "OPTIONS")] == []
    assert [path for path in pages.paths() if path.startswith("/submitted")] == []


def test_private_addresses_are_not_asked_on_a_page_s_behalf(web: Web, pages: PageServer, store: Store) -> None:
    # These would reach the test's own server if they were let through.
    private = f"http://127.0.0.1:{pages.port}/private"
    body = (
        f'<img src="{private}1.png" alt=""><iframe src="{private}2"></iframe><link rel="stylesheet" href="{private}3">'
        f'<script src="{private}4"></script><script>fetch("{private}5", {{mode: "no-cors"}}); new Image().src = '
        f'"http://localhost:{pages.port}/private6"</script>'
    )
    crawled = between(web, pages, store, doc(IMAGE + body))
    assert [path for path in pages.paths() if path.startswith("/private")] == []
    assert found(crawled, "/hostile") == ["axe-image-alt"]
    assert ("/hostile", f"frame {private}2", Reason.FRAME_UNREACHED) in crawled.untested()


# ---- every page sees a new visitor


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        ("document.cookie = 'seen=1'", "document.cookie"),
        ("localStorage.seen = 1", "localStorage.seen"),
        ("sessionStorage.seen = 1", "sessionStorage.seen"),
        ("name = 'seen'", "window.name"),
        ("onpagehide = () => { localStorage.seen = 1 }", "localStorage.seen"),
    ],
)
def test_what_one_page_keeps_no_other_page_finds(
    web: Web, pages: PageServer, store: Store, keep: str, kept: str
) -> None:
    show = f"<script>if ({kept}) document.write('<img src=x.png>')</script>"
    pages.page("/", doc(f'<a href="/a">a</a><a href="/b">b</a><script>{keep}</script>'))
    pages.page("/a", doc(show))
    # A page that leads elsewhere leaves no trace either.
    pages.page("/b", doc(f'<script>{keep}; location = "/c"</script>'))
    pages.page("/c", doc(show))
    crawled = web.crawl(store, settings=ONE_TAB)
    assert found(crawled, "/a") == found(crawled, "/c") == []
    assert crawled.pages["/c"].tally


def test_a_cookie_that_a_redirect_sets_is_forgotten(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc('<a href="/set">a</a><a href="/b">b</a>'))
    pages.answer("/set", status=302, Location="/c", Set_Cookie="seen=1; Path=/")
    pages.page("/b", doc())
    pages.page("/c", doc())
    web.crawl(store, settings=ONE_TAB)
    cookies = {path: headers.get("Cookie") for _, path, headers in pages.asked if path in ("/b", "/c")}
    assert cookies["/b"] is None


def test_the_visitor_says_who_it_is(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc())
    web.crawl(store, settings=ONE_TAB)
    agents = {headers["User-Agent"] for _, _, headers in pages.asked}
    assert len(agents) == 2  # the browser and the reader of robots.txt
    assert all("stepfree/" in agent for agent in agents)
