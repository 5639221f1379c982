"""error-message-descriptive: which field, what is wrong, how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "error-message-descriptive"
FIELDS = "<label>年龄（岁）<input name=a></label><label>姓名<input name=b></label>"


def _see(web: Web, message: str, fields: str = FIELDS) -> Outcome:
    return web.see(f"<form>{message}{fields}</form>", rules=(RULE,)).outcome(RULE)


@pytest.mark.parametrize(
    "message",
    [
        '<div class="error">请正确填写</div>',
        '<div role="alert">输入有误，请重新输入</div>',
        '<span id="form-error">年龄不正确</span>',
        '<span class="err-msg">年龄无效</span>',
    ],
)
def test_a_message_without_field_or_reason_fails(web: Web, message: str) -> None:
    assert _see(web, message) is Outcome.FAILED


@pytest.mark.parametrize(
    "message",
    [
        '<div class="error">年龄必须是大于 0 的数字，输入有误</div>',
        '<div class="error">姓名不能为空</div>',
        '<div role="alert">年龄格式不正确，请输入阿拉伯数字</div>',
    ],
)
def test_a_message_with_field_and_reason_passes(web: Web, message: str) -> None:
    assert _see(web, message) is Outcome.PASSED


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Invalid value", Outcome.FAILED),
        ("有误", Outcome.FAILED),
        ("Invalid: must be at least 18", Outcome.PASSED),
        ("Please enter your age", Outcome.INAPPLICABLE),
        ("必填", Outcome.INAPPLICABLE),
    ],
)
def test_what_a_field_is_described_by_is_a_message_when_it_finds_fault(web: Web, said: str, expected: Outcome) -> None:
    fields = f'<label>Age<input name=a aria-describedby="e"></label><h3 id="e">{said}</h3>'
    assert _see(web, "", fields) is expected


def test_a_message_tied_to_its_field_need_not_name_it(web: Web) -> None:
    fields = (
        '<label>年龄<input name=a aria-describedby="e"></label><p class="error" id="e">错误：必须大于 0</p>'
        "<label>姓名<input name=b></label>"
    )
    assert _see(web, "", fields) is Outcome.PASSED


def test_a_label_that_two_fields_bear_does_not_say_which(web: Web) -> None:
    fields = "<label>姓名<input name=a></label><label>姓名<input name=b></label>"
    assert _see(web, '<div class="error">姓名不能为空</div>', fields) is Outcome.FAILED


@pytest.mark.parametrize(
    "message",
    [
        "",
        "<p>带 * 的项目必须填写，请正确填写</p>",
        '<div class="error" hidden>请正确填写</div>',
        '<div class="error">*</div>',
    ],
)
def test_hints_and_hidden_messages_are_not_its_business(web: Web, message: str) -> None:
    assert _see(web, message) is Outcome.INAPPLICABLE
