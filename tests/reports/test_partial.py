"""An interrupted run in every format: marked as partial, nothing unfinished passed or scored."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from audit.model import Lang, Outcome, Reason
from audit.plan import Plan
from audit.records import Link, Subject
from audit.store import Store
from reports import FORMATS
from reports.headline import headline
from reports.summary import Summary, build
from tests.reports.small_city import NOW, RULES, fill

MARK = {Lang.ZH: "部分报告：检测中途中断", Lang.EN: "Partial report: the audit was interrupted."}


@pytest.fixture
def partial(tmp_path: Path) -> Iterator[Summary]:
    """A run whose plan has one more site, which was begun when the run was interrupted."""
    store = Store.at(tmp_path / "partial.db")
    sites = [
        {"id": "portal", "name": "门户", "url": "https://www.example.cn/", "district": "990101"},
        {"id": "begun", "name": "做了一半", "url": "http://begun.cn/", "district": "990102"},
    ]
    run = fill(store, NOW, site=sites)
    store.add_links(run, "begun", [Link("http://begun.cn/", 0), Link("http://begun.cn/1", 1)])
    store.save_subject(run, Subject("http://begun.cn/", "page", Outcome.PASSED, "begun", facts={"status": 200}))
    store.set_state(run, "interrupted", NOW + timedelta(minutes=1))
    yield build(store, "latest", RULES)
    store.close()


def test_every_page_and_file_says_that_it_is_partial(partial: Summary, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for format_ in FORMATS.values():
        format_.write(partial, out, Lang.EN)
    for lang in Lang:
        pages = list((out / lang.value).glob("*.html"))
        assert len(pages) > 3
        assert all(MARK[lang] in path.read_text("utf-8") for path in pages)
        assert MARK[lang] in headline(partial, lang)
    assert MARK[Lang.EN] in (out / "index.html").read_text("utf-8")
    assert json.loads((out / "findings.json").read_text("utf-8"))["audit"]["partial"] is True
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Audit"] for row in rows} == {"interrupted: partial report"}
    assert [row["Site or layer"] for row in rows if row["Outcome"] == "not tested"] == ["做了一半"]


def test_a_site_that_was_begun_is_neither_passed_nor_scored(partial: Summary) -> None:
    (row,) = [row for row in partial.sites if row.site.id == "begun"]
    assert row.interrupted
    assert [(page.outcome, page.reason) for page in row.pages] == [(Outcome.UNTESTED, Reason.INTERRUPTED)]
    assert (row.found_pages, row.tested_pages, row.score) == (2, 0, None)
    (group,) = [group for group in partial.untested if group.reason is Reason.INTERRUPTED]
    assert (group.count, group.entries) == (3, 3)
    assert sum(group.entries for group in partial.untested) == len(partial.all_untested())


def test_a_finished_run_is_whole(summary: Summary, tmp_path: Path) -> None:
    assert not summary.partial
    assert summary.unfinished == ()
    assert Plan.model_validate(summary.run.plan).sites
    FORMATS["html"].write(summary, tmp_path, Lang.EN)
    assert not any(MARK[Lang.EN] in path.read_text("utf-8") for path in tmp_path.rglob("*.html"))
