"""mouse-only-control and custom-control-keys: what clicks reach and keys do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

MOUSE, KEYS = "mouse-only-control", "custom-control-keys"


def _see(web: Web, html: str, script: str = "") -> Seen:
    page = f"<style>.c {{ cursor: pointer }}</style>{html}<script>{script}</script>"
    return web.see(page, depth=Depth.IN_DEPTH, rules=(MOUSE, KEYS))


LISTEN = "document.getElementById('x').addEventListener('click', () => 1)"


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div id="x" class="c" onclick="go()">办理</div>', ""),
        ('<span id="x" class="c">关闭</span>', LISTEN),
        ('<a id="x" class="c">更多</a>', "x.onclick = () => 1"),
    ],
)
def test_clickable_things_that_no_key_reaches_fail(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).selectors(MOUSE) == ["#x"]


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div id="x">办理</div>', LISTEN),  # does not look clickable
        ('<p><a href="/a">首页</a><i id="x" class="c" style="padding:9px"></i></p>', LISTEN),  # an icon beside a link
        ('<div id="x" class="c" tabindex="-1">办理</div>', LISTEN),
        ('<div id="x" class="c">办理</div>', "document.addEventListener('click', () => 1)"),
    ],
)
def test_doubtful_ones_are_for_a_person(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).selectors(MOUSE, Outcome.CANT_TELL) == ["#x"]


@pytest.mark.parametrize(
    "html",
    [
        '<button id="x" class="c">办理</button>',
        '<a id="x" class="c" href="/a">办理</a>',
        '<a href="/a"><span id="x" class="c">办理</span></a>',
        '<li id="x" class="c"><a href="/a">办理</a></li>',
        '<label id="x" class="c">同意 <input type="checkbox"></label>',
        '<div id="x" class="c" hidden>办理</div>',
        '<div id="x" class="c" aria-hidden="true">办理</div>',
        '<div role="menu"><div id="x" class="c" role="menuitem" tabindex="-1">办理</div></div>',
    ],
)
def test_others_are_none_of_it(web: Web, html: str) -> None:
    seen = _see(web, html, LISTEN)
    assert not seen.findings(MOUSE)
    assert not seen.findings(KEYS)


CONTROL = '<div id="x" class="c" role="button" tabindex="0">办理</div>'


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (LISTEN, Outcome.FAILED),
        (LISTEN + "; x.onkeydown = () => 1", Outcome.PASSED),
        (LISTEN + "; document.onkeydown = () => 1", Outcome.CANT_TELL),
        (LISTEN + "; document.body.onkeyup = () => 1", Outcome.CANT_TELL),
        ("", Outcome.INAPPLICABLE),
    ],
)
def test_a_home_made_control_must_hear_keys(web: Web, script: str, outcome: Outcome) -> None:
    seen = _see(web, CONTROL, script)
    assert seen.outcome(KEYS) is outcome
    assert not seen.findings(MOUSE)
