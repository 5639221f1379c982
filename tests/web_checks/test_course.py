"""The course of a crawl: what is asked again, what is left alone, what lies out of bounds; and all of it is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from audit.model import Depth, Outcome, Reason
from tests.web_checks.conftest import HTML, Answer, VirtualClock
from web_checks.arrival import Look, PageLost
from web_checks.bounds import Bounds
from web_checks.crawl import PageResult, Watch
from web_checks.jobs import SiteJob, WebSettings
from web_checks.pace import Hosts
from web_checks.tab import Tab

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import Crawled, PageServer, Web

HOME = "http://pages.test/"
UNTESTED, NO_PAGE = Outcome.UNTESTED, Outcome.INAPPLICABLE


def doc(*links: str, text: str = "正文", head: str = "", title: str = "测试页") -> str:
    anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>{title}</h1>{anchors}<p>{text}</p></main></body></html>"
    )


def told(crawled: Crawled, reason: Reason) -> list[tuple[str, str]]:
    """Return (what, detail) of what the site's record says was not tested for a reason."""
    return [(u.what, u.detail) for u in crawled.store.untested(crawled.run) if u.reason is reason and u.what]


def job(**keys: object) -> SiteJob:
    return SiteJob("site", "site", HOME, **keys)  # type: ignore[arg-type]


# ---- what is asked again


