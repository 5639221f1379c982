"""The pace of a host: turns, back-off, and the breaker, by a clock that stands still unless someone waits."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from audit.model import Outcome, Reason
from audit.records import Subject
from tests.web_checks.conftest import VirtualClock
from web_checks.pace import LONGEST_WAIT, Hosts, failure_of, tries

DATE = "Sun, 22 Nov 2026 00:00:00 GMT"


def hosts(delay: float = 0.5) -> Hosts:
    return Hosts(delay, VirtualClock())


def page(
    number: int, reason: Reason | None = None, status: int = 200, detail: str = "", host: str = "a.test"
) -> Subject:
    outcome = Outcome.PASSED if reason is None else Outcome.UNTESTED
    facts = {"status": status, "detail": detail}
    return Subject(f"http://{host}/{number}", "page", outcome, "s", number, reason, facts=facts)


def refused(number: int, host: str = "a.test") -> Subject:
    return page(number, Reason.BLOCKED, 403, host=host)


# ---- turns


async def test_requests_to_one_host_are_spaced_others_are_not() -> None:
    pace = hosts(2)
    turns: list[tuple[str, float]] = []

    async def visit(host: str) -> None:
        await pace.turn(host)
        turns.append((host, pace.clock.now()))

    for host in ("a", "b", "a", "a"):
        await visit(host)
    assert turns == [("a", 0), ("b", 0), ("a", 2), ("a", 4)]


async def test_two_visitors_never_share_a_turn() -> None:
    pace = hosts(1)
    moments: list[float] = []

    async def visit() -> None:
        await pace.turn("a")
        moments.append(pace.clock.now())

    await asyncio.gather(*(visit() for _ in range(4)))
    assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(moments))


async def test_a_crawl_delay_slows_its_own_host_only_and_never_hurries() -> None:
    pace = hosts(1)
    pace.slow_down("a", 10)
    pace.slow_down("b", 0.1)
    for host in ("a", "a", "b", "b"):
        await pace.turn(host)
    assert pace.clock.now() == 11  # 10 s for a, 1 s for b
    pace.free("c")
    await pace.turn("c")
    await pace.turn("c")
    assert pace.clock.now() == 11


# ---- Retry-After and back-off


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 3 ", 3),
        ("Sun, 22 Nov 2026 00:01:30 GMT", 90),
        ("Sunday, 22-Nov-26 00:01:30 GMT", 90),
        ("Sun Nov 22 00:01:30 2026", 90),
        ("Sat, 21 Nov 2026 00:00:00 GMT", 0),
        ("soon", 0),
        ("", 0),
        ("-5", 0),
        ("1e9", 0),
        ("9" * 400, 999_999_999),
        ("Sun, 99 Nov 2026 00:00:00 GMT", 0),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(said: str, seconds: float) -> None:
    assert hosts().retry_after(said, DATE) == seconds
    assert hosts().retry_after(said) == seconds, "without a Date header, by our own clock"


async def test_back_off_doubles_and_holds_for_the_whole_host() -> None:
    pace = hosts()
    for attempt, moment in ((1, 2), (2, 6), (3, 14)):
        assert pace.back_off("a", attempt)
        await pace.turn("a")
        assert pace.clock.now() == moment


async def test_what_the_host_asks_for_counts_up_to_a_cap() -> None:
    pace = hosts()
    assert pace.back_off("a", 1, 30)
    await pace.turn("a")
    assert pace.clock.now() == 30
    assert pace.back_off("a", 1, LONGEST_WAIT)
    assert not pace.back_off("a", 1, LONGEST_WAIT + 1), "asked for longer than we wait: not asked again for this page"
    await pace.turn("a")
    assert pace.clock.now() == 30 + LONGEST_WAIT


@pytest.mark.parametrize(
    ("found", "number"),
    [
        (page(1, Reason.BLOCKED, 429), 3),
        (page(1, Reason.HTTP_ERROR, 503), 3),
        (page(1, Reason.NETWORK, 0), 2),
        (page(1, Reason.TIMEOUT, 0), 2),
        (page(1, Reason.CRASH, 0), 2),
        (page(1, Reason.BLOCKED, 403), 1),
        (page(1, Reason.HTTP_ERROR, 500), 1),
        (page(1), 1),
    ],
)
def test_only_what_may_pass_is_tried_again(found: Subject, number: int) -> None:
    assert tries(found) == number


# ---- the breaker


@pytest.mark.parametrize(
    ("found", "failure"),
    [
        (page(1), ""),
        (page(1, Reason.HTTP_ERROR, 404), ""),
        (page(1, Reason.BLOCKED, 401), ""),
        (page(1, Reason.NETWORK, 0, "net::ERR_TOO_MANY_REDIRECTS at x"), None),
        (page(1, Reason.TIMEOUT, 200), ""),
        (page(1, Reason.ROBOTS, 0), None),
        (page(1, Reason.TIMEOUT, 0, "30 s"), "timeout (30 s)"),
        (page(1, Reason.NETWORK, 0), "network"),
        (page(1, Reason.BLOCKED, 200, "瑞数"), "瑞数"),
        (page(1, Reason.BLOCKED, 403), "HTTP 403"),
        (page(1, Reason.HTTP_ERROR, 502), "HTTP 502"),
    ],
)
def test_what_counts_against_a_host(found: Subject, failure: str | None) -> None:
    assert failure_of(found) == failure


def test_a_host_gives_out_after_five_pages_in_a_row() -> None:
    pace = hosts()
    assert not any(pace.heard(refused(n)) for n in range(4))
    assert not pace.heard(page(4))
    assert not any(pace.heard(refused(n)) for n in range(5, 9))
    assert not pace.heard(page(9, Reason.ROBOTS, 0)), "a page that was not asked says nothing"
    assert pace.heard(refused(10))
    assert pace.to_knock() == [("a.test", "http://a.test/4")], "the last page that it answered"


def test_rows_are_counted_by_host() -> None:
    pace = hosts()
    pages = [refused(n, host) for n in range(4) for host in ("a.test", "b.test")]
    assert not any(pace.heard(found) for found in pages)
    assert pace.heard(refused(4, "b.test"))
    assert pace.to_knock() == [("b.test", "http://b.test/0")]


def test_a_host_that_refuses_again_is_left_with_the_evidence() -> None:
    pace = hosts()
    for n in range(5):
        pace.heard(refused(n))
    pace.knocked("a.test", refused(0))
    assert pace.lost("a.test") == ("5 in a row from http://a.test/0: HTTP 403; http://a.test/0 again later: HTTP 403")
    assert pace.to_knock() == []
    assert not pace.lost("b.test")


def test_a_host_that_is_well_is_visited_on_and_its_own_refusals_weigh_less() -> None:
    pace = hosts()
    for n in range(5):
        pace.heard(refused(n))
    pace.knocked("a.test", page(0))
    assert not pace.lost("a.test")
    assert [pace.heard(refused(n)) for n in range(10, 20)] == [False] * 9 + [True]


def test_the_rest_is_as_long_as_the_host_asks_within_reason() -> None:
    pace = hosts()
    assert pace.rest("a.test") == 60
    pace.back_off("a.test", 1, 90)
    assert pace.rest("a.test") == 90
    pace.back_off("a.test", 1, 1e6)
    assert pace.rest("a.test") == LONGEST_WAIT


def test_a_run_that_goes_on_knows_what_happened_before() -> None:
    before = [page(0), *(refused(n) for n in range(1, 6))]
    tripped = hosts()
    tripped.recall(before)
    assert tripped.to_knock() == [("a.test", "http://a.test/0")]
    well = hosts()
    well.recall([*before, refused(6)])
    assert well.to_knock() == []
    assert [well.heard(refused(n)) for n in range(7, 16)] == [False] * 8 + [True]
    lost = hosts()
    lost.recall([*before, page(6, Reason.HOST_LOST, 0, "why")])
    assert lost.lost("a.test") == "why"
    assert lost.to_knock() == []
