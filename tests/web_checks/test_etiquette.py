"""Good manners: robots.txt and sitemaps."""

from __future__ import annotations

import asyncio
import gzip
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web_checks.conftest import Answer, VirtualClock
from web_checks import etiquette
from web_checks.etiquette import Robots, robots_of, sitemap_pages
from web_checks.fetcher import Fetched, TextFetcher
from web_checks.pace import Hosts

if TYPE_CHECKING:
    from tests.web_checks.conftest import PageServer

HOME = "http://pages.test/"
XML = '<?xml version="1.0"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'


def _robots(text: str, status: int = 200) -> Robots:
    return Robots(Fetched(status, text, f"{HOME}robots.txt"))


def _urlset(*paths: str) -> str:
    return XML.format("urlset", "".join(f"<url><loc>http://pages.test{path}</loc></url>" for path in paths))


def _index(*paths: str) -> str:
    return XML.format("sitemapindex", "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in paths))


def _fetcher(texts: PageServer, *, refused: str = "") -> TextFetcher:
    async def admit(address: str) -> bool:
        return not refused or refused not in address

    hosts = Hosts(0, VirtualClock())
    return TextFetcher("", {"pages.test": texts.port, "other.test": texts.port}, admit, hosts)


def _pages(texts: PageServer, *sitemaps: str, cap: int = 100) -> list[str]:
    named = [f"http://pages.test{path}" for path in sitemaps]
    found = asyncio.run(sitemap_pages(_fetcher(texts), named, cap)).pages
    return [address.removeprefix("http://pages.test") for address in found]


# ---- robots.txt (RFC 9309)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_without_a_robots_txt_everything_is_open(status: int) -> None:
    robots = _robots("User-agent: *\nDisallow: /", status)
    assert robots.allows(f"{HOME}x")
    assert not robots.unreachable


@pytest.mark.parametrize("status", [0, 500, 502, 503])
def test_a_robots_txt_that_cannot_be_read_closes_the_host(status: int) -> None:
    robots = _robots("User-agent: *\nAllow: /", status)
    assert not robots.allows(HOME)
    assert robots.unreachable
    assert robots.detail == f"HTTP {status}"


def test_rules_are_obeyed_our_own_group_first() -> None:
    robots = _robots("User-agent: *\nDisallow: /\n\nUser-agent: stepfree\nDisallow: /oa/\nAllow: /oa/open/\n")
    assert robots.allows(f"{HOME}x")
    assert not robots.allows(f"{HOME}oa/x")
    assert robots.allows(f"{HOME}oa/open/x")


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("stepfree", True),
        ("StepFree", True),
        ("stepfree/0.1", True),
        ("stepfree # us", True),
        ("*", True),
        ("step", False),
        ("stepfree-images", False),
        ("otherbot", False),
    ],
)
def test_a_group_is_ours_by_the_whole_product_token(line: str, *, ours: bool) -> None:
    assert _robots(f"User-agent: {line}\nDisallow: /").allows(f"{HOME}x") is not ours


@pytest.mark.parametrize(
    ("rule", "closed", "open_"),
    [
        ("/*.pdf$", ["a.pdf", "b/c.pdf"], ["a.pdf?x=1", "a.pdfx"]),
        ("/x$", ["x"], ["xx", "x/y"]),
        ("/a*b", ["ab", "axxb/c"], ["a"]),
        ("/办", ["%E5%8A%9E/1"], ["x"]),
        ("", [], ["x"]),
    ],
)
def test_patterns_of_robots_txt(rule: str, closed: list[str], open_: list[str]) -> None:
    robots = _robots(f"User-agent: *\nDisallow: {rule}")
    assert not any(robots.allows(f"{HOME}{path}") for path in closed)
    assert all(robots.allows(f"{HOME}{path}") for path in open_)


