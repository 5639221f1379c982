"""Audits as users name them: a run by its id, the latest of a kind, and what is not finished or not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit import named
from audit.model import IncompleteError, UsageError
from audit.plan import Plan
from audit.store import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.at(tmp_path / "audit.sqlite")
    yield opened
    opened.close()


def begin(store: Store, name: str = "示例市", state: str = "finished") -> str:
    plan = Plan(name=name, date=NOW.date()).model_dump(mode="json", by_alias=True)
    run = store.start_run("district", name, plan, Path(), {}, NOW)
    store.set_state(run, state, NOW)
    return run


@pytest.mark.parametrize(("name", "file"), [("2026-11-22-1", False), ("latest", False), ("nowhere.json", True)])
def test_what_ends_as_findings_do_is_a_file(name: str, *, file: bool) -> None:
    assert named.is_file(name) is file


def test_what_is_there_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "release").write_text("", "utf-8")
    assert named.is_file(str(tmp_path / "release"))


def test_the_latest_is_the_last_finished_of_its_kind_and_name(store: Store) -> None:
    first, last = begin(store), begin(store)
    begin(store, "另一市")
    begin(store, state="interrupted")
    assert named.earlier("latest", store, "district", "示例市").label == last
    assert named.earlier(first, store, "district", "示例市").label == first


@pytest.mark.parametrize(("kind", "name"), [("site", "示例市"), ("district", "另一市")])
def test_a_baseline_that_nobody_made_is_told(store: Store, kind: str, name: str) -> None:
    begin(store)
    with pytest.raises(UsageError) as raised:
        named.earlier("latest", store, kind, name)
    assert name in raised.value.problems[0].en


def test_an_unfinished_run_is_compared_with_nothing(store: Store) -> None:
    run = begin(store, state="interrupted")
    with pytest.raises(IncompleteError) as raised:
        named.audit_named(run, store)
    assert f"--resume {run}" in raised.value.problems[0].en
    assert f"--resume {run}" in raised.value.problems[0].zh
