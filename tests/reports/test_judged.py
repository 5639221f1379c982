"""What people decided stands where the fault stands: verdicts, waivers, and since when facilities fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from audit import bookkeeping, snapshot
from audit.model import Lang
from audit.reviews import Review, Says
from audit.store import Store
from reports import html_folder
from reports.fingerprints import cause_fingerprint
from reports.judged import Judged
from reports.summary import Summary, build
from tests.reports.small_city import HOSTILE, NOW, RULES, fill
from tests.reports.town import text_of

DAY = date(2026, 11, 20)
WAIVER = {
    "rule": "axe-color-contrast",
    "site": "portal",
    "reason": f"改版在即 {HOSTILE}",
    "owner": "信息中心",
    "expires": "2026-12-31",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.at(tmp_path / "audit.db")
    yield opened
    opened.close()


def review(store: Store, summary: Summary, says: Says, *, until: date | None = None) -> None:
    """Say something of the first thing to review of the portal, or of its first fault."""
    row = summary.sites[0]
    cause = row.causes[0] if says is Says.WAIVED else row.reviews[0]
    name = cause_fingerprint(row.site.id, cause)
    store.add_reviews([Review(name, says, "李敏", DAY, f"看过了 {HOSTILE}", until)], NOW)


def test_a_verdict_stands_on_the_page_of_the_site(store: Store, tmp_path: Path) -> None:
    built = build(store, fill(store, pages=2), RULES)
    review(store, built, Says.PASSED)
    html_folder.write(built, tmp_path / "out", Lang.EN)
    page = text_of(tmp_path / "out" / "en" / "site-portal.html")
    assert "1 of them was judged by a person; the score counts the verdict." in page
    assert "passed李敏, 20 November 2026看过了 <script>" in page
    assert "Human verdict" not in next((tmp_path / "out" / "en").glob("site-services*.html")).read_text("utf-8")


def test_what_is_settled_waits_for_nobody(store: Store, tmp_path: Path) -> None:
    built = build(store, fill(store, pages=2), RULES)
    row = built.sites[0]
    assert row.score
    unscored = replace(row, score=None)
    assert Judged(built).left(unscored) == 1
    review(store, built, Says.FAILED)
    judged = Judged(built)
    assert [judged.found_to_fail(row, cause) for cause in row.reviews] == [True]
    assert not any(judged.found_to_fail(row, cause) for cause in row.causes), "those a test found"
    assert (judged.settled(row), judged.left(unscored)) == (1, 0)
    assert judged.left(row) == row.score.needs_review, "whoever made the score has counted the verdict in"
    html_folder.write(built, tmp_path / "out", Lang.EN)
    index, page = (text_of(tmp_path / "out" / "en" / name) for name in ("index.html", "site-portal.html"))
    assert "Beside these, failed by human judgement: 1" in index
    assert "Beside these, failed by human judgement1" in page
    review(store, built, Says.CANT_TELL)
    assert Judged(built).settled(row) == 0, "it was taken back"


def test_a_waiver_of_the_plan_is_told_with_reason_owner_and_last_day(store: Store, tmp_path: Path) -> None:
    built = build(store, fill(store, pages=2, waiver=[WAIVER]), RULES)
    html_folder.write(built, tmp_path / "out", Lang.EN)
    page = text_of(tmp_path / "out" / "en" / "site-portal.html")
    assert page.count("Waived until 31 December 2026: 改版在即 <script>") == 1
    assert "(信息中心)" in page
    assert "Waived" not in text_of(next((tmp_path / "out" / "en").glob("site-services*.html")))
    index = (tmp_path / "out" / "en" / "index.html").read_text("utf-8")
    first = index.partition('id="first-online"')[2].partition("</table>")[0]
    sites = [re.search(r'href="(site-\w+)', row) for row in first.split("<tr>") if "rule-axe-color-contrast" in row]
    assert [site[1].startswith("site-services") for site in sites if site] == [True], "what is waived can wait"


def test_a_waiver_that_lets_part_of_a_fault_through_does_not_waive_it(store: Store) -> None:
    waivers = [{**WAIVER, "page": "*/p0.html*"}, {**WAIVER, "rule": "axe-region", "expires": "2026-11-01"}]
    built = build(store, fill(store, pages=2, waiver=waivers), RULES)
    judged, row = Judged(built), built.sites[0]
    assert [judged.waiving(row, cause) for cause in (*row.causes, *row.reviews)].count(None) == 5


@pytest.mark.parametrize(("until", "waived"), [(date(2026, 11, 22), True), (date(2026, 11, 21), False)])
def test_a_waiver_of_a_list_holds_to_its_last_day(store: Store, until: date, *, waived: bool) -> None:
    built = build(store, fill(store, pages=2), RULES)
    review(store, built, Says.WAIVED, until=until)
    judged, row = Judged(built), built.sites[0]
    found = judged.waiving(row, row.causes[0])
    assert (found is not None) is waived
    assert found is None or (found.owner, found.until) == ("李敏", until)
    assert judged.waiving(row, row.causes[1]) is None


def test_facilities_that_fail_tell_since_when(store: Store, tmp_path: Path) -> None:
    for month, day in ((8, "2026-08-24"), (11, "2026-11-22")):
        run = fill(store, NOW.replace(month=month), pages=1, date=day)
        bookkeeping.keep(store, store.run(run), snapshot.of_run(store, store.run(run)))
    html_folder.write(build(store, "latest", RULES), tmp_path / "out", Lang.EN)
    page = text_of(tmp_path / "out" / "en" / "district-990102.html")
    assert "still open90 days" in page
    judged = Judged(build(store, "latest", RULES))
    assert judged.standing("0" * 16) is None


def test_without_a_ledger_no_state_is_told(store: Store, tmp_path: Path) -> None:
    html_folder.write(build(store, fill(store, pages=1), RULES), tmp_path / "out", Lang.EN)
    assert ">State<" not in (tmp_path / "out" / "en" / "district-990102.html").read_text("utf-8")
