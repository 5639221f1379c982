"""Scores of one plan over time: run by run, without other plans and unfinished runs, and never what came later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from audit.districts import WHOLE
from audit.history import read
from audit.model import Score
from audit.store import Store
from tests.audit.test_bookkeeping import NOW


def record(store: Store, day: int, low: float | None, name: str = "市", state: str = "finished", **plan: Any) -> str:
    moment: datetime = NOW + timedelta(days=day)
    table = {"name": name, "date": moment.date().isoformat(), **plan}
    run = store.start_run("district", name, table, Path(), {}, moment)
    high = None if low is None else low + 5
    store.save_scores(run, [Score("division", WHOLE, "street", low, high), Score("site", "portal", "online", 1, 3, 2)])
    store.set_state(run, state, moment)
    return run


def test_a_trend_is_told_run_by_run(store: Store) -> None:
    runs = [record(store, 0, 40.0), record(store, 1, None), record(store, 2, 60.0)]
    record(store, 2, 10.0, name="别的市")
    record(store, 3, 10.0, state="interrupted")
    last = record(store, 4, 70.0, thresholds={"pass_mark": 80})
    found = read(store, last)
    assert [run.id for run in found.runs] == [*runs, last]
    points = found.of_division(WHOLE, "street")
    assert [(point.low, point.high) for point in points] == [(40.0, 45.0), (None, None), (60.0, 65.0), (70.0, 75.0)]
    assert [point.formula for point in points] == [True, True, True, False], "another pass mark: no line to it"
    assert points[0].day == date(2026, 11, 22)
    assert found.whole["street"] == points
    assert [point.value for point in found.of_site("portal")] == [2] * 4
    assert found.of_site("other") == ()


def test_an_older_run_does_not_see_what_came_later(store: Store) -> None:
    first = record(store, 0, 40.0)
    alone = read(store, first)
    record(store, 1, 50.0)
    assert read(store, first) == alone


def test_what_moved_since_the_run_before(store: Store) -> None:
    runs = [record(store, 0, 40.0), record(store, 1, 41.5), record(store, 2, None), record(store, 3, 50.0)]
    last = record(store, 4, 60.0, thresholds={"pass_mark": 80})
    moved = [read(store, run).change("division", WHOLE, "street") for run in (*runs, last)]
    assert moved == [None, (1.5, 1.5), None, None, None]
    assert read(store, runs[1]).change("division", "99", "street") is None


def test_a_run_whose_plan_cannot_be_read_any_more_is_left_out(store: Store) -> None:
    record(store, 0, 40.0, retired_key=1)
    last = record(store, 1, 50.0)
    assert [run.id for run in read(store, last).runs] == [last]
