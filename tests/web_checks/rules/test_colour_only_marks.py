"""colour-only-marks: texts, dots and required labels that differ by colour, and what says it besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "colour-only-marks"


def _texts(one: str = "#a1150b", other: str = "#0a6703", first: str = "甲类企业", second: str = "乙类企业") -> str:
    return f"<ul id='u'><li style='color:{one}'>{first}</li><li>其他</li><li style='color:{other}'>{second}</li></ul>"


def _dots(one: str = "#198754", other: str = "#dc3545", size: int = 10, more: str = "") -> str:
    dot = f"<span style='display:inline-block;width:{size}px;height:{size}px;background:%s' {more}></span>"
    return f"<div id='d'><p>{dot % one} 一号窗口</p><p>{dot % other} 二号窗口</p></div>"


def _field(label: str = "<span style='color:#dc3545'>姓名</span>", *, more: str = "required", rest: str = "") -> str:
    return f"<form><p><label for='n'>{label}</label><input id='n' {more}></p>{rest}</form>"


OPTIONAL = "<p><label for='o'{}>备注</label><input id='o'></p>"


@pytest.mark.parametrize(
    ("html", "selector"),
    [
        (_texts(), "#u"),
        (_texts("hsl(0,100%,40%)", "hsl(60,100%,40%)"), "#u"),
        (_texts(second="乙" * 40), "#u"),
        (_dots(), "#d"),
        (_dots(size=24), "#d"),
        (_dots().replace("一号", "<b>一</b><b>号</b><b>厅</b>"), "#d"),
        (_field(), "#n"),
        (_field(more="aria-required='true'"), "#n"),
        (_field(rest=OPTIONAL.format("")), "#n"),
    ],
)
def test_colour_alone_is_for_a_person(web: Web, html: str, selector: str) -> None:
    assert web.see(html, rules=(RULE,)).selectors(RULE, Outcome.CANT_TELL) == [selector]


@pytest.mark.parametrize(
    "html",
    [
        _texts("hsl(0,100%,40%)", "hsl(59,100%,40%)"),  # orange beside red: hardly two colours
        _texts("#555", "#0a6703"),  # grey is no colour
        _texts("#4f0000", "#0a6703"),  # 79 of 255
        _texts(second="乙" * 41),
        _texts(first="↑ 3.2%"),
        _texts(first="一、申请条件"),
        _texts(first="申请条件："),
        _texts(first="<a href='/a' style='color:red'>甲类企业</a>"),
        f"<nav>{_texts()}</nav>",
        _texts(first="<b style='color:red'>甲类</b>企业", one="#555"),
        _dots("#198754", "#198754"),
        _dots(size=25),
        _dots().replace("一号", "<b>一</b><b>号</b><b>大</b><b>厅</b>"),
        _dots("#999", "#333"),
        _dots(more="title='正常'"),
        _dots(more="aria-label='正常'"),
        f"<a href='/'>{_dots().replace('div', 'span').replace('p>', 'b>')}</a>",
        _field("<span style='color:#dc3545'>姓名</span><b>*</b>"),
        _field("<span style='color:#dc3545'>姓名（必填）</span>"),
        _field(more="required placeholder='必填'"),
        _field(more=""),
        _field("姓名"),
        _field(rest=OPTIONAL.format(" style='color:#dc3545'")),
        "<style>label::after{content:'*'}</style>" + _field(),
    ],
)
def test_what_is_said_besides_or_is_no_colour_is_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_a_hidden_row_is_not(web: Web) -> None:
    hidden = "".join(f"<div hidden>{each}</div>" for each in (_texts(), _dots(), _field()))
    assert web.see(hidden, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
