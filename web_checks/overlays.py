"""Accessibility overlays: scripts that promise access by a toolbar laid over the page, and how they are recognised.

Sources: the addresses that the vendors' own embedding instructions and public pages of their customers name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Overlay:
    """A product. pattern: what the addresses of its scripts match; hosts: patterns that keep its scripts away."""

    name: str
    pattern: re.Pattern[str]
    hosts: tuple[str, ...]


def _host(*names: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:https?:)?//(?:[\w-]+\.)*(?:{'|'.join(map(re.escape, names))})(?:[:/]|$)", re.IGNORECASE)


_KNOWN = (
    Overlay("accessiBe", _host("acsbapp.com", "accessibe.com"), ("*acsbapp.com/*", "*accessibe.com/*")),
    Overlay("UserWay", _host("userway.org", "userway.com"), ("*userway.org/*", "*userway.com/*")),
    Overlay("AudioEye", _host("audioeye.com"), ("*audioeye.com/*",)),
    Overlay("EqualWeb", _host("equalweb.com"), ("*equalweb.com/*",)),
    Overlay("govwza.cn", _host("govwza.cn", "cnwza.cn"), ("*govwza.cn/*", "*cnwza.cn/*")),
    Overlay("canyou", re.compile(r"/canyou/[^?#]*\.js", re.IGNORECASE), ("*/canyou/*",)),
    # Kept on the site's own host under the names that the Chinese products are delivered with.
    Overlay(
        "aria.js / assist.js",
        re.compile(r"/aria\.js\?[^#]*\bappid=|/assist\.js\?[^#]*\bsid=|/wza/[^?#]*\.js", re.IGNORECASE),
        ("*/aria.js?*", "*/assist.js?*", "*/wza/*"),
    ),
)


def overlays(addresses: Iterable[str]) -> tuple[tuple[Overlay, str], ...]:
    """Return the products that some script addresses belong to, each with the first address that shows it."""
    found: dict[str, tuple[Overlay, str]] = {}
    for address in addresses:
        product = next((product for product in _KNOWN if product.pattern.search(address)), None)
        if product is not None:
            found.setdefault(product.name, (product, address))
    return tuple(found.values())
