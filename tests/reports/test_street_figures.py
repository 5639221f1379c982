from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from audit.model import Indicator, Lang
from reports.findings_json import schema
from reports.layer_figures import BASIC
from reports.street_families import FAMILIES
from reports.street_figures import Labels, Table, family_of, street_figures
from reports.summary import Summary
from reports.wording import Words
from tests.reports.town import text_of

NAMES = {
    "coverage-300": ("reach", "", "300", ""),
    "coverage-walking-300@over_65": ("reach", "walking", "300", "over_65"),
    "coverage-age-80-500": ("reach", "age-80", "500", ""),
    "coverage-soon": ("other", "coverage-soon", "", ""),
    "reachable-pram": ("chain", "pram", "reachable", ""),
    "chain-manual-wheelchair": ("chain", "manual-wheelchair", "chain", ""),
    "completeness": ("completeness", "", "", ""),
    "access-e2sfca@over_65": ("access", "", "e2sfca", "over_65"),
    "access-age-80-2sfca": ("access", "age-80", "2sfca", ""),
    "gini:coverage-pram-300@over_65": ("equity", "coverage-pram-300@over_65", "gini", ""),
    "worst-tenth:access-2sfca": ("equity", "access-2sfca", "worst-tenth", ""),
    "pass-veto": ("parts", "", "pass-veto", ""),
    "rating": ("parts", "", "rating", ""),
    "declared": ("declared", "", "", ""),
    "requirement:gb-55019:width": ("requirements", "gb-55019:width", "", ""),
    "shade-at-noon": ("other", "shade-at-noon", "", ""),
    "": ("other", "", "", ""),
}
LAYERS = ("bus_stops", "public_toilets")


@pytest.mark.parametrize(("name", "said"), NAMES.items())
def test_a_name_belongs_to_one_family(name: str, said: tuple[str, str, str, str]) -> None:
    family, parts = family_of(name)
    assert (family.id, *(parts.get(part, "") for part in ("row", "column", "group"))) == said


@given(
    st.sets(
        st.tuples(
            st.sampled_from((*LAYERS, "a-target")),
            st.sampled_from((*NAMES, *BASIC, "coverage-500", "coverage-1000")) | st.text(max_size=9),
            st.sampled_from(("", "gb")),
        )
    )
)
def test_no_figure_is_dropped_and_none_stands_twice(keys: set[tuple[str, str, str]]) -> None:
    given_ = [Indicator("", layer, name, 1, 1, 4, "person", standard) for layer, name, standard in sorted(keys)]
    tables = street_figures(given_, LAYERS, (300, 500))
    shown = Counter(cell for table in tables for row in table.rows for cell in row.cells if cell)
    assert all(count == 1 for count in shown.values())
    elsewhere = [i for i in given_ if i not in shown]
    assert all(i.layer in LAYERS and i.name in (*BASIC, "coverage-300", "coverage-500") for i in elsewhere)
    assert all(len(row.cells) == len(table.columns) for table in tables for row in table.rows)


def test_the_straight_line_stands_beside_the_ways_only() -> None:
    straight = [Indicator("", "bus_stops", f"coverage-{m}", 1, 0, 4, "person") for m in (500, 300)]
    assert street_figures(straight, LAYERS, (300, 500)) == []
    walking = [Indicator("", "bus_stops", f"coverage-walking-{m}", 1, 0, 4, "person") for m in (1000, 300)]
    (table,) = street_figures([*straight, *walking], LAYERS, (300, 500))
    assert table.columns == ("300", "500", "1000")
    assert [(row.key, [bool(cell) for cell in row.cells]) for row in table.rows] == [
        ("", [True, True, False]),
        ("walking", [True, False, True]),
    ]


