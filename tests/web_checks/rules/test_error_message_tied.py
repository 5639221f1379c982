"""error-message-tied: messages beside a field, tied to it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "error-message-tied"


def _form(field: str = "", *, message: str = "请输入正确的手机号", more: str = "", label: str = "") -> str:
    said = f"<span id='e' class='error' {more}>{message}</span>"
    inside, beside = ("", said) if not label else (said, "")
    other = "<p><label>姓名<input></label></p>"
    return f"<form><p><label for='t'>手机号{inside}</label><input id='t' {field}>{beside}</p>{other}</form>"


def test_a_message_beside_its_field_that_is_not_tied_is_for_a_person(web: Web) -> None:
    (finding,) = web.see(_form(), rules=(RULE,)).findings(RULE)
    assert (finding.outcome, finding.target.selector) == (Outcome.CANT_TELL, "#e")
    assert "手机号" in finding.message.en


@pytest.mark.parametrize(
    "html",
    [_form("aria-describedby='x e'"), _form("aria-errormessage='e' aria-invalid='true'"), _form(label="in")],
)
def test_a_message_that_is_tied_passes(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        _form(more="hidden"),
        _form(message="用于接收通知"),  # no error, whatever its class says
        _form().replace("class='error'", ""),
        "<form><div class='error'>手机号有误</div><input aria-label='手机号'><input aria-label='姓名'></form>",
        "<p class='error'>请输入正确的手机号</p>",
    ],
)
def test_messages_of_no_one_field_and_other_texts_are_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
