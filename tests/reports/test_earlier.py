"""The audit before: what changed since is shown only against a finished run of the same plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audit.model import Lang
from audit.store import Store
from reports import html_folder
from reports.summary import build
from tests.reports.conftest import NOW, RULES, fill
from tests.reports.town import text_of

BEFORE = NOW.replace(month=8)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.at(tmp_path / "audit.db")
    fill(opened, BEFORE)
    yield opened
    opened.close()


def lower(store: Store, by: float) -> None:
    """Let the scores of the first run be lower than they were."""
    run = store.runs()[0].id

    def lowered(value: float | None) -> float | None:
        return None if value is None else value - by

    scores = [replace(score, low=lowered(score.low), high=lowered(score.high)) for score in store.scores(run)]
    for score in scores:
        if score.parts and score.parts.get("mean") is not None:
            score.parts["mean"] = float(str(score.parts["mean"])) - by
    store.save_scores(run, scores)


def test_changes_have_their_sign_and_name_the_run(store: Store, tmp_path: Path) -> None:
    lower(store, 2.5)
    fill(store)
    built = build(store, "latest", RULES)
    assert built.earlier is not None
    assert (built.earlier.day, built.earlier.other_means(built.run)) == ("2026-08-22", False)
    html_folder.write(built, tmp_path / "out", Lang.EN)
    index = text_of(tmp_path / "out" / "en" / "index.html")
    assert "Changes are against the audit of 2026-08-22 (run 2026-08-22-1)." in index
    assert index.count("+2.5") == 6, "three means, three low bounds"
    assert "+2.5" in text_of(tmp_path / "out" / "zh" / "district-990101.html")


def test_the_first_audit_has_nothing_to_compare_with(store: Store, tmp_path: Path) -> None:
    built = build(store, "latest", RULES)
    assert built.earlier is None
    html_folder.write(built, tmp_path / "out", Lang.EN)
    assert "Change of" not in text_of(tmp_path / "out" / "en" / "index.html")


def test_a_run_that_was_interrupted_or_of_another_plan_is_no_comparison(store: Store) -> None:
    store.set_state(store.runs()[0].id, "interrupted", BEFORE)
    fill(store)
    assert build(store, "latest", RULES).earlier is None
    store.set_state(store.runs()[0].id, "finished", BEFORE)
    other = store.start_run("site", "别的", build(store, "latest", RULES).run.plan, Path(), {}, NOW.replace(hour=23))
    found = build(store, other, RULES)
    assert found.earlier is None
