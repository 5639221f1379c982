"""time-limit: countdowns and sessions that a page speaks of, and the ways to more time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "time-limit"


def _see(web: Web, html: str) -> Seen:
    return web.see(f"<main>{html}</main><script>var scripted</script>", rules=(RULE,))


@pytest.mark.parametrize(
    "text",
    [
        "页面将在 <span>5</span> 秒后自动跳转",
        "<b>5</b>秒后返回首页 <a href='/'>立即返回</a>",
        "系统将于 <i>20</i> 小时后退出登录",
        "You will be redirected in <span>10</span> seconds.",
    ],
)
def test_a_countdown_without_a_way_to_stop_it_fails(web: Web, text: str) -> None:
    assert _see(web, f"<p id='x'>{text}</p>").selectors(RULE) == ["#x"]


@pytest.mark.parametrize(
    "html",
    [
        "<p id='x'>页面将在 5 秒后自动跳转</p>",  # nothing shows that it is counted
        "<p id='x'>页面将在 <span>5</span> 秒后自动跳转</p><button>停留在本页</button>",
        "<p id='x'>会话已超时，请重新登录</p>",
        "<p id='x'>You have <span>1:00</span> minutes to confirm your order.</p>",
        "<p id='x'>请在 15 分钟内完成支付</p>",
        "<p id='x'>30分钟内无操作，请重新登录</p>",
        "<p id='x'>答题剩余时间：<b>05:00</b></p>",
        "<p id='x'>Your session will expire soon.</p>",
    ],
)
def test_other_limits_are_for_a_person(web: Web, html: str) -> None:
    assert _see(web, html).selectors(RULE, Outcome.CANT_TELL) == ["#x"]


def test_a_countdown_without_a_script_is_for_a_person(web: Web) -> None:
    html = "<p id='x'>页面将在 <span>5</span> 秒后自动跳转</p>"
    assert web.see(html, rules=(RULE,)).selectors(RULE, Outcome.CANT_TELL) == ["#x"]


def test_more_than_twenty_hours_passes(web: Web) -> None:
    assert _see(web, "<p>系统将于 <i>21</i> 小时后退出登录</p>").outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        "<p><span>60</span>秒后重新获取验证码</p>",
        "<p>距离亚运会开幕倒计时 100 天</p>",
        "<p>会议将在 3 小时后开始</p>",
        "<p>食品过期怎么办</p>",
        "<p hidden>页面将在 <span>5</span> 秒后自动跳转</p>",
        "<p>" + "一段很长的新闻报道，" * 30 + "页面将在 5 秒后自动跳转</p>",
        "<p>正文</p>",
    ],
)
def test_others_are_none_of_it(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.INAPPLICABLE
