"""Addresses: one canonical form, which belong to the site, and which may never be asked (private networks)."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION_ID = re.compile(r";(?:jsessionid|phpsessid|aspsessionid)[^/?#]*|/\([SFAX]\([^/?#()]*\)\)", re.IGNORECASE)
_ROUTE = re.compile(r"!?/")
# Parameters that name a campaign or a session, never a page.
_NOISE = re.compile(
    r"^(?:utm_\w+|spm|jsessionid|phpsessid|sessionid|session_id|aspsessionid\w*|asp\.net_sessionid"
    r"|cfid|cftoken|oscsid|zenid)$",
    re.IGNORECASE,
)
# Seconds for which a name without a number is not looked up again: where DNS is slow, pages that name it would wait.
_SILENCE = 60.0
# Addresses whose form is kept: the links of a site's frame come again on every page of it.
_KEPT = 8192
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
# IPv6 addresses that stand for an IPv4 one (RFC 6052): a translator on the way leads them to it.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Not for the public either, whatever Python's own list says: IPv4 in IPv6 by other ways (RFC 4291, 2765, 8215),
# site-local (RFC 3879), and protocol assignments (RFC 6890), where a cloud keeps its metadata.
_NEVER_PUBLIC = tuple(
    map(ipaddress.ip_network, ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10", "192.0.0.0/24"))
)


@lru_cache(_KEPT)
def canonical(address: str, *, routes: bool = False) -> str:
    """Return the one form of an http(s) address: lower-case host, no default port, fragment, session or campaign id.

    routes: a fragment that begins with / or !/ is kept: the route of a single-page application. Returns "" for anything
    else (mailto:, javascript:, data:, malformed).
    """
    try:
        plain = _SESSION_ID.sub("", address.strip())
        parts = urlsplit(canonicalize_url(plain, keep_fragments=routes))
        asked = urlsplit(safe_url_string(plain)).query
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"
    # By text, not by parsing: a query in GBK, "?123" or one whose order counts must reach the server as it is.
    query = "&".join(pair for pair in asked.split("&") if not _NOISE.match(pair.partition("=")[0]))
    query = _ESCAPE.sub(lambda escape: escape[0].upper(), query)
    route = _ESCAPE.sub(lambda escape: escape[0].upper(), parts.fragment) if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, route))


@lru_cache(_KEPT)
def host_of(address: str) -> str:
    """Return the host (with a port that is not the default one) of an address."""
    parts = urlsplit(canonical(address))
    return parts.netloc


def _bare(host: str) -> str:
    return host.removeprefix("www.")


class SiteScope:
    """The hosts of a site: those named, with and without "www."."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = frozenset(_bare(host) for host in hosts)

    def __contains__(self, address: str) -> bool:
        """Return whether an address belongs to the site."""
        host = host_of(address)
        return bool(host) and _bare(host) in self._hosts

    def with_host(self, host: str) -> SiteScope:
        """Return a scope that takes in one more host."""
        return SiteScope({*self._hosts, host})


class Doorkeeper:
    """Refuses private, loopback and link-local addresses, by name or by number, unless their host was named.

    named: hosts (with port, if any) that the user asked for; they may be private. Answers of DNS are kept for one run.
    """

    def __init__(self, named: Iterable[str]) -> None:
        self._named = frozenset(named)
        self._known: dict[str, tuple[Number, ...]] = {}
        self._silent: dict[str, float] = {}  # when a host was last found to have no number

    async def admits(self, address: str) -> bool:
        """Return whether a request to an address may be made; only http, https, ws and wss ever may."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if parts.scheme in ("about", "blob", "data"):
            return True
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in ("http", "https", "ws", "wss") or not host:
            return False
        if self._is_named(address):
            return True
        # No number: it leads nowhere, and whoever asks will say so in its own words.
        return not _is_local(host) and all(map(is_public, await self._numbers(host)))

    async def pinned(self, address: str) -> tuple[str, ...] | None:
        """Return the numbers that an admitted address was found good by, to be asked at them and nowhere else.

        A name that leads elsewhere the second time (DNS rebinding) then leads nowhere. None: the host was named by the
        user, and its name may lead where it will.
        """
        host = (urlsplit(address).hostname or "").rstrip(".")
        return None if self._is_named(address) else tuple(map(str, await self._numbers(host)))

    def _is_named(self, address: str) -> bool:
        return urlsplit(address).netloc.rpartition("@")[2] in self._named or host_of(address) in self._named

    async def _numbers(self, host: str) -> tuple[Number, ...]:
        loop = asyncio.get_running_loop()
        if host in self._known:
            return self._known[host]
        if host in self._silent and loop.time() - self._silent[host] < _SILENCE:
            return ()
        if found := tuple(await look_up(host)):
            self._known[host] = found
        else:
            self._silent[host] = loop.time()
        return found


def _is_local(host: str) -> bool:
    return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


async def look_up(host: str) -> list[Number]:
    """Return the addresses of a host (a name or a number), none when it has none."""
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def is_public(number: Number) -> bool:
    """Return whether an address is reached over the public Internet, and only there."""
    reached = _reaches(number)
    return reached.is_global and not number.is_multicast and not any(reached in network for network in _NEVER_PUBLIC)


def _reaches(number: Number) -> Number:
    """Return the IPv4 address inside an IPv6 one that stands for it, else the address itself."""
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF)
    return number.ipv4_mapped or number.sixtofour or number
