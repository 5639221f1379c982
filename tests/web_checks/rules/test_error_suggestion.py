"""error-suggestion: wrong formats that are refused with and without a word on the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "error-suggestion"


def _see(web: Web, message: str, field: str = '<label>手机号 <input name="m"></label>') -> Outcome:
    # Refuses everything but a right number, as pages do.
    script = f"""f.addEventListener('submit', (event) => {{
      if (f.m.value && !/^1[3-9]\\d{{9}}$/.test(f.m.value)) {{ event.preventDefault(); e.textContent = {message!r}; }}
    }})"""
    html = f'<form id="f"><p>{field}<em id="e"></em></p><button>提交</button></form><script>{script}</script>'
    return web.see(html, rules=(RULE,), staging=True).outcome(RULE)


@pytest.mark.parametrize(
    "message", ["格式不正确", "手机号格式错误", "请输入正确的手机号", "手机号码无效", "Invalid phone number"]
)
def test_a_bare_refusal_fails(web: Web, message: str) -> None:
    assert _see(web, message) is Outcome.FAILED


@pytest.mark.parametrize(
    "message",
    [
        "手机号应为 11 位数字",
        "格式不正确，例如 13800138000",
        "手机号必须是数字",
        "The number must have 11 digits: invalid",
    ],
)
def test_a_refusal_that_tells_the_format_passes(web: Web, message: str) -> None:
    assert _see(web, message) is Outcome.PASSED


def test_a_format_told_beside_the_field_passes(web: Web) -> None:
    assert _see(web, "格式不正确", '<label>手机号（11 位数字）<input name="m"></label>') is Outcome.PASSED


def test_other_words_are_for_a_person(web: Web) -> None:
    assert _see(web, "手机号有误，请联系大厅窗口") is Outcome.CANT_TELL


@pytest.mark.parametrize(
    ("field", "outcome"),
    [
        ('<label>邮箱 <input type="email" name="m"></label>', Outcome.PASSED),
        ('<label>手机号 <input name="m" pattern="1\\d{10}"></label>', Outcome.FAILED),
        ('<label>手机号 <input name="m" pattern="1\\d{10}" title="11 位数字"></label>', Outcome.PASSED),
        ('<label>年龄 <input type="number" name="m" max="150"></label>', Outcome.PASSED),
        ('<label>年龄 <input type="number" name="m"></label>', Outcome.INAPPLICABLE),
        ('<label>年龄 <input type="number" name="m" max="x"></label>', Outcome.INAPPLICABLE),
    ],
)
def test_what_the_browser_says_itself(web: Web, field: str, outcome: Outcome) -> None:
    html = f'<form action="/done"><p>{field}</p><button>提交</button></form>'
    assert web.see(html, rules=(RULE,), staging=True).outcome(RULE) is outcome


def test_a_wrong_format_that_is_taken_is_not_its_business(web: Web) -> None:
    html = '<form action="/done" method="post"><label>手机号 <input name="m"></label><button>提交</button></form>'
    assert web.see(html, rules=(RULE,), staging=True).outcome(RULE) is Outcome.INAPPLICABLE
