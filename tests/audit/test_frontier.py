"""The frontier: the same order in every run, whatever finishes first, and nothing lost to kill -9."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import URL

from audit.model import Outcome, Reason
from audit.records import EXCLUDED, LeftOut, Link, Subject
from audit.store import Store

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SITE = "s"

links = st.builds(
    Link,
    address=st.sampled_from([f"http://a/{n}" for n in range(8)]),
    depth=st.integers(0, 3),
    parent=st.integers(-1, 3),
    link=st.integers(0, 3),
    source=st.sampled_from(["link", "sitemap", "redirect"]),
)


def start(store: Store) -> str:
    return store.start_run("site", "x", {}, Path("/"), {}, NOW)


def without_turn(store: Store, run: str, site: str = SITE) -> list[str]:
    """Return the addresses that were found but had no turn, in order."""
    return [left.address for left in store.left_out(run, site) if left.state == "found"]


def done(store: Store, run: str, address: str, found: list[Link] | None = None) -> None:
    store.save_subject(run, Subject(address, "page", Outcome.PASSED, SITE), links=found or [])


def drain(store: Store, run: str, cap: int) -> list[tuple[int, str, int, str]]:
    visited: list[tuple[int, str, int, str]] = []
    while batch := store.next_depth(run, SITE, cap):
        assert batch[0].position == len(visited), "a page that is done came back"
        for waiting in batch:
            visited.append((waiting.position, waiting.address, waiting.depth, waiting.source))
            done(store, run, waiting.address)
    return visited


@settings(max_examples=60, deadline=None)
@given(st.lists(links, max_size=20), st.data())
def test_links_in_any_order_and_batches_give_the_same_positions(found: list[Link], data: st.DataObject) -> None:
    store = Store("sqlite://")
    results = []
    for order in (found, data.draw(st.permutations(found))):
        run = start(store)
        size = data.draw(st.integers(1, max(1, len(found))))
        for n in range(0, len(order), size):
            store.add_links(run, SITE, order[n : n + size])
        results.append(drain(store, run, 100))
    store.close()
    assert results[0] == results[1]
    assert [position for position, *_ in results[0]] == list(range(len({link.address for link in found})))
    assert [depth for _, _, depth, _ in results[0]] == sorted(depth for _, _, depth, _ in results[0])


@settings(max_examples=30, deadline=None)
@given(st.lists(links, max_size=20), st.integers(0, 10))
def test_the_cap_holds_and_what_lies_beyond_is_named(found: list[Link], cap: int) -> None:
    store = Store("sqlite://")
    run = start(store)
    store.add_links(run, SITE, found)
    visited = [address for _, address, _, _ in drain(store, run, cap)]
    beyond = without_turn(store, run)
    store.close()
    assert len(visited) <= cap
    assert sorted(visited + beyond) == sorted({link.address for link in found})
    assert not beyond or len(visited) == cap


def test_the_earliest_place_wins_until_a_page_has_its_turn(store: Store) -> None:
    run = start(store)
    store.add_links(run, SITE, [Link("http://a/late", 1, 5, 0), Link("http://a/b", 1, 2, 0)])
    store.add_links(
        run, SITE, [Link("http://a/late", 1, 2, 1), Link("http://a/b", 1, 9, 9), Link("http://a/c", 1, 1, 0)]
    )
    assert [w.address for w in store.next_depth(run, SITE, 10)] == ["http://a/c", "http://a/b", "http://a/late"]
    store.add_links(run, SITE, [Link("http://a/late", 0, 0, 0)])
    assert [(w.position, w.depth) for w in store.next_depth(run, SITE, 10)] == [(0, 1), (1, 1), (2, 1)]


def test_pages_that_had_their_turn_come_back_until_they_are_done(store: Store) -> None:
    run = start(store)
    store.add_links(run, SITE, [Link(f"http://a/{n}", 0, -1, n) for n in range(4)])
    first = store.next_depth(run, SITE, 3)
    done(store, run, first[1].address, [Link("http://a/deep", 1, 1, 0)])
    assert store.next_depth(run, SITE, 3) == [first[0], first[2]]
    done(store, run, first[0].address)
    done(store, run, first[2].address)
    assert store.next_depth(run, SITE, 3) == []
    assert without_turn(store, run) == ["http://a/3", "http://a/deep"]
    [last, _] = [store.next_depth(run, SITE, 4), store.next_depth(run, SITE, 4)]
    assert [(w.address, w.position) for w in last] == [("http://a/3", 3)]


def test_a_page_that_could_not_be_tested_is_done_too(store: Store) -> None:
    run = start(store)
    store.add_links(run, SITE, [Link("http://a/", 0)])
    store.next_depth(run, SITE, 10)
    store.save_subject(run, Subject("http://a/", "page", Outcome.UNTESTED, SITE, reason=Reason.TIMEOUT))
    assert store.next_depth(run, SITE, 10) == []


def test_frontiers_of_two_sites_do_not_mix(store: Store) -> None:
    run = start(store)
    store.add_links(run, "one", [Link("http://a/", 0)])
    store.add_links(run, "two", [Link("http://a/", 0)])
    [waiting] = store.next_depth(run, "one", 1)
    store.save_subject(run, Subject(waiting.address, "page", Outcome.PASSED, "one"))
    assert store.next_depth(run, "one", 1) == []
    assert [w.position for w in store.next_depth(run, "two", 1)] == [0]


def test_what_is_sifted_out_has_no_turn_and_is_named_with_the_reason(store: Store) -> None:
    run = start(store)
    found = [Link(f"http://a/{n}", 0, -1, n) for n in range(6)]
    store.add_links(run, SITE, [*found, Link("http://a/out", 0, -1, 9, EXCLUDED), Link("http://a/next", 1, 0, 0)])
    asked: list[tuple[str, int]] = []

    def sift(addresses: Sequence[tuple[str, int]]) -> list[str]:
        asked.extend(addresses)
        return ["trap" if address.endswith(("/1", "/3")) else "" for address, _ in addresses]

    assert [w.address for w in store.next_depth(run, SITE, 3, sift)] == ["http://a/0", "http://a/2", "http://a/4"]
    assert asked == [(f"http://a/{n}", 0) for n in range(6)], "in the order of the frontier"
    assert store.left_out(run, SITE) == [
        LeftOut("http://a/0", 0, "queued"),
        LeftOut("http://a/1", 0, "left", "trap"),
        LeftOut("http://a/2", 0, "queued"),
        LeftOut("http://a/3", 0, "left", "trap"),
        LeftOut("http://a/4", 0, "queued"),
        LeftOut("http://a/5", 0, "found"),
        LeftOut("http://a/out", 0, "left", EXCLUDED),
        LeftOut("http://a/next", 1, "found"),
    ]
    assert without_turn(store, run) == ["http://a/5", "http://a/next"]
    assert [w.address for w in store.had_their_turn(run, SITE)] == ["http://a/0", "http://a/2", "http://a/4"]
    store.add_links(run, SITE, [Link("http://a/1", 0, -1, 0)])
    assert store.left_out(run, SITE)[1].state == "left", "what was left stays left"


def test_a_depth_of_traps_alone_is_passed_over(store: Store) -> None:
    run = start(store)
    store.add_links(run, SITE, [Link("http://a/trap", 0), Link("http://a/deep", 1)])
    batch = store.next_depth(run, SITE, 9, lambda found: ["t" if "trap" in address else "" for address, _ in found])
    assert [w.address for w in batch] == ["http://a/deep"]


def test_no_depth_beyond_the_limit_is_begun(store: Store) -> None:
    run = start(store)
    store.add_links(run, SITE, [Link("http://a/0", 0), Link("http://a/2", 2)])
    assert [w.address for w in store.next_depth(run, SITE, 9, deepest=1)] == ["http://a/0"]
    done(store, run, "http://a/0")
    assert store.next_depth(run, SITE, 9, deepest=1) == []
    assert [w.address for w in store.next_depth(run, SITE, 9, deepest=2)] == ["http://a/2"]


def test_duplicates_use_up_the_cap_other_ends_without_a_page_do_not(store: Store) -> None:
    for reason, left in ((Reason.DUPLICATE, []), (Reason.REDIRECT, ["http://a/1"])):
        run = start(store)
        store.add_links(run, SITE, [Link("http://a/0", 0), Link("http://a/1", 1)])
        store.next_depth(run, SITE, 1)
        store.save_subject(run, Subject("http://a/0", "page", Outcome.INAPPLICABLE, SITE, reason=reason))
        assert [w.address for w in store.next_depth(run, SITE, 1)] == left


# A crawl over a made-up graph of pages: the pages of a depth finish in an order that the seed decides. It can be told
# to hang in the middle of a page's transaction, after its result is written and before its links and done-mark are.
CRAWL = """
import json, random, sys, time
from pathlib import Path
from datetime import datetime, UTC
from sqlalchemy import make_url
from audit.model import Finding, Impact, Outcome, Target, Text, Untested, Reason
from audit.records import Link, Subject
from audit.store import Store

