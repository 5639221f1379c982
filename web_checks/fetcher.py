"""Fetches what stands around a site without a browser (robots.txt, sitemaps, documents), within caps, past guards."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import gzip
import ssl
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from audit import __version__
from web_checks.gatekeeper import proxy_in
from web_checks.pace import Hosts
from web_checks.scope import host_of

ROBOT = "stepfree"
LARGER = "larger than the limit"  # detail of a file that was cut off
TOO_MANY_REDIRECTS = "too many redirects"
_NO_ADDRESS = "ConnectError: no address"  # a name that leads nowhere is nobody there, as httpx calls it
_MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_TIMEOUT = 15.0  # s without a byte
_NO_PROXY = {"all://127.0.0.1": None}  # our own folders are never asked through a proxy
_WHOLE = 60.0  # s for one text: a server that drips must not hold up the audit
_WHOLE_FILE = 180.0  # s for one document
_Keep = Callable[[httpx.Response], Awaitable[str]]
_OP_LEGACY_SERVER_CONNECT = 0x4  # OpenSSL's; ssl names it from Python 3.12 on


def product(contact: str) -> str:
    """Return the product token of the User-Agent: name, version and whom to ask."""
    return f"{ROBOT}/{__version__}" + (f" (+{contact})" if contact else "")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A text that was fetched; status 0 = no answer.

    address: where redirects ended; retry_after: s it asks for; page: whether a browser would show it as a page;
    insecure: what is wrong with the host's TLS; kind: the media type of a file.
    """

    status: int
    text: str
    address: str
    detail: str = ""
    retry_after: float = 0.0
    page: bool = True
    insecure: str = ""
    kind: str = field(default="", compare=False)

    @property
    def found(self) -> bool:
        """Return whether the text was there."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the HTTP class 2xx


class TextFetcher:
    """Fetches the small texts around a site.

    resolve: host → loopback port; admit: whether an address may be asked; hosts: their pace; headers: what an address's
    origin, and no other, is sent besides; by_browser: fetches a text (address, cap) from a host whose TLS only browsers
    manage, such as one that leaves out part of its chain of certificates; None when a browser does not either; pinned:
    the numbers that an admitted address must be asked at, None = as its name leads.
    """

    def __init__(
        self,
        contact: str,
        resolve: Mapping[str, int],
        admit: Callable[[str], Awaitable[bool]],
        hosts: Hosts | None = None,
        headers: Callable[[str], Mapping[str, str]] = lambda _address: {},
        by_browser: Callable[[str, int], Awaitable[Fetched | None]] | None = None,
        pinned: Callable[[str], Awaitable[Sequence[str] | None]] | None = None,
    ) -> None:
        self._by_browser = by_browser
        self._headers = {"User-Agent": f"Mozilla/5.0 (compatible) {product(contact)}"}
        self._resolve = resolve
        self._admit = admit
        self._headers_for = headers
        # A proxy that the machine must use looks names up by itself.
        self._pinned = None if proxy_in() else pinned
        self.hosts = hosts or Hosts(0)

    async def get(self, address: str, cap: int, *, body: bool = True) -> Fetched:
        """Fetch an address, following redirects; at most `cap` bytes are read."""

        async def keep(response: httpx.Response) -> str:
            return decode(await _read(response, cap), cap) if body and cap else ""

        fetched = await self._follow(address, keep, _WHOLE)
        if fetched.insecure and self._by_browser is not None:
            return await self._by_browser(fetched.address, cap) or fetched
        return fetched

    async def file(self, address: str, cap: int, path: Path) -> Fetched:
        """Fetch a file into a path, following redirects. Of one larger than `cap` bytes the detail says so."""

        async def keep(response: httpx.Response) -> str:
            size = 0
            with path.open("wb") as file:
                async for chunk in response.aiter_bytes():
                    size += len(chunk)
                    if size > cap:
                        return LARGER
                    file.write(chunk)
            return ""

        fetched = await self._follow(address, keep, _WHOLE_FILE)
        return dataclasses.replace(fetched, text="", detail=fetched.text) if fetched.text else fetched

    async def _follow(self, address: str, keep: _Keep, seconds: float) -> Fetched:
        """Ask an address, and those that it leads to; keep: takes in what the last one answers."""
        try:
            async with (
                asyncio.timeout(seconds),
                httpx.AsyncClient(headers=self._headers, timeout=_TIMEOUT, mounts=_NO_PROXY, verify=tls()) as client,
            ):
                for _ in range(_MAX_REDIRECTS + 1):
                    if not await self._admit(address):
                        return Fetched(0, "", address, "refused: private address")
                    await self.hosts.turn(host_of(address))
                    answer = await self._ask(client, address, keep)
                    if isinstance(answer, Fetched):
                        return answer
                    before, address = address, urljoin(address, answer)
                    if host_of(before) != host_of(address):
                        client.cookies.clear()  # by number, two hosts may look like one
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TimeoutError) as error:
            return Fetched(0, "", address, _said(error), insecure=_insecure(error))
        return Fetched(0, "", address, TOO_MANY_REDIRECTS)

    async def _ask(self, client: httpx.AsyncClient, address: str, keep: _Keep) -> Fetched | str:
        """Return what an address says, or where it leads."""
        reached = await self._reached(address)
        if not reached:
            return Fetched(0, "", address, _NO_ADDRESS)
        for place in reached[:-1]:
            try:
                return await self._ask_at(client, address, place, keep)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue  # a host with several numbers may be silent at the first
        return await self._ask_at(client, address, reached[-1], keep)

    async def _reached(self, address: str) -> list[str]:
        """Return the places where an address is asked, of which the first that answers counts; none for no number."""
        parts = urlsplit(address)
        if port := self._resolve.get(parts.hostname or ""):
            return [urlunsplit(("http", f"127.0.0.1:{port}", parts.path, parts.query, ""))]
        numbers = await self._pinned(address) if self._pinned is not None else None
        if numbers is None:
            return [address]
        behind = f":{parts.port}" if parts.port else ""
        shown = (f"[{number}]" if ":" in number else number for number in numbers)
        return [urlunsplit((parts.scheme, number + behind, parts.path, parts.query, "")) for number in shown]

    async def _ask_at(self, client: httpx.AsyncClient, address: str, place: str, keep: _Keep) -> Fetched | str:
        parts = urlsplit(address)
        headers = {"Host": parts.netloc.rpartition("@")[2], **self._headers_for(address)}
        # By number or not, a certificate is asked for in the host's name.
        named = {"sni_hostname": parts.hostname}
        async with client.stream("GET", place, headers=headers, extensions=named) as response:
            if response.is_redirect and "location" in response.headers:
                return response.headers["location"]
            text = await keep(response)
            said, date = (response.headers.get(name, "") for name in ("retry-after", "date"))
            wait = self.hosts.retry_after(said, date)
            page = _is_page(response.headers)
            kind = response.headers.get("content-type", "")
            return Fetched(response.status_code, text, address, retry_after=wait, page=page, kind=kind)


@functools.cache
def tls() -> ssl.SSLContext:
    """Return how hosts are spoken to: every certificate is checked, by the machine's roots too.

    Python's usual choice of ciphers leaves out what browsers still speak, and with it many an older portal.
    """
    context = httpx.create_ssl_context()
    context.load_default_certs()
    context.set_ciphers("DEFAULT")
    context.options |= _OP_LEGACY_SERVER_CONNECT
    return context


def _said(error: BaseException) -> str:
    """Return what a failure is, with what the machine calls it: no such name, connection refused."""
    known = (cause.strerror for cause in _causes(error) if isinstance(cause, OSError) and cause.strerror)
    return ": ".join(filter(None, (type(error).__name__, next(known, ""))))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _insecure(error: BaseException) -> str:
    """Return what TLS says of a failure; "" when it was not TLS that failed, but the other side was silent or left."""
    failures = (ssl.SSLError, ssl.SSLCertVerificationError)
    cause = next((cause for cause in _causes(error) if type(cause) in failures), None)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return cause.verify_message
    return str(cause.reason or "TLS") if isinstance(cause, ssl.SSLError) else ""


def _is_page(headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    kept = headers.get("content-disposition", "").strip().lower().startswith("attachment")
    return kind in ("text/html", "application/xhtml+xml") and not kept


async def _read(response: httpx.Response, cap: int) -> bytes:
    chunks, size = [], 0
    async for chunk in response.aiter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size >= cap:
            break
    return b"".join(chunks)[:cap]


def decode(raw: bytes, cap: int) -> str:
    """Return a text of at most `cap` bytes that came as it is, or gzipped."""
    raw = raw[:cap]
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, cap)
        except (zlib.error, gzip.BadGzipFile):
            return ""
    return raw.decode("utf-8-sig", "replace")
