"""People without a facility near by: the map's numbers are those of the indicators, division by division."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.districts import WHOLE
from audit.model import Lang
from audit.store import Store
from reports.index_pages import LAYERS_MAPPED
from reports.people_map import Uncovered, _round
from reports.summary import Summary, build
from tests.reports import town
from tests.reports.town import text_of


def test_the_numbers_are_those_of_the_indicators(measured: tuple[Summary, Path]) -> None:
    summary, _ = measured
    found = Uncovered(summary)
    seen = 0
    for code, row in {**summary.divisions, WHOLE: summary.whole}.items():
        figures = {(i.layer, i.name): i for i in row.indicators}
        outlines = [row] if row.outline else summary.league
        for view in found.draw(code, outlines):
            covered = figures[view.layer, f"coverage-{view.way}-{view.radius}"]
            assert view.way == "walking"
            assert view.people == pytest.approx(covered.denominator)
            assert view.most == pytest.approx(covered.denominator - covered.numerator)
            assert view.least == pytest.approx(covered.denominator - covered.numerator - covered.unknown)
            assert 0 <= view.least <= view.most <= view.people
            assert len(view.squares) == len(view.bounds)
            assert re.fullmatch(r"(M[\d.]+ [\d.]+h[\d.]+v[\d.]+h-[\d.]+z)+", "".join(view.squares))
            (bare,) = (other for other in found.draw(code, outlines, mapped=False) if other.layer == view.layer)
            assert (bare.people, bare.least, bare.most) == (view.people, view.least, view.most)
            assert not bare.squares
            seen += 1
    assert seen > 2


def test_without_a_network_it_is_that_of_the_straight_line(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    town.fill(store, tmp_path, network=None, access=None, siting=None)
    summary = build(store, "latest", {})
    found = Uncovered(summary)
    (view,) = (view for view in found.draw("20", [summary.divisions["20"]]) if view.layer == "bus_stops")
    covered = {i.name: i for i in summary.divisions["20"].indicators if i.layer == "bus_stops"}
    straight = covered[f"coverage-{view.radius}"]
    assert view.way == "straight"
    assert (view.people, view.most) == (straight.denominator, straight.denominator - straight.numerator)
    assert any(view.squares)
    store.close()


def test_without_outlines_or_without_such_people_there_is_no_map(
    measured: tuple[Summary, Path], summary: Summary
) -> None:
    assert list(Uncovered(measured[0]).draw("10", [])) == []
    assert list(Uncovered(summary).draw("990101", summary.below("990101"))) == [], "nobody measured it"


def test_it_stands_on_the_pages_of_the_league(measured: tuple[Summary, Path]) -> None:
    for lang, title in ((Lang.ZH, "附近没有可用设施的居民"), (Lang.EN, "People without a usable facility near by")):
        assert title in text_of(measured[1] / lang.value / "district-10.html")
        street = (measured[1] / lang.value / "district-1001.html").read_text("utf-8")
        assert title in text_of(measured[1] / lang.value / "district-1001.html")
        assert re.search('class="c[0-4] square" d="M', street), "the level below the league has a map, too"


@pytest.mark.parametrize(("least", "step"), [(0.1, 1), (1, 1), (1.1, 2), (2.1, 5), (5.1, 10), (11, 20), (401, 500)])
def test_classes_have_round_bounds(least: float, step: int) -> None:
    assert _round(least) == step


@pytest.mark.parametrize("lang", list(Lang))
def test_the_overview_maps_them_too_with_the_numbers_beside(measured: tuple[Summary, Path], lang: Lang) -> None:
    summary, report = measured
    page = (report / lang.value / "index.html").read_text("utf-8")
    people = page.partition('<h2 id="people">')[2].partition("<h2")[0]
    views = list(Uncovered(summary).draw(WHOLE, summary.league))
    assert people.count('<svg class="map"') == min(len(views), LAYERS_MAPPED) > 0
    table = people.partition('<table><caption id="people-table">')[2]
    assert table.count("<tr>") == len(views) + 1
    assert all(f'<td class="n">{round(view.most):,}</td>' in table for view in views)
    assert '<a href="#people">' in page
