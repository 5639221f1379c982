"""The proxy below the browser: public addresses only, and the very address that was looked up."""

from __future__ import annotations

import asyncio
import dataclasses
import ipaddress
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from audit.model import Reason
from web_checks.arrival import Arrival
from web_checks.browser import Browser
from web_checks.gatekeeper import Gatekeeper, Streams, proxy_in
from web_checks.scope import Number
from web_checks.terms import Terms

if TYPE_CHECKING:
    from tests.web_checks.conftest import PageServer, Web

PUBLIC, OTHER_PUBLIC = "93.184.216.34", "1.1.1.1"


class Net:
    """A made-up Internet: answers of DNS by name, one after the other; every public address is the test's server."""

    def __init__(self, port: int, **names: Sequence[Sequence[str]]) -> None:
        self._port = port
        self._names = {name.replace("_", "."): [list(answer) for answer in answers] for name, answers in names.items()}
        self.asked: list[str] = []
        self.reached: list[tuple[str, int]] = []

    async def look_up(self, host: str) -> list[Number]:
        self.asked.append(host)
        try:
            return [ipaddress.ip_address(host)]
        except ValueError:
            answers = self._names.get(host, [[]])
            return [ipaddress.ip_address(number) for number in (answers.pop(0) if len(answers) > 1 else answers[0])]

    async def connect(self, address: str, port: int) -> Streams:
        self.reached.append((address, port))
        if address == OTHER_PUBLIC:
            raise ConnectionRefusedError
        return await asyncio.open_connection("127.0.0.1", self._port)

    def gate(self, *named: str, resolve: dict[str, int] | None = None) -> Gatekeeper:
        return Gatekeeper(named, resolve, self.look_up, self.connect)


async def _say(gate: Gatekeeper, text: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(gate.server.rpartition(":")[2]))
    writer.write(text.encode("latin-1"))
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def say(gate: Gatekeeper, text: str) -> str:
    """Return what the gate answers to a request, up to its end."""
    return asyncio.run(_say(gate, text)).decode("latin-1")


def get(address: str, *headers: str) -> str:
    return "\r\n".join((f"GET {address} HTTP/1.1", "Host: x", *headers, "", ""))


def test_a_public_host_is_asked_at_the_address_that_was_found(texts: PageServer) -> None:
    texts.answer("/x", "hello", Keep_Alive="timeout=5")
    net = Net(texts.port, a_cn=[[OTHER_PUBLIC, PUBLIC]])
    with net.gate() as gate:
        answer = say(gate, get("http://a.cn/x?y=1", "Proxy-Connection: keep-alive", "X-Own: 1"))
    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 200")
    assert body == "hello"
    assert "Connection: close" in head
    assert "Keep-Alive" not in head
    assert net.reached == [(OTHER_PUBLIC, 80), (PUBLIC, 80)], "the next address when one does not answer"
    (_, path, headers), *_ = texts.asked
    assert path == "/x?y=1"
    assert headers["X-Own"] == "1"
    assert "Proxy-Connection" not in headers


def test_a_name_that_leads_elsewhere_the_second_time_does_not(texts: PageServer) -> None:
    texts.answer("/", "hello")
    net = Net(texts.port, evil_cn=[[PUBLIC], ["127.0.0.1"], ["10.0.0.1"]])
    with net.gate() as gate:
        for _ in range(3):
            assert say(gate, get("http://evil.cn/")).endswith("hello")
    assert net.reached == [(PUBLIC, 80)] * 3
    assert net.asked == ["evil.cn"]


@pytest.mark.parametrize(
    "host", ["private.cn", "127.0.0.1", "10.1.2.3", "[::1]", "169.254.169.254", "[::ffff:10.0.0.1]", "nowhere.cn"]
)
@pytest.mark.parametrize("how", ["GET http://{}/ HTTP/1.1", "CONNECT {}:443 HTTP/1.1", "CONNECT {}:80 HTTP/1.1"])
def test_private_addresses_are_refused_by_name_and_by_number(texts: PageServer, host: str, how: str) -> None:
    net = Net(texts.port, private_cn=[["192.168.0.9"]])
    with net.gate("named.cn") as gate:
        assert say(gate, how.format(host) + "\r\n\r\n") == ""
    assert net.reached == []


def test_a_host_that_was_named_may_be_private_at_its_own_port(texts: PageServer) -> None:
    texts.answer("/", "hello")
    net = Net(texts.port, intra_cn=[["10.0.0.1"]], oa_cn=[["10.0.0.2"]])
    with net.gate("intra.cn", "oa.cn:8080") as gate:
        assert say(gate, get("http://oa.cn/")) == ""
        assert say(gate, get("http://intra.cn/")).endswith("hello")
        assert say(gate, get("http://oa.cn:8080/")).endswith("hello")
        assert say(gate, get("http://intra.cn:9200/")) == ""
    assert net.reached == [("10.0.0.1", 80), ("10.0.0.2", 8080)]


