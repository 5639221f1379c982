from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from audit.districts import Division, DivisionTree
from audit.model import Finding, Impact, Lang, Outcome, Reason, Score, Target, Text
from audit.plan import Plan
from audit.records import Subject
from audit.store import Store
from reports import FORMATS
from reports.facility_groups import ToMend
from reports.faults import by_cause, causes
from reports.headline import headline
from reports.ranks import ranks
from reports.summary import Summary, build
from tests.reports.small_city import NOW, RULES, SLOPE, TACTILE


def of_component(component: str, impact: Impact = Impact.SERIOUS, number: int = 0) -> Finding:
    target = Target(f"img:nth-child({number})")
    return Finding("", "axe-image-alt", Outcome.FAILED, impact, target, Text("", ""), component, "f", site="s")


def recorded(folder: Path, pages: list[list[Finding]]) -> Store:
    """A store with a run of one site, "s": the findings of each of its pages."""
    store = Store.at(folder / "causes.db")
    run = store.start_run("site", "s", {}, Path(), {}, NOW)
    for n, found in enumerate(pages):
        # The addresses are in another order than the pages.
        page = f"https://example.cn/{(n * 7) % 10}/{n}"
        given = [replace(finding, subject=page) for finding in found]
        store.save_subject(run, Subject(page, "page", Outcome.FAILED, "s", n), given)
    return store


def test_findings_of_one_component_are_one_fault(tmp_path: Path) -> None:
    store = recorded(tmp_path, [[of_component(f"c{n}", number=n) for n in range(5)] for _ in range(115)])
    (found,) = causes(store.causes("2026-11-22-1"), RULES).values()
    assert (len(found), sum(cause.occurrences for cause in found)) == (5, 575)
    assert {cause.pages for cause in found} == {115}
    store.close()


def test_faults_are_ordered_by_impact_then_by_pages(tmp_path: Path) -> None:
    few, many, bad = of_component("few"), of_component("many"), of_component("bad", Impact.CRITICAL)
    store = recorded(tmp_path, [[few, few, few, many, bad], [many]])
    found = causes(store.causes("2026-11-22-1"), {})["s", Outcome.FAILED]
    assert [(cause.component, cause.occurrences, cause.pages) for cause in found] == [
        ("bad", 1, 1),
        ("many", 2, 2),
        ("few", 3, 1),
    ]
    store.close()


def test_the_worst_impact_stands_for_a_fault(tmp_path: Path) -> None:
    store = recorded(tmp_path, [[of_component("c")], [of_component("c", Impact.CRITICAL)], [of_component("c")]])
    (cause,) = store.causes("2026-11-22-1")
    assert cause.impact is Impact.CRITICAL
    store.close()


def test_the_first_findings_of_a_fault_come_in_page_order(tmp_path: Path) -> None:
    page = [of_component("c", number=n) for n in range(3)]
    store = recorded(tmp_path, [[*page, of_component("d")] for _ in range(12)])
    run = "2026-11-22-1"
    everything = list(store.findings(run))
    for each in (1, 4, 100):
        found = by_cause(store.first_findings(run, "s", each))
        assert set(found) == {(Outcome.FAILED, "axe-image-alt", component) for component in "cd"}
        for (*_, component), samples in found.items():
            assert list(samples) == [f for f in everything if f.component == component][:each]
    assert list(store.first_findings(run, "other", 5)) == []
    store.close()


def test_every_finding_counts_in_exactly_one_cause(summary: Summary, store: Store) -> None:
    for row in summary.sites:
        counted = Counter(finding.outcome for finding in store.findings(summary.run.id, row.site.id))
        assert row.occurrences == counted[Outcome.FAILED]
        assert sum(cause.occurrences for cause in row.reviews) == counted[Outcome.CANT_TELL]


def test_unknown_rules_stand_under_their_id(summary: Summary) -> None:
    assert summary.rule("retired-rule").title.en == "retired-rule"
    assert any(cause.rule.id == "retired-rule" for cause in summary.sites[0].causes)


def test_every_page_is_there_with_one_outcome(summary: Summary) -> None:
    portal = summary.sites[0]
    assert (len(portal.pages), portal.tested_pages) == (10, 9)
    assert summary.sites[2].reason is Reason.NETWORK
    assert summary.sites[2].score is not None
    assert summary.sites[2].score.value is None


