"""Good manners of a crawler: robots.txt (RFC 9309), sitemaps, a pace for each host, an honest name."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from protego import Protego
from usp.tree import sitemap_from_str

from audit import __version__
from web_checks.scope import canonical

ROBOT = "stepfree"
_MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: a parser must read at least 500 KiB
_SITEMAP_BYTES = 50 * 1024 * 1024  # sitemaps.org: 50 MB uncompressed
_SITEMAPS = 50
_TIMEOUT = 15.0  # s without a byte
_NO_PROXY = {"all://127.0.0.1": None}  # our own folders are never asked through a proxy
_WHOLE = 60.0  # s for one text: a server that drips must not hold up the audit
_LONGEST_DELAY = 60.0  # s: a Crawl-delay of a day would mean that the site is never audited


def product(contact: str) -> str:
    """Return the product token of the User-Agent: name, version and whom to ask."""
    return f"{ROBOT}/{__version__}" + (f" (+{contact})" if contact else "")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A text that was fetched; status 0 = no answer. address: where redirects ended."""

    status: int
    text: str
    address: str
    detail: str = ""


class TextFetcher:
    """Fetches the small texts around a site. resolve: host → loopback port; admit: whether an address may be asked."""

    def __init__(self, contact: str, resolve: Mapping[str, int], admit: Callable[[str], Awaitable[bool]]) -> None:
        self._headers = {"User-Agent": f"Mozilla/5.0 (compatible) {product(contact)}"}
        self._resolve = resolve
        self._admit = admit

    async def get(self, address: str, cap: int, *, body: bool = True) -> Fetched:
        """Fetch an address, following redirects; at most `cap` bytes are read."""
        try:
            async with (
                asyncio.timeout(_WHOLE),
                httpx.AsyncClient(headers=self._headers, timeout=_TIMEOUT, mounts=_NO_PROXY) as client,
            ):
                for _ in range(_MAX_REDIRECTS + 1):
                    if not await self._admit(address):
                        return Fetched(0, "", address, "refused: private address")
                    answer = await self._ask(client, address, cap if body else 0)
                    if isinstance(answer, Fetched):
                        return answer
                    address = urljoin(address, answer)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TimeoutError) as error:
            return Fetched(0, "", address, type(error).__name__)
        return Fetched(0, "", address, "too many redirects")

    async def _ask(self, client: httpx.AsyncClient, address: str, cap: int) -> Fetched | str:
        """Return what an address says, or where it leads."""
        parts = urlsplit(address)
        port = self._resolve.get(parts.hostname or "")
        reached = urlunsplit(("http", f"127.0.0.1:{port}", parts.path, parts.query, "")) if port else address
        async with client.stream("GET", reached, headers={"Host": parts.netloc.rpartition("@")[2]}) as response:
            if response.is_redirect and "location" in response.headers:
                return response.headers["location"]
            raw = await _read(response, cap) if cap else b""
            return Fetched(response.status_code, _decode(raw, cap), address)


async def _read(response: httpx.Response, cap: int) -> bytes:
    chunks, size = [], 0
    async for chunk in response.aiter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size >= cap:
            break
    return b"".join(chunks)[:cap]


def _decode(raw: bytes, cap: int) -> str:
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, cap)
        except (zlib.error, gzip.BadGzipFile):
            return ""
    return raw.decode("utf-8-sig", "replace")


class Robots:
    """What robots.txt says. unreachable: it answered 5xx or not at all, so the whole host is closed (RFC 9309)."""

    def __init__(self, fetched: Fetched) -> None:
        # 4xx: there is no robots.txt, everything is open. 5xx or no answer: everything is closed.
        self.unreachable = fetched.status == 0 or fetched.status >= 500  # noqa: PLR2004
        self.detail = fetched.detail or f"HTTP {fetched.status}"
        self._address = fetched.address
        self._rules = Protego.parse(fetched.text if 200 <= fetched.status < 300 else "")  # noqa: PLR2004

    def allows(self, address: str) -> bool:
        """Return whether the robot may visit an address."""
        return not self.unreachable and bool(self._rules.can_fetch(address, ROBOT))

    @property
    def delay(self) -> float:
        """Return the Crawl-delay in seconds (at most a minute), 0 when none is asked for."""
        return min(float(self._rules.crawl_delay(ROBOT) or 0), _LONGEST_DELAY)

    @property
    def sitemaps(self) -> list[str]:
        """Return the sitemaps that it names."""
        return [urljoin(self._address, sitemap) for sitemap in self._rules.sitemaps]


async def robots_of(fetcher: TextFetcher, address: str) -> Robots:
    """Fetch and read the robots.txt of an address's host."""
    return Robots(await fetcher.get(urljoin(address, "/robots.txt"), _ROBOTS_BYTES))


async def sitemap_pages(fetcher: TextFetcher, sitemaps: list[str], cap: int) -> list[str]:
    """Return the page addresses of some sitemaps and those they index, in order; at most `cap`."""
    waiting, seen, pages = list(sitemaps), set[str](), dict[str, None]()
    while waiting and len(seen) < _SITEMAPS and len(pages) < cap:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        fetched = await fetcher.get(address, _SITEMAP_BYTES)
        if not 200 <= fetched.status < 300 or not fetched.text.strip():  # noqa: PLR2004
            continue
        tree = sitemap_from_str(fetched.text)
        waiting.extend(sub.url for sub in tree.sub_sitemaps)
        for page in tree.all_pages():
            if len(pages) < cap and (known := canonical(page.url)):
                pages.setdefault(known)
    return list(pages)


class Pace:
    """Keeps a least time between two requests to one host. seconds: 0 = no wait."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next: dict[str, float] = {}

    def slow_down(self, seconds: float) -> None:
        """Wait at least so long from now on."""
        self._seconds = max(self._seconds, seconds)

    async def turn(self, host: str) -> None:
        """Wait for the host's next turn."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        turn = max(now, self._next.get(host, 0.0))
        self._next[host] = turn + self._seconds
        if turn > now:
            await asyncio.sleep(turn - now)
