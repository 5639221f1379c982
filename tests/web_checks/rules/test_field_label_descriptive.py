"""field-label-descriptive: labels that say nothing, and labels that say the same twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "field-label-descriptive"


@pytest.mark.parametrize("label", ["请输入", "信息：", "Info:", "Text", "***", "输入框"])
def test_a_label_that_says_nothing_fails(web: Web, label: str) -> None:
    assert web.see(f"<label>{label}<input name=a></label>", rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_the_words_of_a_button_alone_are_no_label(web: Web) -> None:
    html = '<input aria-labelledby="go hid"><span id="hid" hidden>搜索</span><button id="go">确定</button>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize(
    "html",
    [
        "<label>身份证号<input name=a></label>",
        '<label for="a">请输入身份证号</label><input id="a">',
        "<label><input type=radio name=a> 是</label><label><input type=radio name=b> 是</label>",
        "<h2>收件人</h2><label>姓名<input name=a></label><h2>寄件人</h2><label>姓名<input name=b></label>",
        "".join(
            f"<fieldset><legend>{who}</legend><label>姓名<input name={who}></label></fieldset>"
            for who in ("收件人", "寄件人")
        ),
        "<form><label>关键词<input name=a></label></form><form><label>关键词<input name=b></label></form>",
        "<label>关键词<input name=a></label><label>关键词<input name=a></label>",
    ],
)
def test_labels_that_tell_fields_apart_pass(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_equal_labels_in_one_form_fail_each(web: Web) -> None:
    html = (
        "<form><label>姓名<input name=a></label><label>地址<input name=b></label>"
        '<h2 style="position:absolute;left:-9999px">寄件人</h2><label>姓名<input name=c></label></form>'
    )
    assert len(web.see(html, rules=(RULE,)).selectors(RULE)) == 2


def test_words_between_equal_labels_leave_it_to_a_person(web: Web) -> None:
    html = "<form><b>收件人</b><label>姓名<input name=a></label><b>寄件人</b><label>姓名<input name=b></label></form>"
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html", ["<input>", '<label style="display:none">信息<input></label>', '<label for="x">信息</label><p id="x"></p>']
)
def test_fields_without_a_label_in_view_are_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
