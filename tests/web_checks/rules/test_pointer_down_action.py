"""pointer-down-action: what listens for the press alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "pointer-down-action"


def _see(web: Web, html: str, script: str) -> Seen:
    page = f"<style>.c {{ cursor: pointer }}</style>{html}<script>{script}</script>"
    return web.see(page, depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div id="x" class="c">删除</div>', "x.onmousedown = () => 1"),
        ('<button id="x">删除</button>', "x.addEventListener('touchstart', () => 1)"),
        ('<div id="x" role="button" onpointerdown="go()">删除</div>', ""),
    ],
)
def test_a_press_alone_is_for_a_person(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).selectors(RULE, Outcome.CANT_TELL) == ["#x"]


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div id="x" class="c">删除</div>', "x.onmousedown = x.onclick = () => 1"),
        ('<div id="x" class="c">删除</div>', "x.onmousedown = x.onmouseup = () => 1"),
        ('<div id="x" class="c">删除</div>', "x.onmousedown = x.onmousemove = () => 1"),  # it is dragged
        ('<div id="x">正文</div>', "x.onmousedown = () => 1"),  # it does not look like a control
        ('<a id="x" class="c" href="/a">首页</a>', "x.onmousedown = () => 1"),  # it counts, and the link acts later
        ('<div id="x" class="c" hidden>删除</div>', "x.onmousedown = () => 1"),
        ('<div id="x" class="c" style="height:500px">全屏</div>', "x.onmousedown = () => 1"),
        ('<div id="o"><b id="x" class="c">柄</b></div>', "x.onmousedown = o.onmousemove = () => 1"),
        ('<b id="x" class="c drag-handle">柄</b>', "x.onmousedown = () => 1"),
        ('<button id="x">删除</button>', "x.onclick = () => 1"),
    ],
)
def test_others_are_none_of_it(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).outcome(RULE) is Outcome.INAPPLICABLE