def test_facility_findings_carry_value_limit_clause_and_owner(summary: Summary) -> None:
    found = list(summary.facility_findings())
    assert Counter((f.requirement.id, f.outcome) for f in found) == {
        (SLOPE["id"], Outcome.FAILED): 19,
        (SLOPE["id"], Outcome.CANT_TELL): 12,
        (TACTILE["id"], Outcome.FAILED): 15,
    }
    steep = next(f for f in found if f.requirement.id == SLOPE["id"] and f.outcome is Outcome.FAILED)
    assert isinstance(steep.value, float)
    assert steep.requirement.limit is not None
    assert steep.value > steep.requirement.limit
    assert (steep.requirement.clause, steep.owner and steep.owner.deadline_days) == ("2.10.4", 90)
    assert next(f for f in found if f.outcome is Outcome.CANT_TELL).value is None
    assert len({f.fingerprint for f in found}) == len(found)
    special = next(f for f in found if f.requirement.id == TACTILE["id"] and f.division.startswith("990102"))
    assert special.owner is not None
    assert special.owner.bureau.startswith("=HYPERLINK")


def test_facilities_add_up_from_streets_to_districts(summary: Summary) -> None:
    mend = ToMend(summary)
    for parent in ("990101", "990102"):
        below = [mend.groups(code) for code in summary.tree.children[parent]]
        for counted in ("failed", "cant_tell"):
            sums = [sum(getattr(g, counted) for g in groups) for groups in (mend.groups(parent), *below)]
            assert sums[0] == sum(sums[1:])
    total = sum(g.failed + g.cant_tell for code in summary.tree.children[""] for g in mend.groups(code))
    assert total == sum(1 for _ in summary.facility_findings())


def test_untested_is_grouped_and_nothing_is_lost(summary: Summary) -> None:
    assert sum(group.entries for group in summary.untested) == len(summary.all_untested())
    assert {group.reason for group in summary.untested} >= {Reason.ROBOTS, Reason.NETWORK, Reason.MISSING_COLUMN}


def test_a_division_below_the_gate_has_no_rank(summary: Summary) -> None:
    assert summary.divisions["990101"].street_rank == 1
    assert summary.divisions["990102"].street_rank is None, "70 % surveyed, though its low bound is higher"
    assert summary.divisions["990104"].street_rank is None
    assert summary.divisions["990104"].street is None or summary.divisions["990104"].street.low is None


def test_equals_share_a_rank() -> None:
    tree = DivisionTree.of([Division(code, code) for code in "abc"])
    scores = {
        code: Score("division", code, "street", low, low, parts={"ranked": True})
        for code, low in (("a", 50.0), ("b", 70.0), ("c", 50.0))
    }
    assert ranks(tree, {}, scores, 0.8) == ({}, {"a": 2, "b": 1, "c": 2})


def test_the_league_is_the_first_level_with_more_than_one(summary: Summary) -> None:
    assert [row.division.code for row in summary.league] == ["990101", "990102", "990103", "990104"]


def test_a_run_of_one_site_needs_no_districts(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    site = {"id": "web", "name": "网站", "url": "https://www.example.cn/"}
    plan = Plan.model_validate({"name": "网站", "date": "2026-11-22", "site": [site]})
    store.start_run("site", "网站", plan.model_dump(mode="json", by_alias=True), Path(), {}, NOW)
    built = build(store, "latest", {})
    assert (built.league, built.layers, built.sites[0].score) == ((), (), None)
    for format_ in FORMATS.values():
        assert format_.write(built, tmp_path / "out", Lang.EN).is_file()
    assert "no data" in headline(built, Lang.EN) or "0 of 1" in headline(built, Lang.EN)
    store.close()


def test_the_headline_is_plain_text_in_both_languages(summary: Summary) -> None:
    for lang, nothing in ((Lang.ZH, "无数据"), (Lang.EN, "no data")):
        text = headline(summary, lang)
        assert nothing in text
        assert all(char.isprintable() or char == "\n" for char in text)
        assert "30.0–45.0" in text


@pytest.mark.parametrize(
    ("classes", "first"),
    [
        (("portal", "kiosk"), "Websites: "),
        (("app", "app"), "Apps: "),
        (("documents",), "Sets of documents: "),
        (("portal", "app"), "Websites, apps and sets of documents: "),
    ],
)
def test_the_headline_calls_what_is_online_by_its_name(summary: Summary, classes: tuple[str, ...], first: str) -> None:
    rows = [
        replace(row, site=row.site.model_copy(update={"site_class": name}))
        for row, name in zip(summary.sites, classes, strict=False)
    ]
    told = headline(replace(summary, sites=tuple(rows)), Lang.EN)
    assert any(line.startswith(first) for line in told.splitlines())