def test_a_busy_host_is_asked_again_as_late_as_it_wants(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/busy"))
    busy = {"Content-Type": HTML, "Retry-After": "30"}
    answers = [Answer(b"busy", 429, headers=busy), Answer(b"busy", 503, headers=busy), Answer(doc().encode())]
    pages.answers["/busy"] = lambda: answers.pop(0)
    hosts = Hosts(0, VirtualClock())
    crawled = web.crawl(store, hosts=hosts)
    page = crawled.pages["/busy"]
    assert (page.reason, bool(page.tally), page.facts["retries"]) == (None, True, 2)
    assert crawled.site.facts["retries"] == 2
    assert hosts.clock.now() == 60


def test_a_host_that_wants_to_be_left_for_longer_is(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/busy"))
    pages.answer("/busy", "busy", 429, Retry_After="86400")
    crawled = web.crawl(store)
    page = crawled.pages["/busy"]
    assert (page.outcome, page.reason) == (UNTESTED, Reason.BLOCKED)
    assert page.facts["retry_after"] == 86400
    assert pages.paths().count("/busy") == 1


def test_a_page_that_says_no_is_taken_at_its_word(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/no", "/broken"))
    pages.answer("/no", "no", 403)
    pages.answer("/broken", "broken", 500)
    web.crawl(store)
    assert [pages.paths().count(path) for path in ("/no", "/broken")] == [1, 1]


def test_the_wait_for_a_turn_is_not_the_page_s_own_time(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc())
    budgets: list[float | None] = []

    class Watched(VirtualClock):
        async def sleep(self, seconds: float) -> None:
            task = asyncio.current_task()
            # A page's budget runs in a task of its own; a turn is waited for in the visitor's.
            budgets.append(seconds if task and "page" in repr(task.get_coro()) else None)
            await super().sleep(seconds)

    web.crawl(store, settings=WebSettings(delay=900, workers=1), hosts=Hosts(900, Watched()))
    assert len(budgets) == 3
    assert set(budgets) == {None}


# ---- a host that gives out


@pytest.mark.parametrize("workers", [1, 3])
def test_a_host_that_shuts_the_audit_out_is_left_alone(web: Web, pages: PageServer, store: Store, workers: int) -> None:
    pages.page("/", doc(*(f"/{n}" for n in range(30))))
    asked = {"/": 0}

    def home() -> Answer:
        asked["/"] += 1
        first = asked["/"] <= 2  # once to see where it leads, once to be tested
        return Answer(doc(*(f"/{n}" for n in range(30))).encode()) if first else Answer(b"denied", 403)

    pages.answers["/"] = home
    for n in range(30):
        pages.answer(f"/{n}", "denied", 403)
    hosts = Hosts(0, VirtualClock())
    crawled = web.crawl(store, settings=WebSettings(delay=0, workers=workers), hosts=hosts)
    reasons = [crawled.pages[f"/{n}"].reason for n in range(30)]
    assert reasons == [Reason.BLOCKED] * 5 + [Reason.HOST_LOST] * 25
    detail = crawled.pages["/29"].facts["detail"]
    assert detail == f"5 in a row from {HOME}0: HTTP 403; {HOME} again later: HTTP 403"
    assert hosts.clock.now() == 60
    asked_for = [path for path in pages.paths() if path[1:].isdigit()]
    # How far several visitors get before the fifth refusal is known is the machine's business; none goes back.
    assert len(asked_for) == len(set(asked_for))
    assert pages.paths()[-1] == "/"
    if workers == 1:
        assert asked_for == [f"/{n}" for n in range(5)], "nothing was asked for after five refusals"


def test_a_host_that_gives_out_in_depth_is_left_alone(web: Web, pages: PageServer, store: Store) -> None:
    names = [str(n) for n in range(12)]
    # The start page for its kind, and all others as random ones.
    settings = WebSettings(depth=Depth.IN_DEPTH, delay=0, workers=1, sample=20, random_share=12)

    def crawl(run: str = "", stop_after: int = 0) -> Crawled:
        watch = Watch()
        done: list[str] = []

        def told(result: PageResult) -> None:
            done.append(result.subject.id)
            if len(done) == len(names) + 2:  # each page once, and the start page in depth
                for name in ("", *names):
                    pages.answer(f"/{name}", "denied", 403)
                pages.asked.clear()
            if len(done) == stop_after:
                watch.stop.set()

        watch.told = told
        if not run:
            pages.page("/", doc(*names))
            for name in names:
                pages.page(f"/{name}", doc(text=name, title=f"第 {name} 页"))
        return web.crawl(store, settings=settings, watch=watch, run=run)

    whole = crawl()
    missed = [u for u in store.untested(whole.run) if u.what == "in-depth"]
    assert sorted(u.reason for u in missed) == [Reason.BLOCKED] * 5 + [Reason.HOST_LOST] * 7
    detail = next(u.detail for u in missed if u.reason is Reason.HOST_LOST)
    assert "5 in a row from" in detail
    assert detail.endswith(f"{HOME} again later: HTTP 403")
    assert len(pages.paths()) == 6, "nothing was asked for after five refusals and the one of the start page"
    assert all(page.tally for page in whole.pages.values()), "what was known of the pages is kept"

    halved = crawl(stop_after=len(names) + 2 + 3)
    assert not store.subjects(halved.run, "site")
    crawl(halved.run)
    assert [u for u in store.untested(halved.run) if u.what == "in-depth"] == missed


def test_a_part_of_a_site_that_is_closed_does_not_close_the_site(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(*(f"/{n}" for n in range(9)), "/ok"))
    for n in range(9):
        pages.answer(f"/{n}", "members only", 403)
    pages.page("/ok", doc())
    for workers in (1, 3):
        crawled = web.crawl(store, settings=WebSettings(delay=0, workers=workers))
        assert [crawled.pages[f"/{n}"].reason for n in range(9)] == [Reason.BLOCKED] * 9
        assert crawled.pages["/ok"].tally


def test_a_second_site_on_a_lost_host_is_not_asked(web: Web, pages: PageServer, store: Store) -> None:
    for n in range(6):
        pages.answer(f"/{n}", "denied", 403)
    hosts = Hosts(0, VirtualClock())
    first = SiteJob("one", "one", "", tuple(f"{HOME}{n}" for n in range(6)), follow=False)
    crawled = web.crawl(store, job=first, hosts=hosts)
    assert crawled.pages["/5"].reason is Reason.HOST_LOST
    pages.asked.clear()
    crawled = web.crawl(store, job=SiteJob("two", "two", HOME), hosts=hosts)
    assert crawled.reasons() == {"/": (UNTESTED, Reason.HOST_LOST)}
    assert pages.asked == []


def test_a_pause_can_be_interrupted_and_gone_on_with(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(*(f"/{n}" for n in range(8))))
    for n in range(8):
        pages.answer(f"/{n}", "denied", 403)
    whole = web.crawl(store)
    watch = Watch()

    class Interrupted(VirtualClock):
        async def sleep(self, seconds: float) -> None:
            watch.stop.set()
            await super().sleep(seconds)

    stopped = web.crawl(store, hosts=Hosts(0, Interrupted()), watch=watch)
    assert len(stopped.pages) == 6
    gone_on = web.crawl(store, run=stopped.run)
    assert gone_on.reasons() == whole.reasons()


# ---- bounds


def test_addresses_that_the_plan_leaves_out_are_counted_and_not_visited(
    web: Web, pages: PageServer, store: Store
) -> None:
    pages.page("/", doc("/a/1", "/a/2", "/a/print", "/b/1"))
    pages.page("/a/1", doc("/a/2", "/b/1", "/b/2"))
    pages.page("/a/2", doc())
    pages.answer("/robots.txt", f"Sitemap: {HOME}map.txt")
    pages.answer("/map.txt", f"{HOME}a/3\n{HOME}b/3\n", Content_Type="text/plain")
    pages.page("/a/3", doc())
    crawled = web.crawl(store, job=job(bounds=Bounds(("/$", "/a/"), ("*/print",))))
    assert set(crawled.pages) == {"/", "/a/1", "/a/2", "/a/3"}
    assert told(crawled, Reason.EXCLUDED) == [("+4", f"{HOME}a/print")]
    assert crawled.site.facts["pages_known"] == 4, "what is out of bounds is not part of the site that is audited"
    assert not {"/b/1", "/b/2", "/b/3", "/a/print"} & set(pages.paths())


@pytest.mark.parametrize(("limit", "visited"), [(0, "/"), (1, "/ /1"), (2, "/ /1 /2"), (None, "/ /1 /2 /3")])
def test_pages_deeper_than_the_limit_are_untested(
    web: Web, pages: PageServer, store: Store, limit: int | None, visited: str
) -> None:
    pages.page("/", doc("/1"))
    for n in (1, 2, 3):
        pages.page(f"/{n}", doc(*(f"/{n + 1}" for _ in range(n < 3))))
    crawled = web.crawl(store, job=job(max_depth=limit))
    assert " ".join(crawled.pages) == visited
    beyond = [] if limit is None else [(f"{HOME}{limit + 1}", "")]
    assert told(crawled, Reason.DEPTH_CAP) == beyond


def test_when_the_time_is_up_the_crawl_ends_and_says_what_is_left(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(*(f"/{n}" for n in range(9))))
    for n in range(9):
        pages.page(f"/{n}", doc("/deeper"))
    # robots.txt, the start page's redirects and sitemap.xml take the first three turns.
    hosts = Hosts(60, VirtualClock())
    crawled = web.crawl(store, job=job(max_minutes=5.5), settings=WebSettings(delay=60, workers=1), hosts=hosts)
    assert list(crawled.pages) == ["/", "/0", "/1", "/2"]
    assert told(crawled, Reason.TIME_CAP) == [(f"{HOME}{n}", "") for n in range(3, 9)] + [(f"{HOME}deeper", "")]
    assert crawled.site.outcome is not UNTESTED
    assert crawled.site.facts["pages_known"] == 11


def test_a_site_without_time_is_untested_for_that_reason(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc())
    hosts = Hosts(60, VirtualClock())
    crawled = web.crawl(store, job=job(max_minutes=0.1), hosts=hosts)
    assert (crawled.site.outcome, crawled.site.reason) == (UNTESTED, Reason.TIME_CAP)


# ---- traps


def test_a_calendar_is_left_and_told_with_its_count(web: Web, pages: PageServer, store: Store) -> None:
    def month() -> Answer:
        asked = pages.paths()[-1]
        number = int(asked.rpartition("=")[2])
        return Answer(doc(f"/cal?m={number + 1}", text=f"第 {number} 月").encode())

    pages.page("/", doc("/cal?m=1", "/a"))
    pages.page("/a", doc())
    pages.answers["/cal"] = month
    crawled = web.crawl(store, settings=WebSettings(delay=0, workers=1))
    assert len(crawled.pages) == 22  # the start page, /a, twenty months
    assert told(crawled, Reason.TRAP) == [("+1", f"chain: {HOME}cal?m=0")]
    assert crawled.untested() == {("site", "+1", Reason.TRAP)}


def test_relative_links_that_wind_deeper_and_deeper_end(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/a/b/"))
    for n in range(1, 6):
        pages.page("/a/b/" * 1 + "a/b/" * (n - 1), doc("a/b/", text=f"层 {n}"))
    crawled = web.crawl(store)
    assert list(crawled.pages) == ["/", "/a/b/", "/a/b/a/b/"]
    assert told(crawled, Reason.TRAP) == [("+1", f"repeated path: {HOME}a/b/a/b/a/b/")]


# ---- single-page applications


SPA = (
    doc()
    + """<script>
const show = () => {
  document.querySelector('p').textContent = `路由 ${location.hash}`; document.title = location.hash; };
addEventListener('hashchange', show);
show();
document.querySelector('h1').insertAdjacentHTML('afterend',
  '<a href="#/a">甲</a> <a href="#!/b?x=1">乙</a> <a href="#part">丙</a> <a href="#/a">甲</a>');
</script>"""
)


def test_hash_routes_are_pages_when_asked(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", SPA)
    assert list(web.crawl(store).pages) == ["/"]
    pages.asked.clear()
    crawled = web.crawl(store, job=job(hash_routes=True), settings=WebSettings(delay=0, workers=1))
    assert list(crawled.pages) == ["/", "/#/a", "/#!/b?x=1"]
    assert [page.title for page in crawled.pages.values()] == ["", "#/a", "#!/b?x=1"]
    assert all(page.tally for page in crawled.pages.values())
    # Each route was really loaded (and the start page once more, to see where it leads).
    assert pages.paths().count("/") == 4


# ---- one page under several addresses


def test_duplicates_are_named_and_count_once(web: Web, pages: PageServer, store: Store) -> None:
    same = doc("/", text='同一篇 <img src="x.png">')
    pages.page("/", doc("/b", "/a", "/copy", "/other", "/liar"))
    for path in ("/a", "/b"):
        pages.page(path, same)
    pages.page("/copy", doc("/", text="原文", head='<link rel="canonical" href="/original">'))
    pages.page("/other", doc("/original", text="别的"))
    pages.page("/original", doc("/", text="原文"))
    pages.page("/liar", doc("/", text="独有", head='<link rel="canonical" href="/">'))
    for workers in (1, 3):
        crawled = web.crawl(store, settings=WebSettings(delay=0, workers=workers), distinct=False)
        reasons = crawled.reasons()
        assert {path for path, found in reasons.items() if found == (NO_PAGE, Reason.DUPLICATE)} == {"/a", "/copy"}
        assert crawled.pages["/a"].facts["detail"] == f"{HOME}b"
        assert crawled.pages["/copy"].facts["detail"] == f"{HOME}original"
        assert crawled.findings("/a") == []
        assert crawled.findings("/b") != []
        facts = crawled.site.facts
        assert (facts["pages_tested"], facts["pages_known"], facts["duplicates"]) == (5, 5, 2)


def test_addresses_that_the_user_lists_are_wanted_each_for_itself(web: Web, pages: PageServer, store: Store) -> None:
    for path in ("/a", "/b"):
        pages.page(path, doc())
    listed = SiteJob("list", "list", "", (f"{HOME}a", f"{HOME}b"), follow=False)
    crawled = web.crawl(store, job=listed, distinct=False)
    assert all(crawled.pages[path].tally for path in ("/a", "/b"))


def test_duplicates_do_not_make_room_for_more_when_a_run_goes_on(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc("/a", "/b", "/c"))
    for path in ("/a", "/b", "/c"):
        pages.page(path, doc())
    capped = job(max_pages=3)
    crawled = web.crawl(store, job=capped, distinct=False)
    assert crawled.reasons()["/b"] == (NO_PAGE, Reason.DUPLICATE)
    again = web.crawl(store, job=capped, run=crawled.run, distinct=False)
    assert list(again.pages) == ["/", "/a", "/b"]


# ---- firewalls


def test_a_firewall_behind_an_error_is_blocked_with_the_evidence(web: Web, pages: PageServer, store: Store) -> None:
    challenge = "<script>document.cookie='__jsl_clearance_s=1|x';location.href=location.pathname</script>"
    pages.page("/", doc("/jsl", "/jsl2", "/down", "/cf", "/gone", "/busy"))
    pages.answer("/jsl", challenge, 521)
    pages.answer("/jsl2", "<script>go()</script>", 521, Set_Cookie="__jsluid_s=abc; path=/")
    pages.answer("/down", "Web server is down", 521)
    pages.answer("/cf", "Just a moment", 503, Cf_Mitigated="challenge")
    pages.answer("/gone", "<script src='/cdn-cgi/challenge-platform/x.js'></script>", 404)
    pages.answer("/busy", "网站防火墙：您的访问被拦截", 500)
    crawled = web.crawl(store)
    reasons = crawled.reasons()
    details = {path: crawled.pages[path].facts["detail"] for path in reasons if path != "/"}
    assert {path for path, found in reasons.items() if found == (UNTESTED, Reason.BLOCKED)} == {
        *("/jsl", "/jsl2", "/cf", "/busy")
    }
    assert {path for path, found in reasons.items() if found[1] is Reason.HTTP_ERROR} == {"/down", "/gone"}
    assert details["/jsl"] == "HTTP 521, 创宇盾 (__jsl_clearance)"
    assert details["/jsl2"] == "HTTP 521, 创宇盾 (set-cookie)"
    assert details["/cf"] == "HTTP 503, Cloudflare (cf-mitigated)"
    assert details["/busy"] == "HTTP 500, 网站防火墙"


# ---- sitemaps that are cut


def test_a_sitemap_that_is_cut_is_said_to_be(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc())
    pages.answer("/robots.txt", f"Sitemap: {HOME}map.txt")
    pages.answer("/map.txt", "\n".join(f"{HOME}{n}" for n in range(1200)), Content_Type="text/plain")
    crawled = web.crawl(store, job=job(max_pages=1))
    (cut,) = (u for u in store.untested(crawled.run) if u.subject == f"{HOME}map.txt")
    assert (cut.reason, cut.detail) == (Reason.PAGE_CAP, "1000 addresses read")


def test_a_sitemap_that_is_promised_and_not_there_is_said_to_be(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc())
    assert not [u for u in store.untested(web.crawl(store).run) if "sitemap" in u.subject], "nobody promised one"
    pages.answer("/robots.txt", f"Sitemap: {HOME}map.xml")
    crawled = web.crawl(store)
    (missed,) = (u for u in store.untested(crawled.run) if u.subject == f"{HOME}map.xml")
    assert (missed.reason, missed.detail) == (Reason.UNREADABLE, f"{HOME}map.xml: HTTP 404")


def test_a_page_that_is_too_much_to_test_still_leads_on(
    web: Web, pages: PageServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Tab.look

    async def slow(tab: Tab, *asked: Any) -> Look:
        if (await tab.evaluate("location.pathname")) == "/all":
            raise PageLost(Reason.TIMEOUT, "60 s", 200)
        return await look(tab, *asked)

    monkeypatch.setattr(Tab, "look", slow)
    pages.page("/", doc("/all"))
    pages.page("/all", doc("/0", "/1", "/2"))
    for number in range(3):
        pages.page(f"/{number}", doc(text=f"第{number}页"))
    reasons = web.crawl(store).reasons()
    assert reasons.pop("/all") == (UNTESTED, Reason.TIMEOUT)
    assert set(reasons) == {"/", "/0", "/1", "/2"}
