"""One site: every address ends in exactly one outcome, whatever the server and the page do."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome, Reason
from web_checks.crawl import Watch
from web_checks.jobs import SiteJob, WebSettings

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import Crawled, PageServer, Web

HOME = "http://pages.test/"
TESTED = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED)
UNTESTED, NO_PAGE = Outcome.UNTESTED, Outcome.INAPPLICABLE


def doc(*links: str, body: str = "", head: str = "", title: str = "测试页") -> str:
    """Return a page with some links on it."""
    anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>{title}</h1>{anchors}{body}</main></body></html>"
    )


def is_tested(crawled: Crawled, path: str) -> bool:
    page = crawled.pages[path]
    return page.outcome in TESTED and page.reason is None and bool(page.tally)


# ---- what the server says


def test_every_answer_of_a_server_is_one_outcome(web: Web, pages: PageServer, store: Store) -> None:
    expected = {
        "/401": (UNTESTED, Reason.BLOCKED),
        "/403": (UNTESTED, Reason.BLOCKED),
        "/412": (UNTESTED, Reason.BLOCKED),
        "/429": (UNTESTED, Reason.BLOCKED),
        "/404": (UNTESTED, Reason.HTTP_ERROR),
        "/410": (UNTESTED, Reason.HTTP_ERROR),
        "/500": (UNTESTED, Reason.HTTP_ERROR),
        "/503": (UNTESTED, Reason.HTTP_ERROR),
        "/204": (NO_PAGE, Reason.NOT_HTML),
        "/a.png": (NO_PAGE, Reason.NOT_HTML),
        "/a.json": (NO_PAGE, Reason.NOT_HTML),
        "/a.zip": (NO_PAGE, Reason.DOWNLOAD),
        "/attached": (NO_PAGE, Reason.DOWNLOAD),
        "/moved": (NO_PAGE, Reason.REDIRECT),
        "/away": (NO_PAGE, Reason.OUT_OF_SCOPE),
        "/ring": (UNTESTED, Reason.NETWORK),
        "/nowhere": (NO_PAGE, Reason.OUT_OF_SCOPE),
        "/private": (UNTESTED, Reason.PRIVATE_ADDRESS),
        "/oa/x": (UNTESTED, Reason.ROBOTS),
    }
    pages.page("/", doc(*expected, "/a.pdf", "/ok"))
    pages.page("/ok", doc())
    pages.page("/target", doc())
    for status in (204, 401, 403, 404, 410, 412, 429, 500, 503):
        pages.answer(f"/{status}", doc() if status != 204 else b"", status)
    pages.answer("/a.pdf", b"%PDF-1.7", Content_Type="application/pdf")
    pages.answer("/a.png", b"\x89PNG", Content_Type="image/png")
    pages.answer("/a.json", b"{}", Content_Type="application/json")
    pages.answer("/a.zip", b"PK", Content_Type="application/zip")
    pages.answer("/attached", doc(), Content_Disposition="attachment; filename=a.html")
    pages.answer("/moved", status=301, Location="/target")
    pages.answer("/away", status=302, Location="http://other.test/")
    pages.answer("/ring", status=302, Location="/ring")
    pages.answer("/nowhere", status=302, Location="http://other.test/none")
    pages.answer("/private", status=302, Location="http://127.0.0.1:9200/_search")
    pages.answer("/robots.txt", "User-agent: *\nDisallow: /oa/", Content_Type="text/plain")
    crawled = web.crawl(store)
    reasons = crawled.reasons()
    assert {path: reasons[path] for path in expected} == expected
    assert {path for path in reasons if path not in expected} == {"/", "/ok", "/target", "/a.pdf"}
    # A browser without a PDF viewer downloads what another one shows.
    assert reasons["/a.pdf"] in ((NO_PAGE, Reason.NOT_HTML), (NO_PAGE, Reason.DOWNLOAD))
    assert all(is_tested(crawled, path) for path in ("/", "/ok", "/target"))
    # What was not tested is said to be, with its reason; what is no page of the site is not.
    whole = {(path, reason) for path, what, reason in crawled.untested() if what == ""}
    assert whole == {(path, reason) for path, (outcome, reason) in expected.items() if outcome is UNTESTED}
    assert "/oa/x" not in pages.paths()


def test_where_nobody_answers_is_a_network_reason(web: Web, pages: PageServer, store: Store) -> None:
    job = SiteJob("list", "list", "", (HOME, "http://dead.test/", "http://unknown.test/"), follow=False)
    pages.page("/", doc())
    crawled = web.crawl(store, job=job)
    # robots.txt cannot be read where nobody answers, and what it forbids is then not known.
    assert crawled.reasons()["http://dead.test/"] == (UNTESTED, Reason.ROBOTS_UNREACHABLE)
    assert crawled.reasons()["http://unknown.test/"] == (UNTESTED, Reason.ROBOTS_UNREACHABLE)
    assert is_tested(crawled, "/")


def test_a_server_that_hangs_up_is_a_network_reason(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/gone", "/ok"))
    pages.page("/ok", doc())

    def hang_up() -> object:
        raise ConnectionResetError

    pages.answers["/gone"] = hang_up  # type: ignore[assignment]
    crawled = web.crawl(store)
    assert crawled.reasons()["/gone"] == (UNTESTED, Reason.NETWORK)
    assert is_tested(crawled, "/ok")


def test_a_site_that_cannot_be_reached_is_untested_as_a_whole(web: Web, pages: PageServer, store: Store) -> None:
    crawled = web.crawl(store, job=SiteJob("down", "down", "http://dead.test/"))
    assert (crawled.site.outcome, crawled.site.reason) == (UNTESTED, Reason.ROBOTS_UNREACHABLE)
    assert crawled.site.facts["pages_tested"] == 0


def test_robots_txt_that_fails_closes_the_site(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc())
    pages.answer("/robots.txt", status=503)
    crawled = web.crawl(store)
    assert crawled.reasons() == {"/": (UNTESTED, Reason.ROBOTS_UNREACHABLE)}
    assert "/" not in pages.paths()


def test_each_host_of_a_site_has_its_own_robots_txt(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("http://www.pages.test/open", "http://www.pages.test/closed"))
    pages.page("www.pages.test/open", doc())
    pages.page("www.pages.test/closed", doc())
    pages.answer("www.pages.test/robots.txt", "User-agent: *\nDisallow: /closed")
    crawled = web.crawl(store)
    assert crawled.reasons()["http://www.pages.test/closed"] == (UNTESTED, Reason.ROBOTS)
    assert is_tested(crawled, "http://www.pages.test/open")


def test_a_private_start_address_is_asked_only_because_it_was_named(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("http://127.0.0.1:1/"))
    job = SiteJob("local", "local", f"http://127.0.0.1:{pages.port}/", follow=False)
    crawled = web.crawl(store, job=job, settings=WebSettings(delay=0, workers=1))
    # The test's browser reaches mapped hosts only; the doorkeeper let the named one pass.
    assert crawled.reasons() == {f"http://127.0.0.1:{pages.port}/": crawled.reasons().popitem()[1]}
    assert crawled.site.reason is not Reason.PRIVATE_ADDRESS


# ---- where pages lead


def test_redirects_by_http_script_and_meta_lead_to_pages_of_their_own(
    web: Web, pages: PageServer, store: Store
) -> None:
    pages.page("/", doc("/http", "/script", "/early", "/meta", "/chain", "/foreign"))
    pages.answer("/http", status=302, Location="/a")
    pages.page("/script", doc(body="<script>onload = () => { location.href = '/b' }</script>"))
    pages.page("/early", doc(head="<script>location.replace('/c')</script>"))
    pages.page("/meta", doc(head='<meta http-equiv="refresh" content="0; url=/d">'))
    pages.page("/chain", doc(head="<script>location = '/chain2'</script>"))
    pages.page("/chain2", doc(head="<script>location = '/e'</script>"))
    pages.page("/foreign", doc(head="<script>location = 'http://other.test/'</script>"))
    for path in "abcde":
        pages.page(f"/{path}", doc())
    crawled = web.crawl(store)
    reasons = crawled.reasons()
    for path in ("/http", "/script", "/early", "/meta", "/chain", "/chain2"):
        assert reasons[path] == (NO_PAGE, Reason.REDIRECT), path
    assert all(is_tested(crawled, f"/{path}") for path in "abcde")
    assert reasons["/foreign"] == (NO_PAGE, Reason.OUT_OF_SCOPE)
    assert crawled.pages["/script"].facts["detail"] == "http://pages.test/b"
    assert not any(name == "Host" and value == "other.test" for _, _, h in pages.asked for name, value in h.items())


def test_the_page_that_a_start_address_leads_to_is_the_start_page(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(head='<meta http-equiv="refresh" content="0;url=/home">'))
    pages.page("/home", doc("/x"))
    pages.page("/x", doc())
    crawled = web.crawl(store)
    assert crawled.reasons()["/"] == (NO_PAGE, Reason.REDIRECT)
    assert crawled.pages["/home"].facts["hops"] == 0
    assert crawled.pages["/x"].facts["hops"] == 1


def test_redirects_without_end_end(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/loop", "/ok"))
    pages.page("/loop", doc(head="<script>location.href = '/loop?' + Math.random()</script>"))
    pages.page("/ok", doc())
    crawled = web.crawl(store)
    loops = [page for path, page in crawled.pages.items() if path.startswith("/loop")]
    assert len(loops) == 6
    assert [page.reason for page in loops] == [Reason.REDIRECT] * 5 + [Reason.NETWORK]
    assert loops[-1].outcome is UNTESTED
    assert is_tested(crawled, "/ok")


def test_a_start_address_that_leads_to_another_host_is_that_host(web: Web, pages: PageServer, store: Store) -> None:
    pages.answer("pages.test/", status=302, Location="http://other.test/portal")
    pages.page("other.test/portal", doc("/more", "http://pages.test/also"))
    pages.page("other.test/more", doc())
    pages.page("pages.test/also", doc())
    crawled = web.crawl(store)
    assert is_tested(crawled, "http://other.test/portal")
    assert is_tested(crawled, "http://other.test/more")
    assert is_tested(crawled, "/also")


@pytest.mark.parametrize(
    "script",
    [
        "history.pushState({}, '', '/never?' + Math.random())",
        "setInterval(() => history.replaceState({}, '', '/never?' + Math.random()), 20)",
        "location.hash = 'part'",
        "setTimeout(() => location.reload(), 60_000)",
    ],
)
def test_a_page_that_only_rewrites_its_address_is_tested_where_it_was_found(
    web: Web, pages: PageServer, store: Store, script: str
) -> None:
    pages.page("/", doc(body=f"<script>{script}</script>"))
    crawled = web.crawl(store)
    assert list(crawled.pages) == ["/"]
    assert is_tested(crawled, "/")


def test_a_page_that_refreshes_itself_later_is_tested_as_it_stands(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(head='<meta http-equiv="refresh" content="60">'))
    assert is_tested(web.crawl(store), "/")


def test_addresses_are_found_by_sitemap_too_after_the_links(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/linked"))
    for path in ("/linked", "/only-in-sitemap"):
        pages.page(path, doc())
    pages.answer("/robots.txt", f"Sitemap: {HOME}map.txt", Content_Type="text/plain")
    pages.answer("/map.txt", f"{HOME}only-in-sitemap\n{HOME}linked\nhttp://other.test/x\n", Content_Type="text/plain")
    crawled = web.crawl(store)
    assert list(crawled.pages) == ["/", "/linked", "/only-in-sitemap"]


# ---- how many pages


def test_pages_beyond_the_cap_are_untested_and_named(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(*(f"/{n}" for n in range(8))))
    for n in range(8):
        pages.page(f"/{n}", doc())
    crawled = web.crawl(store, job=SiteJob("site", "site", HOME, max_pages=4))
    assert list(crawled.pages) == ["/", "/0", "/1", "/2"]
    assert crawled.untested() == {("site", f"{HOME}{n}", Reason.PAGE_CAP) for n in range(3, 8)}
    facts = crawled.site.facts
    assert (facts["pages_found"], facts["pages_known"], facts["pages_tested"]) == (9, 9, 4)


def test_redirects_and_files_do_not_use_up_the_cap(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/old", "/a.pdf", "/a", "/b"))
    pages.answer("/old", status=301, Location="/a")
    pages.answer("/a.pdf", b"%PDF", Content_Type="application/pdf")
    pages.page("/a", doc())
    pages.page("/b", doc())
    crawled = web.crawl(store, job=SiteJob("site", "site", HOME, max_pages=3))
    assert [path for path in crawled.pages if is_tested(crawled, path)] == ["/", "/a", "/b"]


def test_a_list_of_addresses_is_tested_and_nothing_else(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/a", doc("/c"))
    pages.page("/b", doc("/c"))
    pages.page("/c", doc())
    job = SiteJob("list", "list", "", (f"{HOME}b", f"{HOME}a"), follow=False)
    assert list(web.crawl(store, job=job).pages) == ["/b", "/a"]


# ---- a folder of built pages


def _folder(web: Web, store: Store, folder: Path, host: str = "pages.test") -> Crawled:
    return web.crawl(store, job=SiteJob("folder", "folder", f"http://{host}/", folder=folder))


def test_a_folder_of_built_pages(web: Web, pages: PageServer, store: Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    files = {
        "index.html": doc(
            "a.html", "index.html", "sub/", "missing.html", f"{'x' * 300}.html", "/%00", "../secret.html"
        ),
        "a.html": doc("https://pages.test/b.html", "http://www.pages.test/sub/index.html"),
        "b.html": doc(),
        "sub/index.html": doc(),
        "lonely.HTM": doc(),
    }
    (tmp_path / "secret.html").write_text(doc())
    for path, html in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(html, "utf-8")
        pages.page("/" + path.replace("index.html", ""), html)
    crawled = _folder(web, store, site)
    # Each file once, at one address, though it is linked to by https, by "www." and as index.html.
    assert sorted(crawled.pages) == ["/", "/a.html", "/b.html", "/lonely.HTM", "/sub/"]
    assert all(is_tested(crawled, path) for path in crawled.pages)


def test_a_folder_whose_start_page_is_index_htm(web: Web, pages: PageServer, store: Store, tmp_path: Path) -> None:
    (tmp_path / "index.htm").write_text(doc())
    pages.page("/", doc())
    assert list(_folder(web, store, tmp_path).pages) == ["/"]


def test_a_folder_without_a_start_page(web: Web, pages: PageServer, store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(doc())
    pages.page("/a.html", doc())
    assert list(_folder(web, store, tmp_path).pages) == ["/a.html"]


def test_an_empty_folder_gives_no_page(web: Web, pages: PageServer, store: Store, tmp_path: Path) -> None:
    crawled = _folder(web, store, tmp_path)
    assert crawled.pages == {}
    assert (crawled.site.outcome, crawled.site.reason) == (UNTESTED, Reason.NETWORK)


# ---- depth


def test_in_depth_the_sample_is_visited_again_and_nothing_else(web: Web, pages: PageServer, store: Store) -> None:
    article = '<article class="news"><p>正文</p></article>'
    pages.page("/", doc("/a1", "/a2", "/a3"))
    for path in ("/a1", "/a2", "/a3"):
        pages.page(path, doc(body=article))
    settings = WebSettings(depth=Depth.IN_DEPTH, delay=0, workers=2, sample=2)
    crawled = web.crawl(store, settings=settings)
    in_depth = {path for path, page in crawled.pages.items() if page.facts["depth"] == "in-depth"}
    assert len(in_depth) == crawled.site.facts["pages_in_depth"] == 2
    assert {path for path, page in crawled.pages.items() if "reflow" in page.tally} == in_depth
    assert {path: pages.paths().count(path) for path in crawled.pages if path != "/"} == {
        path: 2 if path in in_depth else 1 for path in crawled.pages if path != "/"
    }


def test_a_page_that_is_gone_at_the_second_visit_keeps_its_first_result(
    web: Web, pages: PageServer, store: Store
) -> None:
    shown: list[int] = []
    good = doc(body='<img src="a.png"><iframe src="http://other.test/x"></iframe>')

    def once() -> object:
        shown.append(1)
        pages.answer("/hidden", good)
        found = pages.answers["/hidden"]
        assert not callable(found)
        return found if len(shown) == 2 else dataclasses.replace(found, status=503 if len(shown) > 2 else 200)

    pages.answers["/"] = once  # type: ignore[assignment]
    crawled = web.crawl(store, settings=WebSettings(depth=Depth.IN_DEPTH, delay=0, workers=1))
    assert is_tested(crawled, "/")
    assert ("/", "in-depth", Reason.HTTP_ERROR) in crawled.untested()
    assert ("/", "frame http://other.test/x", Reason.THIRD_PARTY_FRAME) in crawled.untested()


# ---- going on, and doing it again


def _rows(store: Store, run: str) -> str:
    """Return all that a run recorded, as text."""
    return "\n".join(map(repr, (*store.subjects(run), *store.findings(run), *store.untested(run))))


def _slow_site(pages: PageServer, *delays: float) -> None:
    """Serve 3 channels with 4 articles each; the answers take turns with the delays."""
    turns = itertools.cycle(delays)
    pages.answer("/", doc("/c0", "/c1", "/c2", "/c0/1"), delay=next(turns))
    for c in range(3):
        links = [f"/c{c}/{a}" for a in range(4)]
        pages.answer(f"/c{c}", doc(*links, "/", f"/c{(c + 1) % 3}/0"), delay=next(turns))
        for link in links:
            html = doc("/", body='<img src="/x.png"><p style="color:#999">灰字</p>', title=f"文章 {link}")
            pages.answer(link, html, delay=next(turns))


def test_two_runs_at_other_speeds_record_the_same(web: Web, pages: PageServer, store: Store) -> None:
    job = SiteJob("site", "site", HOME, max_pages=12)
    _slow_site(pages, 0, 0.15, 0.05)
    first = web.crawl(store, job=job, settings=WebSettings(delay=0, workers=3))
    _slow_site(pages, 0.1, 0)
    second = web.crawl(store, job=job, settings=WebSettings(delay=0, workers=2))
    assert len(first.pages) == 12
    assert first.run != second.run
    assert _rows(store, first.run) == _rows(store, second.run)


def test_a_run_that_was_stopped_goes_on_where_it_was(web: Web, pages: PageServer, store: Store) -> None:
    _slow_site(pages, 0)
    whole = web.crawl(store, settings=WebSettings(delay=0, workers=2))
    told: list[str] = []
    watch = Watch()

    def tell(result: object) -> None:
        told.append(result.subject.id)  # type: ignore[attr-defined]
        if len(told) == 6:
            watch.stop.set()

    watch.told = tell
    stopped = web.crawl(store, settings=WebSettings(delay=0, workers=2), watch=watch)
    assert 6 <= len(stopped.pages) < len(whole.pages)
    assert store.subjects(stopped.run, "site") == []
    watch.told, watch.stop = lambda result: told.append(result.subject.id), type(watch.stop)()
    web.crawl(store, settings=WebSettings(delay=0, workers=2), run=stopped.run, watch=watch)
    assert sorted(told) == sorted(set(told))  # no page was visited twice
    assert _rows(store, stopped.run) == _rows(store, whole.run)


def test_a_page_on_which_axe_fails_is_untested_and_never_passed(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = dataclasses.replace(web.shelves, axe_options='{"runOnly": {"type": "rule", "values": ["no-such-rule"]}}')
    monkeypatch.setattr(web, "shelves", broken)
    seen = web.see("<main><h1>标题</h1><p>文字</p></main>", rules=("axe-image-alt", "image-alternative-meaningful"))
    assert (seen.result.subject.outcome, seen.result.subject.reason) == (Outcome.UNTESTED, Reason.RULE_ERROR)
    assert [untested.what for untested in seen.result.untested] == ["axe"]
