import os
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from audit.model import Depth, Impact, Lang, Outcome, Rule, Scope
from web_checks.axe_rules import axe_rules, criteria_of, enabled_axe_rules, foreign_rule
from web_checks.chromium import find

# axe marks a check that can end undecided by its "incomplete" message and one that can end badly by its "fail" message.
ASK = """() => axe.getRules().map((open) => {
  const rule = axe._audit.rules.find((candidate) => candidate.id === open.ruleId);
  const messages = (group) => rule[group].map((check) => axe._audit.data.checks[check.id || check].messages);
  const any = messages('any'), others = [...messages('all'), ...messages('none')];
  const fails = (message) => 'fail' in message;
  return {
    id: open.ruleId, help: open.help, description: open.description, tags: open.tags, act: open.actIds || [],
    impact: rule.impact, enabled: rule.enabled,
    can_fail: !rule.reviewOnFail && ((any.length > 0 && any.every(fails)) || others.some(fails)),
    can_review: rule.reviewOnFail || [...any, ...others].some((message) => 'incomplete' in message),
  };
})"""
RUN = """async (id) => {
  const results = await axe.run(document, {runOnly: {type: 'rule', values: [id]}});
  return results.incomplete.map((rule) => rule.id);
}"""
# axe cannot compare a name of one letter: the rule then ends undecided without a message that says so.
UNDECIDED_PAGE = '<html lang="en"><title>t</title><main><button aria-label="close">x</button></main></html>'
UNDECIDED = "label-content-name-mismatch"


@dataclass(frozen=True)
class Script:
    rules: dict[str, dict[str, Any]]
    undecided: list[str]


@pytest.fixture(scope="module")
def script() -> Script:
    """The shipped axe-core's own account of its rules."""
    chromium = find()
    if chromium is None:
        pytest.skip("no Chromium on this machine: what axe-core says of its rules cannot be asked")
    source = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.path),
            chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
        )
        try:
            page = browser.new_page()
            page.set_content(UNDECIDED_PAGE)
            page.evaluate(source)
            rules = {rule["id"]: rule for rule in page.evaluate(ASK)}
            undecided = page.evaluate(RUN, UNDECIDED)
        finally:
            browser.close()
    return Script(rules, undecided)


@cache
def table() -> dict[str, dict[str, Any]]:
    text = (files("web_checks") / "axe_rules.toml").read_text("utf-8")
    return {entry["id"]: entry for entry in tomllib.loads(text)["rule"]}


def texts(rule: Rule) -> dict[str, str]:
    parts = {"title": rule.title, "whom": rule.whom, "mend": rule.mend}
    return {f"{rule.id} {name}.{lang}": part.to(lang) for name, part in parts.items() for lang in Lang}


def test_the_table_has_exactly_the_rules_of_the_shipped_script(script: Script) -> None:
    assert table().keys() == script.rules.keys()
    assert list(axe_rules()) == sorted(f"axe-{rule}" for rule in script.rules)
    assert all(rule.id == key for key, rule in axe_rules().items())


def test_criteria_act_rules_and_impact_are_the_scripts_own(script: Script) -> None:
    ours = {
        rule.id.removeprefix("axe-"): (rule.requirements, rule.act_rules, rule.impact.label)
        for rule in axe_rules().values()
    }
    theirs = {
        rule["id"]: (criteria_of(rule["tags"]), tuple(rule["act"]), rule["impact"]) for rule in script.rules.values()
    }
    assert ours == theirs


def test_a_rule_without_criteria_is_what_axe_calls_a_best_practice(script: Script) -> None:
    ours = {rule.id.removeprefix("axe-") for rule in axe_rules().values() if not rule.requirements}
    assert ours == {rule["id"] for rule in script.rules.values() if "best-practice" in rule["tags"]}


def test_what_axe_runs_by_default_and_what_is_experimental(script: Script) -> None:
    ours = {rule: (entry.get("enabled", True), entry.get("experimental", False)) for rule, entry in table().items()}
    theirs = {rule["id"]: (rule["enabled"], "experimental" in rule["tags"]) for rule in script.rules.values()}
    assert ours == theirs


def test_enabled_rules_are_axes_default_run_target_size_and_level_aaa(script: Script) -> None:
    by_default = {
        rule["id"]
        for rule in script.rules.values()
        if rule["enabled"] and not {"experimental", "deprecated"} & set(rule["tags"])
    }
    triple_a = {rule["id"] for rule in script.rules.values() if "wcag2aaa" in rule["tags"]}
    assert len(triple_a) == 3
    wanted = {"target-size", "label-content-name-mismatch"}
    assert by_default.isdisjoint(triple_a | wanted)
    ids = [rule.id.removeprefix("axe-") for rule in enabled_axe_rules()]
    assert set(ids) == by_default | triple_a | wanted
    assert ids == sorted(ids)


def test_outcomes_are_those_that_the_scripts_checks_can_end_in(script: Script) -> None:
    for rule in axe_rules().values():
        axe = script.rules[rule.id.removeprefix("axe-")]
        assert (Outcome.FAILED in rule.outcomes) is axe["can_fail"], rule.id
        can_review = axe["can_review"] or axe["id"] in script.undecided
        assert (Outcome.CANT_TELL in rule.outcomes) is can_review, rule.id
        assert {Outcome.PASSED, Outcome.INAPPLICABLE} <= rule.outcomes
        assert Outcome.FAILED in rule.outcomes or Outcome.CANT_TELL in rule.outcomes, rule.id


