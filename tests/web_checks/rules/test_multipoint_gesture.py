"""multipoint-gesture: what may need two fingers, and the buttons beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "multipoint-gesture"
PINCH = "x.addEventListener('touchmove', (event) => { if (event.touches.length === 2) zoom(event.touches[1]); })"


def _see(web: Web, html: str, script: str) -> Seen:
    return web.see(f"{html}<script>{script}</script>", depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    ("html", "script", "selector"),
    [
        ('<div id="x">图片</div>', PINCH, "#x"),
        ('<div id="x">图片</div>', "x.addEventListener('gesturestart', () => 1)", "#x"),
        ('<div id="x" class="leaflet-container" style="height:200px">地图</div>', "", "#x"),
        ("<p>正文</p>", "document.addEventListener('gesturestart', () => 1)", "html"),
    ],
)
def test_two_fingers_are_for_a_person(web: Web, html: str, script: str, selector: str) -> None:
    assert _see(web, html, script).selectors(RULE, Outcome.CANT_TELL) == [selector]


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div><div id="x">图片</div><button>放大</button></div>', PINCH),
        ('<div class="ol-viewport" style="height:200px"><button>+</button><button>−</button></div>', ""),
    ],
)
def test_buttons_that_zoom_pass(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div id="x">图片</div>', "x.addEventListener('touchmove', (event) => go(event.touches[0]))"),
        ('<div id="x" hidden>图片</div>', PINCH),
        ("<p>正文</p>", ""),
    ],
)
def test_others_are_none_of_it(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).outcome(RULE) is Outcome.INAPPLICABLE
