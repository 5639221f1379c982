"""table-header-cells: headers with cells, without, by scope, span and headers attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "table-header-cells"


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th>日期</th><th>车次</th></tr><tr><td>一日</td><td>12</td></tr>",
        "<tr><th>日期</th><td>一日</td></tr><tr><th>车次</th><td>12</td></tr>",
        '<tr><th>日期</th><th>车次</th></tr><tr><td colspan="2">停运</td></tr>',
        '<tr><th id="a">日期</th><th id="b">车次</th></tr><tr><td headers="a b">一日</td></tr>',
        '<tr><th colspan="2">公交</th></tr><tr><th>日期</th><th>车次</th></tr><tr><td>一日</td><td>12</td></tr>',
        '<tbody><tr><th scope="rowgroup" colspan="2">公交</th></tr><tr><td>一日</td><td>12</td></tr></tbody>',
    ],
)
def test_headers_with_cells_pass(web: Web, rows: str) -> None:
    assert web.see(f"<table>{rows}</table>", rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "rows",
    [
        '<tr><th>日期</th><th id="lost">车次</th></tr><tr><td>一日</td></tr>',
        '<tr><th id="a">日期</th><th id="lost">车次</th></tr><tr><td>一日</td><td headers="a">12</td></tr>',
        '<tr><td>一日</td><th id="lost" scope="row">车次</th></tr><tr><td>二日</td><td>12</td></tr>',
        (
            '<tbody><tr><td>一日</td></tr><tr><th id="lost" scope="rowgroup">公交</th></tr></tbody>'
            "<tbody><tr><td>二日</td></tr></tbody>"
        ),
    ],
)
def test_a_header_without_cells_fails(web: Web, rows: str) -> None:
    assert web.see(f"<table>{rows}</table>", rules=(RULE,)).selectors(RULE) == ["#lost"]


def test_a_table_of_headers_alone_is_for_a_person(web: Web) -> None:
    seen = web.see("<table><thead><tr><th>日期</th></tr></thead><tbody></tbody></table>", rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>一日</td></tr></table>",
        '<table role="presentation"><tr><th>日期</th></tr><tr><td>一日</td></tr></table>',
        "<table><tr><th hidden>日期</th><td>一日</td></tr></table>",
        '<table><tr><th aria-hidden="true">日期</th><td>一日</td></tr></table>',
        '<table><tr><th role="cell">日期</th><td>一日</td></tr></table>',
    ],
)
def test_tables_without_perceivable_headers_are_not_its_business(web: Web, table: str) -> None:
    assert web.see(table, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_in_tables_nested_deeply_a_header_is_named_by_its_whole_place(web: Web) -> None:
    def lost(tables: int) -> str:
        inner = '<table><tr><td>一日</td><th id="lost" scope="row">车次</th></tr></table>'
        (found,) = web.see("<table><tr><td>" * (tables - 1) + inner, rules=(RULE,)).selectors(RULE)
        return found

    assert lost(24) == "#lost"  # 98 deep, below <html>
    place = lost(25)
    assert place.startswith("html > body > table")
    assert place.endswith(" > th:nth-child(2)")
    assert place.count(" > table") == 25


_NAMES = '<div role="row"><span role="columnheader">日期</span><span role="columnheader" id="lost">车次</span></div>'


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('<div role="row"><span role="cell">一日</span><span role="cell">12</span></div>', []),
        ('<div role="row"><span role="cell">一日</span></div>', ["#lost"]),
        ('<div role="rowgroup"><div role="row"><span role="gridcell">一日</span></div></div>', ["#lost"]),
        ('<div role="row"><span role="cell" aria-colspan="2">停运</span></div>', []),
    ],
)
def test_tables_made_of_roles_are_judged_unless_they_count_by_themselves(web: Web, body: str, lost: list[str]) -> None:
    seen = web.see(f'<div role="table" aria-label="公交">{_NAMES}{body}</div>', rules=(RULE,))
    assert seen.selectors(RULE) == lost
