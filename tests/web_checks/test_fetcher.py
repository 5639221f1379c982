"""The texts around a site, fetched without a browser: redirects, guards, pace, caps, who asks."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest

from audit import __version__
from tests.web_checks.conftest import VirtualClock
from web_checks import fetcher
from web_checks.fetcher import Fetched, TextFetcher, product
from web_checks.pace import Hosts

if TYPE_CHECKING:
    from tests.web_checks.conftest import PageServer

HOME = "http://pages.test/"


def _fetcher(texts: PageServer, *, refused: str = "") -> TextFetcher:
    async def admit(address: str) -> bool:
        return not refused or refused not in address

    hosts = Hosts(0, VirtualClock())
    return TextFetcher("", {"pages.test": texts.port, "other.test": texts.port}, admit, hosts)


def _get(texts: PageServer, path: str, cap: int = 10_000, *, refused: str = "", body: bool = True) -> Fetched:
    return asyncio.run(_fetcher(texts, refused=refused).get(f"http://pages.test{path}", cap, body=body))


def test_stepfree_says_who_it_is(texts: PageServer) -> None:
    fetcher = TextFetcher("audit@example.gov.cn", {"pages.test": texts.port}, _fetcher(texts)._admit)
    asyncio.run(fetcher.get(HOME, 10))
    (_, _, headers), *_ = texts.asked
    assert headers["User-Agent"].endswith("(+audit@example.gov.cn)")
    assert "stepfree/" in headers["User-Agent"]
    assert headers["Host"] == "pages.test"
    assert product("") == f"stepfree/{__version__}"


def test_redirects_are_followed_to_the_end(texts: PageServer) -> None:
    texts.answer("/a", status=301, Location="/b")
    texts.answer("/b", status=302, Location="http://other.test/c")
    texts.answer("other.test/c", "end")
    assert _get(texts, "/a") == Fetched(200, "end", "http://other.test/c")


def test_redirects_in_a_ring_end(texts: PageServer) -> None:
    texts.answer("/a", status=301, Location="/a")
    found = _get(texts, "/a")
    assert (found.status, found.detail) == (0, "too many redirects")
    assert len(texts.asked) == 6


def test_a_redirect_to_a_private_address_is_not_followed(texts: PageServer) -> None:
    texts.answer("/a", status=302, Location="http://other.test/secret")
    found = _get(texts, "/a", refused="other.test")
    assert (found.status, found.text) == (0, "")
    assert texts.paths() == ["/a"]


@pytest.mark.parametrize("odd", ["http://[bad", "http://a:b/", "javascript:1", "", "http://" + "a" * 300 + "/", "\x7f"])
def test_a_redirect_to_nowhere_is_no_answer(texts: PageServer, odd: str) -> None:
    texts.answer("/a", status=302, Location=odd)
    assert _get(texts, "/a").status == 0


async def test_an_address_is_asked_at_the_number_that_was_found_good(texts: PageServer) -> None:
    """The name itself leads nowhere; the first number is silent, the second one answers."""
    asked: list[str] = []

    async def admit(_address: str) -> bool:
        return True

    async def pinned(address: str) -> tuple[str, ...]:
        asked.append(address)
        return ("127.0.0.9", "127.0.0.1")

    texts.answer("/a", "here")
    fetcher = TextFetcher("", {}, admit, pinned=pinned)
    found = await fetcher.get(f"http://pinned.invalid:{texts.port}/a?b=1", 100)
    assert (found.text, found.address) == ("here", f"http://pinned.invalid:{texts.port}/a?b=1")
    assert texts.asked[-1][2]["Host"] == f"pinned.invalid:{texts.port}"
    assert asked == [f"http://pinned.invalid:{texts.port}/a?b=1"]


async def test_a_name_without_a_number_is_not_looked_up_again(texts: PageServer) -> None:
    async def admit(_address: str) -> bool:
        return True

    async def pinned(_address: str) -> tuple[str, ...]:
        return ()

    texts.answer("/a", "here")
    found = await TextFetcher("", {}, admit, pinned=pinned).get(f"http://127.0.0.1:{texts.port}/a", 100)
    assert (found.status, found.detail) == (0, "ConnectError: no address")
    assert texts.asked == []


async def test_cookies_of_one_host_are_not_sent_to_another(texts: PageServer) -> None:
    async def admit(_address: str) -> bool:
        return True

    async def pinned(_address: str) -> tuple[str, ...]:
        return ("127.0.0.1",)

    texts.answer("/a", status=302, Set_Cookie="sid=1; Path=/", Location="/b")
    texts.answer("/b", status=302, Location=f"http://two.invalid:{texts.port}/c")
    texts.answer("/c", "end")
    found = await TextFetcher("", {}, admit, pinned=pinned).get(f"http://one.invalid:{texts.port}/a", 100)
    assert found.text == "end"
    assert [headers.get("Cookie") for _, _, headers in texts.asked] == [None, "sid=1", None]


def test_nobody_there_is_no_answer() -> None:
    async def admit(_address: str) -> bool:
        return True

    found = asyncio.run(TextFetcher("", {}, admit).get("http://127.0.0.1:9/", 10))
    assert (found.status, found.text) == (0, "")
    assert found.detail.startswith("ConnectError")


def test_a_server_that_drips_is_given_up(texts: PageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "_WHOLE", 0.3)
    texts.answer("/slow", "late", delay=1)
    found = _get(texts, "/slow")
    assert (found.status, found.detail) == (0, "TimeoutError")


def test_no_more_is_read_than_the_cap(texts: PageServer) -> None:
    texts.answer("/long", b"x" * 200_000)
    assert len(_get(texts, "/long", cap=1000).text) == 1000
    assert _get(texts, "/long", body=False).text == ""


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_bomb_is_read_up_to_the_cap(texts: PageServer, encoding: str) -> None:
    body = gzip.compress(b"x" * 50_000_000)
    texts.answer("/bomb.gz", body, Content_Encoding=encoding or "identity")
    assert len(_get(texts, "/bomb.gz", cap=100_000).text) == 100_000


def test_a_broken_gz_is_empty(texts: PageServer) -> None:
    texts.answer("/a.gz", b"\x1f\x8b\x08garbage")
    assert _get(texts, "/a.gz").text == ""
