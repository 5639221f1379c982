"""Complaints: they raise the rank within one impact, are counted in the list, and those that match nothing are told."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from audit import complaints, snapshot
from audit.complaints import FACILITY, PAGE, TOO_FAR, About, Ticket
from audit.districts import WHOLE
from audit.model import Impact, Lang
from audit.reviews import Review, Says, Spoken
from audit.store import Store
from reports import FORMATS, filled_list, first_to_mend
from reports.facility_groups import ToMend
from reports.fingerprints import cause_fingerprint
from reports.judged import Judged
from reports.rectification_columns import COLUMNS
from reports.summary import Summary, build
from tests.reports.small_city import HOSTILE, RULES, SLOPE, TACTILE, fill
from tests.reports.town import text_of

DAY = date(2026, 11, 22)
KEYS = [column.key for column in COLUMNS]


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Summary]:
    store = Store.at(tmp_path / "audit.db")
    run = fill(store, pages=3)
    first = f"https://www.example.cn/p0.html?q={HOSTILE}"
    second = "https://www.example.cn/p1.html?q=%3Cscript%3E"
    about = [
        *(About(PAGE, site="portal", subject=page) for page in (first, first, second)),
        About(FACILITY, layer="curb_ramps", subject="R0004", metres=2.0),
        About(FACILITY, layer="curb_ramps", subject="R0000"),
        About(why=TOO_FAR),
        About(why=HOSTILE),
    ]
    ticket = Ticket("A1", "2026-11-01", "", "", "", "", "")
    table = complaints.table(("t.csv", ticket, one) for one in about)
    complaints.keep(store, run, table, snapshot.of_run(store, store.run(run)))
    yield build(store, run, RULES)
    store.close()


def test_within_one_impact_more_tickets_come_first(heard: Summary) -> None:
    told = heard.complaints()
    found = first_to_mend.online(heard, told, Judged(heard), 10)
    worst = [(one.site.site.id, one.tickets) for one in found if one.cause.impact is Impact.CRITICAL]
    assert worst == [("portal", 3), ("portal", 2), ("Services_网办", 0), ("Services_网办", 0)]
    assert [one.cause.impact for one in found] == sorted((one.cause.impact for one in found), reverse=True)
    assert [one.cause.key for one in first_to_mend.online(heard, told, Judged(heard), 2)] == [
        one.cause.key for one in found[:2]
    ]
    streets = first_to_mend.on_street(heard, told, Judged(heard), ToMend(heard), 10)
    assert [(one.requirement.id, one.tickets) for one in streets] == [(TACTILE["id"], 0), (SLOPE["id"], 1)]


def test_without_complaints_the_order_is_that_of_the_faults(summary: Summary) -> None:
    found = first_to_mend.online(summary, None, Judged(summary), 10)
    assert [one.site.site.id for one in found[:2]] == ["Services_网办", "portal"]
    assert {one.tickets for one in found} == {None}
    assert first_to_mend.heard(None) is None


def test_what_a_person_found_to_fail_is_among_them_and_what_is_let_through_is_not(summary: Summary) -> None:
    plain = Judged(summary)
    found = first_to_mend.online(summary, None, plain, 100)
    (site, cause) = next((row, row.reviews[0]) for row in summary.sites if row.reviews)
    let_through = found[0]
    said = {
        Says.FAILED: cause_fingerprint(site.site.id, cause),
        Says.WAIVED: cause_fingerprint(let_through.site.site.id, let_through.cause),
    }
    plain.spoken = Spoken.of([Review(name, says, "李敏", DAY) for says, name in said.items()], DAY)
    now = first_to_mend.online(summary, None, plain, 100)
    assert {(one.site.site.id, one.cause.key) for one in now} == (
        {(one.site.site.id, one.cause.key) for one in found[1:]} | {(site.site.id, cause.key)}
    )
    assert first_to_mend.online(summary, None, plain, 3) == now[:3]
    plain.spoken = Spoken.of([Review(cause_fingerprint(site.site.id, cause), Says.PASSED, "李敏", DAY)], DAY)
    assert first_to_mend.online(summary, None, plain, 100) == found


def test_facilities_that_are_let_through_do_not_count(summary: Summary) -> None:
    judged, mend = Judged(summary), ToMend(summary)
    before = {one.requirement.id: one for one in first_to_mend.on_street(summary, None, judged, mend, 10)}
    tactile, slope = before[str(TACTILE["id"])], before[str(SLOPE["id"])]
    assert (tactile.waived, tactile.left) == (0, tactile.requirement.failed)
    rows = [row for group in mend.groups(WHOLE) for row in mend.rows(group, 100)]
    names = [row.fingerprint for row in rows if row.requirement.id == TACTILE["id"]]
    judged.spoken = Spoken.of([Review(name, Says.WAIVED, "李敏", DAY) for name in names[1:]], DAY)
    after = {one.requirement.id: one for one in first_to_mend.on_street(summary, None, judged, mend, 10)}
    assert (after[str(TACTILE["id"])].left, after[str(SLOPE["id"])]) == (1, slope)
    judged.spoken = Spoken.of([Review(name, Says.WAIVED, "李敏", DAY) for name in names], DAY)
    assert [one.requirement.id for one in first_to_mend.on_street(summary, None, judged, mend, 10)] == [SLOPE["id"]]


def test_the_index_tells_what_became_of_the_tickets(heard: Summary, tmp_path: Path) -> None:
    FORMATS["html"].write(heard, tmp_path / "out", Lang.EN)
    index = text_of(tmp_path / "out" / "en" / "index.html")
    assert "7 tickets were read: 3 about pages, 2 about facilities." in index
    assert "no facility lies near enough1" in index
    assert "Online: faults by impact, complaints," in index
    assert "投诉" in text_of(tmp_path / "out" / "zh" / "index.html")


def test_without_complaints_no_page_speaks_of_them(report: Path) -> None:
    assert "投诉" not in text_of(report / "zh" / "index.html")


def test_the_list_counts_them_and_an_older_list_is_still_read(heard: Summary, tmp_path: Path) -> None:
    path = FORMATS["rectification-csv"].write(heard, tmp_path, Lang.EN)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *cells = csv.reader(file)
    rows = [dict(zip(KEYS, row, strict=True)) for row in cells]
    steep = {row["thing"]: row for row in rows if row["what"] == "Running slope too steep"}
    assert (steep["R0004"]["complaints"], steep["R0011"]["complaints"]) == ("1", "0")
    assert steep["R0000"]["complaints"] == "", "nobody can tell whether it fails"
    web = [row["complaints"] for row in rows if row["kind"] == "Website" and row["outcome"] == "failed"]
    assert web.count("3") == 2, "two causes are on both pages"
    at = KEYS.index("complaints")
    verdict, person, day = (KEYS.index(key) for key in ("verdict", "reviewer", "reviewed"))
    older = next(row for row in cells if row[KEYS.index("outcome")] == "needs review")
    older[verdict], older[person], older[day] = "passed", "Li Min", "2026-11-23"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[:at] + row[at + 1 :] for row in (header, older)])
    assert [review.person for _, review in filled_list.read(path, heard.run.id)] == ["Li Min"]


def test_a_plan_without_complaints_leaves_the_column_empty(summary: Summary, tmp_path: Path) -> None:
    path = FORMATS["rectification-csv"].write(summary, tmp_path, Lang.EN)
    with path.open(encoding="utf-8-sig", newline="") as file:
        _, *cells = csv.reader(file)
    assert {row[KEYS.index("complaints")] for row in cells} == {""}
