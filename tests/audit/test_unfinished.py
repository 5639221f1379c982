"""What an interrupted run has not finished: never passed, never scored, and every page of it accounted for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from audit.assess import score_run
from audit.districts import DivisionTree
from audit.model import Outcome, Reason, RuleTally
from audit.plan import Plan, Site
from audit.records import EXCLUDED, Link, Subject
from audit.store import Store
from audit.unfinished import unfinished
from tests.audit.test_store import start

SITES = tuple(Site(id=name, name=name, url=f"http://{name}/") for name in ("done", "begun", "waiting"))
PLAN = Plan(name="x", date=date(2026, 11, 22), sites=SITES)


def visited(address: str, position: int, outcome: Outcome, reason: Reason | None = None) -> Subject:
    tally = {} if reason else {"axe-image-alt": RuleTally(1, outcome is Outcome.FAILED, 0)}
    return Subject(f"http://begun/{address}", "page", outcome, "begun", position, reason, tally=tally)


def cut_short(store: Store) -> str:
    """Record a run with one site done, one begun and one not."""
    run = start(store)
    facts = {"rules": [], "pages_known": 0, "district": ""}
    store.save_subject(run, Subject("done", "site", Outcome.PASSED, "done", facts=facts))
    store.add_links(run, "begun", [Link(f"http://begun/{n}", 1, 0, n) for n in range(6)])
    store.add_links(run, "begun", [Link("http://begun/left", 1, 0, 9, EXCLUDED)])
    for position, page in enumerate(
        [
            visited("0", 0, Outcome.PASSED),
            visited("1", 1, Outcome.FAILED),
            visited("2", 2, Outcome.UNTESTED, Reason.ROBOTS),
            visited("3", 3, Outcome.INAPPLICABLE, Reason.REDIRECT),
        ]
    ):
        assert page.position == position
        store.save_subject(run, page)
    return run


def test_sites_without_a_record_are_unfinished(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "a.db")
    begun, waiting = unfinished(store, cut_short(store), PLAN)
    assert [(page.outcome, page.reason) for page in begun.pages] == [
        (Outcome.UNTESTED, Reason.INTERRUPTED),
        (Outcome.FAILED, None),
        (Outcome.UNTESTED, Reason.ROBOTS),
        (Outcome.INAPPLICABLE, Reason.REDIRECT),
    ]
    assert begun.waiting == ("http://begun/4", "http://begun/5")
    assert (begun.subject.outcome, begun.subject.reason) == (Outcome.UNTESTED, Reason.INTERRUPTED)
    assert begun.subject.facts["pages_found"] == 6
    assert begun.subject.facts["rules"] == ["axe-image-alt"]
    assert [(item.subject, item.what, item.detail) for item in begun.untested()] == [
        ("begun", "", "4/6"),
        ("http://begun/0", "", ""),
        ("begun", "+2", "http://begun/4"),
    ]
    assert (waiting.pages, waiting.waiting) == ((), ())
    assert [(item.subject, item.what, item.detail) for item in waiting.untested()] == [("waiting", "", "")]
    store.close()


def test_what_is_unfinished_has_no_score_and_counts_as_without_data(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "a.db")
    run = cut_short(store)
    score_run(store, run, PLAN, Path(), {}, DivisionTree.of([]))
    scores = {(score.scope, score.subject, score.axis): score for score in store.scores(run)}
    begun = scores["site", "begun", "online"]
    assert (begun.low, begun.high, begun.value, begun.untested) == (None, None, None, 4)
    assert scores["site", "waiting", "online"].value is None
    assert (scores["division", "", "online"].parts or {})["sites"] == 3
    store.close()
