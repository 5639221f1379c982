"""visual-order-reversed: order and reversed directions that swap long texts, and what is no evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "visual-order-reversed"
FIRST, SECOND = "第一步：请先到综合窗口领取申请表并填写完整信息", "第二步：把填好的申请表交到三号窗口等待工作人员审核"
TWENTY, NINETEEN = "甲" * 20, "乙" * 19


def _page(style: str, first: str = FIRST, second: str = SECOND, more: str = "") -> str:
    return f"<div id='c' style='display:flex;{style}'><p {more}>{first}</p><p>{second}</p></div>"


@pytest.mark.parametrize(
    "html",
    [
        _page("flex-direction:column-reverse"),
        _page("flex-direction:row-reverse"),
        _page("", more="style='order:1'"),
        _page("display:grid", more="style='order:2'"),
        _page("flex-wrap:wrap-reverse", f"<b style='display:block;width:1200px'>{FIRST}</b>"),
        _page("flex-direction:column-reverse", TWENTY, TWENTY),
    ],
)
def test_swapped_texts_are_for_a_person(web: Web, html: str) -> None:
    seen = web.see(html, rules=(RULE,))
    assert seen.selectors(RULE, Outcome.CANT_TELL) == ["#c"]


def test_both_texts_are_told(web: Web) -> None:
    (finding,) = web.see(_page("flex-direction:row-reverse"), rules=(RULE,)).findings(RULE)
    assert FIRST[:20] in finding.message.zh
    assert SECOND[:20] in finding.message.en


def _placed(one: str, other: str, first: str = FIRST, second: str = SECOND) -> str:
    style = "position:absolute;left:0"
    parts = f"<p style='{style};{one}'>{first}</p><p style='{style};{other}'>{second}</p>"
    return f"<div id='c' style='position:relative;height:300px'>{parts}</div>"


def _form(one: str, other: str) -> str:
    fields = f"<p style='{one}'><label>姓 <input></label></p><p style='{other}'><label>名 <input></label></p>"
    return f"<form id='c' style='display:grid;grid-template-columns:1fr 1fr'>{fields}</form>"


@pytest.mark.parametrize(
    "html", [_placed("top:200px", "top:0"), _form("grid-column:2;grid-row:1", "grid-column:1;grid-row:1")]
)
def test_positions_and_grid_cells_swap_too(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).selectors(RULE, Outcome.CANT_TELL) == ["#c"]


@pytest.mark.parametrize(
    "html",
    [
        _placed("top:0", "top:200px"),
        _placed("top:10px", "top:0"),  # they overlap: slides that take turns
        _placed("top:200px", "top:0;left:700px;width:300px", f"<i style='display:block;width:300px'>{FIRST}</i>"),
        _placed("top:200px", "top:0", TWENTY, NINETEEN),
        _form("grid-column:1;grid-row:1", "grid-column:2;grid-row:1"),
        _form("", ""),
    ],
)
def test_positions_in_order_or_side_by_side_are_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    "html",
    [
        _page(""),
        _page("flex-direction:column-reverse", TWENTY, NINETEEN),
        _page("", more="style='order:-1'"),
        _page("direction:rtl"),
        _page("display:block;", more="style='order:1'"),
        _page("flex-direction:row-reverse", "<img src='x.png'>"),
        _page("flex-direction:row-reverse").replace("<p >", "<nav>").replace("</p><p>", "</nav><p>", 1),
        _page("flex-direction:row-reverse", more="hidden"),
        _page("flex-direction:row-reverse", more="style='position:absolute'"),
    ],
)
def test_texts_in_order_and_weak_evidence_are_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def _floats(parts: int, inside: str = "第{0}步", side: str = "right") -> str:
    items = "".join(f"<p style='float:{side};width:20%'>{inside.format(number)}</p>" for number in range(parts))
    return f"<div id='c'>{items}</div>"


def test_short_texts_that_floats_turn_round_are_for_a_person(web: Web) -> None:
    (finding,) = web.see(_floats(3), rules=(RULE,)).findings(RULE)
    assert (finding.outcome, finding.target.selector) == (Outcome.CANT_TELL, "#c")
    assert "第0步" in finding.message.zh
    assert "第2步" in finding.message.zh


@pytest.mark.parametrize(
    "html",
    [_floats(2), _floats(3, side="left"), _floats(3, "<a href='/{0}'>第{0}步</a>"), _floats(3, "<img alt='{0}'>")],
)
def test_two_floats_controls_and_floats_to_the_left_are_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
