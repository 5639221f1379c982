# ruff: noqa: E501 - rows of a table read better on one line
"""Servers that attack the audit by the byte: drips, bombs, lies, resets, odd statuses, broken TLS."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audit.model import Outcome, Reason
from tests.hostile.conftest import AMPLE, FAULTS, PLAIN, SHORT, Arena, RawServer, doc, found, http, outcomes
from web_checks import browser, fetcher
from web_checks.arrival import Deadlines
from web_checks.browser import command_line
from web_checks.jobs import SiteJob

# Of expired.pem: SHA-256 of its SubjectPublicKeyInfo in Base64.
_PUBLIC_KEY = "pCwMgjiKHGioG05fj6hfI6JO4wTHuCIZbgYBb7p1u0M="
TEXT = "Content-Type: text/plain"
OPEN = True  # the browser may reach any address

TESTED = (Outcome.FAILED, None)
UNTESTED, NO_PAGE = Outcome.UNTESTED, Outcome.INAPPLICABLE
NETWORK, TIMEOUT = (UNTESTED, Reason.NETWORK), (UNTESTED, Reason.TIMEOUT)
BROKEN, NOT_HTML = (UNTESTED, Reason.HTTP_ERROR), (NO_PAGE, Reason.NOT_HTML)


def met(
    arena: Arena, raw: RawServer, answer: bytes | Callable[[socket.socket], None], deadlines: Deadlines = AMPLE
) -> tuple[Outcome, Reason | None]:
    """Return how a page with such an answer ends."""
    raw.answers["/hostile"] = answer
    crawled = arena.meet("/hostile", origin=raw.origin, deadlines=deadlines)
    ended = outcomes(crawled)[f"{raw.origin}/hostile"]
    faults = found(crawled, f"{raw.origin}/hostile")
    assert (FAULTS[0] in faults) == (ended == TESTED), faults
    return ended


# ---- slow


def _drip(raw: RawServer, first: bytes) -> Callable[[socket.socket], None]:
    def drip(connection: socket.socket) -> None:
        connection.sendall(first)
        while not raw.closing.wait(0.2):
            connection.sendall(b"a")

    return drip


_DRIPS = {
    "the status": b"HTTP/1.1 ",
    "a header": b"HTTP/1.1 200 OK\r\nX-Long: ",
    "the page": http(doc("<p>"), length=10**9),
    "a chunk": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\n" + doc("<p>").encode(),
}  # fmt: skip


@pytest.mark.parametrize("first", _DRIPS.values(), ids=_DRIPS)
def test_a_server_that_drips_is_a_timeout(arena: Arena, raw: RawServer, first: bytes) -> None:
    assert met(arena, raw, _drip(raw, first), SHORT) == TIMEOUT


# ---- bombs, lies and oddities


def _gzip(html: str) -> bytes:
    return http(gzip.compress(html.encode()), "200 OK", "Content-Encoding: gzip")


_PAGE = doc()
_ANSWERS: dict[str, tuple[bytes, tuple[Outcome, Reason | None]]] = {
    # bombs
    "a header of 10 MB": (http(_PAGE, "200 OK", f"X-Long: {'x' * 10_000_000}"), NETWORK),
    "five thousand headers": (http(_PAGE, "200 OK", *(f"X-{n}: y" for n in range(5_000))), TESTED),
    "two hundred cookies": (http(_PAGE, "200 OK", *(f"Set-Cookie: c{n}={'x' * 1000}" for n in range(200))), TESTED),
    "a page that unpacks to 50 MB": (_gzip(doc(f"<!--{' ' * 50_000_000}-->")), TESTED),
    "what is no gzip": (http(_PAGE, "200 OK", "Content-Encoding: gzip"), NETWORK),
    "packed ten times": (http(_PAGE, "200 OK", "Content-Encoding: " + ", ".join(["gzip"] * 10)), NETWORK),
    # lies
    "a length that is too long": (http(_PAGE, length=len(_PAGE.encode()) + 100), NETWORK),
    "a length that is too short": (http(_PAGE + "<p>" * 9, length=len(_PAGE.encode())), TESTED),
    "a length below zero": (http(_PAGE, length=-5), TESTED),
    "two lengths": (http(_PAGE, "200 OK", "Content-Length: 5"), NETWORK),
    "two places": (http("", "302 Found", "Location: /a", "Location: /b"), NETWORK),
    "a chunk that is none": (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", NETWORK),
    "a page that is called a picture": (http(_PAGE, "200 OK", "Content-Type: image/png"), NOT_HTML),
    "a picture that is called a page": (http(b"\x89PNG\r\n\x1a\n" + b"\0" * 500 + _PAGE.encode()), TESTED),
    "a type that is none": (http(_PAGE, "200 OK", "Content-Type: ;;;"), NOT_HTML),
    # statuses
    "100 before 200": (b"HTTP/1.1 100 Continue\r\n\r\n" + http(_PAGE), TESTED),
    "103 before 200": (b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" + http(_PAGE), TESTED),
    "205": (http("", "205 Reset Content"), NOT_HTML),
    "599": (http(_PAGE, "599 Odd"), BROKEN),
    "999": (http(_PAGE, "999 Request denied"), BROKEN),
    "a status of letters": (b"HTTP/1.1 abc\r\n\r\n" + _PAGE.encode(), TESTED),
    "no status at all": (_PAGE.encode(), NETWORK),
    "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n", NETWORK),
    "nothing at all": (b"", NETWORK),
    # ways elsewhere
    **{
        f"a redirect to {place}": (http("", "302 Found", f"Location: {place}"), NETWORK)
        for place in ("file:///etc/passwd", "chrome://version", "data:text/html,x", "http://[")
    },
    "a redirect to a script": (http("", "302 Found", "Location: javascript:alert(1)"), NOT_HTML),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "expected"), _ANSWERS.values(), ids=_ANSWERS)
def test_an_odd_answer_is_one_outcome(
    arena: Arena, raw: RawServer, answer: bytes, expected: tuple[Outcome, Reason | None]
) -> None:
    assert met(arena, raw, answer, SHORT if expected == TIMEOUT else AMPLE) == expected


def test_without_a_content_type_a_page_is_what_it_holds(arena: Arena, raw: RawServer) -> None:
    bare = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    assert met(arena, raw, bare + _PAGE.encode()) == TESTED
    assert met(arena, raw, bare + "没有标记的一句话".encode()) == NOT_HTML


@pytest.mark.parametrize("status", ["304 Not Modified", "300 Multiple Choices", "200 OK"])
def test_an_empty_answer_is_never_a_page_that_passed(arena: Arena, raw: RawServer, status: str) -> None:
    raw.answers["/hostile"] = http("", status)
    crawled = arena.meet("/hostile", origin=raw.origin)
    assert crawled.pages[f"{raw.origin}/hostile"].outcome is not Outcome.PASSED


def test_a_body_that_breaks_off_is_no_page_and_says_how(arena: Arena, raw: RawServer) -> None:
    raw.answers["/hostile"] = http(_PAGE, length=10**6)
    crawled = arena.meet("/hostile", origin=raw.origin)
    page = crawled.pages[f"{raw.origin}/hostile"]
    assert (page.outcome, page.reason) == NETWORK
    assert (page.facts["status"], page.facts["detail"]) == (200, "net::ERR_CONTENT_LENGTH_MISMATCH")
    assert found(crawled, page.id) == []


@pytest.mark.parametrize("when", [0, 40, 300])
def test_a_connection_that_is_reset_is_one_outcome(arena: Arena, raw: RawServer, when: int) -> None:
    def reset(connection: socket.socket) -> None:
        connection.sendall(http(_PAGE, length=10**6)[:when])
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    assert met(arena, raw, reset) == NETWORK


def test_a_chain_of_25_redirects_is_no_page(arena: Arena, raw: RawServer) -> None:
    for n in range(25):
        raw.answers[f"/{n}"] = http("", "302 Found", f"Location: /{n + 1}")
    raw.answers["/25"] = http(_PAGE)
    assert met(arena, raw, http("", "302 Found", "Location: /0")) == NETWORK
    assert "/25" not in raw.asked


def test_redirects_without_end_end(arena: Arena, raw: RawServer) -> None:
    def onwards(connection: socket.socket) -> None:
        connection.sendall(http("", "302 Found", f"Location: /hostile?{len(raw.asked)}"))

    assert met(arena, raw, onwards) == NETWORK
    assert len(raw.asked) < 100


# ---- broken TLS


@pytest.fixture
def tls() -> Iterator[RawServer]:
    """A server whose certificate nobody signed, and which ran out in 2020."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("expired.pem"))
    server = RawServer(context)
    yield server
    server.close()


