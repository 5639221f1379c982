"""From a filled-in list to the score: the command, over a town where all is measured."""

from __future__ import annotations

import csv
from pathlib import Path

from audit.store import Store
from reports.rectification_columns import COLUMNS
from tests.commands import run
from tests.reports import town

KEYS = [column.key for column in COLUMNS]


def fill_in(path: Path, *, layer: str, verdict: str) -> int:
    """Give every item of a layer that needs review a verdict; return how many there are."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    count = 0
    for row in rows:
        if row[KEYS.index("outcome")] == "needs review" and row[KEYS.index("holder")] == layer:
            for key, value in (("verdict", verdict), ("reviewer", "Li Min"), ("reviewed", "2026-11-30")):
                row[KEYS.index(key)] = value
            count += 1
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return count


def test_a_verdict_counts_in_the_score_and_can_be_taken_back(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.sqlite")
    town.fill(store, tmp_path, language="en")
    before = {score.subject: score for score in store.scores("2026-11-22-1") if score.scope == "layer"}["bus_stops"]
    assert before.parts == {
        **(before.parts or {}), "passed": 1, "unknown": 2, "facilities": 3, "surveyed": 1,
    }  # fmt: skip
    run("report", "--out", tmp_path, "--format", "rectification-csv", "--quiet")
    path = tmp_path / "rectification.csv"
    assert fill_in(path, layer="Bus stops", verdict="passed") == 2
    assert "2 reviews, 2 of them new" in run("review", path, "--out", tmp_path).output
    after = {score.subject: score for score in store.scores("2026-11-22-1") if score.scope == "layer"}["bus_stops"]
    assert after.parts == {**(before.parts or {}), "passed": 3, "unknown": 0, "facilities": 3, "surveyed": 3}
    assert (after.low, after.high, after.needs_review) == (100, 100, 0)
    assert fill_in(path, layer="Bus stops", verdict="needs review") == 2
    run("review", path, "--out", tmp_path)
    back = {score.subject: score for score in store.scores("2026-11-22-1") if score.scope == "layer"}["bus_stops"]
    assert back.parts == before.parts
    assert len(store.reviews()) == 4, "the history is kept"
    store.close()
    path.write_text("nothing", "utf-8")
    assert "no header of a list" in run("review", path, "--out", tmp_path, exit_code=2).output
    assert "there is no audit database" in run("review", path, "--out", tmp_path / "none", exit_code=2).output


def test_a_verdict_of_a_later_list_counts_in_an_earlier_report(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.sqlite")
    first, second = (town.fill(store, tmp_path, language="en") for _ in range(2))
    run("report", second, "--out", tmp_path, "--format", "rectification-csv", "--quiet")
    fill_in(tmp_path / "rectification.csv", layer="Bus stops", verdict="failed")
    run("review", tmp_path / "rectification.csv", "--run", second, "--out", tmp_path)
    run("report", first, "--out", tmp_path, "--format", "json", "--quiet")
    scores = ({s.subject: s for s in store.scores(name) if s.scope == "layer"}["bus_stops"] for name in (first, second))
    assert [(score.low, score.high) for score in scores] == [(33.3333, 33.3333)] * 2
    store.close()