def test_a_rule_can_end_undecided_without_a_message(script: Script) -> None:
    assert script.undecided == [UNDECIDED]


def test_rules_that_only_ask_for_a_review_say_so_in_their_title() -> None:
    only_review = [rule for rule in axe_rules().values() if Outcome.FAILED not in rule.outcomes]
    assert only_review
    for rule in only_review:
        assert "可能" in rule.title.zh, rule.id
        assert re.search(r"\bmay\b", rule.title.en), rule.id


def test_texts_are_our_own_words(script: Script) -> None:
    theirs = {
        sentence.casefold().rstrip(". ")
        for rule in script.rules.values()
        for sentence in (rule["help"], rule["description"])
    }
    for rule in axe_rules().values():
        axe = script.rules[rule.id.removeprefix("axe-")]
        for place, text in texts(rule).items():
            assert text.casefold().rstrip(". ") not in theirs, place
            assert axe["help"].casefold() not in text.casefold(), place


def test_every_rule_is_a_simplified_page_rule_that_reads_axe() -> None:
    for rule in axe_rules().values():
        assert (rule.scope, rule.depth, rule.needs) == (Scope.PAGE, Depth.SIMPLIFIED, ("axe",))


def test_texts_are_there_in_both_languages_and_no_two_say_the_same() -> None:
    everything: dict[str, str] = {}
    for rule in axe_rules().values():
        everything |= texts(rule)
    for place, text in everything.items():
        assert text == text.strip() != "", place
        assert bool(re.search(r"[一-鿿]", text)) is place.endswith(".zh"), place
        # Text.format fills {placeholders}; a brace would break it.
        assert not set("{}\n") & set(text), place
    for kind in ("title", "whom", "mend"):
        for lang in Lang:
            same_kind = [text for place, text in everything.items() if place.endswith(f"{kind}.{lang}")]
            assert len(same_kind) == len(set(same_kind)) == len(table())


def test_titles_are_headings_and_the_other_texts_sentences() -> None:
    for rule in axe_rules().values():
        assert not rule.title.zh.endswith("。"), rule.id
        assert not rule.title.en.endswith("."), rule.id
        assert len(rule.title.zh) <= 40, rule.id
        assert len(rule.title.en) <= 80, rule.id
        for text in (rule.whom, rule.mend):
            assert text.zh.endswith("。"), rule.id
            assert text.en.endswith("."), rule.id


def test_image_alt_in_full() -> None:
    rule = axe_rules()["axe-image-alt"]
    assert rule.title.zh == "图片没有替代文本"
    assert (rule.impact, rule.requirements, rule.act_rules) == (Impact.CRITICAL, ("wcag:1.1.1",), ("23a2a8",))


def test_the_rules_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        axe_rules()["axe-mine"] = axe_rules()["axe-image-alt"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("tags", "criteria"),
    [
        (["cat.color", "wcag2aa", "wcag143", "EN-9.1.4.3"], ("wcag:1.4.3",)),
        (["wcag21aa", "wcag1410"], ("wcag:1.4.10",)),
        (["wcag2a", "wcag244", "wcag412", "wcag244"], ("wcag:2.4.4", "wcag:4.1.2")),
        (["best-practice", "wcag2a-obsolete", "wcag22aa", "xwcag111", "wcag11", "wcag111x", "wcag٣١١"], ()),
    ],
)
def test_criteria_are_read_from_axes_tags(tags: list[str], criteria: tuple[str, ...]) -> None:
    assert criteria_of(tags) == criteria


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 99)), unique=True))
def test_every_criterion_survives_the_way_through_a_tag(criteria: list[tuple[int, int, int]]) -> None:
    tags = [f"wcag{principle}{guideline}{number}" for principle, guideline, number in criteria]
    assert criteria_of(tags) == tuple("wcag:" + ".".join(map(str, criterion)) for criterion in criteria)


def test_a_foreign_rule_is_built_from_axes_metadata() -> None:
    rule = foreign_rule("brand-new", "Widgets must wobble", "critical", ["wcag2a", "wcag111"])
    assert (rule.id, rule.impact, rule.requirements) == ("axe-brand-new", Impact.CRITICAL, ("wcag:1.1.1",))
    assert (rule.scope, rule.needs) == (Scope.PAGE, ("axe",))
    assert rule.outcomes == set(Outcome) - {Outcome.UNTESTED}
    assert "Widgets must wobble" in rule.title.en
    assert "Widgets must wobble" in rule.title.zh
    assert all(text.strip() for text in texts(rule).values())


@pytest.mark.parametrize("impact", [None, "", "catastrophic", "MINOR"])
def test_a_foreign_impact_that_is_no_word_of_ours_is_moderate(impact: str | None) -> None:
    assert foreign_rule("brand-new", "Widgets must wobble", impact, []).impact is Impact.MODERATE


@given(st.text(), st.text(), st.none() | st.text(), st.lists(st.text()))
def test_any_metadata_can_be_represented(axe_id: str, summary: str, impact: str | None, tags: list[str]) -> None:
    rule = foreign_rule(axe_id, summary, impact, tags)
    assert rule.id == f"axe-{axe_id}"
    assert all(re.fullmatch(r"wcag:[1-4]\.[1-9]\.[1-9][0-9]?", criterion) for criterion in rule.requirements)
