"""Which addresses of a site an audit takes in: patterns over the path, written as in robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from w3lib.url import safe_url_string

from audit.model import Text


@dataclass(frozen=True, slots=True)
class Bounds:
    """Patterns over path, query and route of an address: from the path's start, * for anything, $ for the end.

    include: when there are any, one must match; exclude: none may.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __contains__(self, address: str) -> bool:
        """Return whether a canonical address is taken in."""
        place = address.partition("://")[2]
        place = place[place.find("/") :]
        return (not self.include or any(_matches(pattern, place) for pattern in self.include)) and not any(
            _matches(pattern, place) for pattern in self.exclude
        )

    def problems(self, start: Iterable[str]) -> list[Text]:
        """Return what is wrong with the patterns: their form, and addresses named by the user that they leave out."""
        wrong = [
            Text(
                f"网址模式 {pattern!r} 要以 / 或 * 开头；* 代表任意字符，$ 代表结尾，如 /zwgk/ 或 *.html$",
                f"address pattern {pattern!r} must begin with / or *; * stands for anything, $ for the end, "
                f"as in /news/ or *.html$",
            )
            for pattern in (*self.include, *self.exclude)
            if not pattern.startswith(("/", "*"))
        ]
        return wrong or [
            Text(
                f"include / exclude 把起始网址 {address} 排除在外；请改正",
                f"include / exclude leave out the start address {address}; correct them",
            )
            for address in start
            if address not in self
        ]


def _matches(pattern: str, place: str) -> bool:
    """Return whether a pattern matches from the start of a place; without regular expressions, so in linear time."""
    ends = pattern.endswith("$")
    # An address is percent-encoded, a pattern may be written in Chinese.
    first, *rest = safe_url_string(pattern.removesuffix("$")).split("*")
    if not place.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not ends or at == len(place)
    for n, part in enumerate(rest):
        if ends and n == len(rest) - 1:
            return len(place) - len(part) >= at and place.endswith(part)
        found = place.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
