"""table-headers: what looks like data, what looks like layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "table-headers"

ROWS = "".join(f"<tr><td>第{n}路</td><td>{n}00</td></tr>" for n in range(1, 4))


def test_even_short_lined_cells_are_for_a_person(web: Web) -> None:
    assert web.see(f'<table border="1">{ROWS}</table>', rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


HEAD = "<thead><tr><td>线路</td><td>人次</td></tr></thead>"


def test_a_head_without_header_cells_fails(web: Web) -> None:
    assert web.see(f"<table>{HEAD}<tbody>{ROWS}</tbody></table>", rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_a_caption_says_that_it_may_be_data(web: Web) -> None:
    table = f"<table><caption>各路人次</caption>{ROWS}</table>"
    assert web.see(table, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


def test_header_cells_pass(web: Web) -> None:
    seen = web.see(f'<table border="1"><tr><th>线路</th><th>人次</th></tr>{ROWS}</table>', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{ROWS}</table>",
        '<table border="1"><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>',
        f'<table border="1" role="presentation">{ROWS}</table>',
        f"<table><thead><tr><td></td><td> </td></tr></thead>{ROWS}</table>",
        f"<table><caption> </caption>{ROWS}</table>",
        f"<table>{HEAD}<tr><td>栏一</td><td>栏二</td></tr></table>",
        f'<table border="1"><tr><td><table>{ROWS}</table></td><td>栏</td></tr></table>',
        '<table border="1">' + '<tr><td><a href="/x">更多</a></td><td><a href="/y">详情</a></td></tr>' * 3 + "</table>",
    ],
)
def test_layout_is_left_alone(web: Web, table: str) -> None:
    assert web.see(table, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


COLUMNS = "<td>周一</td><td>周二</td>"
HEADED = "<tr><th>上午</th><td>门诊</td><td>手术</td></tr><tr><th>下午</th><td>查房</td><td>门诊</td></tr>"


@pytest.mark.parametrize(
    ("first", "outcome"),
    [
        (f"<td></td>{COLUMNS}", Outcome.CANT_TELL),
        (f"<td></td>{COLUMNS.replace('td', 'th')}", Outcome.PASSED),
        (f"<td>医生</td>{COLUMNS}", Outcome.PASSED),  # it may be data
        ("<td></td><td>周一</td><td></td>", Outcome.PASSED),
    ],
)
def test_names_of_columns_under_an_empty_corner(web: Web, first: str, outcome: Outcome) -> None:
    seen = web.see(f'<table border="1"><tr>{first}</tr>{HEADED}</table>', rules=(RULE,))
    assert seen.outcome(RULE) is outcome


def test_two_rows_are_too_few_to_tell(web: Web) -> None:
    first_row = HEADED.partition("</tr>")[0]
    seen = web.see(f'<table border="1"><tr><td></td>{COLUMNS}</tr>{first_row}</tr></table>', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.PASSED
