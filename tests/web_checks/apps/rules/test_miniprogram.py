"""The rules on the source of mini-programs: each outcome, and bindings, which nobody can tell from the source."""

from __future__ import annotations

from typing import Any

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import outcome
from web_checks.apps import wxml, wxss
from web_checks.apps.miniprogram import Source

PASSED, FAILED, CANT_TELL, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE


def page(markup: str, styles: str = "", **more: Any) -> Source:
    return Source("pages/index/index", wxml.parse(markup), wxss.parse(styles), **more)


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<view bindtap="go">办理</view>', PASSED),
        ('<view bind:tap="go"><image src="a.png" aria-label="返回"/></view>', PASSED),
        ('<image catchtap="go" src="a.png" aria-label="返回" />', PASSED),
        ('<button aria-label="关闭"/>', PASSED),
        ('<navigator url="/a">第 {{n}} 项</navigator>', PASSED),
        ('<view bindtap="go"><image src="a.png"/></view>', FAILED),
        ('<image bindtap="go" src="a.png"></image>', FAILED),
        ("<button></button>", FAILED),
        ('<view bindtap="go"><text aria-hidden="true">×</text></view>', FAILED),
        ('<view bindtap="go">{{item.name}}</view>', CANT_TELL),
        ('<view bindtap="go" aria-label="{{label}}"/>', CANT_TELL),
        ('<view bindtap="go"><my-icon name="back"/></view>', CANT_TELL),
        ('<view bindtap="go"><slot/></view>', CANT_TELL),
        ('<view catchtap="noop"><image src="a.png"/></view>', CANT_TELL),
        ('<view bindtap="hide"></view>', CANT_TELL),
        ('<view bindtap="go" aria-hidden="true"><image src="a.png"/></view>', NONE),
        ("<view>正文</view>", NONE),
        ('<label for="{{id}}">办理</label><button id="{{id}}"/>', PASSED),
        ("<label>办理<button/></label>", PASSED),
        ('<swiper bindtap="close"><image src="a.png"/></swiper>', CANT_TELL),
        ('<view bindtap="go"><text aria-labelledby="t"/></view>', CANT_TELL),
        ('<textarea bindtap="go"/>', NONE),
        ('<my-button bindtap="go"/>', CANT_TELL),
        ('<my-button bindtap="go">办理</my-button>', PASSED),
        ('<my-button bind:change="go"/>', NONE),
    ],
)
def test_tap_name(markup: str, said: Outcome) -> None:
    assert outcome("miniprogram-tap-name", page(markup)) is said


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<view bindtap="go" aria-role="button">办理</view>', PASSED),
        ('<view bindtap="go">办理</view>', FAILED),
        ('<image bindtap="go" src="a.png"/>', FAILED),
        ('<view bindtap="go" aria-role="{{role}}">办理</view>', CANT_TELL),
        ('<view bindtap="go"><button>删除</button></view>', CANT_TELL),
        ('<view bindtap="go">办理<slot/></view>', CANT_TELL),
        ('<view bindtap="go">办理<view aria-role="slider"/></view>', CANT_TELL),
        ('<scroll-view bindtap="go">办理</scroll-view>', CANT_TELL),
        ('<view catchtap="noop">弹窗</view>', CANT_TELL),
        ('<view bindtap="hide"></view>', CANT_TELL),
        ('<my-button bindtap="go">办理</my-button>', CANT_TELL),
        ('<my-button bindtap="go" aria-role="button"/>', PASSED),
        ('<button bindtap="go">办理</button>', NONE),
        ('<label bindtap="go">同意<checkbox/></label>', NONE),
        ("<view>正文</view>", NONE),
    ],
)
def test_tap_role(markup: str, said: Outcome) -> None:
    assert outcome("miniprogram-tap-role", page(markup)) is said


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<image src="a.png" aria-label="市政府大楼"/>', PASSED),
        ('<image src="a.png" aria-label="图片"/>', FAILED),
        ('<image src="/img/hall.png" aria-label="hall.png"/>', FAILED),
        ('<image src="a.png"/>', CANT_TELL),
        ('<image src="a.png" aria-label="{{alt}}"/>', CANT_TELL),
        ('<image src="a.png" aria-hidden="true"/>', NONE),
        ('<view aria-hidden="true"><image src="a.png"/></view>', NONE),
        ('<view bindtap="go"><image src="a.png"/>办理</view>', NONE),
    ],
)
def test_image_alternative(markup: str, said: Outcome) -> None:
    assert outcome("miniprogram-image-alternative", page(markup)) is said


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<input aria-label="姓名"/>', PASSED),
        ("<label>姓名<input/></label>", PASSED),
        ('<label for="name">姓名</label><input id="name"/>', PASSED),
        ("<picker><view>选择日期</view></picker>", PASSED),
        ("<view>姓名<input/></view>", FAILED),
        ('<label for="other">姓名</label><input id="name"/>', FAILED),
        ("<switch checked/>", FAILED),
        ('<input placeholder="请输入姓名"/>', CANT_TELL),
        ("<picker><view>{{date}}</view></picker>", CANT_TELL),
        ('<input aria-labelledby="x"/>', CANT_TELL),
        ('<input aria-hidden="true"/>', NONE),
        ("<view>正文</view>", NONE),
    ],
)
def test_field_label(markup: str, said: Outcome) -> None:
    assert outcome("miniprogram-field-label", page(markup)) is said


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<button>办理</button>", PASSED),
        ('<view aria-hidden="true"><button>办理</button></view>', FAILED),
        ('<input aria-hidden="true"/>', FAILED),
        ('<view bindtap="go" aria-hidden="true">办理</view>', CANT_TELL),
        ('<view aria-hidden="{{closed}}"><button>办理</button></view>', CANT_TELL),
        ('<view catchtap="noop" aria-hidden="true"/>', NONE),
        ("<view>正文</view>", NONE),
    ],
)
def test_hidden_tap(markup: str, said: Outcome) -> None:
    assert outcome("miniprogram-hidden-tap", page(markup)) is said


