"""What stands around a site, made hostile: robots.txt and sitemaps that hang, lie, lead away or never end."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
from collections.abc import Callable

import pytest

from tests.hostile.conftest import RawServer, http
from web_checks import fetcher
from web_checks.etiquette import Robots, robots_of, sitemap_pages
from web_checks.fetcher import TextFetcher
from web_checks.scope import Doorkeeper

HOME = "http://pages.test/"


def _fetcher(raw: RawServer) -> TextFetcher:
    door = Doorkeeper([])
    return TextFetcher("", {"pages.test": raw.port, "other.test": raw.port}, door.admits)


def _robots(raw: RawServer, answer: bytes | Callable[[socket.socket], None]) -> Robots:
    raw.answers["/robots.txt"] = answer
    return asyncio.run(robots_of(_fetcher(raw), HOME))


_RULES = "User-agent: *\nDisallow: /secret\n"
_READ = {
    "10 MB": http(_RULES + "# x\n" * 2_500_000),
    "a line of 10 MB": http(_RULES + "Disallow: /" + "a" * 10_000_000),
    "twenty thousand rules": http(_RULES + "".join(f"Disallow: /*{n}*.asp$\n" for n in range(20_000))),
    "a bomb": http(gzip.compress(_RULES.encode() + b"\n" * 50_000_000), "200 OK", "Content-Encoding: gzip"),
    "a mark at its beginning": http("\ufeff" + _RULES),
    "NUL and noise": http(b"\x00\xff\xfe\n" + _RULES.encode() + bytes(range(256))),
    "line ends of a Mac": http(_RULES.replace("\n", "\r")),
    "no length": b"HTTP/1.1 200 OK\r\n\r\n" + _RULES.encode(),
}


@pytest.mark.parametrize("answer", _READ.values(), ids=_READ)
def test_a_monstrous_robots_txt_is_obeyed_as_far_as_it_is_read(raw: RawServer, answer: bytes) -> None:
    robots = _robots(raw, answer)
    assert not robots.allows(f"{HOME}secret")
    assert robots.allows(f"{HOME}open")


def _hang(raw: RawServer) -> Callable[[socket.socket], None]:
    def hang(_connection: socket.socket) -> None:
        raw.closing.wait(20)

    return hang


def _drip(raw: RawServer) -> Callable[[socket.socket], None]:
    def drip(connection: socket.socket) -> None:
        connection.sendall(http("", length=10**6))
        while not raw.closing.wait(0.1):
            connection.sendall(b"#")

    return drip


@pytest.mark.parametrize("way", [_hang, _drip])
def test_a_robots_txt_that_takes_for_ever_closes_the_host(
    raw: RawServer, way: Callable[[RawServer], Callable[[socket.socket], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "_WHOLE", 0.5)
    assert _robots(raw, way(raw)).unreachable


_CLOSING = {
    "into a private network": http("", "301 Moved", "Location: http://127.0.0.1/robots.txt"),
    "to a file": http("", "301 Moved", "Location: file:///etc/passwd"),
    "an odd status": b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
    "no HTTP": b"220 ftp ready\r\n",
    "cut short": http(_RULES, length=10_000),
    "no gzip": http(_RULES, "200 OK", "Content-Encoding: gzip"),
    "a header of 10 MB": http(_RULES, "200 OK", f"X: {'x' * 10_000_000}"),
}


@pytest.mark.parametrize("answer", _CLOSING.values(), ids=_CLOSING)
def test_a_robots_txt_that_cannot_be_read_closes_the_host(raw: RawServer, answer: bytes) -> None:
    robots = _robots(raw, answer)
    assert robots.unreachable
    assert not robots.allows(HOME)
    assert robots.detail


def test_a_robots_txt_that_leads_to_itself_is_none(raw: RawServer) -> None:
    assert _robots(raw, http("", "301 Moved", "Location: /robots.txt")).allows(HOME)  # RFC 9309, 2.3.1.2


def test_a_robots_txt_elsewhere_is_read_there(raw: RawServer) -> None:
    raw.answers["/there"] = http(_RULES)
    assert not _robots(raw, http("", "301 Moved", "Location: http://other.test/there")).allows(f"{HOME}secret")


# ---- sitemaps


def _pages(raw: RawServer, cap: int = 100) -> list[str]:
    return asyncio.run(sitemap_pages(_fetcher(raw), [f"{HOME}sitemap.xml"], cap)).pages


def _urls(count: int) -> str:
    return "<urlset>" + "".join(f"<url><loc>{HOME}{n}</loc></url>" for n in range(count)) + "</urlset>"


def test_an_index_of_indexes_without_end_ends(raw: RawServer) -> None:
    def next_index(connection: socket.socket) -> None:
        place = f"{HOME}sitemap.xml?{len(raw.asked)}"
        connection.sendall(http(f"<sitemapindex><sitemap><loc>{place}</loc></sitemap></sitemapindex>"))

    raw.answers["/sitemap.xml"] = next_index
    assert _pages(raw) == []
    assert len(raw.asked) == 50


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_of_fifty_thousand_pages_is_read_to_the_cap(raw: RawServer, packed: bool) -> None:  # noqa: FBT001
    body = _urls(50_000).encode()
    raw.answers["/sitemap.xml"] = http(gzip.compress(body) if packed else body)
    assert _pages(raw) == [f"{HOME}{n}" for n in range(100)]


def test_a_sitemap_that_leads_into_a_private_network_is_not_followed(raw: RawServer) -> None:
    body = "<sitemapindex>" + "".join(
        f"<sitemap><loc>{place}</loc></sitemap>"
        for place in ("http://127.0.0.1/a.xml", "file:///etc/passwd", "http://[")
    )
    raw.answers["/sitemap.xml"] = http(f"{body}</sitemapindex>")
    assert _pages(raw) == []


def test_a_sitemap_does_not_hold_up_the_audit(raw: RawServer) -> None:
    raw.answers["/sitemap.xml"] = http(_urls(50_000))
    longest = took = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            longest = max(longest, time.perf_counter() - began)

    async def both() -> None:
        nonlocal took
        watching = asyncio.ensure_future(watch())
        began = time.perf_counter()
        await sitemap_pages(_fetcher(raw), [f"{HOME}sitemap.xml"], 10)
        took = time.perf_counter() - began
        await asyncio.sleep(0.02)
        watching.cancel()

    asyncio.run(both())
    assert longest < took / 2  # of the time that it takes, however busy the machine is
