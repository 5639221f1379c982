"""captcha-drag: sliders of the site, of a service, with another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "captcha-drag"

SLIDER = '<input placeholder="手机号"><div><span>请按住滑块，拖动到最右边</span></div>'


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (SLIDER, Outcome.FAILED),
        (SLIDER + "<button>语音验证</button>", Outcome.PASSED),
        (SLIDER + "<a href='/sms'>短信登录</a>", Outcome.CANT_TELL),
        ('<div class="nc_wrapper">向右滑动</div>', Outcome.CANT_TELL),
        ('<input placeholder="验证码"><img src="/captcha.jpg" alt="" width="9" height="9">', Outcome.INAPPLICABLE),
        ("<p>左右滑动查看更多图片</p>", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, body: str, outcome: Outcome) -> None:
    assert web.see(f'<form aria-label="登录">{body}</form>', rules=(RULE,)).outcome(RULE) is outcome