def test_a_folder_s_host_is_its_own_server(texts: PageServer) -> None:
    texts.answer("/", "hello")
    net = Net(texts.port)
    with net.gate(resolve={"folder.test": 4711}) as gate:
        assert say(gate, get("http://folder.test/")).endswith("hello")
    assert net.reached == [("127.0.0.1", 4711)]


def test_a_tunnel_carries_both_ways(texts: PageServer) -> None:
    texts.answer("/in", "inside", Connection="close")
    net = Net(texts.port, a_cn=[[PUBLIC]])
    with net.gate() as gate:
        answer = say(
            gate, "CONNECT a.cn:443 HTTP/1.1\r\n\r\nGET /in HTTP/1.1\r\nHost: a.cn\r\nConnection: close\r\n\r\n"
        )
    assert answer.startswith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200")
    assert answer.endswith("inside")
    assert net.reached == [(PUBLIC, 443)]


def test_a_second_request_never_goes_to_the_first_host(texts: PageServer) -> None:
    texts.answer("/", "hello")
    net = Net(texts.port, a_cn=[[PUBLIC]], b_cn=[[PUBLIC]])
    with net.gate() as gate:
        say(gate, get("http://a.cn/") + get("http://b.cn/secret"))
    assert "/secret" not in texts.paths()


@pytest.mark.parametrize("head", ["HTTP/1.1 200 OK\nX-A: 1\n\n", "HTTP/1.0 200\r\nX-A: 1\n\r\n"])
def test_an_answer_whose_lines_end_oddly_is_passed_on(head: str) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"{head}one\n\ntwo".encode())
        writer.close()

    async def passed() -> str:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        net = Net(server.sockets[0].getsockname()[1], a_cn=[[PUBLIC]])
        with net.gate() as gate:
            said = await _say(gate, get("http://a.cn/"))
        server.close()
        return said.decode()

    status = head.partition("\r" if "\r" in head else "\n")[0]
    assert asyncio.run(passed()) == f"{status}\r\nX-A: 1\r\nConnection: close\r\n\r\none\n\ntwo"


@pytest.mark.parametrize(
    "odd",
    [
        *(
            "",
            "\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET http://[bad/ HTTP/1.1\r\n\r\n",
            "CONNECT a.cn HTTP/1.1\r\n\r\n",
        ),
        *("GET ftp://a.cn/ HTTP/1.1\r\n\r\n", "GET http://a.cn:x/ HTTP/1.1\r\n\r\n", "\xff\xfe \x00 x\r\n\r\n"),
        "POST http://a.cn/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET http://a.cn/ HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "GET http://a.cn/" + "a" * 300_000 + " HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_request_is_hung_up_on_and_the_gate_stays_open(texts: PageServer, odd: str) -> None:
    texts.answer("/ok", "hello")
    net = Net(texts.port, a_cn=[[PUBLIC]])
    with net.gate() as gate:
        if odd:
            assert say(gate, odd) == ""
        assert say(gate, get("http://a.cn/ok")).endswith("hello")


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"HTTPS_PROXY": "http://p:1"}, "HTTPS_PROXY"),
        ({"all_proxy": "x"}, "all_proxy"),
        ({"http_proxy": " "}, ""),
        ({"NO_PROXY": "*"}, ""),
        ({}, ""),
    ],
)
def test_a_proxy_of_the_machine_is_known(environment: dict[str, str], found: str) -> None:
    assert proxy_in(environment) == found


def test_pictures_scripts_and_sockets_reach_no_private_address(web: Web, texts: PageServer) -> None:
    """The browser's own hooks see neither of them, nor what a public name leads to."""
    private = ("private.cn", "10.0.0.1:8080", "localhost:9200")
    things = "".join(
        f'<img src="http://{host}/x.png"><script src="http://{host}/x.js"></script><img src="https://{host}/y.png">'
        f"<script>try {{ new WebSocket('ws://{host}/s'); new WebSocket('wss://{host}/s') }} catch {{}}</script>"
        for host in private
    )
    texts.page("/", f'<title>t</title><img src="http://cdn.cn/ok.png"><main>{things}</main>')
    net = Net(texts.port, a_cn=[[PUBLIC]], cdn_cn=[[PUBLIC]], private_cn=[["192.168.0.9"]])

    async def admit(_address: str) -> bool:
        return True  # as if the hooks had seen nothing wrong

    async def visit(server: str) -> tuple[Arrival, Arrival]:
        async with Browser(dataclasses.replace(web.settings, proxy=server, resolve={}, isolated=False)) as browser:
            tab = await browser.tab(Terms(admit))
            met = await tab.visit("http://a.cn/")
            await tab.forget()
            refused = await tab.visit("http://private.cn/")
            await tab.close()
            return met, refused

    with net.gate() as gate:
        met, refused = web.runner.run(visit(gate.server))
    assert (met.status, met.reason) == (200, None)
    assert refused.reason is Reason.NETWORK
    assert {address for address, _ in net.reached} == {PUBLIC}
    assert {headers["Host"] for _, _, headers in texts.asked} == {"a.cn", "cdn.cn"}