def test_a_robots_txt_that_fails_is_asked_again(texts: PageServer) -> None:
    answers = [503, 429, 200]

    def answer() -> Answer:
        return Answer(b"User-agent: *\nDisallow: /x", answers.pop(0), headers={"Retry-After": "7"})

    texts.answers["/robots.txt"] = answer
    fetcher = _fetcher(texts)
    robots = asyncio.run(robots_of(fetcher, HOME))
    # 429 is an answer (RFC 9309 counts every 4xx as "there is none").
    assert not robots.unreachable
    assert answers == [200]
    assert fetcher.hosts.clock.now() == 7
    texts.answer("/robots.txt", status=503)
    texts.asked.clear()
    assert asyncio.run(robots_of(_fetcher(texts), HOME)).unreachable
    assert len(texts.asked) == 3


def test_redirects_of_robots_txt_without_end_mean_that_there_is_none(texts: PageServer) -> None:
    texts.answer("/robots.txt", status=301, Location="/robots.txt")
    assert asyncio.run(robots_of(_fetcher(texts), HOME)).allows(HOME)
    assert len(texts.asked) == 6


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("2", 2), ("0.5", 0.5), ("0", 0), ("-3", 0), ("soon", 0), ("inf", 0), ("nan", 0), ("86400", 60), ("1e300", 60)],
)
def test_a_crawl_delay_is_honoured_within_reason(asked: str, seconds: float) -> None:
    assert _robots(f"User-agent: *\nCrawl-delay: {asked}\n").delay == seconds


def test_sitemaps_may_be_named_relative_to_the_host() -> None:
    robots = _robots("Sitemap: /a.xml\nSitemap: http://cdn.example/b.xml\n")
    assert robots.sitemaps == [f"{HOME}a.xml", "http://cdn.example/b.xml"]


@given(
    st.text()
    | st.lists(st.sampled_from(["User-agent: *", "Disallow: /*a*b$", "Allow: %zz", ":", "\x00"])).map("\n".join)
)
def test_no_robots_txt_is_too_odd_to_read(text: str) -> None:
    robots = _robots(text)
    assert robots.allows(f"{HOME}x") in (True, False)
    assert 0 <= robots.delay <= 60


def test_a_hostile_pattern_costs_no_time() -> None:
    robots = _robots("User-agent: *\nDisallow: /" + "*a" * 40 + "$\n")
    began = time.perf_counter()
    assert robots.allows(HOME + "a" * 500 + "b")
    assert time.perf_counter() - began < 1


def test_robots_txt_is_fetched_from_the_root_of_the_host(texts: PageServer) -> None:
    texts.answer("/robots.txt", "User-agent: *\nDisallow: /x")
    robots = asyncio.run(robots_of(_fetcher(texts), "http://pages.test/deep/page?x=/y"))
    assert not robots.allows("http://pages.test/x")
    assert texts.paths() == ["/robots.txt"]


# ---- sitemaps


def test_an_index_leads_to_its_sitemaps_in_order(texts: PageServer) -> None:
    texts.answer(
        "/index.xml", _index(*(f"http://pages.test/{name}" for name in ("b.xml", "c.xml.gz", "d.txt", "b.xml")))
    )
    texts.answer("/b.xml", _urlset("/2", "/1"))
    texts.answer("/c.xml.gz", gzip.compress(_urlset("/3?a=1&amp;b=2", "/1").encode()), Content_Type="application/gzip")
    texts.answer("/d.txt", "http://pages.test/4\nhttp://pages.test/办事\n", Content_Type="text/plain; charset=utf-8")
    assert _pages(texts, "/index.xml") == ["/2", "/1", "/3?a=1&b=2", "/4", "/%E5%8A%9E%E4%BA%8B"]
    assert texts.paths().count("/b.xml") == 1


def test_feeds_are_sitemaps_too(texts: PageServer) -> None:
    rss = '<rss version="2.0"><channel><title>t</title><item><title>x</title><link>{0}1</link></item></channel></rss>'
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="{0}2"/></entry></feed>'
    texts.answer("/rss.xml", '<?xml version="1.0"?>' + rss.format(HOME))
    texts.answer("/atom.xml", '<?xml version="1.0"?>' + atom.format(HOME))
    assert _pages(texts, "/rss.xml", "/atom.xml") == ["/1", "/2"]


