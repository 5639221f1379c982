"""The contract of the audit database, held against SQLite and against PostgreSQL."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import op
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, Connection, create_engine, inspect, text

from audit import database as db
from audit import schema
from audit.database import REVISION, DatabaseError
from audit.model import (
    Finding,
    Impact,
    Indicator,
    Measurement,
    Outcome,
    Reason,
    RuleTally,
    Score,
    Target,
    Text,
    Untested,
    UsageError,
)
from audit.records import Link, Loaded, Shot, Subject
from audit.store import Store
from tests.audit.test_frontier import without_turn

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>'; DROP TABLE runs; -- \u202e𠮷🦽\r\n\t\x00\ud800%s{0}"
STORED = HOSTILE.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


def start(store: Store, kind: str = "site") -> str:
    return store.start_run(kind, "示例", {"z": 1, "name": "示例市"}, Path("/tmp"), {"stepfree": "0.1.0"}, NOW)


def page(address: str, position: int = 0, outcome: Outcome = Outcome.FAILED) -> Subject:
    return Subject(address, "page", outcome, "s", position, tally={"r": RuleTally(1, 2, 3)}, facts={"status": 200})


def fault(subject: str, words: str = "坏") -> Finding:
    return Finding(
        subject, "r", Outcome.FAILED, Impact.SERIOUS, Target("main > a", "<a>"), Text(words, words), "c" * 16, "f" * 16,
        Measurement(3.2, 4.5, ":1"), "s",
    )  # fmt: skip


def test_a_run_is_kept_and_found_again(store: Store) -> None:
    first, second = start(store), start(store, "district")
    assert (first, second) == ("2026-11-22-1", "2026-11-22-2")
    kept = store.run(first)
    assert (kept.kind, kept.state, kept.finished, kept.plan["name"]) == ("site", "running", None, "示例市")
    store.set_state(first, "finished", NOW)
    assert store.run(first).finished == "2026-11-22T08:30:00+00:00"
    store.set_state(first, "running", NOW)
    assert store.run(first).finished is None
    with pytest.raises(UsageError, match="2026-11-22-2"):
        store.run("2026-11-22-3")


def test_the_latest_run_is_the_last_even_after_the_ninth_of_a_day(store: Store) -> None:
    for _ in range(10):
        start(store)
    assert store.run("latest").id == "2026-11-22-10"


def test_a_subject_comes_back_as_it_was_saved(store: Store) -> None:
    run = start(store)
    missed = Untested("http://a/", "frame 1", Reason.THIRD_PARTY_FRAME, "https://b/", "s")
    store.save_subject(run, page("http://a/"), [fault("http://a/")], [missed])
    assert store.subjects(run) == [page("http://a/")]
    assert list(store.findings(run)) == [fault("http://a/")]
    assert store.untested(run) == [missed]


def test_saving_again_replaces_and_counts_nothing_twice(store: Store) -> None:
    run = start(store)
    missed = Untested("http://a/", "", Reason.TIMEOUT, site="s")
    store.save_subject(run, page("http://a/"), [fault("http://a/"), fault("http://a/")], [missed])
    store.save_subject(run, page("http://a/", outcome=Outcome.PASSED))
    assert [s.outcome for s in store.subjects(run)] == [Outcome.PASSED]
    assert (list(store.findings(run)), store.untested(run)) == ([], [])


def test_findings_within_a_subject_are_kept_beside_those_of_what_they_are_about(store: Store) -> None:
    run = start(store)
    site = Subject("s", "site", Outcome.FAILED, "s")
    store.save_subject(run, page("http://a/"), [fault("http://a/", "page")])
    for _ in range(2):
        missed = [Untested("http://a/", "title", Reason.RULE_ERROR, site="s")]
        store.save_subject(run, site, [fault("http://a/", "site")], missed)
    layer = Subject("ramps", "layer", Outcome.FAILED)
    store.save_subject(run, layer, [fault("ramps#7", "facility")])
    assert sorted(f.message.en for f in store.findings(run)) == ["facility", "page", "site"]
    assert len(store.untested(run)) == 1
    store.save_subject(run, page("http://a/"))
    assert sorted(f.message.en for f in store.findings(run)) == ["facility", "site"]


def test_what_rules_across_pages_say_is_added_to_the_pages_once(store: Store) -> None:
    run = start(store)
    untested = Subject("http://c/", "page", Outcome.UNTESTED, "s", 2, Reason.TIMEOUT)
    for subject in (page("http://a/", outcome=Outcome.CANT_TELL), page("http://b/", 1), untested):
        store.save_subject(run, subject, [fault(subject.id, "page")] if subject.tally else [])
    across = replace(fault("http://a/", "across"), rule="title")
    said = {"http://a/": ([across], {"title": RuleTally(0, 1, 0)}), "http://b/": ([], {"title": RuleTally(1, 0, 0)})}
    for _ in range(2):
        store.add_judgements(run, "s", ["title"], said)
    a, b, c = store.subjects(run)
    assert (a.outcome, a.tally) == (Outcome.FAILED, {"r": RuleTally(1, 2, 3), "title": RuleTally(0, 1, 0)})
    assert b.tally["title"] == RuleTally(1, 0, 0)
    assert c == untested
    assert [(f.subject, f.message.en) for f in store.findings(run)] == [
        ("http://a/", "page"),
        ("http://a/", "across"),
        ("http://b/", "page"),
    ]


def test_a_failure_in_the_middle_of_a_save_leaves_nothing(store: Store) -> None:
    run = start(store)
    store.add_links(run, "s", [Link("http://a/", 0, source="start")])
    store.next_depth(run, "s", 10)

    def links() -> Iterator[Link]:
        yield Link("http://b/", 1, 0, 0)
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError, match="cut"):
        store.save_subject(run, page("http://a/"), [fault("http://a/")], [Untested("u", "", Reason.CRASH)], links())
    assert (store.subjects(run), list(store.findings(run)), store.untested(run)) == ([], [], [])
    assert [w.address for w in store.next_depth(run, "s", 10)] == ["http://a/"]
    assert without_turn(store, run, "s") == []


def test_runs_and_sites_do_not_mix(store: Store) -> None:
    one, two = start(store), start(store)
    store.save_subject(one, page("http://a/"), [fault("http://a/")])
    other = Subject("http://a/", "page", Outcome.PASSED, "t")
    store.save_subject(one, other)
    assert store.subjects(two) == []
    assert [s.site for s in store.subjects(one, "page")] == ["s", "t"]
    assert [s.site for s in store.subjects(one, site="t")] == ["t"]
    assert len(list(store.findings(one, "s"))) == 1
    assert list(store.findings(one, "t")) == []


def test_hostile_text_is_kept_and_what_no_database_holds_is_replaced(store: Store) -> None:
    run = start(store)
    subject = Subject("http://a/" + HOSTILE, "page", Outcome.FAILED, "s", title=HOSTILE, facts={"title": HOSTILE})
    store.add_links(run, "s", [Link(subject.id, 0)])
    store.next_depth(run, "s", 10)
    found = fault(subject.id, HOSTILE)
    store.save_subject(run, subject, [found], [Untested(subject.id, HOSTILE, Reason.NETWORK, HOSTILE)])
    [kept] = store.subjects(run)
    assert (kept.id, kept.title) == ("http://a/" + STORED, STORED)
    assert kept.facts["title"].replace("\x00", "\ufffd") == STORED
    assert [f.message.zh for f in store.findings(run)] == [STORED]
    assert [(u.what, u.detail) for u in store.untested(run)] == [(STORED, STORED)]
    assert store.next_depth(run, "s", 10) == []


@given(st.text())
def test_storable_text_is_what_utf8_and_postgresql_can_hold(words: str) -> None:
    stored = schema.storable(words)
    assert "\x00" not in stored
    assert len(stored.encode("utf-8")) >= len(words)
    assert schema.storable(stored) == stored


def test_figures_come_back_ordered_and_are_replaced(store: Store) -> None:
    run = start(store)
    figures = [Indicator(code, "bus_stops", "pass", 1.0, 2.0, 4.0, "facilities", "e") for code in ("2", "", "1")]
    scores = [Score("site", i, "online", None, None, parts={"n": [1, {"二": None}]}) for i in ("b", "a")]
    for _ in range(2):
        store.save_indicators(run, figures)
        store.save_scores(run, scores)
    assert [i.division for i in store.indicators(run)] == ["", "1", "2"]
    assert store.indicators(run, [figures[0].name]) == [i for i in store.indicators(run) if i.name == figures[0].name]
    assert store.indicators(run, ["of-no-name"]) == []
    assert store.scores(run) == scores[::-1]
    store.save_scores(run, [])
    assert store.scores(run) == []


def test_evidence_is_kept_byte_for_byte(store: Store) -> None:
    run, rows = start(store), bytes(range(256)) * 100
    assert store.evidence(run, "divisions") is None
    store.save_evidence(run, "divisions", b"old")
    store.save_evidence(run, "divisions", rows)
    assert store.evidence(run, "divisions") == rows


def shot(component: str, position: int, number: int = 0, webp: bytes = b"RIFF\x00\xff") -> Shot:
    return Shot(component, f"http://a/{position}", position, number, 320, 120, webp)


def test_the_picture_of_the_earliest_page_stays_whichever_comes_first(store: Store) -> None:
    run = start(store)
    for position, number in ((3, 0), (1, 4), (1, 5), (2, 0)):
        page = Subject(f"http://a/{position}", "page", Outcome.FAILED, "s", position)
        store.save_subject(run, page, shots=[shot("c", position, number, bytes([position, number])), shot("d", 9)])
    assert store.shot_places(run, "s") == {"c": (1, 4), "d": (9, 0)}
    assert store.shots(run, "s") == [shot("c", 1, 4, b"\x01\x04"), shot("d", 9)]
    assert store.shots(run, "t") == []
    store.keep_shots(run, "s", ["d"])
    assert [kept.component for kept in store.shots(run, "s")] == ["d"]
    store.keep_shots(run, "s", [])
    assert store.shots(run, "s") == []


def test_a_database_of_the_first_revision_is_brought_up_to_date(database: URL) -> None:
    Store(database).close()
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE reviews"))
        connection.execute(text("DROP TABLE loaded"))
        connection.execute(text("ALTER TABLE runs DROP COLUMN since"))
        connection.execute(text("DROP TABLE shots"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    store = Store(database)
    run = start(store)
    store.save_subject(run, Subject("http://a/1", "page", Outcome.FAILED, "s", 1), shots=[shot("c", 1)])
    assert store.shots(run, "s") == [shot("c", 1)]
    store.close()


def test_a_page_of_a_folder_is_kept_with_what_it_was_made_of(store: Store) -> None:
    run = start(store)
    loaded = Loaded("terms", ("/", "/a.css"), "0" * 64, ("http://a/2", "http://a/1"))
    (found,) = findings = [fault("http://a/1")]
    missed = [Untested("http://a/1", "probe", Reason.NOT_SAMPLED, "few")]
    store.save_subject(run, page("http://a/1"), findings, missed, (), [shot("c", 1)], loaded)
    kept = store.kept(run, page("http://a/1").site, "http://a/1")
    assert kept is not None
    assert (kept.subject, kept.loaded, kept.shots) == (page("http://a/1"), loaded, (shot("c", 1),))
    assert [finding.fingerprint for finding in kept.findings] == [found.fingerprint]
    assert [(item.what, item.reason, item.detail) for item in kept.untested] == [("probe", Reason.NOT_SAMPLED, "few")]
    store.save_subject(run, page("http://a/1"))
    assert store.kept(run, page("http://a/1").site, "http://a/1") is None, "what replaces a page replaces this too"
    assert store.kept(run, "s", "http://a/none") is None


def test_a_run_names_the_one_that_it_carries_over_from(store: Store) -> None:
    first = start(store)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    second = store.start_run("site", "x", {}, Path(), {}, now, first)
    assert [run.since for run in store.runs()] == [None, first]
    assert store.run("latest").id == second


def test_many_findings_are_read_while_the_database_is_written(store: Store) -> None:
    run = start(store)
    store.save_subject(run, page("http://a/"), [fault("http://a/", str(n)) for n in range(4500)])
    reading = store.findings(run)
    first = next(reading)
    store.save_subject(run, page("http://b/", 1))
    assert [first.message.en, *(f.message.en for f in reading)] == [str(n) for n in range(4500)]


def test_workers_save_at_the_same_time(store: Store) -> None:
    run = start(store)
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for n in range(10):
                address = f"http://a/{worker}/{n}"
                store.save_subject(run, page(address, n), [fault(address)], links=[Link("http://b/", 1, worker, n)])
                store.add_links(run, f"site {worker}", [Link(address, n)])
                store.next_depth(run, f"site {worker}", 10)
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.subjects(run)) == len(list(store.findings(run))) == 40


def test_a_database_is_made_once_and_matches_the_tables(database: URL) -> None:
    Store(database).close()
    run = start(Store(database))
    assert Store(database).run("latest").id == run
    engine = create_engine(database)
    there = inspect(engine)
    for table in schema.METADATA.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in there.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        assert there.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
    engine.dispose()


def test_a_newer_database_is_refused_and_left_alone(database: URL) -> None:
    Store(database).close()
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UsageError, match="newer stepfree"):
        Store(database)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_a_migration_cut_short_leaves_nothing(database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    create = op.create_table

    def cut(name: str, *columns: object) -> object:
        if name == "findings":
            raise RuntimeError("cut")
        return create(name, *columns)  # type: ignore[arg-type]

    def cut_at_once(connection: Connection, **_: object) -> None:
        schema.RUNS.create(connection)
        raise RuntimeError("cut")

    monkeypatch.setattr(op, "create_table", cut)
    monkeypatch.setattr(schema.METADATA, "create_all", cut_at_once)
    with pytest.raises(RuntimeError, match="cut"):
        Store(database)
    monkeypatch.undo()
    assert start(Store(database)) == "2026-11-22-1"


def test_a_new_file_has_the_tables_that_the_migrations_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.at(tmp_path / "new.db").close()
    monkeypatch.setattr(db, "_make", lambda _engine: None)
    Store.at(tmp_path / "migrated.db").close()

    def shape(name: str) -> dict[str, object]:
        engine = create_engine(f"sqlite:///{tmp_path / name}")
        there = inspect(engine)
        told = {
            table: (
                {column["name"]: {**column, "type": str(column["type"])} for column in there.get_columns(table)},
                there.get_pk_constraint(table),
                sorted(there.get_indexes(table), key=str),
                sorted(there.get_unique_constraints(table), key=str),
                there.get_foreign_keys(table),
            )
            for table in there.get_table_names()
        }
        with engine.connect() as connection:
            versions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        engine.dispose()
        return {**told, "versions": versions}

    assert shape("new.db") == shape("migrated.db")


def test_revision_is_the_newest_migration() -> None:
    versions = Path(schema.__file__).parent / "migrations" / "versions"
    assert max(path.name.split("_")[0] for path in versions.glob("[0-9]*.py")) == REVISION


def test_postgresql_orders_by_code_point_whatever_its_locale(
    new_database: Callable[[str], URL], tmp_path: Path
) -> None:
    folding = new_database("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'")
    orders = []
    for store in (Store(folding), Store.at(tmp_path / "a.db")):
        run = start(store)
        for address in ("http://a/b", "http://a/B", "http://a/_", "http://a/é", "http://a/中"):
            store.save_subject(run, page(address))
        orders.append([subject.id for subject in store.subjects(run)])
        store.close()
    assert orders[0] == orders[1]


def test_the_database_lies_in_a_new_folder_with_any_name(tmp_path: Path) -> None:
    path = tmp_path / "a?b=c" / "%41 #无碍.db"
    store = Store.at(path)
    start(store)
    store.close()
    assert path.is_file()


@pytest.mark.parametrize("content", [b"not a database at all, but a text of some length" * 40, b"SQLite format 3\x00"])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match=r"a\.db"):
        Store.at(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match="file"):
        Store.at(tmp_path / "file" / "a.db")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://stepfree:geheim@127.0.0.1:1/audit",
        "nosuchdb://u:geheim@h/x",
        "u:geheim@h",
        "mysql://u:geheim@h/x",
    ],
)
def test_an_unusable_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises((UsageError, DatabaseError)) as refused:
        Store(url)
    assert "geheim" not in "".join(problem.zh + problem.en for problem in refused.value.problems)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DatabaseError):
        Store.at(tmp_path / "a.db")


@settings(max_examples=25)
@given(st.lists(st.tuples(st.text(max_size=8), st.booleans()), max_size=6))
def test_whatever_is_saved_is_counted(rows: list[tuple[str, bool]]) -> None:
    store = Store("sqlite://")
    run = start(store)
    for title, failed in rows:
        store.save_subject(run, Subject(title, "page", Outcome.FAILED, "s", title=title), [fault(title)] * failed)
    last = {schema.storable(title): failed for title, failed in rows}
    assert {s.id for s in store.subjects(run)} == set(last)
    assert len(list(store.findings(run))) == sum(last.values())
    store.close()