url, seed, hang = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = Store(make_url(url))
runs = store.runs()
run = runs[0].id if runs else store.start_run("site", "x", {}, Path("/"), {}, datetime(2026, 11, 22, tzinfo=UTC))
store.add_links(run, "s", [Link("http://a/0", 0, source="start")])
order, visits = random.Random(seed), 0

def found(number, position, depth, stop):
    for n, other in enumerate(((number * 7 + 3) % 61, (number * 5 + 1) % 61, number // 2)):
        if stop and n == 1:
            print("half", flush=True)
            time.sleep(600)
        yield Link(f"http://a/{other}", depth + 1, position, n)

while batch := store.next_depth(run, "s", 50):
    order.shuffle(batch)
    for page in batch:
        number, visits = int(page.address.rsplit("/", 1)[1]), visits + 1
        words = Text("z", "e")
        finding = Finding(page.address, "r", Outcome.FAILED, Impact.MINOR, Target("a"), words, "c", "f", None, "s")
        subject = Subject(page.address, "page", Outcome.FAILED, "s", page.position)
        missed = Untested(page.address, "w", Reason.CRASH, site="s")
        store.save_subject(run, subject, [finding], [missed], found(number, page.position, page.depth, visits == hang))
        print("saved", flush=True)
print("end", flush=True)
"""


def crawl(url: str, seed: int, hang: int = 0, saves: int | None = None) -> str:
    """Crawl in a process of its own, killed in page `hang` or after `saves` pages; return the last it said."""
    command = [sys.executable, "-c", CRAWL, url, str(seed), str(hang)]
    root = Path(__file__).parents[2]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.strip())
            if line.startswith("half") or said.count("saved") == saves:
                process.send_signal(signal.SIGKILL)
                break
    return said[-1] if said else ""


def everything(url: str) -> str:
    store = Store(url)
    run = store.runs()[0].id
    subjects = [(s.id, s.position) for s in store.subjects(run)]
    beside = [[f.subject for f in store.findings(run)], [u.subject for u in store.untested(run)]]
    state = json.dumps([subjects, *beside, without_turn(store, run)])
    store.close()
    return state


def test_kill_9_loses_no_page_and_counts_none_twice(tmp_path: Path) -> None:
    whole, killed = (f"sqlite:///{tmp_path / name}.db" for name in ("whole", "killed"))
    assert crawl(whole, seed=1) == "end"
    assert crawl(killed, seed=2, hang=1) == "half"
    assert crawl(killed, seed=3, hang=12) == "half"
    assert crawl(killed, seed=4, saves=9) == "saved"
    assert crawl(killed, seed=5) == "end"
    assert everything(killed) == everything(whole)
    assert len(json.loads(everything(whole))[0]) == 50


def test_a_save_cut_by_kill_9_leaves_nothing_of_itself(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    assert crawl(url, seed=1, hang=1) == "half"
    assert json.loads(everything(url)) == [[], [], [], []]


def test_kill_9_and_postgresql(new_database: Callable[[], URL]) -> None:
    url = new_database().render_as_string()
    assert crawl(url, seed=2, hang=12) == "half"
    assert crawl(url, seed=5) == "end"
    state = json.loads(everything(url))
    assert [position for _, position in state[0]] == list(range(50))
    assert [len(rows) for rows in state[1:3]] == [50, 50]