def test_what_a_cap_cuts_off_is_said(texts: PageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def left_out(path: str, cap: int = 100) -> str:
        return asyncio.run(sitemap_pages(_fetcher(texts), [f"http://pages.test{path}"], cap)).left_out

    texts.answer("/seven.xml", _urlset(*(f"/{n}" for n in range(7))))
    assert left_out("/seven.xml", 7) == ""
    assert left_out("/seven.xml", 6) == "6 addresses read"
    texts.answer("/index.xml", _index(*(f"http://pages.test/{n}.xml" for n in range(60))))
    assert left_out("/index.xml") == "50 sitemaps read, 11 not: http://pages.test/49.xml"
    monkeypatch.setattr(etiquette, "_SITEMAP_BYTES", 100)
    assert left_out("/seven.xml") == "http://pages.test/seven.xml: 100 bytes read"


def test_addresses_without_a_host_are_those_of_the_sitemap_s_own(texts: PageServer) -> None:
    texts.answer("/maps/index.xml", _index("a.xml", "/b.xml?x=1&amp;y=2", "http://[bad"))
    own = XML.format(
        "urlset", "<url><loc> one?a=1&amp;b=2 </loc></url><url><loc><![CDATA[http://pages.test/2]]></loc></url>"
    )
    texts.answer("/maps/a.xml", own)
    texts.answer("/b.xml", XML.format("urlset", "<url><loc>/3</loc></url><url><loc>//pages.test/4</loc></url>"))
    assert _pages(texts, "/maps/index.xml") == ["/maps/one?a=1&b=2", "/2", "/3", "/4"]


def test_sitemaps_that_are_not_to_be_had_are_named(texts: PageServer) -> None:
    texts.answer("/index.xml", _index(*(f"http://pages.test/{name}" for name in ("gone.xml", "good.xml", "down.xml"))))
    texts.answer("/good.xml", _urlset("/1"))
    texts.answer("/down.xml", status=503)
    read = asyncio.run(sitemap_pages(_fetcher(texts), ["http://pages.test/index.xml"], 100))
    assert read.pages == ["http://pages.test/1"]
    assert (read.left_out, read.missed) == ("", "http://pages.test/gone.xml: HTTP 404 (+1)")


def test_an_index_of_itself_ends(texts: PageServer) -> None:
    texts.answer("/a.xml", _index("http://pages.test/b.xml"))
    texts.answer("/b.xml", _index("http://pages.test/a.xml"))
    assert _pages(texts, "/a.xml") == []


def test_pages_and_sitemaps_are_capped(texts: PageServer) -> None:
    texts.answer("/many.xml", _urlset(*(f"/{n}" for n in range(500))))
    assert len(_pages(texts, "/many.xml", cap=7)) == 7
    texts.asked.clear()
    texts.answer("/index.xml", _index(*(f"http://pages.test/{n}.xml" for n in range(200))))
    assert _pages(texts, "/index.xml") == []
    assert len(texts.asked) == 50


_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://pages.test/&j;</loc></url></urlset>'
)


@pytest.mark.parametrize(
    "odd", [_BOMB, "", "<html><body>404</body></html>", "{", "\x00\x01", "<urlset>", "<rss/>", "Sitemap: x", "<?xml"]
)
def test_what_is_no_sitemap_names_no_pages(texts: PageServer, odd: str) -> None:
    texts.answer("/odd.xml", odd)
    texts.answer("/good.xml", _urlset("/1"))
    assert _pages(texts, "/odd.xml", "/good.xml") == ["/1"]


def test_a_sitemap_cut_short_gives_what_it_has(texts: PageServer) -> None:
    texts.answer("/cut.xml", _urlset("/1", "/2").partition("<url><loc>http://pages.test/2")[0])
    assert _pages(texts, "/cut.xml") == ["/1"]


def test_a_missing_sitemap_names_no_pages(texts: PageServer) -> None:
    assert _pages(texts, "/sitemap.xml") == []
