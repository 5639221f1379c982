"""dragging-alternative: what is dragged, and the buttons beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "dragging-alternative"
DRAG = "x.onmousedown = x.onmousemove = () => 1"
SWIPE = "for (const kind of ['touchstart', 'touchmove']) x.addEventListener(kind, () => 1)"


def _see(web: Web, html: str, script: str) -> Seen:
    return web.see(f"{html}<script>{script}</script>", depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div id="x">图片</div>', DRAG),
        ('<div id="x">图片</div>', SWIPE),
        ('<ul id="l"><li id="x" draggable="true">甲</li></ul>', "l.ondrop = () => 1"),
        ('<div id="x" class="swiper">图片</div>', "x.onmousedown = document.onmousemove = () => 1"),
        ('<div id="x" role="slider" tabindex="0">音量</div>', "x.onmousedown = document.onmousemove = () => 1"),
    ],
)
def test_dragging_alone_is_for_a_person(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).selectors(RULE, Outcome.CANT_TELL) == ["#x"]


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div><div id="x">图片</div><button>下一张</button></div>', SWIPE),
        ('<div><div id="x">图片</div><p class="pagination"><i>1</i></p></div>', SWIPE),
        ('<ul id="l"><li id="x" draggable="true">甲 <button>上移</button></li></ul>', "l.ondrop = () => 1"),
    ],
)
def test_buttons_beside_it_pass(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ('<div id="x" draggable="true">甲</div>', ""),  # nothing takes what is dropped
        ('<div id="x">图片</div>', "x.onmousedown = x.ontouchmove = () => 1"),  # no pair
        ('<div id="x">图片</div>', "document.onmousedown = document.onmousemove = () => 1"),
        ('<div class="captcha"><div id="x">滑块</div></div>', DRAG),
        ('<div class="leaflet-container"><div id="x">地图</div></div>', DRAG),
        ('<div id="x" hidden>图片</div>', DRAG),
        ('<input id="x" type="range" aria-label="音量">', DRAG),
    ],
)
def test_others_are_none_of_it(web: Web, html: str, script: str) -> None:
    assert _see(web, html, script).outcome(RULE) is Outcome.INAPPLICABLE