def test_figures_are_told_by_their_unit() -> None:
    words, chinese = Words(Lang.EN), Words(Lang.ZH)
    share = Indicator("", "l", "coverage-300", 40, 20, 100, "person")
    assert (words.figure(share), words.account(share)) == ("40%–60%", "40–60 of 100 people")
    assert chinese.account(share) == "100 人中的 40–60"
    rate = Indicator("", "l", "access-2sfca", 3, 0, 1000, "place/person")
    assert (words.figure(rate), words.account(rate)) == ("3", "3 places for 1,000 people")
    more = Indicator("", "l", "access-2sfca", 30, 10, 10, "place/person")
    assert words.figure(more) == "3,000–4,000"
    index = Indicator("", "l", "gini:pass", 0.25, 0.125, 1, "index")
    assert (words.figure(index), words.account(index)) == ("0.25–0.375", "")
    nothing = Indicator("", "l", "coverage-300", 0, 0, 0, "person")
    assert (words.figure(nothing), words.account(nothing)) == ("no data", "")
    own = Indicator("", "l", "declared", 1, 0, 2, "户")
    assert words.account(own) == "1 of 2 户"


def test_every_family_but_the_last_says_how_it_is_measured() -> None:
    assert [family.id for family in FAMILIES if not (family.method and family.formula)] == ["other"]
    assert FAMILIES[-1].pattern.fullmatch("whatever comes\nnext")


def test_the_town_shows_every_family(measured: tuple[Summary, Path]) -> None:
    summary, folder = measured
    tables: list[Table] = street_figures(
        summary.whole.indicators, [layer.id for layer in summary.layers], summary.plan.thresholds.coverage
    )
    assert [table.family.id for table in tables] == [family.id for family in FAMILIES if family.id != "other"]
    for lang in Lang:
        words = Words(lang)
        labels = Labels(summary, words)
        index, method = (text_of(folder / lang.value / name) for name in ("index.html", "method.html"))
        for table in tables:
            assert (words(table.family.title) in index) is (table.family.id != "declared"), "told among the targets"
            assert words(table.family.method) in method
            assert words(table.family.formula) in method
            for row in table.rows if table.family.id != "declared" else ():
                assert labels.row(table.family, row.key, row.group) in index
                for cell in filter(None, row.cells):
                    assert words.figure(cell) in index
                    assert words.account(cell) in index


def test_a_district_has_its_own_figures(measured: tuple[Summary, Path]) -> None:
    summary, folder = measured
    (walking,) = [
        i
        for i in summary.divisions["10"].indicators
        if (i.layer, i.name) == ("bus_stops", "coverage-walking-500@over_65")
    ]
    page = text_of(folder / "en" / "district-10.html")
    assert f"On foot, over_65{Words(Lang.EN).figure(summary_cell(summary, '10', 'coverage-walking-300@over_65'))}" in (
        page.replace("\n", "")
    )
    assert Words(Lang.EN).account(walking) in page
    assert "120 / 300 户" in page, "what is declared stands among the targets"
    assert "Reported by bureaus" not in text_of(folder / "en" / "district-20.html")


def summary_cell(summary: Summary, division: str, name: str, layer: str = "bus_stops") -> Indicator:
    (found,) = [i for i in summary.divisions[division].indicators if (i.layer, i.name) == (layer, name)]
    return found


def test_the_profiles_stand_with_their_figures_and_source(measured: tuple[Summary, Path]) -> None:
    summary, folder = measured
    assert next(profile.id for profile in summary.profiles) == "manual-wheelchair"
    method = text_of(folder / "en" / "method.html")
    assert "Manual wheelchair" in method
    assert "GB 55019-2021 2.3.1" in method
    assert "手动轮椅" in text_of(folder / "zh" / "method.html")


def test_every_indicator_is_in_findings_json_as_it_is(measured: tuple[Summary, Path]) -> None:
    summary, folder = measured
    document = json.loads((folder / "findings.json").read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(document)] == []
    names = {row["name"] for row in document["indicators"]}
    assert {family_of(name)[0].id for name in names} == {family.id for family in FAMILIES}
    assert len(document["indicators"]) == len(summary.indicators)
    for row, indicator in zip(document["indicators"], summary.indicators, strict=True):
        assert (row["name"], row["numerator"], row["unknown"], row["denominator"], row["unit"]) == (
            indicator.name,
            indicator.numerator,
            indicator.unknown,
            indicator.denominator,
            indicator.unit,
        )
        assert (row["low"], row["high"]) == (indicator.low, indicator.high)
