"""The table of targets: what is told of each on the index and on a division's page, and never twice."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from audit.model import Indicator, Lang
from audit.store import Store
from reports import html_folder
from reports.plan_targets import target_rows
from reports.summary import Summary, build
from tests.reports.small_city import HOSTILE, RULES, fill
from tests.reports.town import text_of

YEARS = {"since": 2021, "year": 2026}
HOMES = {"id": "homes", "name": "家庭改造", "name_en": "Homes adapted", "planned": 300, "unit": "户", **YEARS}
TARGETS: list[dict[str, Any]] = [
    {**HOMES, "district": "990101", "done": 270, "date": "2026-06-30", "nature": "binding", "source": HOSTILE},
    {**HOMES, "district": "990102", "date": "2026-06-30"},
    {"id": "kerbs", "name": "坡道", "layer": "curb_ramps", "indicator": "pass", "goal": 0.95, **YEARS},
]


def test_targets_stand_on_the_index_and_on_the_page_of_their_division(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    fill(store, pages=1, target=TARGETS)
    html_folder.write(build(store, "latest", RULES), tmp_path / "out", Lang.EN)
    store.close()
    index, own, other = (
        text_of(tmp_path / "out" / "en" / f"{name}.html") for name in ("index", "district-990101", "district-990102")
    )
    assert index.count("Homes adapted") == 2
    assert "270 / 300 户" in index
    assert "– / 300 户" in index, "nobody knows how many"
    assert "behind" in own
    assert "20–32 / 60" in index, "between what passes and what nobody knows to fail"
    assert "33.33%–53.33%" in index, "rounded down"
    assert (own.count("Homes adapted"), other.count("Homes adapted")) == (1, 1)
    assert "坡道" not in other
    assert "Targets of the plan" not in text_of(tmp_path / "out" / "en" / "district-990103.html")


def test_reports_of_several_districts_are_added_up_once(tmp_path: Path, summary: Summary) -> None:
    store = Store.at(tmp_path / "audit.db")
    run = fill(store, pages=1, target=TARGETS)
    built = build(store, run, RULES)
    declared = Indicator("", "homes", "declared", 270, 300, 600, "户")
    whole = dataclasses.replace(summary.whole, indicators=(declared,))
    found = target_rows(built.progress(), whole)
    assert [(row.target.id, row.sum) for row in found] == [
        *(("homes", False), ("homes", False), ("kerbs", False)),
        ("homes", True),
    ]
    assert (found[-1].count, found[-1].share, found[-1].standing) == ("270–570 / 600 户", "45.00%–95.00%", None)
    of_one = dataclasses.replace(declared, division="990101")
    district = dataclasses.replace(built.divisions["990101"], indicators=(of_one,))
    assert [row.sum for row in target_rows(built.progress(), district)] == [False], "its own is no sum"
    store.close()
