"""The fixes that help most people: one list of websites and streets in which no measure is added to another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audit.model import Impact, Lang
from reports import first_to_mend
from reports.facility_groups import ToMend
from reports.first_to_mend import FirstOnline, FirstOnStreet
from reports.judged import Judged
from reports.street_rows import Pick
from reports.summary import Summary
from reports.top_fixes import Fix, Measure, top
from tests.reports.small_city import TACTILE
from tests.reports.town import text_of

PLACE = Pick("curb_ramps", 1, "build", "", "解放路口", 114.0, 30.0, "990101001", 512.6, 0.2, 300.0)


@pytest.fixture(scope="module")
def mend(summary: Summary) -> ToMend:
    return ToMend(summary)


def ranked(summary: Summary, mend: ToMend, picks: list[Pick], most: int = 10) -> list[Fix]:
    online = first_to_mend.online(summary, None, Judged(summary), 10)
    return top(
        summary, picks, None, mend, online, first_to_mend.on_street(summary, None, Judged(summary), mend, 10), most
    )


def test_the_worst_come_first_and_the_measures_take_turns(summary: Summary, mend: ToMend) -> None:
    found = ranked(summary, mend, [PLACE, replace(PLACE, rank=2, gained=40.0)])
    impacts = [fix.impact for fix in found]
    assert impacts == sorted(impacts, reverse=True)
    critical = [fix.measure for fix in found if fix.impact is Impact.CRITICAL]
    assert critical[:3] == list(Measure)
    assert critical[3:5] == [Measure.PAGES, Measure.PEOPLE], "one requirement alone is critical"
    assert [fix.place.gained for fix in found if fix.place] == [512.6, 40.0]
    online = [fix.fault for fix in found if fix.fault]
    assert online == first_to_mend.online(summary, None, Judged(summary), 10)[: len(online)]
    assert found[0].whole == 9
    assert found[0].owner
    assert found[0].owner.bureau == "数据局"


def test_complaints_come_before_any_measure(summary: Summary, mend: ToMend) -> None:
    online = [replace(one, tickets=0) for one in first_to_mend.online(summary, None, Judged(summary), 10)]
    streets = [replace(one, tickets=7) for one in first_to_mend.on_street(summary, None, Judged(summary), mend, 10)]
    found = top(summary, [], None, mend, online, streets, 10)
    critical = [(fix.measure, fix.tickets) for fix in found if fix.impact is Impact.CRITICAL]
    assert critical[0] == (Measure.FACILITIES, 7)
    assert {measure for measure, _ in critical[1:]} == {Measure.PAGES}


def test_a_place_counts_by_the_worst_that_fails_there(summary: Summary, mend: ToMend) -> None:
    only_slope = replace(PLACE, what="mend", facility="R0004")
    both = replace(PLACE, what="mend", facility="R0013", rank=2)
    check = replace(PLACE, what="check", facility="R0000", rank=3)
    today = replace(PLACE, rank=0, what="")
    found = {
        fix.place.facility: fix for fix in ranked(summary, mend, [today, only_slope, both, check], 50) if fix.place
    }
    assert found.keys() == {"R0004", "R0013"}, "what is only to be checked is no fix"
    assert found["R0004"].impact is Impact.SERIOUS
    assert found["R0013"].impact is Impact.CRITICAL
    assert [row.id for row in mend.requirements("curb_ramps", "R0013")][-1:] == [TACTILE["id"]]


def test_one_measure_alone_needs_no_list_of_all(summary: Summary, mend: ToMend) -> None:
    online: list[FirstOnline] = first_to_mend.online(summary, None, Judged(summary), 10)
    nothing: list[FirstOnStreet] = []
    assert top(summary, [], None, mend, online, nothing, 10) == []
    assert len(ranked(summary, mend, [], 3)) == 3


@pytest.mark.parametrize(
    ("lang", "said"),
    [(Lang.EN, "9 pages of 9 are mended"), (Lang.ZH, "9 页中可修好 9 页")],
)
def test_the_overview_says_each_in_its_own_measure(
    report: Path, measured: tuple[Summary, Path], lang: Lang, said: str
) -> None:
    index = text_of(report / lang.value / "index.html")
    assert said in index
    assert {Lang.EN: "The fixes that help most people", Lang.ZH: "最能惠及群众的整改事项"}[lang] in index
    assert 'id="method-first"' in (report / lang.value / "method.html").read_text("utf-8")
    town = text_of(measured[1] / lang.value / "index.html")
    assert {Lang.EN: "people more within", Lang.ZH: "米内新增"}[lang] in town
