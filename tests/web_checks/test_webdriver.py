"""A WebDriver among hostile pages: each ends in one stated outcome, and the next page is unharmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from audit.model import Outcome, Reason
from web_checks.arrival import Deadlines
from web_checks.jobs import WebSettings
from web_checks.terms import Terms

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import Crawled, PageServer, Web
    from web_checks.grid import SeleniumBrowser

HURRIED = Deadlines(navigate=4, quiet=0.1, settle=1, resettle=0.5, evaluate=5, close=2)
ONE_TAB = WebSettings(delay=0, workers=1)
IMAGE = '<img src="x.png">'  # a fault that proves that the page was tested


@pytest.fixture
def pages(driven: Web) -> PageServer:
    """The server of the driven browser, with no page on it yet."""
    driven.server.forget()
    return driven.server


def doc(body: str = "", head: str = "") -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>测试页</title>{head}</head>'
        f"<body><main><h1>测试页</h1>{body}</main></body></html>"
    )


def found(crawled: Crawled, path: str) -> list[str]:
    return [rule for rule, outcome, _ in crawled.findings(path) if (rule, outcome) == ("axe-image-alt", Outcome.FAILED)]


def between(driven: Web, store: Store, **hostile: str) -> Crawled:
    """Crawl hostile pages between two good ones, in one tab; pages that the server has already are kept."""
    pages = driven.server
    for name, html in hostile.items():
        pages.page(f"/{name}", html)
    others = [path for path in pages.answers if path != "/good"]
    pages.page("/", doc("".join(f'<a href="{path}">{path}</a> ' for path in (*others, "/good")) + IMAGE))
    pages.page("/good", doc(IMAGE))
    crawled = driven.crawl(store, settings=ONE_TAB, deadlines=HURRIED)
    assert found(crawled, "/") == found(crawled, "/good") == ["axe-image-alt"]
    return crawled


def test_what_is_no_page_is_said_to_be_none(driven: Web, pages: PageServer, store: Store) -> None:
    pages.answer("/missing", doc(), status=404)
    pages.answer("/refused", doc(), status=403)
    pages.answer("/text", "text", Content_Type="text/plain")
    pages.answer("/file", "zip", Content_Type="application/zip", Content_Disposition="attachment; filename=a.zip")
    pages.answer("/moved", status=302, Location="/good")
    pages.answer("/private", status=302, Location=f"http://127.0.0.1:{pages.port}/inside")
    pages.page("/script", doc("<script>location.replace('/good')</script>"))
    pages.page("/later", doc(IMAGE + "<script>setTimeout(() => { location = '/good' }, 50)</script>"))
    crawled = between(driven, store)
    reasons = crawled.reasons()
    assert {path: reasons[path] for path in reasons if path not in ("/", "/good", "/private")} == {
        "/missing": (Outcome.UNTESTED, Reason.HTTP_ERROR),
        "/refused": (Outcome.UNTESTED, Reason.BLOCKED),
        "/text": (Outcome.INAPPLICABLE, Reason.NOT_HTML),
        "/file": (Outcome.INAPPLICABLE, Reason.DOWNLOAD),
        "/moved": (Outcome.INAPPLICABLE, Reason.REDIRECT),
        "/script": (Outcome.INAPPLICABLE, Reason.REDIRECT),
        "/later": (Outcome.INAPPLICABLE, Reason.REDIRECT),
    }
    assert reasons["/private"][0] is Outcome.UNTESTED  # this browser reaches nothing but the site
    assert "/inside" not in pages.paths()


def test_nothing_is_downloaded(driven: Web, pages: PageServer, store: Store) -> None:
    pages.answer("/file", "zip", Content_Type="application/zip", Content_Disposition="attachment; filename=once.zip")
    between(driven, store)
    folder = Path(cast("SeleniumBrowser", driven.browser)._folder.name)
    assert list(folder.glob("once*")) == []
    assert not Path("once.zip").exists()


def test_a_certificate_that_cannot_be_trusted(driven: Web, pages: PageServer) -> None:
    # The server speaks no TLS at all; port 80 because that is the one that leads to it.
    assert driven.runner.run(_visit(driven, "https://pages.test:80/")) is Reason.TLS


def test_where_nobody_answers(driven: Web, pages: PageServer) -> None:
    assert driven.runner.run(_visit(driven, "http://dead.test/")) is Reason.NETWORK


async def _visit(driven: Web, address: str) -> Reason | None:
    async def admit(_address: str) -> bool:
        return True

    tab = await driven.browser.tab(Terms(admit))
    try:
        return (await tab.visit(address)).reason
    finally:
        await tab.close()


@pytest.mark.parametrize("inside", [True, False])
def test_where_a_visit_ends_is_asked_of_the_doorkeeper(driven: Web, pages: PageServer, *, inside: bool) -> None:
    pages.answer("/", status=302, Location="http://other.test/")
    pages.page("other.test/", doc())

    async def admit(address: str) -> bool:
        return inside or "other.test" not in address

    async def visit() -> Reason | None:
        tab = await driven.browser.tab(Terms(admit))
        try:
            return (await tab.visit("http://pages.test/")).reason
        finally:
            await tab.close()

    assert driven.runner.run(visit()) is (None if inside else Reason.PRIVATE_ADDRESS)


def test_dialogs_and_windows_are_closed_unseen(driven: Web, pages: PageServer, store: Store) -> None:
    crawled = between(
        driven,
        store,
        talk=doc(IMAGE + "<script>alert(1); confirm(2); setTimeout(() => alert(3), 60)</script>"),
        leave=doc(IMAGE + "<script>onbeforeunload = (event) => { event.preventDefault(); return 'stay' }</script>"),
        window=doc(IMAGE + "<script>open('/popup')</script>"),
    )
    assert {path: found(crawled, path) for path in ("/talk", "/leave", "/window")} == {
        path: ["axe-image-alt"] for path in ("/talk", "/leave", "/window")
    }
    assert "/popup" not in crawled.pages


def test_pages_that_hang_are_a_timeout_and_their_session_is_replaced(
    driven: Web, pages: PageServer, store: Store
) -> None:
    crawled = between(
        driven,
        store,
        parsing=doc(IMAGE, head="<script>while (1);</script>"),
        loaded=doc(IMAGE + "<script>setTimeout(() => { while (1); }, 30)</script>"),
    )
    assert crawled.reasons()["/parsing"] == (Outcome.UNTESTED, Reason.TIMEOUT)
    assert crawled.reasons()["/loaded"] == (Outcome.UNTESTED, Reason.TIMEOUT)


def test_a_page_of_endless_dialogs_is_untested(driven: Web, pages: PageServer, store: Store) -> None:
    crawled = between(driven, store, endless=doc(IMAGE + "<script>setInterval(() => alert(1), 5)</script>"))
    assert crawled.pages["/endless"].outcome is Outcome.UNTESTED


def test_a_page_that_loads_itself_for_ever_is_untested(driven: Web, pages: PageServer, store: Store) -> None:
    crawled = between(driven, store, again=doc(IMAGE + "<script>setTimeout(() => location.reload(), 20)</script>"))
    assert crawled.pages["/again"].outcome is Outcome.UNTESTED


def test_frames_are_not_entered_and_each_is_named(driven: Web, pages: PageServer, store: Store) -> None:
    pages.page("/inner", doc(IMAGE))
    crawled = between(
        driven,
        store,
        framed=doc(
            '<iframe title="a" src="/inner"></iframe><iframe title="b" src="http://other.test/"></iframe>'
            '<iframe title="c" srcdoc="<p>x</p>"></iframe>'
        ),
    )
    missed = {(what, reason) for path, what, reason in crawled.untested() if path == "/framed"}
    assert missed == {
        ("frame http://pages.test/inner", Reason.DRIVER),
        ("frame http://other.test/", Reason.THIRD_PARTY_FRAME),
        ('frame iframe[title="c"]', Reason.DRIVER),
    }
    assert found(crawled, "/framed") == []


def test_each_page_sees_a_visitor_who_was_never_there(driven: Web, pages: PageServer, store: Store) -> None:
    remember = (
        "<script>if (document.cookie || localStorage.length || sessionStorage.length || name)"
        " document.querySelector('img')?.remove(); document.cookie = 'a=1'; localStorage.a = 1; sessionStorage.a = 1;"
        " name = 'me'</script>"
    )
    crawled = between(driven, store, one=doc(IMAGE + remember), two=doc(IMAGE + remember))
    assert found(crawled, "/one") == found(crawled, "/two") == ["axe-image-alt"]


def test_what_a_page_stores_while_it_is_left_is_emptied_too(driven: Web, pages: PageServer, store: Store) -> None:
    visited = "<script>if (localStorage.length || document.cookie) document.querySelector('img')?.remove()</script>"
    leaving = "<script>onpagehide = () => { localStorage.b = 1; document.cookie = 'b=1' }</script>"
    crawled = between(driven, store, one=doc(IMAGE + visited + leaving), two=doc(IMAGE + visited + leaving))
    assert found(crawled, "/one") == found(crawled, "/two") == ["axe-image-alt"]


def test_scripts_run_under_a_strict_policy_and_beside_the_page_s_own_axe(
    driven: Web, pages: PageServer, store: Store
) -> None:
    pages.page("/strict", doc(IMAGE), Content_Security_Policy="default-src 'none'; require-trusted-types-for 'script'")
    crawled = between(driven, store, own=doc(IMAGE + "<script>window.axe = 1; window.stepfree = 2</script>"))
    assert found(crawled, "/strict") == found(crawled, "/own") == ["axe-image-alt"]


def test_a_status_that_the_browser_does_not_tell_is_said_to_be_unknown(
    driven: Web, pages: PageServer, store: Store
) -> None:
    hide = "<script>delete PerformanceResourceTiming.prototype.responseStatus</script>"
    crawled = between(driven, store, hidden=doc(IMAGE + hide))
    assert found(crawled, "/hidden") == ["axe-image-alt"]
    assert crawled.pages["/hidden"].facts["status"] == 0
    assert ("/hidden", "HTTP status", Reason.DRIVER) in crawled.untested()
    assert ("/good", "HTTP status", Reason.DRIVER) not in crawled.untested()


def test_a_page_whose_axe_fails_is_not_passed(driven: Web, pages: PageServer, store: Store) -> None:
    crawled = between(driven, store, empty=doc("<script>onload = () => document.documentElement.remove()</script>"))
    assert crawled.pages["/empty"].outcome is Outcome.UNTESTED
