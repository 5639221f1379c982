"""Addresses: one form each, which belong to a site, which may never be asked."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from web_checks.scope import Doorkeeper, Number, SiteScope, canonical, host_of

_PIECES = (
    *"abZ019/?&=#%;:@.[]~!$'()*+,_- \\\t\n",
    *("中", "é", "\u200b", "%B0", "%e4", "%2F", "%2f", "%00", ";jsessionid=1", "jsessionid=1", "..", "//", "utm_a=1"),
)
_TAILS = st.lists(st.sampled_from(_PIECES), max_size=20).map("".join)
_HEADS = (
    "http://a.com/",
    "https://a.com:443",
    "http://",
    "http://a.com/?",
    "HTTP://中国.cn:8080/x?",
    "http://[::1]/",
    "",
)


@given(st.sampled_from(_HEADS), _TAILS | st.text(max_size=20))
@example("http://a.com/", "a//b/../c?;jsessionid=1&jsessionid=2#x")
def test_the_canonical_form_is_its_own_canonical_form(head: str, tail: str) -> None:
    once = canonical(head + tail)
    assert canonical(once) == once


@given(st.sampled_from(_HEADS), _TAILS)
def test_a_canonical_address_is_http_or_nothing(head: str, tail: str) -> None:
    once = canonical(head + tail)
    assert once == "" or once.startswith(("http://", "https://"))
    assert "#" not in once


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("HTTP://Example.GOV.cn", "http://example.gov.cn/"),
        ("http://a.com:80/x", "http://a.com/x"),
        ("https://a.com:443/x", "https://a.com/x"),
        ("http://a.com:443/x", "http://a.com:443/x"),
        ("https://a.com:8443/x", "https://a.com:8443/x"),
        ("http://a.com/x#part", "http://a.com/x"),
        ("http://a.com/a/../b/./c", "http://a.com/b/c"),
        ("http://user:secret@a.com/", "http://a.com/"),
        ("http://中国.cn/路径", "http://xn--fiqs8s.cn/%E8%B7%AF%E5%BE%84"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        ("  http://a.com/x \n", "http://a.com/x"),
        # sessions and campaigns are not pages
        ("http://a.com/x;jsessionid=1A2B?id=3", "http://a.com/x?id=3"),
        ("http://a.com/x;JSESSIONID=1A2B.node1/y", "http://a.com/x/y"),
        ("http://a.com/x?id=3&utm_source=wx&spm=1.2", "http://a.com/x?id=3"),
        ("http://a.com/x?PHPSESSID=1", "http://a.com/x"),
        ("http://a.com/(S(lit3py55t21z5v55vlm25s55))/x.aspx", "http://a.com/x.aspx"),
        ("http://a.com/x?ASP.NET_SessionId=1&cfid=2&CFTOKEN=3&a=1", "http://a.com/x?a=1"),
        ("http://a.com/f(x)/(S)/y", "http://a.com/f(x)/(S)/y"),
        # what a query says reaches the server as it was written
        ("http://a.com/list.asp?type=%B0%EC%CA%C2", "http://a.com/list.asp?type=%B0%EC%CA%C2"),
        ("http://a.com/list.asp?type=%b0%ec", "http://a.com/list.asp?type=%B0%EC"),
        ("http://a.com/?20231122", "http://a.com/?20231122"),
        ("http://a.com/?b=2&a=1", "http://a.com/?b=2&a=1"),
        ("http://a.com/?q=a+b%20c", "http://a.com/?q=a+b%20c"),
        ("http://a.com/?utm=1&sessionid_old=2", "http://a.com/?utm=1&sessionid_old=2"),
    ],
)
def test_one_form(given_: str, expected: str) -> None:
    assert canonical(given_) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("http://a.com/x#/办事?a=%e4", "http://a.com/x#/%E5%8A%9E%E4%BA%8B?a=%E4"),
        ("http://a.com#!/b", "http://a.com/#!/b"),
        ("http://a.com/x#part", "http://a.com/x"),
        ("http://a.com/x#", "http://a.com/x"),
        ("http://a.com/x#!part", "http://a.com/x"),
    ],
)
def test_routes_are_kept_when_asked_and_other_fragments_never(given_: str, expected: str) -> None:
    assert canonical(given_, routes=True) == expected
    assert canonical(expected, routes=True) == expected
    assert "#" not in canonical(given_)


@pytest.mark.parametrize(
    "nothing",
    [
        *("", "mailto:a@b.cn", "javascript:void(0)", "data:text/html,x", "ftp://a.com/", "/relative", "http://"),
        *("http://[", "http://a.com:99999/", "http://[::1", "tel:12345", "file:///etc/passwd", "about:blank"),
    ],
)
def test_what_is_no_page_address_has_no_form(nothing: str) -> None:
    assert canonical(nothing) == ""


def test_a_site_is_its_hosts_with_and_without_www() -> None:
    scope = SiteScope(["www.example.gov.cn", "b.cn:8080"])
    assert "http://example.gov.cn/x" in scope
    assert "https://www.example.gov.cn/" in scope
    assert "http://b.cn:8080/" in scope
    for foreign in (
        *("http://zwfw.example.gov.cn/", "http://example.gov.cn.evil.com/", "http://evil.com/?http://example.gov.cn/"),
        *("http://b.cn/", "http://b.cn:8081/", "mailto:a@example.gov.cn", "", "http://wwwexample.gov.cn/"),
    ):
        assert foreign not in scope


def test_a_scope_takes_in_one_more_host() -> None:
    scope = SiteScope(["a.cn"])
    assert "http://b.cn/" in scope.with_host("www.b.cn")
    assert "http://a.cn/" in scope.with_host("www.b.cn")
    assert "http://b.cn/" not in scope


def test_the_host_of_an_address_names_a_port_that_is_not_the_default() -> None:
    assert host_of("https://A.cn:443/x") == "a.cn"
    assert host_of("https://a.cn:8443/x") == "a.cn:8443"


def _admits(address: str, *named: str) -> bool:
    return asyncio.run(Doorkeeper(named).admits(address))


@pytest.mark.parametrize(
    "private",
    [
        *(
            "127.0.0.1",
            "127.8.9.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
        ),
        *("169.254.169.254", "224.0.0.1"),
        *("[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[ff02::1]"),
        # IPv6 addresses that lead to 127.0.0.1 or 10.0.0.1: mapped, 6to4, NAT64
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[2002:7f00:1::]", "[64:ff9b::a00:1]"),
        # other ways to write 127.0.0.1
        *("2130706433", "0x7f.1", "127.1", "0177.0.0.1", "0"),
        *("localhost", "LOCALHOST", "localhost.", "a.localhost", "printer.local", "metadata.google.internal"),
    ],
)
def test_private_addresses_are_refused(private: str) -> None:
    assert not _admits(f"http://{private}/")
    assert not _admits(f"https://user@{private}:8443/x")


@pytest.mark.parametrize("public", ["8.8.8.8", "[2606:4700::1111]", "[::ffff:8.8.8.8]", "1.1.1.1:8080"])
def test_public_addresses_are_let_through(public: str) -> None:
    assert _admits(f"http://{public}/")


def test_a_private_host_that_was_named_may_be_asked_at_that_port_only() -> None:
    assert _admits("http://127.0.0.1:8000/x", "127.0.0.1:8000")
    assert _admits("ws://127.0.0.1:8000/x", "127.0.0.1:8000")
    assert not _admits("http://127.0.0.1:9200/", "127.0.0.1:8000")
    assert not _admits("http://127.0.0.1/", "127.0.0.1:8000")
    assert _admits("http://intranet.local/x", "intranet.local")
    assert not _admits("http://8.8.8.8@127.0.0.1:9200/", "8.8.8.8")


def test_only_the_web_may_be_asked() -> None:
    for address in ("file:///etc/passwd", "ftp://8.8.8.8/", "gopher://8.8.8.8/", "http://", "", "http://[bad"):
        assert not _admits(address)
    for inside in ("about:blank", "data:text/html,x", "blob:http://127.0.0.1/1-2"):
        assert _admits(inside)


@pytest.mark.parametrize("impossible", ["a..b", f"{'a' * 70}.cn", "nobody.invalid"])
def test_a_name_that_leads_nowhere_is_left_to_the_browser(impossible: str) -> None:
    assert _admits(f"http://{impossible}/")


async def test_a_host_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def look_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(0, 0, 0, "", ("8.8.8.8", 0)), (0, 0, 0, "", ("10.0.0.1", 0))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    door = Doorkeeper([])
    # One private address among those of a name is enough to refuse it.
    assert not await door.admits("http://two-faced.example/")
    assert not await door.admits("http://two-faced.example/again")
    assert asked == ["two-faced.example"]


def _leading(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names lead to these numbers, one answer after the other; return the hosts that were looked up."""
    asked: list[str] = []

    async def found(host: str) -> list[Number]:
        asked.append(host)
        return [ip_address(number) for number in answers[min(len(asked), len(answers)) - 1]]

    monkeypatch.setattr("web_checks.scope.look_up", found)
    return asked


async def test_an_address_is_pinned_to_what_it_was_admitted_by(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _leading(monkeypatch, ["8.8.8.8", "2001:4860:4860::8888"], ["127.0.0.1"])
    door = Doorkeeper(["named.test"])
    assert await door.admits("http://rebinding.test/a.pdf")
    assert await door.pinned("http://rebinding.test/a.pdf") == ("8.8.8.8", "2001:4860:4860::8888")
    assert asked == ["rebinding.test"]
    assert await door.pinned("http://named.test/a.pdf") is None


async def test_a_name_that_led_nowhere_is_looked_up_and_judged_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web_checks.scope._SILENCE", 0)
    _leading(monkeypatch, [], [], ["127.0.0.1"])
    door = Doorkeeper([])
    assert await door.admits("http://late.test/")
    assert await door.pinned("http://late.test/") == ()
    assert not await door.admits("http://late.test/")


async def test_where_names_lead_nowhere_pages_do_not_wait_for_it_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _leading(monkeypatch, [])
    door = Doorkeeper([])
    assert all([await door.admits("http://silent.test/") for _ in range(3)])
    assert asked == ["silent.test"]
