"""From audit to audit: what changed since the last one, and the course of the scores, where runs can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audit.history import read
from audit.model import Lang, Score
from audit.store import Store
from reports import html_folder
from reports.summary import build
from reports.trend import RUNS_DRAWN, site_trend, trend
from tests.reports.small_city import NOW, RULES, fill
from tests.reports.town import text_of

BEFORE = NOW.replace(month=8)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.at(tmp_path / "audit.db")
    fill(opened, BEFORE, date="2026-08-22")
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
    html_folder.write(build(store, "latest", RULES), tmp_path / "out", Lang.EN)
    index = text_of(tmp_path / "out" / "en" / "index.html")
    assert "Changes are against the audit of 22 August 2026 (run 2026-08-22-1)." in index, "the day of its plan"
    assert index.count("+2.5") == 6, "three means, three low bounds"
    assert "+2.5" in text_of(tmp_path / "out" / "zh" / "district-990101.html")
    assert "历次变化" in text_of(tmp_path / "out" / "zh" / "district-990101.html")
    assert "22 August 2026 2026-08-22-1" in index
    assert 'class="chart"' not in (tmp_path / "out" / "en" / "index.html").read_text("utf-8"), "two runs: no line"


def test_the_first_audit_has_nothing_to_compare_with(store: Store, tmp_path: Path) -> None:
    html_folder.write(build(store, "latest", RULES), tmp_path / "out", Lang.EN)
    index = text_of(tmp_path / "out" / "en" / "index.html")
    assert "Change of" not in index
    assert "From audit to audit" not in index


def test_a_change_between_runs_that_counted_otherwise_is_none(store: Store, tmp_path: Path) -> None:
    lower(store, 2.5)
    fill(store, thresholds={"pass_mark": 80})
    html_folder.write(build(store, "latest", RULES), tmp_path / "out", Lang.EN)
    index = text_of(tmp_path / "out" / "en" / "index.html")
    assert "+2.5" not in index
    assert index.count("counted in another way than the audit before") == 1


def test_a_run_that_was_interrupted_or_of_another_plan_is_no_comparison(store: Store) -> None:
    store.set_state(store.runs()[0].id, "interrupted", BEFORE)
    last = fill(store)
    assert read(store, last).before is None
    store.set_state(store.runs()[0].id, "finished", BEFORE)
    before = read(store, last).before
    assert before
    assert before.id == "2026-08-22-1"
    other = store.start_run("site", "别的", before.plan, Path(), {}, NOW.replace(hour=23))
    assert read(store, other).before is None


def test_from_three_runs_on_there_is_a_chart_with_the_numbers_of_the_table(store: Store, tmp_path: Path) -> None:
    lower(store, 2.5)
    fill(store, NOW.replace(month=10), date="2026-10-22")
    found = trend(read(store, fill(store)), "")
    assert found
    assert len(found.steps) == RUNS_DRAWN
    assert found.chart
    assert len(found.chart.means) == len(found.chart.lows) == len(found.chart.highs) == RUNS_DRAWN
    assert found.chart.mean.count("L") == found.chart.low.count("L") == RUNS_DRAWN - 1
    html_folder.write(build(store, "latest", RULES), tmp_path / "out", Lang.EN)
    text = (tmp_path / "out" / "en" / "index.html").read_text("utf-8")
    assert len(re.findall(r'<circle class="mean" cx="[\d.]+" cy="[\d.]+" r="4"/>', text)) == RUNS_DRAWN + 1, "a key too"
    assert 'd="M40 None' not in text


def test_no_line_leads_over_a_gap_or_to_a_run_that_counted_otherwise(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "lines.db")
    figures = (("40", 70), ("50", 70), (None, 70), ("60", 70), ("70", 80), ("80", 80))
    for day, (low, mark) in enumerate(figures, 1):
        moment = NOW.replace(day=day)
        table = {"name": "市", "date": moment.date().isoformat(), "thresholds": {"pass_mark": mark}}
        run = store.start_run("district", "市", table, Path(), {}, moment)
        bounds = (None, None) if low is None else (float(low), float(low) + 10)
        store.save_scores(run, [Score("division", "", "street", bounds[0], bounds[1], tested=0.5)])
        store.set_state(run, "finished", moment)
    found = trend(read(store, run), "")
    assert found
    assert [step.alike for step in found.steps] == [True, True, True, True, False, True]
    assert found.chart
    assert [part.count("L") for part in found.chart.low.split("M")[1:]] == [1, 1], "1-2 and 5-6; 4 stands alone"
    assert len(found.chart.lows) == 5
    assert (found.chart.mean, found.chart.means) == ("", ())
    assert trend(read(store, run), "99") is None
    store.close()


def test_a_site_has_its_own_course_with_its_interval(store: Store, tmp_path: Path) -> None:
    lower(store, 2.5)
    fill(store, NOW.replace(month=10), date="2026-10-22")
    history = read(store, fill(store))
    found = site_trend(history, "portal")
    assert found
    assert found.of_site
    assert [(step.mean, step.low, step.high) for step in found.steps][1:] == [(76.04, 70.1, 83.3)] * 2
    assert found.chart
    assert found.chart.mean.count("L") == RUNS_DRAWN - 1
    assert len(found.chart.lows) == RUNS_DRAWN
    assert site_trend(history, "down") is None, "never a score"
    assert site_trend(history, "unheard of") is None
    html_folder.write(build(store, "latest", RULES), tmp_path / "out", Lang.EN)
    page = text_of(tmp_path / "out" / "en" / "site-portal.html")
    assert "From audit to audit" in page
    assert "22 October 2026 2026-10-22-1" in page
    assert "76.070.1–83.342%" in page
    assert "On the street" not in page.partition("From audit to audit")[2].partition("Faults by impact")[0]
    assert "From audit to audit" not in text_of(tmp_path / "out" / "en" / "site-down.html")


def test_a_site_that_is_new_begins_where_it_does(store: Store) -> None:
    history = read(store, fill(store))
    points = {**history.points, ("site", "portal", "online"): history.of_site("portal")[1:]}
    found = site_trend(replace(history, points=points), "portal")
    assert found
    assert [step.mean for step in found.steps] == [None, 76.04]
    assert found.chart is None, "two runs: no line"
