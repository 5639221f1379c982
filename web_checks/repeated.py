"""Things that repeat on the pages of a site: whether they come in one order everywhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

# A majority that settles which order is the site's own: at least two pages, and twice those that deviate.
_LEAST_PAGES, _TIMES = 2, 2


@dataclass(frozen=True, slots=True)
class Order:
    """How the order of repeated things on one page compares with the other pages'.

    swapped: two things in the order in which most pages have them, and this one does not; None when it agrees.
    shared: how many of its things stand on most pages; clear: so many pages agree that their order is the site's.
    """

    page: str
    swapped: tuple[str, str] | None
    shared: int
    clear: bool


def orders(sequences: Mapping[str, Sequence[str]]) -> list[Order]:
    """Return the order of each page that shares two or more things with another page, pages in the order given.

    Things that stand twice on a page are left out there: their order says nothing. So are those that fewer than half
    of the pages have. Between two orders that are equally common, the one met first counts as the site's.
    """
    single = {page: _single(things) for page, things in sequences.items()}
    having = Counter(thing for things in single.values() for thing in things)
    common = {thing for thing, pages in having.items() if pages > 1 and pages * 2 >= len(single)}
    shared = {page: [thing for thing in things if thing in common] for page, things in single.items()}
    before: dict[tuple[str, str], int] = defaultdict(int)  # in the order of first sight
    for things in shared.values():
        for pair in combinations(things, 2):
            before[pair] += 1
    first = {pair: number for number, pair in enumerate(before)}

    def rare(pair: tuple[str, str]) -> bool:
        other = pair[::-1]
        return (before.get(other, 0), -first.get(other, len(first))) > (before[pair], -first[pair])

    compared = {page: things for page, things in shared.items() if len(things) > 1}
    swapped = {page: next(filter(rare, combinations(things, 2)), None) for page, things in compared.items()}
    deviating = sum(pair is not None for pair in swapped.values())
    agreeing = len(swapped) - deviating
    clear = agreeing >= max(_LEAST_PAGES, _TIMES * deviating)
    return [
        Order(page, pair[::-1] if pair else None, len(compared[page]), clear)
        for page, pair in swapped.items()
        if len(swapped) > 1
    ]


def _single(things: Sequence[str]) -> list[str]:
    count = Counter(things)
    return [thing for thing in things if count[thing] == 1]
