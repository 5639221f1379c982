"""focus-order-seen: rows of controls that are shown from last to first, and rows that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "focus-order-seen"
LINKS = "<a href='/1'>登录</a><a href='/2'>注册</a><a href='/3'>无障碍</a>"
COLUMNS = "".join(f"a:nth-child({at}){{grid-column:{4 - at};grid-row:1}}" for at in (1, 2, 3))
GRID = f"<style>{COLUMNS}</style><p id='c' style='display:grid'>{LINKS}</p>"


def _floats(parts: int = 3, side: str = "right", inside: str = "<a href='/{0}'>链接{0}</a>") -> str:
    items = "".join(f"<li style='float:{side};list-style:none'>{inside.format(number)}</li>" for number in range(parts))
    return f"<ul id='c'>{items}</ul>"


@pytest.mark.parametrize(
    "html",
    [
        _floats(),
        _floats(inside="<input aria-label='第{0}项'>第{0}项"),
        f"<div id='c' style='display:flex;flex-direction:row-reverse'>{LINKS}</div>",
        f"<style>a:nth-child(1){{order:3}}a:nth-child(2){{order:2}}</style><p id='c' style='display:flex'>{LINKS}</p>",
        GRID,
    ],
)
def test_a_row_of_controls_from_last_to_first_is_for_a_person(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).selectors(RULE, Outcome.CANT_TELL) == ["#c"]


def test_the_row_is_told(web: Web) -> None:
    (finding,) = web.see(_floats(4), rules=(RULE,)).findings(RULE)
    assert "从“链接0”到“链接3”的 4 项" in finding.message.zh


def _stray(at: int, *, side: str = "right", links: str = LINKS) -> str:
    return f"<style>a:nth-child({at}){{float:{side}}}</style><p id='c'>{links}</p>"


def test_a_control_that_floats_out_of_a_row_is_for_a_person(web: Web) -> None:
    (finding,) = web.see(_stray(2), rules=(RULE,)).findings(RULE)
    assert (finding.outcome, finding.target.selector) == (Outcome.CANT_TELL, "#c")
    assert "先到“注册”再到“无障碍”" in finding.message.zh


@pytest.mark.parametrize(
    "html",
    [
        _stray(1),
        _stray(3),
        _stray(2, side="left"),
        _stray(2, links=LINKS.replace("href='/3'", "")),
        _stray(2, links=LINKS.replace("</a>", "</a><br>")),
        _floats(2),
        _floats(side="left"),
        _floats(inside="第{0}步"),  # texts are visual-order-reversed's
        _floats(inside="<a href='/{0}'></a>"),
        f"<div style='display:flex'>{LINKS}</div>",
        f"<div style='direction:rtl'>{_floats()}</div>",
        f"<div style='visibility:hidden'>{_floats()}</div>",
        _floats(inside="<a href='/{0}' style='display:block;width:700px'>一行一个{0}</a>"),
    ],
)
def test_other_rows_are_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
