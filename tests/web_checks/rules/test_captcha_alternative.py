"""captcha-alternative: pictures alone, with sound, with another way; services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "captcha-alternative"

PICTURE = '<img src="/captcha.jpg?1" alt="验证码" width="80" height="30">'
FIELD = '<input placeholder="请输入验证码">'


def _outcome(web: Web, body: str) -> Outcome:
    return web.see(f'<form aria-label="登录">{body}</form>', rules=(RULE,)).outcome(RULE)


def test_a_picture_alone_fails(web: Web) -> None:
    assert _outcome(web, FIELD + PICTURE) is Outcome.FAILED
    canvas = '<label>图形校验码<input></label><canvas id="imgCode" width="80" height="30"></canvas>'
    assert _outcome(web, canvas) is Outcome.FAILED


def test_a_picture_that_calls_itself_a_captcha_needs_no_label(web: Web) -> None:
    assert _outcome(web, '<img src="/kaptcha" alt="" width="80" height="30"><input>') is Outcome.FAILED
    assert _outcome(web, '<img src="/code_img" alt="" width="80" height="30"><input>') is Outcome.INAPPLICABLE
    assert _outcome(web, '<img src="/captcha" alt="" width="80" height="30">') is Outcome.INAPPLICABLE


@pytest.mark.parametrize("help_", ["<button>语音验证码</button>", '<audio src="/c.mp3" controls></audio>'])
def test_sound_beside_it_passes(web: Web, help_: str) -> None:
    assert _outcome(web, FIELD + PICTURE + help_) is Outcome.PASSED


def test_another_way_is_for_a_person(web: Web) -> None:
    assert _outcome(web, f"{FIELD}{PICTURE}<a href='/qr'>扫码登录</a>") is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "service",
    [
        '<div class="geetest_holder">点击验证</div>',
        '<div id="nc_1_wrapper">滑动验证</div>',
        '<div id="TencentCaptcha">验证</div>',
        '<div class="yidun">验证</div>',
        '<div class="g-recaptcha">robot</div>',
        '<script src="https://gt4.geetest.com/gt4.js"></script>',
    ],
)
def test_services_are_for_a_person(web: Web, service: str) -> None:
    assert _outcome(web, service) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "body",
    [
        '<input placeholder="短信验证码"><button>获取验证码</button>',
        PICTURE.replace("captcha", "hall").replace("验证码", "大厅"),
        '<div class="cf-turnstile">ok</div>',
        "<input>",
    ],
)
def test_what_asks_for_no_sight_is_not_its_business(web: Web, body: str) -> None:
    assert _outcome(web, body) is Outcome.INAPPLICABLE
