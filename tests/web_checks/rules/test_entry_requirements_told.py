"""entry-requirements-told: stars, lengths, dates, passwords, and forms that need no word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "entry-requirements-told"
OTHER = "<p><label>备注 <input></label></p>"


def _see(web: Web, html: str) -> Outcome:
    return web.see(f"<form>{html}{OTHER}</form>", rules=(RULE,)).outcome(RULE)


@pytest.mark.parametrize(
    "html",
    [
        "<p><label>姓名 <input required></label></p>",
        '<p><label>姓名 <input aria-required="true"></label></p>',
        "<p><label>意见 <textarea maxlength='200'></textarea></label></p>",
        "<p><label>意见（最多 2000 字）<textarea maxlength='200'></textarea></label></p>",
        "<p><label>出生年月日 <input></label></p>",
        "<p><label>Date of birth <input></label></p>",
        "<p><label>设置密码 <input type='password'></label></p>",
        "<p><label>Password <input type='password' autocomplete='new-password'></label></p>",
        "<p><label>社保编号 <input pattern='[A-Z]{2}'></label></p>",
        "<div><h3>表 3（必填）</h3><p><label>姓名 <input required></label></p></div>",
    ],
)
def test_a_demand_that_nothing_tells_is_for_a_person(web: Web, html: str) -> None:
    assert _see(web, html) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        "<p><label>姓名（必填） <input required></label></p>",
        "<p><i>*</i><label>姓名 <input required></label></p>",
        "<style>label.x::after { content: ' *' }</style><p><label class='x'>姓名 <input required></label></p>",
        "<p>以下各项均须填写，都是必填。</p><p><label>姓名 <input required></label></p>",
        "<p><label>意见（最多 200 字）<textarea maxlength='200'></textarea></label></p>",
        "<p><label>意见 <textarea maxlength='200' aria-describedby='n'></textarea></label></p><p id='n'>0/200</p>",
        "<p><label>出生日期 <input placeholder='2001-02-03'></label></p>",
        "<p><label>Date of birth (DD/MM/YYYY) <input></label></p>",
        "<p><label>设置密码 <input type='password'></label> 8 位以上，含字母</p>",
        "<p><label>社保编号（两个字母）<input pattern='[A-Z]{2}'></label></p>",
    ],
)
def test_a_demand_that_is_told_passes(web: Web, html: str) -> None:
    assert _see(web, html) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        "<form><input type='search' aria-label='搜索' required></form>",
        "<form><label>用户名 <input required></label><label>密码 <input type='password' required></label></form>",
        "<form><label>日期 <input type='date'></label></form>",
        "<form><label>日期 <input readonly></label></form>",
        "<form><label>姓名 <input required disabled></label><label>电话 <input></label></form>",
        "<form><label>姓名 <input></label></form>",
    ],
)
def test_what_everybody_knows_or_cannot_fill_in_is_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
