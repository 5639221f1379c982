"""Rules across pages in a real crawl: what a page shows is stored with it and judged against the others."""

from __future__ import annotations

from audit.model import Outcome
from audit.store import Store
from tests.web_checks.conftest import Crawled, PageServer, Web

ENTRIES = ("首页", "要闻", "公开", "办事")
PATHS = ("/", "/a.html", "/b.html", "/c.html")


def html(path: str, entries: tuple[str, ...], rest: str = "") -> str:
    links = "".join(f'<a href="{PATHS[ENTRIES.index(entry)]}">{entry}</a> ' for entry in entries)
    return (
        f'<!doctype html><html lang="zh-CN"><title>{path}</title><nav>{links}</nav><main><h1>{path}</h1>{rest}</main>'
    )


def outcomes(crawled: Crawled, rule: str) -> dict[str, Outcome]:
    return {path: tally[rule].outcome for path, page in crawled.pages.items() if rule in (tally := page.tally)}


def test_a_site_is_judged_as_a_whole(web: Web, pages: PageServer, store: Store) -> None:
    # A lone surrogate, as scripts make them: it must get through the database.
    broken = "<script>document.querySelector('nav a').append('\\ud800')</script>"
    for path in PATHS:
        swapped = path == "/c.html"
        entries = (ENTRIES[0], ENTRIES[2], ENTRIES[1], ENTRIES[3]) if swapped else ENTRIES
        pages.page(path, html(path, entries, broken if path == "/b.html" else ""))
    crawled = web.crawl(store)
    assert outcomes(crawled, "consistent-navigation") == {
        "/": Outcome.PASSED,
        "/a.html": Outcome.PASSED,
        "/b.html": Outcome.PASSED,
        "/c.html": Outcome.FAILED,
    }
    assert outcomes(crawled, "consistent-identification")["/b.html"] is Outcome.CANT_TELL
    assert outcomes(crawled, "multiple-ways") == {"/": Outcome.CANT_TELL}
    assert outcomes(crawled, "accessibility-statement") == {"/": Outcome.CANT_TELL}
    assert outcomes(crawled, "elder-mode") == {"/": Outcome.CANT_TELL}
    assert ("consistent-navigation", Outcome.FAILED, "nav") in crawled.findings("/c.html")
