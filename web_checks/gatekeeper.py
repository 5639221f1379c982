"""A proxy of our own below the browser: what it lets through has a public address, and that very address is asked.

The browser's own hooks see the names of requests, and only of some kinds. Here pass all of them (pictures, scripts,
sockets), after the name was looked up: a public name that leads to a private address, or leads elsewhere the second
time (DNS rebinding), reaches nothing. A thread of its own, so that judging a page never holds up the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Self
from urllib.parse import urlsplit

from web_checks.scope import Number, is_public, look_up

LookUp = Callable[[str], Awaitable[Sequence[Number]]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[str, int], Awaitable[Streams]]

_HEAD = 256 * 1024  # bytes of a request's or an answer's headers at most
_PATIENCE = 30.0  # s to connect, or to read a request
_CHUNK = 64 * 1024
_END = b"\r\n\r\n"
# Of one connection alone, never passed on; and one connection serves one request, so nothing is sent to a wrong host.
_OWN = (b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate")
_PORTS = {"http": 80, "https": 443}
_ENVIRONMENT = ("https_proxy", "http_proxy", "all_proxy")


def proxy_in(environment: Mapping[str, str] = os.environ) -> str:
    """Return the variable that names a proxy which the machine must use, "" when there is none."""
    return next((name for name in environment if name.lower() in _ENVIRONMENT and environment[name].strip()), "")


class Refused(Exception):  # noqa: N818 - an event, not an error
    """The browser asked for what it may not reach."""


class Gatekeeper:
    """A forward proxy on loopback. Use as a context manager; `server` is its address.

    named: hosts (with a port that is not 80 or 443) that the user asked for; they may be private. resolve: host →
    loopback port, for folders of built pages.
    """

    def __init__(
        self,
        named: Iterable[str],
        resolve: Mapping[str, int] | None = None,
        look_up: LookUp = look_up,
        connect: Connect = asyncio.open_connection,
    ) -> None:
        self._named = frozenset(named)
        self._resolve = dict(resolve or {})
        self._look_up = look_up
        self._connect = connect
        self._pinned: dict[str, Sequence[Number]] = {}
        self._loop: asyncio.AbstractEventLoop
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._stop: asyncio.Event
        self.server = ""

    def __enter__(self) -> Self:
        """Open the gate."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_exc: object) -> None:
        """Close the gate and every connection through it."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._keep())  # which cancels what is still passing
        finally:
            self._ready.set()

    async def _keep(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD)
        self.server = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened = [writer]
        try:
            async with asyncio.timeout(_PATIENCE):
                head = await _head(reader)
                tunnel, request, body = _read(head)
                upstream, sink = await self._reach(*tunnel)
                opened.append(sink)
            if request:
                sink.write(request + await reader.readexactly(body))
                writer.write(_alone(await _head(upstream)))
                await _either(_pipe(upstream, writer), _hang_up(reader))
            else:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _either(_pipe(upstream, writer), _pipe(reader, sink))
        except (OSError, ValueError, Refused, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the browser says in its own words that nobody answered
        finally:
            for end in opened:
                end.close()

    async def _reach(self, host: str, port: int) -> Streams:
        """Connect to a host at the address that was found good. Raises Refused, OSError."""
        if port == _PORTS["http"] and host in self._resolve:
            return await self._connect("127.0.0.1", self._resolve[host])
        shown = f"[{host}]" if ":" in host else host
        named = (shown if port in _PORTS.values() else f"{shown}:{port}") in self._named
        numbers = self._pinned.get(host) or await self._look_up(host)
        self._pinned[host] = numbers
        allowed = [str(number) for number in numbers if named or is_public(number)]
        if not allowed:
            raise Refused(host)
        for address in allowed[:-1]:
            with contextlib.suppress(OSError):
                return await self._connect(address, port)
        return await self._connect(allowed[-1], port)


async def _head(reader: asyncio.StreamReader) -> bytes:
    """Return the head of a request or an answer, its lines ended as they should be (some servers send LF alone)."""
    head = b""
    while line := (await reader.readuntil(b"\n")).rstrip(b"\r\n"):
        head += line + b"\r\n"
        if len(head) > _HEAD:
            raise ValueError("too long")
    return head + b"\r\n"


def _read(head: bytes) -> tuple[tuple[str, int], bytes, int]:
    """Return where a request leads, what to send there (b"" for a tunnel), and the length of its body in bytes.

    Raises ValueError for what is no request to a proxy.
    """
    line, *fields = head.removesuffix(_END).split(b"\r\n")
    method, target, version = line.split(b" ")
    parts = urlsplit("//" + target.decode("ascii") if method == b"CONNECT" else target.decode("ascii"))
    host, port = (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme)
    if not host or port is None:
        raise ValueError("no host")
    if method == b"CONNECT":
        return (host, port), b"", 0
    named = {field.partition(b":")[0].strip().lower(): field.partition(b":")[2].strip() for field in fields}
    if parts.scheme != "http" or b"transfer-encoding" in named:
        raise ValueError("not plain HTTP")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [field for field in fields if field.partition(b":")[0].strip().lower() not in _OWN]
    lines = [b" ".join((method, path.encode("ascii"), version)), *kept, b"Connection: close"]
    return (host, port), b"\r\n".join(lines) + _END, int(named.get(b"content-length", b"0"))


def _alone(answer: bytes) -> bytes:
    """Return an answer's head that tells the browser not to use the connection again."""
    line, *fields = answer.removesuffix(_END).split(b"\r\n")
    kept = [field for field in fields if field.partition(b":")[0].strip().lower() not in _OWN]
    return b"\r\n".join((line, *kept, b"Connection: close")) + _END


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()


async def _hang_up(reader: asyncio.StreamReader) -> None:
    with contextlib.suppress(OSError):
        await reader.read(1)


async def _either(one: Awaitable[None], other: Awaitable[None]) -> None:
    tasks = [asyncio.ensure_future(one), asyncio.ensure_future(other)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
