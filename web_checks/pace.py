"""The pace of visits, host by host: one turn after another, back-off, and a breaker for a host that gives out.

One `Hosts` serves a whole run, so that two sites on one host share its turns and its trouble.
"""

from __future__ import annotations

import asyncio
import email.utils
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from audit.model import Reason
from audit.records import Subject
from web_checks.scope import host_of

_BUSY = (429, 503)
_FIRST_WAIT = 2.0  # s of back-off; doubles with each try
LONGEST_WAIT = 120.0  # s: a host that asks for more is not asked again for this page
_REST = 60.0  # s that a host is left alone once it has given out
_IN_A_ROW = 5  # pages in a row without a proper answer; doubles when the host turns out to be well
# Statuses by which servers and their firewalls turn a visitor away; 401 asks for a login and 404 is an answer.
_TURNED_AWAY = (403, 407, 412, 429)
_RING = "ERR_TOO_MANY_REDIRECTS"  # the host answers well enough
_TRIES, _TRIES_WHEN_BUSY = 2, 3


class Clock:
    """Time as a pace sees it."""

    def now(self) -> float:
        """Return seconds since some fixed moment."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def today(self) -> datetime:
        """Return the moment by the calendar, in UTC."""
        return datetime.now(UTC)


@dataclass
class _Host:
    delay: float
    next: float = 0.0  # when its next turn is
    asked_for: float = 0.0  # s that it last asked for by Retry-After
    good: str = ""  # the last page that it answered with
    failed: list[tuple[str, str]] = field(default_factory=list)  # pages in a row: address, what happened
    limit: int = _IN_A_ROW
    tripped: bool = False
    lost: str = ""  # evidence; "" = it is visited


class Hosts:
    """The pace of every host in a run. delay: least seconds between two requests to one host."""

    def __init__(self, delay: float, clock: Clock | None = None) -> None:
        self._delay = delay
        self._hosts: dict[str, _Host] = {}
        self.clock = clock or Clock()

    def _of(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._delay))

    def free(self, host: str) -> None:
        """Let a host of our own be asked without a wait."""
        self._of(host).delay = 0.0

    def slow_down(self, host: str, seconds: float) -> None:
        """Wait at least so long between two requests to a host from now on."""
        known = self._of(host)
        known.delay = max(known.delay, seconds)

    async def turn(self, host: str) -> None:
        """Wait for the host's next turn and take it."""
        await self.comes(host)
        while not self.take(host):
            await self.comes(host)

    async def comes(self, host: str) -> None:
        """Wait until the host could be asked; somebody else may still be the one who does."""
        known = self._of(host)
        while (now := self.clock.now()) < known.next:
            await self.clock.sleep(known.next - now)

    def take(self, host: str) -> bool:
        """Take the host's turn, now; False when it has not come."""
        known, now = self._of(host), self.clock.now()
        if now < known.next:
            return False
        known.next = now + known.delay
        return True

    # ---- back-off

    def retry_after(self, said: str, date: str = "") -> float:
        """Return the seconds that a Retry-After header asks for (a number, or a date), 0 when it says nothing.

        date: the answer's own Date header; a server's clock may be wrong, the distance between the two is not.
        """
        said = said.strip()
        if said.isdecimal():
            return float(said[:9])
        try:
            until = email.utils.parsedate_to_datetime(said)
        except (ValueError, OverflowError):
            return 0.0
        try:
            asked = email.utils.parsedate_to_datetime(date)
        except (ValueError, OverflowError):
            asked = self.clock.today()
        zoned = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (until, asked)]
        return max(0.0, (zoned[0] - zoned[1]).total_seconds())

    def back_off(self, host: str, attempt: int, asked: float = 0.0) -> bool:
        """Leave a host alone for a while after a failed try (1, 2, …); False when it asks for longer than we wait."""
        known = self._of(host)
        wait = max(known.delay, asked, _FIRST_WAIT * 2 ** (attempt - 1))
        known.asked_for = min(asked, LONGEST_WAIT)
        known.next = max(known.next, self.clock.now() + min(wait, LONGEST_WAIT))
        return asked <= LONGEST_WAIT

    # ---- the breaker

    def lost(self, host: str) -> str:
        """Return why a host is no longer visited; "" when it is."""
        return self._of(host).lost

    def heard(self, page: Subject) -> bool:
        """Take note of a page's result, in the order of the pages; True when the host should be left alone now.

        The order is that of the pages and not of their answers, so that the same site trips at the same page.
        """
        failure = failure_of(page)
        if failure is None:
            return False
        known = self._of(host_of(page.id))
        if not failure:
            known.failed.clear()
            known.good = page.id
            return False
        known.failed.append((page.id, failure))
        known.tripped = not known.lost and len(known.failed) >= known.limit
        return known.tripped

    def recall(self, pages: Iterable[Subject]) -> None:
        """Take note of what an earlier part of the run met, in order."""
        for page in pages:
            known = self._of(host_of(page.id))
            if page.reason is Reason.HOST_LOST:
                known.lost, known.tripped = known.lost or str(page.facts.get("detail")), False
            elif known.tripped:  # it was visited on, so it answered when it was asked again
                self._go_on(known)
            self.heard(page)

    def to_knock(self) -> list[tuple[str, str]]:
        """Return the hosts that gave out, each with the address to ask again: one that it answered, else the first."""
        hosts = sorted(self._hosts.items())
        return [(host, known.good or known.failed[0][0]) for host, known in hosts if known.tripped]

    def rest(self, host: str) -> float:
        """Return how many seconds a host that gave out is left alone."""
        return max(_REST, self._of(host).asked_for)

    def knocked(self, host: str, page: Subject) -> None:
        """Take note of the answer after the rest: a good one, and the host is visited on; else it is left for good."""
        known = self._of(host)
        failure = failure_of(page)
        if failure:
            first = known.failed[0]
            seen = ", ".join(dict.fromkeys(what for _, what in known.failed))
            known.lost = f"{len(known.failed)} in a row from {first[0]}: {seen}; {page.id} again later: {failure}"
        self._go_on(known)

    def _go_on(self, known: _Host) -> None:
        # What it refuses are then pages of its own, not us: the next such row must be twice as long.
        known.limit *= 2
        known.failed.clear()
        known.tripped = False


def failure_of(page: Subject) -> str | None:
    """Return what went wrong between a host and us; "" when it answered, None when it was not asked."""
    status = int(page.facts.get("status") or 0)
    detail = str(page.facts.get("detail") or "")
    if page.reason in (Reason.NETWORK, Reason.TIMEOUT) and not status and _RING not in detail:
        return f"{page.reason.value} ({detail})" if detail else page.reason.value
    if page.reason is Reason.BLOCKED and status not in (401, 404):
        return detail or f"HTTP {status}"
    if status in _TURNED_AWAY or status >= 500:  # noqa: PLR2004 - the HTTP class 5xx
        return f"HTTP {status}"
    return "" if status else None


def tries(page: Subject) -> int:
    """Return how often an address is asked at most when this is the answer; 1: it is taken at its word."""
    if page.facts.get("status") in _BUSY and page.reason in (Reason.BLOCKED, Reason.HTTP_ERROR):
        return _TRIES_WHEN_BUSY
    return _TRIES if page.reason in (Reason.NETWORK, Reason.CRASH, Reason.TIMEOUT) else 1
