"""status-message-announced: toasts and errors that come while the page is walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome
from web_checks.probes import pointer

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "status-message-announced"
FIELD = '<label>姓名 <input id="f"></label> <button id="b">提交</button>'


@pytest.fixture(autouse=True)
def _fast(quick_keyboard: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointer, "_OPEN", 60)
    monkeypatch.setattr(pointer, "_CLOSE", 60)


def _see(web: Web, html: str, script: str) -> Seen:
    return web.see(f"{FIELD}{html}<script>{script}</script>", depth=Depth.IN_DEPTH, rules=(RULE,))


TOAST = (
    "const t = document.createElement('div'); t.className = 'layui-layer layui-layer-msg'; t.textContent = '已收藏';"
)


@pytest.mark.parametrize(
    ("html", "script", "selector"),
    [
        ('<p id="x" class="error" hidden>姓名不能为空</p>', "f.onblur = () => { x.hidden = false }", "#x"),
        ('<p id="x" class="form-tip"></p>', "f.onblur = () => { x.textContent = '请输入姓名' }", "#x"),
        # Gone again before the walk is over.
        (
            "",
            f"f.onblur = () => {{ {TOAST} document.body.append(t); setTimeout(() => t.remove(), 50) }}",
            "div.layui-layer.layui-layer-msg",
        ),
        ("", f"f.onmouseenter = () => {{ {TOAST} document.body.append(t) }}", "div.layui-layer.layui-layer-msg"),
    ],
)
def test_a_message_outside_a_live_region_is_for_a_person(web: Web, html: str, script: str, selector: str) -> None:
    assert _see(web, html, script).selectors(RULE, Outcome.CANT_TELL) == [selector]


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<p id="x" class="error" role="alert"></p>', "f.onblur = () => { x.textContent = '姓名不能为空' }"),
        ('<div id="x" aria-live="polite"></div>', f"f.onblur = () => {{ {TOAST} x.append(t) }}"),
    ],
)
def test_a_message_in_a_live_region_passes(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<p class="error">姓名不能为空</p>', ""),  # it was there before
        ('<p id="x" class="notice"></p>', "f.onblur = () => { x.textContent = '市政府常务会议召开' }"),  # news
        ('<p id="x" class="tip" hidden>请选择 <a href="/a">地区</a></p>', "f.onblur = () => { x.hidden = false }"),
        ('<p id="x" class="tip" hidden>请输入姓名</p>', "b.onmouseenter = () => { x.hidden = false }"),  # hover content
        (
            '<p id="x" class="tip" hidden>请输入姓名</p>',
            "f.setAttribute('aria-describedby', 'x'); f.onfocus = () => { x.hidden = false }",
        ),
        ('<p id="x" class="msg" hidden></p>', "f.onblur = () => { x.hidden = false }"),
    ],
)
def test_others_are_none_of_it(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).outcome(RULE) is Outcome.INAPPLICABLE
