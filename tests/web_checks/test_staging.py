"""A live site's form is never sent off; a test copy's goes to its own hosts alone; the record says which it was."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome, Reason
from tests.web_checks.conftest import HOST, OTHER, WWW
from web_checks.jobs import Shelves, SiteJob, WebSettings
from web_checks.observe import probes
from web_checks.terms import Terms

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import PageServer, Web

FIELDS = '<label>姓名 <input name="a"></label><label>手机号 <input name="m"></label>'
RULES = tuple(shelved.rule.id for shelved in Shelves.all().page if shelved.rule.staging)
IN_DEPTH = WebSettings(depth=Depth.IN_DEPTH, delay=0, workers=1)


def form(action: str) -> str:
    return f'<form action="{action}" method="post">{FIELDS}<button>提交</button></form>'


def page(body: str) -> str:
    return f'<!doctype html><html lang="zh-CN"><head><title>测试页</title></head><body>{body}</body></html>'


def posted(pages: PageServer) -> set[str]:
    """Return where something was sent, as host and path."""
    return {f"{headers['Host']}{path}" for method, path, headers in pages.asked if method == "POST"}


def sends(address: str) -> str:
    return f"<script>fetch('{address}', {{method: 'POST', mode: 'no-cors', body: 'x'}}).catch(() => 0)</script>"


# ---- what reaches a server


def test_nothing_is_ever_sent_to_a_live_site(web: Web, pages: PageServer) -> None:
    changing = '<select onchange="this.form.submit()" name="s"><option>甲<option>乙</select>'
    body = form("/send").replace("<button>", f"{changing}<button>") + sends("/fetched")
    seen = web.see(body, depth=Depth.IN_DEPTH)
    assert posted(pages) == set()
    assert not set(RULES) & set(seen.result.subject.tally)


def test_a_test_copy_is_sent_its_forms(web: Web, pages: PageServer) -> None:
    pages.page("/send", page("收到了"))
    web.see(form("/send") + sends("/fetched"), rules=RULES, staging=True)
    assert posted(pages) == {f"{HOST}/send", f"{HOST}/fetched"}


def test_www_is_the_same_test_copy(web: Web, pages: PageServer) -> None:
    web.see(form(f"http://{WWW}/send"), rules=RULES, staging=True)
    assert posted(pages) == {f"{WWW}/send"}


@pytest.mark.parametrize(
    "body",
    [
        form(f"http://{OTHER}/send"),
        sends(f"http://{OTHER}/fetched") + form("/harmless").replace("post", "get"),
        f"<iframe name=f></iframe>{form(f'http://{OTHER}/framed').replace('<form', '<form target=f')}",
        f"<script>navigator.sendBeacon('http://{OTHER}/beacon', 'x')</script>",
    ],
    ids=["form", "fetch", "frame", "beacon"],
)
def test_nothing_is_sent_to_another_site(web: Web, pages: PageServer, body: str) -> None:
    web.see(body, rules=RULES, staging=True)
    assert posted(pages) == set()


def test_a_form_that_is_passed_on_to_another_site_stops_there(web: Web, pages: PageServer) -> None:
    pages.answer("/send", status=307, Location=f"http://{OTHER}/passed-on")
    web.see(form("/send"), rules=RULES, staging=True)
    assert posted(pages) == {f"{HOST}/send"}


def test_a_test_copy_that_leads_to_another_site_is_not_followed_with_forms(
    web: Web, pages: PageServer, store: Store
) -> None:
    pages.answer(f"{HOST}/", status=302, Location=f"http://{OTHER}/")
    pages.page(f"{OTHER}/", page(form(f"http://{OTHER}/send") + form(f"http://{HOST}/back")))
    crawled = web.crawl(store, job=SiteJob("site", "site", f"http://{HOST}/", staging=True), settings=IN_DEPTH)
    assert crawled.site.facts["pages_tested"] == 1
    assert f"{OTHER}/send" not in posted(pages)


def test_a_page_that_will_not_be_left_does_not_hold_the_audit_up(web: Web, pages: PageServer) -> None:
    stays = "<script>onbeforeunload = (event) => { event.preventDefault(); return '别走' }</script>"
    seen = web.see(f"{form('/send')}{stays}", rules=RULES, staging=True)
    assert "change-on-input" in seen.result.subject.tally
    assert posted(pages) == {f"{HOST}/send"}


def test_the_page_is_itself_again_afterwards(web: Web, pages: PageServer) -> None:
    pages.page("/send", page("收到了"))
    asked: list[object] = []

    async def visit() -> None:
        async def admit(_: str) -> bool:
            return True

        tab = await web.browser.tab(Terms(admit, lambda address: HOST in address))
        await tab.visit(f"http://{HOST}/page.html")
        asked.append(await tab.follow("document.forms[0].requestSubmit()"))
        asked.append(await tab.evaluate("document.body.innerText"))
        await tab.reload()
        asked.append(await tab.evaluate("document.forms.length"))
        asked.append(await tab.follow("0"))
        await tab.check()
        await asyncio.wait_for(tab.close(), 10)

    pages.page("/page.html", page(form("/send")))
    web.runner.run(visit())
    assert asked == [True, "收到了", 1, False]


# ---- what the record says


def test_a_live_sites_record_says_what_only_a_test_copy_would_show(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", page(form("/send")))
    crawled = web.crawl(store, settings=IN_DEPTH)
    untested = {u.what: u.reason for u in store.untested(crawled.run) if u.what in RULES}
    assert untested == dict.fromkeys(RULES, Reason.STAGING_ONLY)
    assert crawled.site.facts["staging"] is False
    assert not set(RULES) & set(crawled.site.facts["rules"])
    assert posted(pages) == set()


def test_a_test_copys_record_says_so(web: Web, pages: PageServer, store: Store) -> None:
    silent = form("/send") + "<script>document.forms[0].onsubmit = () => { alert('输入有误'); return false }</script>"
    pages.page("/", page(silent))
    job = SiteJob("site", "site", f"http://{HOST}/", staging=True)
    crawled = web.crawl(store, job=job, settings=IN_DEPTH)
    assert not [u for u in store.untested(crawled.run) if u.what in RULES]
    assert crawled.site.facts["staging"] is True
    assert set(RULES) <= set(crawled.site.facts["rules"])
    assert crawled.pages["/"].tally["error-identification"].outcome is Outcome.FAILED


def test_a_rule_needs_a_test_copy_when_a_probe_of_its_does() -> None:
    known = probes()
    for shelved in Shelves.all().page:
        asked = any(known[name].staging for name in shelved.rule.needs if name in known)
        assert (shelved.rule.staging, shelved.rule.staging) == (asked, asked and shelved.rule.depth is Depth.IN_DEPTH)
