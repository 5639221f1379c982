"""Documents that pages link to: fetched by the site's rules, up to a cap, recorded with the pages that link to them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome, Reason
from audit.store import Store
from tests.web_checks.conftest import Answer
from tests.web_checks.documents import makers
from web_checks.jobs import SiteJob, WebSettings
from web_checks.login import Login

if TYPE_CHECKING:
    from tests.web_checks.conftest import PageServer, Web

FAILED, PASSED, UNTESTED, NO_PAGE = Outcome.FAILED, Outcome.PASSED, Outcome.UNTESTED, Outcome.INAPPLICABLE
PDF = "application/pdf"
SETTINGS = WebSettings(delay=0, workers=2, max_documents=20)


def linking(title: str, *links: str) -> str:
    anchors = "".join(f'<p><a href="{link}">文件 {link}</a></p>' for link in links)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1>{anchors}</main></body></html>"
    )


@pytest.fixture
def site(pages: PageServer, tmp_path: Path) -> PageServer:
    pages.page("/", linking("首页", "/b.html", "/good.pdf", "/bad.docx", "/old.wps", "/gone.pdf"))
    others = ("/page.pdf", "/download?id=3", "/setup.exe", "/oa/x.pdf", "/away.pdf")
    pages.page("/b.html", linking("乙", "/good.pdf", *others))
    pages.page("/page.pdf", linking("其实是网页"))
    pages.answer("/good.pdf", makers.pdf(tmp_path / "good.pdf").read_bytes(), Content_Type=PDF)
    bad = makers.word(tmp_path / "bad.docx", lambda made: setattr(made.core_properties, "title", "文档1"))
    pages.answer("/bad.docx", bad.read_bytes(), Content_Type="application/octet-stream")
    pages.answer("/old.wps", b"WPS", Content_Type="application/octet-stream")
    pages.answer(
        "/download",
        makers.workbook(tmp_path / "report.xlsx").read_bytes(),
        Content_Disposition="attachment; filename=report.xlsx",
        Content_Type="application/octet-stream",
    )
    pages.answer("/setup.exe", b"MZ", Content_Type="application/octet-stream")
    pages.answer("/away.pdf", status=302, Location="http://other.test/away.pdf")
    pages.answer("/robots.txt", "User-agent: *\nDisallow: /oa/", Content_Type="text/plain")
    return pages


def test_each_document_has_one_outcome(web: Web, site: PageServer, store: Store) -> None:
    crawled = web.crawl(store, settings=SETTINGS)
    reasons = crawled.reasons()
    expected = {
        "/good.pdf": (PASSED, None),
        "/bad.docx": (FAILED, None),
        "/old.wps": (UNTESTED, Reason.UNSUPPORTED_FORMAT),
        "/gone.pdf": (UNTESTED, Reason.HTTP_ERROR),
        "/download?id=3": (PASSED, None),
        "/setup.exe": (NO_PAGE, Reason.DOWNLOAD),
        "/oa/x.pdf": (UNTESTED, Reason.ROBOTS),
        "/away.pdf": (UNTESTED, Reason.OUT_OF_SCOPE),
    }
    assert {path: reasons[path] for path in expected} == expected
    # What is linked as a document and is a page, is tested as a page.
    assert crawled.pages["/page.pdf"].title.startswith("其实是网页")
    assert crawled.pages["/page.pdf"].facts["stratum"] != "attachments"
    good = crawled.pages["/good.pdf"]
    assert good.facts["stratum"] == "attachments"
    assert good.facts["linked_from"] == ["http://pages.test/", "http://pages.test/b.html"]
    assert good.facts["linked_from_count"] == 2
    assert ("document-title", FAILED, "document") in crawled.findings("/bad.docx")
    assert (crawled.site.facts["documents_known"], crawled.site.facts["documents_tested"]) == (6, 3)
    assert {"/oa/x.pdf", "/old.wps"}.isdisjoint(site.paths())
    assert all(method == "GET" for method, _, _ in site.asked)


@pytest.mark.parametrize("cap", [1, 2])
def test_the_first_ones_by_place_are_tested(web: Web, site: PageServer, store: Store, cap: int) -> None:
    crawled = web.crawl(store, settings=dataclasses.replace(SETTINGS, max_documents=cap))
    order = ["/good.pdf", "/bad.docx", "/gone.pdf"]
    capped = [path for path in order if crawled.pages[path].reason is Reason.DOCUMENT_CAP]
    assert capped == order[cap:]
    assert crawled.pages["/old.wps"].reason is Reason.UNSUPPORTED_FORMAT
    assert "/gone.pdf" not in site.paths()


def test_documents_that_the_page_cap_left_no_turn_are_tested(web: Web, site: PageServer, store: Store) -> None:
    job = SiteJob("site", "site", "http://pages.test/", max_pages=1)
    crawled = web.crawl(store, job=job, settings=SETTINGS)
    reasons = crawled.reasons()
    assert {path: reasons[path] for path in ("/good.pdf", "/bad.docx", "/gone.pdf")} == {
        "/good.pdf": (PASSED, None),
        "/bad.docx": (FAILED, None),
        "/gone.pdf": (UNTESTED, Reason.HTTP_ERROR),
    }
    assert "/b.html" not in reasons
    again = web.crawl(store, job=job, settings=SETTINGS, run=crawled.run)
    assert again.pages == web.crawl(store, job=job, settings=SETTINGS).pages
    narrow = web.crawl(store, job=job, settings=dataclasses.replace(SETTINGS, max_documents=1))
    assert {path for path in narrow.reasons() if path != "/"} == {"/good.pdf"}
    # The others are counted among what the cap left out.
    assert any(
        what == "http://pages.test/bad.docx" for _, what, reason in narrow.untested() if reason is Reason.PAGE_CAP
    )


def test_a_file_that_only_the_browser_is_given_is_behind_a_login(web: Web, pages: PageServer, store: Store) -> None:
    def answer() -> Answer:
        browser = "Chrome" in pages.asked[-1][2]["User-Agent"]
        return Answer(b"%PDF-1.7", headers={"Content-Type": PDF}) if browser else Answer(linking("登录").encode())

    pages.page("/", linking("首页", "/inside.pdf"))
    pages.answers["/inside.pdf"] = answer
    assert web.crawl(store, settings=SETTINGS).pages["/inside.pdf"].reason is Reason.LOGIN


def test_documents_behind_a_login_are_fetched_with_what_the_visitor_brings(
    web: Web, pages: PageServer, store: Store, tmp_path: Path
) -> None:
    raw = makers.pdf(tmp_path / "good.pdf").read_bytes()

    def member() -> Answer:
        headers = pages.asked[-1][2]
        known = (headers.get("Cookie"), headers.get("X-Key")) == ("sid=stored-cookie", "header-key")
        return Answer(raw, headers={"Content-Type": PDF}) if known else Answer(b"no", 403)

    cookie = {"name": "sid", "value": "stored-cookie", "domain": "pages.test", "path": "/", "expires": -1}
    state = {"cookies": [{**cookie, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}
    login = Login({"http://pages.test": {"X-Key": "header-key"}}, state)
    pages.page("/", linking("首页", "/my.pdf", "/away.pdf"))
    pages.answers["/my.pdf"] = member
    pages.answer("/away.pdf", status=302, Location="http://www.pages.test/other.pdf")
    pages.answer("/other.pdf", raw, Content_Type=PDF)
    job = SiteJob("site", "site", "http://pages.test/", login=login)
    reasons = web.crawl(store, job=job, settings=SETTINGS).reasons()
    assert (reasons["/my.pdf"], reasons["/away.pdf"]) == ((PASSED, None), (PASSED, None))
    elsewhere = [headers for _, path, headers in pages.asked if path == "/other.pdf"]
    assert [(headers.get("Cookie"), headers.get("X-Key")) for headers in elsewhere] == [(None, None)]
    assert web.crawl(store, settings=SETTINGS).reasons()["/my.pdf"] == (UNTESTED, Reason.BLOCKED)


def test_without_a_cap_they_are_left_alone(web: Web, site: PageServer, store: Store) -> None:
    crawled = web.crawl(store, settings=dataclasses.replace(SETTINGS, max_documents=0))
    assert crawled.pages["/good.pdf"].outcome is NO_PAGE
    assert crawled.site.facts["documents_known"] == 0


def test_a_run_that_goes_on_ends_as_one_that_was_never_stopped(web: Web, site: PageServer, store: Store) -> None:
    whole = web.crawl(store, settings=SETTINGS)
    again = web.crawl(store, settings=SETTINGS, run=whole.run)
    other = web.crawl(store, settings=SETTINGS)
    assert again.pages == other.pages
