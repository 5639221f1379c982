"""text-spacing: text that no longer fits, text that was cut before, and cuts that are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "text-spacing"
TEXT = "本市推进无障碍环境建设，方便老年人和残疾人出行办事。"


def _see(web: Web, style: str, text: str = TEXT) -> Seen:
    html = f'<div id="box" style="font:16px/16px sans-serif;width:220px;{style}">{text}</div>'
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


def test_text_that_no_longer_fits_fails(web: Web) -> None:
    seen = _see(web, "height:34px;overflow:hidden")
    assert seen.selectors(RULE) == ["#box"]


@pytest.mark.parametrize(
    "style",
    [
        "min-height:34px;overflow:hidden",
        "height:34px",
        "height:34px;overflow:auto",
        "height:80px;overflow:hidden",
    ],
)
def test_boxes_that_grow_scroll_or_have_room_pass(web: Web, style: str) -> None:
    assert _see(web, style).outcome(RULE) is Outcome.PASSED


def test_text_that_was_cut_before_is_not_blamed_on_the_spacing(web: Web) -> None:
    seen = _see(web, "height:20px;overflow:hidden", TEXT * 30)
    assert seen.outcome(RULE) is Outcome.PASSED


def test_an_ellipsis_is_for_a_person(web: Web) -> None:
    seen = _see(
        web, "white-space:nowrap;overflow:hidden;text-overflow:ellipsis;width:230px", "本市推进无障碍环境建设啊啊啊"
    )
    assert seen.outcome(RULE) is Outcome.CANT_TELL


def test_the_page_is_left_as_it_was(web: Web) -> None:
    # The same rule twice in one page would find nothing new the second time if its style stayed.
    seen = web.see(
        f'<div style="font:16px/16px sans-serif;width:220px;height:34px;overflow:hidden">{TEXT}</div>',
        depth=Depth.IN_DEPTH,
        rules=(RULE, "reflow"),
    )
    assert seen.outcome("reflow") is Outcome.PASSED


def test_a_page_without_text_is_inapplicable(web: Web) -> None:
    assert web.see("<hr>", depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


@pytest.mark.parametrize("style", ["", "height:34px;overflow:hidden"])
def test_without_its_style_sheet_it_is_for_a_person(web: Web, style: str) -> None:
    box = f'<p style="font:16px/16px sans-serif;width:220px;{style}">{TEXT}</p>'
    html = '<link rel="stylesheet" href="/gone.css">' + box
    assert web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL
