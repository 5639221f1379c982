"""Editions: those that are shipped are whole, those of a user are checked at the door."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from audit.model import Impact, Rule, Scope, Text, UsageError
from audit.standards import (
    FacilityEdition,
    WebEdition,
    check_tests,
    load,
    load_facility,
    load_web,
    shipped,
    with_clauses,
)

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "wcag22.json"
# Counted in the recommendations themselves: level → number of success criteria.
COUNTS = {
    "wcag-2.0": {"A": 25, "AA": 13, "AAA": 23},
    "wcag-2.1": {"A": 30, "AA": 20, "AAA": 28},
    "wcag-2.2": {"A": 31, "AA": 24, "AAA": 31},
}

WEB = """
id = "mine"
kind = "web"
title_zh = "我的标准"
title_en = "Mine"
criteria = [{ id = "mine:1", level = "A", title_zh = "一", title_en = "One" }]
"""
FACILITY = """
id = "yard"
kind = "facility"
title_zh = "院子"
title_en = "Yard"
[[requirements]]
id = "yard:width"
title_zh = "宽"
title_en = "Width"
facility = "curb_ramps"
attribute = "width"
operator = ">="
limit = 1.2
unit = "m"
"""


@pytest.mark.parametrize("edition", shipped())
def test_every_shipped_edition_is_whole(edition: str) -> None:
    found = load(edition)
    assert found.id == edition
    assert found.title_zh
    assert found.title_en
    entries = found.criteria if isinstance(found, WebEdition) else found.requirements
    assert entries
    for entry in entries:
        assert entry.title_zh.strip()
        assert entry.title_en.strip()
        assert entry.url.startswith("https://") or not entry.url


@pytest.mark.parametrize("edition", COUNTS)
def test_wcag_has_the_criteria_of_its_edition(edition: str) -> None:
    found = load_web(edition)
    assert Counter(criterion.level for criterion in found.criteria) == COUNTS[edition]
    assert len(found.at("A")) == COUNTS[edition]["A"]
    assert len(found.at("AA")) == COUNTS[edition]["A"] + COUNTS[edition]["AA"]
    assert len(found.at("AAA")) == len(found.criteria)
    numbers = [tuple(map(int, criterion.id.removeprefix("wcag:").split("."))) for criterion in found.criteria]
    assert numbers == sorted(numbers)


def test_editions_of_wcag_grow_but_for_parsing() -> None:
    old, middle, new = ({c.id: c for c in load_web(edition).criteria} for edition in COUNTS)
    assert old.items() <= middle.items()
    assert middle.keys() - new.keys() == {"wcag:4.1.1"}
    assert all(new[name] == criterion for name, criterion in middle.items() if name in new)


def test_the_chinese_names_are_marked_as_a_working_translation() -> None:
    for edition in COUNTS:
        text = (files("audit.standards") / f"{edition}.toml").read_text("utf-8")
        assert "working translation" in text
        assert "工作译名" in text


@pytest.mark.skipif(not FACTS.exists(), reason="the table taken from W3C's sources does not lie beside the repository")
@pytest.mark.parametrize("edition", COUNTS)
def test_wcag_is_what_was_read_from_w3cs_sources(edition: str) -> None:
    key = "in_" + edition.removeprefix("wcag-").replace(".", "")
    read: list[dict[str, Any]] = [row for row in json.loads(FACTS.read_text("utf-8"))["criteria"] if row[key]]
    assert [(c.id, c.level, c.title_zh, c.url) for c in load_web(edition).criteria] == [
        (f"wcag:{row['num']}", row["level"], row["name_zh"], row["understanding"]) for row in read
    ]
    assert all(row["name_en"].startswith(c.title_en) for c, row in zip(load_web(edition).criteria, read, strict=True))


def test_a_users_own_editions_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(WEB, "utf-8")
    (tmp_path / "yard.toml").write_text(FACILITY, "utf-8")
    assert [*load_web("mine.toml", tmp_path).at("A")] == ["mine:1"]
    [yard] = load_facility(["yard.toml"], tmp_path)
    assert yard.facilities == {"curb_ramps"}
    assert [r.id for r in yard.of("curb_ramps")] == ["yard:width"]
    assert yard.of("bus_stops") == ()
    assert isinstance(load("yard.toml", tmp_path), FacilityEdition)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WEB.replace('level = "A"', 'level = "B"'), "criteria.1.level: must be one of 'A', 'AA', 'AAA', '', not 'B'"),
        (WEB.replace('"One"', '"One", lvel = 1'), "criteria.1.lvel: unknown key; did you mean level?"),
        (FACILITY.replace('operator = ">="', 'operator = ">"'), "requirements.1.operator: must be one of"),
        (FACILITY.replace("limit = 1.2", ""), "requirements.1.limit: this key is missing"),
        (FACILITY + FACILITY[FACILITY.index("[[") :], "id 'yard:width' stands twice"),
        (WEB.replace("]", f", {WEB[WEB.index('{') :]}"), "'mine:1' stands twice"),
        ("kind = ", "not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_users_edition_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as refused:
        load("x.toml", tmp_path)
    assert any(said in problem.en and "x.toml" in problem.zh for problem in refused.value.problems)


def test_an_edition_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"wcag-2\.2"):
        load("wcag-9.9")
    with pytest.raises(UsageError, match=r"none\.toml"):
        load("none.toml", tmp_path)
    (tmp_path / "gbk.toml").write_bytes("title_zh = '标准'".encode("gbk"))
    with pytest.raises(UsageError, match="cannot be read"):
        load("gbk.toml", tmp_path)


def test_web_and_facility_editions_do_not_stand_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "yard.toml").write_text(FACILITY, "utf-8")
    with pytest.raises(UsageError, match="not a web standard"):
        load_web("yard.toml", tmp_path)
    with pytest.raises(UsageError, match="not a facility standard"):
        load_facility(["wcag-2.2"])


def test_shipped_files_are_plain_toml() -> None:
    for edition in shipped():
        assert tomllib.loads((files("audit.standards") / f"{edition}.toml").read_text("utf-8"))["id"] == edition


MAPPED = """
id = "mine"
kind = "web"
title_zh = "我的标准"
title_en = "Mine"
[[criteria]]
id = "mine:1"
level = "A"
title_zh = "图片"
title_en = "Images"
tested_by = ["wcag:1.1.1"]
[[criteria]]
id = "mine:2"
level = ""
title_zh = "模式"
title_en = "Mode"
tested_by = ["elder-mode", "wcag:1.1.1"]
confidence = "secondary"
[[criteria]]
id = "mine:3"
level = "AAA"
title_zh = "用语"
title_en = "Words"
"""


def _rule(name: str, *requirements: str) -> Rule:
    words = Text("一", "one")
    return Rule(name, words, words, words, Impact.MINOR, Scope.PAGE, requirements)


def test_a_clause_is_tested_by_criteria_and_rules_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MAPPED, "utf-8")
    mine = load_web("mine.toml", tmp_path)
    rules = {
        rule.id: rule
        for rule in (_rule("image-alt", "wcag:1.1.1"), _rule("elder-mode"), _rule("contrast", "wcag:1.4.3"))
    }
    check_tests(mine, rules)
    assert [*mine.at("A")] == ["mine:1", "mine:2"], "a clause without a level belongs to every level"
    applied = with_clauses(rules, mine.at("A"))
    assert applied["image-alt"].requirements == ("wcag:1.1.1", "mine:1", "mine:2")
    assert applied["elder-mode"].requirements == ("mine:2",)
    assert applied["contrast"] is rules["contrast"]


def test_a_clause_that_names_nothing_known_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MAPPED.replace('"elder-mode"', '"elder-mod"'), "utf-8")
    with pytest.raises(UsageError, match=r"mine:2 tested_by: there is no 'elder-mod'; did you mean elder-mode\?"):
        check_tests(load_web("mine.toml", tmp_path), {"elder-mode": _rule("elder-mode")})


def test_the_example_of_a_standard_of_one_s_own_is_whole() -> None:
    example = load_web("own-web-standard.toml", Path(__file__).parents[2] / "examples" / "standards")
    check_tests(example, {"new-window-announced": _rule("new-window-announced")})
    assert with_clauses({"a": _rule("a", "wcag:1.1.1")}, example.at("A"))["a"].requirements == ("wcag:1.1.1", "own:1.1")


@pytest.mark.parametrize("edition", ["miit-2021", "miit-2021-app"])
def test_no_clause_of_the_miit_counts_as_verified(edition: str) -> None:
    assert {criterion.confidence for criterion in load_web(edition).criteria} == {"secondary"}
    assert load_web(edition).at("A").keys() == load_web(edition).at("AAA").keys()
