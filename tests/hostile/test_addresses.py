# ruff: noqa: E501 - rows of a table read better on one line
"""Addresses that try to lead the audit where it may not go: private networks, other schemes, names in disguise."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome, Reason
from tests.hostile.conftest import FAULTS, HOST, RawServer, doc, found, outcomes
from web_checks.fetcher import TextFetcher
from web_checks.jobs import SiteJob
from web_checks.scope import Doorkeeper, SiteScope, canonical

if TYPE_CHECKING:
    from tests.hostile.conftest import Arena

GUARDED = True  # the browser may reach any address that the gatekeeper lets it reach

# ---- the doorkeeper

_DISGUISES = (
    *("0x7f000001", "0X7F.0.0.0x1", "017700000001", "127.1", "127.0.1", "2130706433", "127.0.0.1.", "0.0.0.0", "0"),
    *("①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "localhost.localdomain.localhost", "LOCALHOST.", "a.b.localhost"),
    *("[::]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]", "[::ffff:127.0.0.1]", "[::ffff:0a00:1]", "[::127.0.0.1]"),
    *("[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:c0a8:101::]", "[fe80::1%25eth0]"),
    *("[fec0::1]", "[fd00:ec2::254]", "169.254.169.254", "100.100.100.200", "192.0.0.192", "metadata.google.internal"),
    *("198.18.0.1", "240.0.0.1", "255.255.255.255", "239.255.255.250", "[ff05::1]", "[2001:db8::1]", "[100::1]"),
)


@pytest.mark.parametrize("host", _DISGUISES)
def test_no_disguise_gets_past_the_door(host: str) -> None:
    for address in (f"http://{host}/", f"https://8.8.8.8@{host}:8443/x", f"ws://{host}/"):
        assert not asyncio.run(Doorkeeper(["8.8.8.8", "a.cn"]).admits(address)), address


async def test_an_answer_that_changes_to_a_public_one_opens_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["10.0.0.1", "8.8.8.8", "8.8.8.8"])

    async def look_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (next(answers), 0))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    door = Doorkeeper(["a.cn"])
    assert not any([await door.admits("http://rebind.cn/") for _ in range(3)])


# ---- what a public page may make the browser ask


@pytest.fixture
def private() -> Iterator[RawServer]:
    """A server on loopback that nobody named: it must never be asked."""
    server = RawServer()
    yield server
    server.close()


_ASKING = {
    "picture": '<img src="{}" alt="">',
    "pictures by choice": '<picture><source srcset="{}"><img alt=""></picture><img srcset="{} 1x" alt="">',
    "frame": '<iframe title="x" src="{}"></iframe><object data="{}"></object><embed src="{}">',
    "style": '<link rel="stylesheet" href="{}"><style>@import "{}"; p {{ background: url({}) }}</style><p>x</p>',
    "font": "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>x</p>",
    "script": '<script src="{}"></script><script type="module" src="{}"></script><script>import("{}")</script>',
    "media": '<video src="{}" poster="{}"></video><audio src="{}" autoplay></audio><track src="{}">',
    "hints": '<link rel="preload" as="image" href="{}"><link rel="prefetch" href="{}"><link rel="icon" href="{}">'
    '<link rel="manifest" href="{}"><link rel="modulepreload" href="{}">',
    "shape": '<svg><image href="{}"/><use href="{}#x"/></svg>',
    "request": "<script>fetch('{}', {{mode: 'no-cors'}}); navigator.sendBeacon('{}'); new EventSource('{}')</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([`importScripts('{}')`])));"
    "new Worker(URL.createObjectURL(new Blob([`fetch('{}', {{mode: 'no-cors'}})`])))</script>",
    "form": "<form action='{}' id=f></form><script>f.submit()</script>",
    "way": "<script>location = '{}'</script>",
    "refresh": '<meta http-equiv="refresh" content="0; url={}">',
}  # fmt: skip


def _ask(arena: Arena, private: RawServer, host: str, html: str) -> list[str]:
    """Return what was asked of a private server by a page that names it as some host."""
    address = f"http://{host}:{private.port}/secret"
    arena.page(doc(html.replace("{}", address).replace("{{", "{").replace("}}", "}")))
    return private.asked


@pytest.mark.parametrize("html", _ASKING.values(), ids=_ASKING)
def test_a_page_cannot_make_the_browser_ask_a_private_address(arena: Arena, private: RawServer, html: str) -> None:
    assert _ask(arena, private, "127.0.0.1", html) == []


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.0.0.1.", "0.0.0.0"])
def test_nor_by_another_name(arena: Arena, private: RawServer, host: str) -> None:
    asking = "".join(_ASKING[name] for name in ("picture", "frame", "style", "script", "request"))
    assert _ask(arena, private, host, asking) == []


def test_nor_by_a_name_below_localhost(arena: Arena, private: RawServer) -> None:
    assert _ask(arena, private, "a.localhost", _ASKING["picture"]) == []


def test_nor_by_a_socket(arena: Arena, private: RawServer) -> None:
    arena.page(doc(f"<script>new WebSocket('ws://127.0.0.1:{private.port}/secret')</script>"))
    assert private.asked == []


def test_nor_by_rules_of_speculation(arena: Arena, private: RawServer) -> None:
    rules = '{"prefetch": [{"urls": ["{}"]}], "prerender": [{"urls": ["{}"]}]}'
    assert _ask(arena, private, "127.0.0.1", f'<script type="speculationrules">{rules}</script>') == []


@pytest.mark.parametrize("html", [_ASKING[name] for name in ("picture", "frame", "script", "request")])
def test_nor_by_a_redirect(arena: Arena, private: RawServer, html: str) -> None:
    arena.server.answer("/onwards", status=302, Location=f"http://127.0.0.1:{private.port}/secret")
    arena.page(doc(html.replace("{}", "/onwards").replace("{{", "{").replace("}}", "}")))
    assert private.asked == []


def test_nor_by_a_redirect_of_the_page_itself(arena: Arena, private: RawServer) -> None:
    arena.server.answer("/a", status=302, Location="/b")
    arena.server.answer("/b", status=307, Location=f"http://user@127.0.0.1:{private.port}/secret")
    crawled = arena.meet("/a")
    assert outcomes(crawled)["/a"] == (Outcome.UNTESTED, Reason.PRIVATE_ADDRESS)
    assert private.asked == []


@pytest.mark.parametrize(
    "form",
    ["http://127.0.0.1:{}\\@8.8.8.8/", "http://8.8.8.8\\@127.0.0.1:{}/", "//127.0.0.1:{}/", "http:127.0.0.1:{}/"],
)
def test_nor_by_an_address_that_two_readers_read_differently(arena: Arena, private: RawServer, form: str) -> None:
    async def admit(address: str) -> bool:
        return await Doorkeeper([HOST]).admits(address)

    place = form.format(private.port)
    arena.server.answer("/robots.txt", status=302, Location=place)
    fetched = asyncio.run(TextFetcher("", {HOST: arena.server.port}, admit).get(f"http://{HOST}/robots.txt", 1000))
    assert fetched.status == 0 or "8.8.8.8" in fetched.address
    assert private.asked == []


# ---- links that are none, and forms of one address

_NO_LINKS = (
    *("file:///etc/passwd", "chrome://crash", "javascript:while(1);", "view-source:http://pages.test/", "data:text/html,x"),
    *("blob:http://pages.test/1", "about:blank", "mailto:a@b.cn", "ftp://pages.test/", "http://", "http://[::1", "//"),
    *("http://pages.test:99999/", "http://pages.test:0x50/", "http://%zz/", "weixin://x", "http://pages.test\\@evil.test/"),
)  # fmt: skip


def test_what_is_no_link_of_the_site_is_not_followed(arena: Arena) -> None:
    anchors = "".join(f'<a href="{link}">{n}</a> ' for n, link in enumerate(_NO_LINKS))
    arena.server.page("/", doc(anchors + '<a href="/plain">plain</a>'))
    arena.server.page("/plain", doc(title="普通页"))
    crawled = arena.crawl(SiteJob("site", "site", f"http://{HOST}/"))
    assert {path for path in crawled.pages if "evil" not in path} == {"/", "/plain"}
    assert found(crawled, "/plain") == FAULTS
    assert all(
        outcome == (Outcome.FAILED, None) for path, outcome in outcomes(crawled).items() if path != "/@evil.test/"
    )


def test_addresses_of_100_kb_are_named_and_left(arena: Arena) -> None:
    arena.server.page("/", doc(f'<a href="/{"a" * 100_000}">x</a><a href="/?{"b=1&" * 25_000}">y</a>'))
    crawled = arena.crawl(SiteJob("site", "site", f"http://{HOST}/"))
    assert list(crawled.pages) == ["/"]
    assert {reason for _, _, reason in crawled.untested()} == {Reason.TOO_LONG}
    assert len([what for _, what, _ in crawled.untested()]) == 2


@pytest.mark.parametrize(
    "monster",
    ["http://a.cn/" + "../" * 50_000, "http://a.cn/?" + "&" * 100_000, "http://" + "a." * 20_000 + "cn/", "http://a.cn/" + "%" * 99_999,
     "http://" + "@" * 100_000 + "a.cn/", "http://a.cn/" + ";jsessionid=1" * 10_000, "http://a.cn/\u202e\ud800\ufffe\U0010ffff"],
    ids=range(7),
)  # fmt: skip
def test_a_monstrous_address_has_one_form_or_none(monster: str) -> None:
    once = canonical(monster)
    assert canonical(once) == once
    assert once == "" or once in SiteScope([once.split("/")[2]])


def test_a_person_s_name_and_password_are_never_kept() -> None:
    for given in ("http://user:secret@a.cn/x", "http://secret@a.cn:8080/", "https://a:secret%40b@中国.cn/"):
        assert "secret" not in canonical(given)
