"""The web score: its formula, its laws, and the figures that were published for it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit import plan, scoring
from audit.model import Impact, Outcome, Reason, Rule, RuleTally, Scope, Score, Text
from audit.plan import Thresholds
from audit.records import Subject
from audit.scoring import CriterionTally, criteria_tally, page_score, site_score
from audit.standards import Criterion, load_web

SAME = Text("x", "x")
CRITERIA = load_web("wcag-2.2").at("AA")
SITE = Subject("s", "site", Outcome.FAILED, "s")


def rule(name: str, *criteria: str, outcomes: frozenset[Outcome] | None = None) -> Rule:
    made = Rule(name, SAME, SAME, SAME, Impact.SERIOUS, Scope.PAGE, tuple(f"wcag:{c}" for c in criteria))
    return replace(made, outcomes=outcomes) if outcomes else made


RULES = {
    r.id: r
    for r in (
        rule("image", "1.1.1"),
        rule("contrast", "1.4.3"),
        rule("name", "4.1.2", "1.1.1"),
        rule("trap", "2.1.2"),
        rule("practice"),
        rule("captcha-alternative", "1.1.1"),
        rule("ask", "2.4.4", outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL})),
    )
}


def page(tally: dict[str, tuple[int, int, int]], stratum: str | None = "articles", number: int = 0) -> Subject:
    facts = {} if stratum is None else {"stratum": stratum}
    counted = {name: RuleTally(*counts) for name, counts in tally.items()}
    return Subject(f"http://a/{number}", "page", Outcome.FAILED, "s", number, tally=counted, facts=facts)


def score(*pages: Subject, site: Subject = SITE, weights: dict[str, float] | None = None, **given: Any) -> Score:
    return site_score(site, pages, RULES, CRITERIA, weights or {}, Thresholds(), **given)


def parts(result: Score) -> dict[str, Any]:
    assert result.parts is not None
    assert json.loads(json.dumps(result.parts, allow_nan=False)) == result.parts
    return result.parts


counts = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 3))
tallies = st.dictionaries(st.sampled_from(sorted(RULES)), counts, min_size=1)
strata = st.one_of(st.none(), st.sampled_from(plan.STRATA))
sites = st.lists(st.tuples(tallies, strata), min_size=1, max_size=8).map(
    lambda rows: [page(tally, stratum, n) for n, (tally, stratum) in enumerate(rows)]
)


# ---- the formula


def test_the_constants_are_those_that_are_published() -> None:
    assert scoring.FIRST_FAULT == 0.5
    assert scoring.LEVEL_WEIGHTS["A"] == 2 * scoring.LEVEL_WEIGHTS["AA"]
    assert tuple(scoring.STRATA) == plan.STRATA
    assert sum(scoring.STRATA.values()) == pytest.approx(1)
    assert CRITERIA.keys() >= scoring.VETO_CRITERIA


def test_components_are_counted_by_criterion() -> None:
    tally = {"image": RuleTally(7, 2, 1), "name": RuleTally(4, 0, 0), "practice": RuleTally(0, 9, 0)}
    assert criteria_tally(RULES, tally) == {"wcag:1.1.1": CriterionTally(2, 14), "wcag:4.1.2": CriterionTally(0, 4)}


def test_a_page_score_by_hand() -> None:
    criteria = {c.id: c for c in (_criterion("1.1.1", "A"), _criterion("1.4.3", "AA"), _criterion("2.4.4", "A"))}
    # 1.1.1 loses 0.5 + 0.5 · 1/4, 1.4.3 is met, 2.4.4 does not apply and counts as met.
    tallied = {
        "wcag:1.1.1": CriterionTally(1, 4),
        "wcag:1.4.3": CriterionTally(0, 3),
        "wcag:9.9.9": CriterionTally(5, 5),
    }
    assert page_score(criteria, tallied) == pytest.approx((2 * (1 - 0.625) + 1 + 2) / 5)


def _criterion(number: str, level: Any) -> Criterion:
    return Criterion(id=f"wcag:{number}", title_zh="x", title_en="x", level=level)


def test_what_nobody_can_tell_is_applicable_and_not_failed() -> None:
    assert page_score(CRITERIA, criteria_tally(RULES, {"image": RuleTally(0, 0, 9)})) == 1
    unsure = page_score(CRITERIA, criteria_tally(RULES, {"image": RuleTally(0, 1, 9)}))
    assert unsure > page_score(CRITERIA, criteria_tally(RULES, {"image": RuleTally(0, 1, 0)}))


def test_strata_weigh_as_published_and_the_absent_share_theirs_out() -> None:
    good, bad = page({"image": (1, 0, 0)}, "services"), page({"image": (0, 1, 0)}, "channels", 1)
    s_bad = page_score(CRITERIA, criteria_tally(RULES, bad.tally))
    result = score(good, bad)
    assert result.value == pytest.approx(100 * (0.4 * 1 + 0.2 * s_bad) / 0.6, abs=1e-4)
    assert [(s["name"], s["weight"]) for s in parts(result)["strata"]] == [("services", 0.6667), ("channels", 0.3333)]
    assert parts(result)["absent"] == ["articles", "contact", "attachments"]
    heavier = score(good, bad, weights={"channels": 1.2})
    assert heavier.value == pytest.approx(100 * (0.4 + 1.2 * s_bad) / 1.6, abs=1e-4)


def test_a_page_that_nobody_has_sorted_counts_as_an_article() -> None:
    unsorted_pages = [page({"image": (0, 1, 0)}, stratum, n) for n, stratum in enumerate((None, "nonsense"))]
    result = score(page({"image": (1, 0, 0)}, "services", 9), *unsorted_pages)
    sorted_pages = [replace(p, facts={"stratum": "articles"}) for p in unsorted_pages]
    assert result.value == score(page({"image": (1, 0, 0)}, "services", 9), *sorted_pages).value
    assert parts(result)["unsorted"] == 2


# ---- no data


def test_no_page_audited_is_no_data() -> None:
    blocked = Subject("http://a/", "page", Outcome.UNTESTED, "s", reason=Reason.BLOCKED)
    moved = Subject("http://b/", "page", Outcome.INAPPLICABLE, "s", reason=Reason.REDIRECT)
    result = score(blocked, moved)
    assert (result.low, result.high, result.value, result.tested, result.untested) == (None, None, None, None, 1)
    assert parts(result)["n"] == 0
    assert score().value is None


def test_a_page_given_up_half_way_is_untested_not_judged() -> None:
    crashed = replace(page({"image": (0, 1, 0)}, number=1), outcome=Outcome.UNTESTED, reason=Reason.CRASH)
    result = score(page({"image": (1, 0, 0)}), crashed)
    assert (result.value, result.untested, parts(result)["n"], parts(result)["known"]) == (100, 1, 1, 2)
    assert result.low is not None
    assert result.low < 100


def test_pages_only_in_strata_of_no_weight_are_no_data() -> None:
    result = score(page({"image": (0, 1, 0)}, "articles"), weights={"articles": 0})
    assert (result.low, result.value, result.high) == (None, None, None)


def test_what_was_tested_stands_beside_the_score() -> None:
    blocked = Subject("http://b/", "page", Outcome.UNTESTED, "s", reason=Reason.TIMEOUT)
    result = score(page({"image": (1, 0, 2), "ask": (0, 0, 3)}), page({"contrast": (1, 0, 1)}, number=1), blocked)
    weight = sum(2 if c.level == "A" else 1 for c in CRITERIA.values())
    assert result.tested == pytest.approx((2 + 1) / weight, abs=1e-4)  # 1.1.1 and 1.4.3: the rule `ask` cannot fail
    assert (result.needs_review, result.untested) == (6, 1)
    wider = score(page({"image": (1, 0, 0)}), ran=["image", "trap"])
    assert wider.tested == pytest.approx((2 + 2) / weight, abs=1e-4)
    shown = parts(result)["criteria"]
    assert shown["wcag:1.1.1"]["tested"]
    assert not shown["wcag:2.4.4"]["tested"]
    assert set(shown) == set(CRITERIA)


def test_rules_that_stand_only_in_the_sites_tally_are_shown_and_lie_outside_the_formula() -> None:
    site = replace(SITE, tally={"name": RuleTally(1, 2, 3), "image": RuleTally(0, 9, 9), "gone": RuleTally(1, 1, 1)})
    result = score(page({"image": (1, 0, 1), "older": (0, 1, 0)}), site=site)
    assert result.value == 100
    assert parts(result)["site_only"] == {"gone": [1, 1, 1], "name": [1, 2, 3]}
    assert parts(result)["unknown_rules"] == ["gone", "older"]
    assert result.needs_review == 1 + 3 + 1


# ---- veto


@pytest.mark.parametrize("failing", ["trap", "captcha-alternative"])
@pytest.mark.parametrize(("stratum", "capped"), [("services", True), ("contact", True), ("channels", False)])
def test_a_veto_caps_on_a_critical_process_only(failing: str, stratum: str, *, capped: bool) -> None:
    result = score(page({failing: (9, 1, 0)}, stratum), page({failing: (9, 1, 0)}, stratum, 1))
    assert result.value is not None
    assert (result.value == 59) is capped
    assert result.low == result.high == result.value
    assert parts(result)["cap"] == (59 if capped else None)
    assert parts(result)["uncapped"] > 90
    by = "wcag:2.1.2" if failing == "trap" else failing
    assert parts(result)["veto"] == ([{"by": by, "pages": 2, "first": "http://a/0"}] if capped else [])


def test_the_cap_lies_below_the_pass_mark_that_the_plan_sets() -> None:
    pages = [page({"trap": (0, 1, 0)}, "services")]
    for mark, cap in ((80.0, 79.0), (0.5, 0.0)):
        result = site_score(SITE, pages, RULES, CRITERIA, {}, Thresholds(pass_mark=mark))
        assert (result.value, result.high) == (cap, cap)


def test_a_low_score_is_not_lifted_to_the_cap() -> None:
    broken = {c.id: c for c in [_criterion("2.1.2", "A")]}
    result = site_score(SITE, [page({"trap": (0, 3, 0)}, "services")], RULES, broken, {}, Thresholds())
    assert result.value == 0


# ---- laws


@given(sites, st.data())
def test_mending_a_component_never_lowers_the_score(pages: list[Subject], data: st.DataObject) -> None:
    faults = [(n, name) for n, p in enumerate(pages) for name, tally in p.tally.items() if tally[1]]
    assume(faults)
    n, name = data.draw(st.sampled_from(faults))
    passed, failed, unsure = pages[n].tally[name]
    for mended in (RuleTally(passed + 1, failed - 1, unsure), RuleTally(passed, failed - 1, unsure + 1)):
        after = [*pages[:n], replace(pages[n], tally={**pages[n].tally, name: mended}), *pages[n + 1 :]]
        before_value, after_value = score(*pages).value, score(*after).value
        assert before_value is not None
        assert after_value is not None
        assert after_value >= before_value


@given(sites, st.integers(2, 4))
def test_copies_of_a_stratums_templates_change_nothing(pages: list[Subject], times: int) -> None:
    copies = [replace(p, id=f"{p.id}/{n}") for p in pages if p.facts.get("stratum") == "channels" for n in range(times)]
    rest = [p for p in pages if p.facts.get("stratum") != "channels"]
    assert score(*rest, *copies).value == pytest.approx(score(*pages).value, abs=1e-4)


def test_fifty_copies_of_an_article_template_change_nothing_where_a_plain_mean_moves() -> None:
    service = page({"image": (0, 4, 0), "contrast": (0, 2, 0), "name": (1, 3, 0)}, "services")
    article = page({"contrast": (9, 1, 0)}, "articles")
    copies = [replace(article, id=f"http://a/copy{n}") for n in range(50)]
    assert score(service, article, *copies).value == score(service, article).value
    plain = [page_score(CRITERIA, criteria_tally(RULES, p.tally)) for p in (service, article, *copies)]
    assert 100 * abs(sum(plain) / len(plain) - sum(plain[:2]) / 2) > 2


@given(st.integers(1, 5), st.integers(0, 5), st.integers(1, 100_000))
def test_good_components_cannot_dilute_a_bad_one_away(failed: int, passed: int, added: int) -> None:
    before = page_score(CRITERIA, {"wcag:1.1.1": CriterionTally(failed, failed + passed)})
    after = page_score(CRITERIA, {"wcag:1.1.1": CriterionTally(failed, failed + passed + added)})
    weight = 2 / scoring.criteria_weight(CRITERIA.values())
    assert before <= after < 1 - scoring.FIRST_FAULT * weight + 1e-12


def test_3960_good_images_beside_3_bad_ones_move_little() -> None:
    before = page_score(CRITERIA, {"wcag:1.1.1": CriterionTally(3, 40)})
    after = page_score(CRITERIA, {"wcag:1.1.1": CriterionTally(3, 4000)})
    # The plain failure rate falls to a hundredth; 0.07 points were published, over the 86 of weight of WCAG 2.2 A + AA.
    assert 100 * (after - before) == pytest.approx(100 * 0.5 * (3 / 40 - 3 / 4000) * 2 / 86, abs=1e-9)
    assert 100 * (after - before) < 0.1


@given(sites, st.integers(0, 40), tallies)
def test_bounds_hold_the_score_and_the_order_of_pages_is_nothing(
    pages: list[Subject], more: int, site_tally: dict[str, tuple[int, int, int]]
) -> None:
    site = replace(SITE, tally={name: RuleTally(*c) for name, c in site_tally.items()})
    result = score(*pages, site=site, known=len(pages) + more)
    assert result.low is not None
    assert result.value is not None
    assert result.high is not None
    assert result.tested is not None
    assert 0 <= result.low <= result.value <= result.high <= 100
    assert 0 <= result.tested <= 1
    assert result.untested == more
    assert (result.low == result.high) or more or result.value == 59
    assert parts(result)["known"] == len(pages) + more
    again = score(*reversed(pages), site=site, known=len(pages) + more)
    assert (again.low, again.value, again.high, again.tested) == (result.low, result.value, result.high, result.tested)
