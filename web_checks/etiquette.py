"""Good manners of a crawler: what robots.txt (RFC 9309) asks for, and what sitemaps offer."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego
from usp.tree import sitemap_from_str

from audit.model import Reason
from web_checks.fetcher import ROBOT, TOO_MANY_REDIRECTS, Fetched, TextFetcher
from web_checks.scope import canonical, host_of

_ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: a parser must read at least 500 KiB
_SITEMAP_BYTES = 50 * 1024 * 1024  # sitemaps.org: 50 MB uncompressed
_SITEMAPS = 50
_TRIES = 3  # of a robots.txt that cannot be read: until it can, the whole host is closed
_AGENT_LINE = re.compile(r"^([ \t]*user-agent[ \t]*:[ \t]*)([^\s#/]+)[^\r\n]*", re.IGNORECASE | re.MULTILINE)
# An address in a sitemap that lacks its host: wrong by sitemaps.org, and met all the same.
_RELATIVE_LOC = re.compile(r"(<loc>\s*)(?!https?://)([^<\s][^<]*)", re.IGNORECASE)
_LONGEST_DELAY = 60.0  # s: a Crawl-delay of a day would mean that the site is never audited


class Robots:
    """What robots.txt says. unreachable: it answered 5xx or not at all, so the whole host is closed (RFC 9309).

    why: the reason for that; a host whose TLS (or that of the one which a redirect led to) is broken is closed, too.
    """

    def __init__(self, fetched: Fetched) -> None:
        # 4xx, or redirects without end: there is none, everything is open. 5xx or no answer: everything is closed.
        silent = fetched.status == 0 and fetched.detail != TOO_MANY_REDIRECTS
        self.unreachable = silent or fetched.status >= 500  # noqa: PLR2004 - the HTTP class 5xx
        self.why = Reason.TLS if fetched.insecure else Reason.ROBOTS_UNREACHABLE
        insecure = f"{host_of(fetched.address)}: {fetched.insecure}" if fetched.insecure else ""
        self.detail = insecure or fetched.detail or f"HTTP {fetched.status}"
        self._address = fetched.address
        self._rules = Protego.parse(_AGENT_LINE.sub(_agent, fetched.text) if fetched.found else "")

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


def _agent(line: re.Match[str]) -> str:
    """Return a line that names our product token or everybody as it is, and any other so that it cannot mean us.

    RFC 9309, 2.2.1: tokens are compared whole and without regard to case; a version behind one is not part of it.
    """
    name = line[2]
    return line[1] + (name if name == "*" or name.lower() == ROBOT else f"not-{name}")


async def robots_of(fetcher: TextFetcher, address: str) -> Robots:
    """Fetch and read the robots.txt of an address's host; it is asked again when it cannot be read."""
    for attempt in range(1, _TRIES + 1):
        fetched = await fetcher.get(urljoin(address, "/robots.txt"), _ROBOTS_BYTES)
        robots = Robots(fetched)
        if not robots.unreachable or attempt == _TRIES or fetched.insecure or fetched.detail.startswith("refused"):
            break
        if not fetcher.hosts.back_off(host_of(address), attempt, fetched.retry_after):
            break
    return robots


@dataclass(frozen=True, slots=True)
class SitemapPages:
    """The page addresses of some sitemaps, in order.

    left_out: what a cap cut off; missed: which sitemaps were not to be had; in words ("" = nothing).
    """

    pages: list[str]
    left_out: str = ""
    missed: str = ""


def _in_sitemap(text: str, base: str) -> tuple[list[str], list[str]]:
    """Return the sitemaps and the pages, in their one form, that the sitemap at an address names."""

    def whole(loc: re.Match[str]) -> str:
        try:
            return f"{loc[1]}{urljoin(base, loc[2].strip())}"
        except ValueError:
            return str(loc[0])

    tree = sitemap_from_str(_RELATIVE_LOC.sub(whole, text))
    pages = dict.fromkeys(canonical(page.url) for page in tree.all_pages())
    return [sub.url for sub in tree.sub_sitemaps], [page for page in pages if page]


async def sitemap_pages(fetcher: TextFetcher, sitemaps: list[str], cap: int) -> SitemapPages:
    """Return the page addresses of some sitemaps and those they index; at most `cap`.

    A sitemap is XML (sitemaps.org), RSS, Atom or plain text, gzipped or not.
    """
    waiting, seen, pages = list(dict.fromkeys(sitemaps)), set[str](), dict[str, None]()
    cut: list[str] = []
    missed: list[str] = []
    while waiting and len(seen) < _SITEMAPS and len(pages) < cap:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        fetched = await fetcher.get(address, _SITEMAP_BYTES)
        if not fetched.found:
            missed.append(f"{address}: {fetched.detail or f'HTTP {fetched.status}'}")
        if not fetched.found or not fetched.text.strip():
            continue
        if len(fetched.text.encode()) >= _SITEMAP_BYTES:
            cut.append(f"{address}: {_SITEMAP_BYTES} bytes read")
        inside, named = await asyncio.to_thread(
            _in_sitemap, fetched.text, fetched.address
        )  # a large one takes its time
        waiting.extend(inside)
        new = [page for page in named if page not in pages]
        if len(pages) + len(new) > cap:
            cut.append(f"{cap} addresses read")
        pages.update(dict.fromkeys(new[: cap - len(pages)]))
    if unread := [address for address in dict.fromkeys(waiting) if address not in seen]:
        cut.append(f"{len(seen)} sitemaps read, {len(unread)} not: {unread[0]}")
    others = f" (+{len(missed) - 1})" if len(missed) > 1 else ""
    return SitemapPages(list(pages), "; ".join(cut), missed[0] + others if missed else "")
