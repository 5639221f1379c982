"""authentication-cognitive-test: letters to copy at login, elsewhere, with another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "authentication-cognitive-test"

LETTERS = '<input placeholder="验证码"><img src="/captcha.jpg" alt="验证码" width="80" height="30">'
PASSWORD = '<input type="password" aria-label="密码">'


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (PASSWORD + LETTERS, Outcome.FAILED),
        (PASSWORD + LETTERS + "<a href='/qr'>扫码登录</a>", Outcome.CANT_TELL),
        (LETTERS, Outcome.INAPPLICABLE),
        (PASSWORD, Outcome.INAPPLICABLE),
        (PASSWORD + '<div class="h-captcha">验证</div>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, body: str, outcome: Outcome) -> None:
    assert web.see(f'<form aria-label="登录">{body}</form>', rules=(RULE,)).outcome(RULE) is outcome
