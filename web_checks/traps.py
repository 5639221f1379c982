"""Addresses without end: calendars, sessions in the address, paths that repeat themselves, mixed-up queries.

Recognised by their shape and by what was met before, in the order of the frontier. A trap is left, and told with its
count; it is never dropped in silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

# Kinds of traps, as the frontier keeps them.
REPEATED, SHUFFLED, FACETS, SESSION, CHAIN = "repeated path", "shuffled query", "query facets", "session id", "chain"
KINDS = (REPEATED, SHUFFLED, FACETS, SESSION, CHAIN)

_DIGITS = re.compile(r"\d+")
# A word that no one would read aloud: a long hexadecimal number, or letters and digits mixed at length.
_TOKEN = re.compile(r"(?<![\w-])(?:[0-9a-fA-F]{16,}|(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[\w-]{20,})")
_TIMES = 3  # a stretch of a path that stands so often in a row is there by mistake of a relative link
_STRETCH = 4  # steps of such a stretch at most
# Pages of one shape on so many different depths lead from each to the next: the next month, the next day.
_LONGEST_CHAIN = 20
_MOST_FACETS = 16  # sets of parameter names that one path is met with
_PROOF = 3  # visits under different tokens that all showed one text


class Traps:
    """What a site's frontier has met, and which of its addresses are traps."""

    def __init__(self) -> None:
        self._depths: dict[str, set[int]] = defaultdict(set)
        self._sorted: dict[str, str] = {}
        self._facets: dict[str, set[frozenset[str]]] = defaultdict(set)
        self._texts: dict[str, list[str]] = defaultdict(list)

    def sift(self, found: Iterable[tuple[str, int]]) -> list[str]:
        """Return the kind of trap that each address (with its depth) is, "" for a page; the order counts."""
        return [self._kind(address, depth) for address, depth in found]

    def know(self, met: Iterable[tuple[str, int]]) -> None:
        """Take note of addresses that had their turn in an earlier part of the run."""
        for address, depth in met:
            self._kind(address, depth)

    def saw(self, address: str, text: str) -> None:
        """Take note of the text (its signature) that a visited page showed."""
        if (base := _without_tokens(address)) != address:
            self._texts[base].append(text)

    def _kind(self, address: str, depth: int) -> str:
        parts = urlsplit(address)
        if _repeats(parts.path) or _repeats(parts.fragment):
            return REPEATED
        place = urlunsplit((parts.scheme, parts.netloc, parts.path, "", parts.fragment))
        pairs = sorted(parts.query.split("&"))
        key = f"{place}?{'&'.join(pairs)}"
        if self._sorted.get(key, address) != address:
            return SHUFFLED
        names = frozenset(pair.partition("=")[0] for pair in pairs if "=" in pair)
        if names not in self._facets[place] and len(self._facets[place]) >= _MOST_FACETS:
            return FACETS
        texts = self._texts.get(_without_tokens(address), [])
        if len(texts) >= _PROOF and len(set(texts)) == 1:
            return SESSION
        form = shape(address)
        if form != address:
            if depth not in self._depths[form] and len(self._depths[form]) >= _LONGEST_CHAIN:
                return CHAIN
            self._depths[form].add(depth)
        self._sorted[key] = address
        self._facets[place].add(names)
        return ""


def shape(address: str) -> str:
    """Return an address with 0 for every number and * for every token after its host."""
    scheme, _, rest = address.partition("://")
    host, slash, place = rest.partition("/")
    return f"{scheme}://{host}{slash}{_DIGITS.sub('0', _TOKEN.sub('*', place))}"


def _without_tokens(address: str) -> str:
    scheme, _, rest = address.partition("://")
    host, slash, place = rest.partition("/")
    return f"{scheme}://{host}{slash}{_TOKEN.sub('*', place)}"


def _repeats(path: str) -> bool:
    """Return whether a stretch of a path stands three times in a row; numbers alone may (a date such as 11/11/11)."""
    steps = path.strip("/").split("/")
    for length in range(1, _STRETCH + 1):
        for at in range(len(steps) - length * _TIMES + 1):
            stretch = steps[at : at + length]
            if all(step.isdecimal() or not step for step in stretch):
                continue
            if all(steps[at + n * length : at + (n + 1) * length] == stretch for n in range(1, _TIMES)):
                return True
    return False