@pytest.fixture
def silent(raw: RawServer) -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


def test_a_certificate_that_nobody_vouches_for_closes_the_host(arena: Arena, raw: RawServer, tls: RawServer) -> None:
    tls.answers["/robots.txt"] = http("")
    tls.answers["/hostile"] = http(_PAGE)
    raw.answers["/hostile"] = http("", "302 Found", f"Location: {tls.origin}/hostile")
    crawled = arena.meet(f"{tls.origin}/hostile", "/hostile", origin=raw.origin)
    assert outcomes(crawled)[f"{tls.origin}/hostile"] == (UNTESTED, Reason.TLS)
    detail = crawled.pages[f"{tls.origin}/hostile"].facts["detail"]
    assert detail == f"{tls.origin.removeprefix('https://')}: self-signed certificate"
    assert outcomes(crawled)[f"{raw.origin}/hostile"] == (UNTESTED, Reason.TLS)
    assert tls.asked == []


def test_a_site_behind_such_a_certificate_is_untested_and_says_why(arena: Arena, tls: RawServer) -> None:
    crawled = arena.crawl(SiteJob("site", "site", f"{tls.origin}/"))
    assert (crawled.site.outcome, crawled.site.reason) == (UNTESTED, Reason.TLS)
    assert outcomes(crawled) == {f"{tls.origin}/": (UNTESTED, Reason.TLS)}