@pytest.mark.parametrize(
    ("markup", "styles", "said"),
    [
        ('<view class="a">字</view>', ".a{color:#000;background:#fff}", PASSED),
        ('<view class="a">字</view>', ".a{color:#767676;background-color:#ffffff}", PASSED),
        ('<view class="a">字</view>', ".a{color:#777;background:#fff}", CANT_TELL),  # 4.48: enough for large text
        ('<view class="a">字</view>', ".a{color:#959595;background:#fff}", FAILED),  # 2.99
        ('<view style="color:#ccc;background:rgb(255,255,255)">字</view>', "", FAILED),
        ('<view class="b"><text class="a">字</text></view>', ".a{color:#ccc} .b{background:white}", CANT_TELL),
        ('<view class="a">字</view>', ".a{color:#ccc}", NONE),
        ('<view class="a {{b}}">字</view>', ".a{color:#ccc;background:#fff}", NONE),
        ('<view class="a" style="color:{{c}}">字</view>', ".a{color:#ccc;background:#fff}", NONE),
        ('<view class="a">字</view>', ".a{color:var(--c);background:#fff}", NONE),
        ('<view class="a">字</view>', ".a{color:#ccc;background:rgba(0,0,0,.5)}", NONE),
        ('<view class="a">字</view>', ".a{color:#ccc;background:#fff} .dark .a{color:#000}", NONE),
        ('<view class="a">字</view>', ".a{color:#ccc;background:#fff} @media (x){.a{color:#000}}", NONE),
        ('<view class="a">字</view>', ".a{color:#ccc;background:#fff} .a::after{color:#000}", FAILED),
        ('<view class="a b">字</view>', ".a.b{color:#000} .a{color:#ccc;background:#fff}", PASSED),
        ('<view class="a" aria-hidden="true">字</view>', ".a{color:#ccc;background:#fff}", NONE),
        ('<view class="a"/>', ".a{color:#ccc;background:#fff}", NONE),
    ],
)
def test_text_contrast(markup: str, styles: str, said: Outcome) -> None:
    assert outcome("miniprogram-text-contrast", page(markup, styles)) is said


@pytest.mark.parametrize(
    ("size", "elder", "said"),
    [
        ("24rpx", "", PASSED),
        ("23rpx", "", CANT_TELL),
        ("12px", "", PASSED),
        ("11.5px", "", CANT_TELL),
        ("36rpx", "version", PASSED),
        ("35rpx", "version", CANT_TELL),
        ("1.2em", "", NONE),
        ("{{size}}rpx", "", NONE),
    ],
)
def test_text_size(size: str, elder: str, said: Outcome) -> None:
    markup = f'<view style="font-size:{size}"><text>通知</text></view>'
    assert outcome("miniprogram-text-size", page(markup, elder=elder)) is said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_page": True, "title": "办事大厅"}, PASSED),
        ({"is_page": True, "title": ""}, FAILED),
        ({"is_page": True, "title": "WeChat"}, FAILED),
        ({"is_page": True, "title": "", "custom": True}, CANT_TELL),
        ({"is_page": True, "title": "", "sets_title": True}, CANT_TELL),
        ({"is_page": False}, NONE),
    ],
)
def test_page_title(more: dict[str, Any], said: Outcome) -> None:
    assert outcome("miniprogram-page-title", page("<view/>", **more)) is said


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ('<input class="a"/>', False),
        ('<view class="a"><input/></view>', False),
        ('<input style="display: none"/>', False),
        ("<input hidden/>", False),
        ('<input hidden="{{true}}"/>', False),
        ('<input hidden="{{closed}}"/>', True),
        ('<input class="a b"/>', True),
        ('<input class="a {{b}}"/>', True),
        ("<input/>", True),
    ],
)
def test_what_is_never_shown_is_not_judged(markup: str, shown: bool) -> None:  # noqa: FBT001 - one value, one word
    source = page(markup, ".a{display:none} .a.b{display:block}")
    assert outcome("miniprogram-field-label", source) is (FAILED if shown else NONE)