def test_what_only_the_browser_trusts_is_audited_and_its_robots_txt_obeyed(
    arena: Arena, tls: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = f"--ignore-certificate-errors-spki-list={_PUBLIC_KEY}"
    monkeypatch.setattr(browser, "command_line", lambda settings: [*command_line(settings), pin])
    arena.ring.drop()
    tls.answers["/robots.txt"] = http("User-agent: *\nDisallow: /closed\nSitemap: /map.txt", "200 OK", TEXT)
    tls.answers["/map.txt"] = http(f"{tls.origin}/mapped", "200 OK", TEXT)
    tls.answers["/"] = http(doc('<a href="/closed">a</a>'))
    tls.answers["/mapped"] = http(PLAIN)
    crawled = arena.crawl(SiteJob("site", "site", f"{tls.origin}/"))
    arena.ring.drop()
    assert outcomes(crawled) == {
        f"{tls.origin}/": TESTED,
        f"{tls.origin}/mapped": TESTED,
        f"{tls.origin}/closed": (UNTESTED, Reason.ROBOTS),
    }


@pytest.mark.parametrize(("host", "answered"), [("pages.test", True), ("other.test", False)])
async def test_at_a_number_the_certificate_is_still_held_against_the_name(
    host: str, *, answered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = Path(__file__).with_name("pages_test.pem")  # valid until 2126, for pages.test alone
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    monkeypatch.setattr(fetcher, "tls", lambda: ssl.create_default_context(cafile=pem))
    server = RawServer(context)

    async def admit(_address: str) -> bool:
        return True

    async def pinned(_address: str) -> tuple[str, ...]:
        return ("127.0.0.1",)

    server.answers["/robots.txt"] = http("", "200 OK", TEXT)
    texts = fetcher.TextFetcher("", {}, admit, pinned=pinned)
    fetched = await texts.get(f"https://{host}:{server.port}/robots.txt", 10)
    server.close()
    assert (fetched.status == 200, bool(fetched.insecure)) == (answered, not answered)


def test_a_server_without_tls_where_it_was_asked_for(
    arena: Arena, raw: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "_TIMEOUT", 0.5)
    secure = raw.origin.replace("http:", "https:")
    raw.answers["/hostile"] = http("", "302 Found", f"Location: {secure}/hostile")
    crawled = arena.meet(f"{secure}/hostile", "/hostile", origin=raw.origin, deadlines=SHORT)
    assert outcomes(crawled)[f"{secure}/hostile"] == (UNTESTED, Reason.ROBOTS_UNREACHABLE)
    # It waits for the end of a line that never comes. The robots.txt of http is its own, and leaves the door open.
    assert outcomes(crawled)[f"{raw.origin}/hostile"] == TIMEOUT


def test_a_host_that_never_speaks_is_closed(
    arena: Arena, raw: RawServer, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "_TIMEOUT", 0.5)
    named = f"http://127.0.0.1:{silent}/hostile"
    crawled = arena.meet(named, origin=raw.origin, deadlines=SHORT)
    assert outcomes(crawled)[named] == (UNTESTED, Reason.ROBOTS_UNREACHABLE)
