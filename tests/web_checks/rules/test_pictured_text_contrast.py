"""pictured-text-contrast: at the limit, past it, and where only a part of the picture fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome, Target
from web_checks.page import Page, Part
from web_checks.probes.pictured_texts import PicturedText
from web_checks.rules import pictured_text_contrast

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "pictured-text-contrast"


def _judged(behind: tuple[float, float, float, float], letters: float = 0.3, *, large: bool = False) -> list[Outcome]:
    text = PicturedText(Target("#a"), 0.0, *behind, letters, large)
    page = Page("http://pages.test/", 200, "", "zh", "", settled=True, seen={"pictured_texts": Part((text,))})
    return [verdict.outcome for verdict in pictured_text_contrast.judge(page)]


@pytest.mark.parametrize(
    ("behind", "large", "outcomes"),
    [
        ((0.1751, 0.1751, 0.1751, 0.1751), False, [Outcome.PASSED]),  # black on it: 4.5:1
        ((0.174, 0.174, 0.174, 0.174), False, [Outcome.FAILED]),
        ((0.05, 0.1, 0.174, 1.0), False, [Outcome.FAILED]),  # less than a tenth is lighter
        ((0.05, 0.1, 0.1751, 1.0), False, []),
        ((0.174, 0.1751, 0.5, 1.0), False, []),
        ((0.1, 0.1, 0.1, 0.1), True, [Outcome.PASSED]),  # 3:1
        ((0.09, 0.09, 0.09, 0.09), True, [Outcome.FAILED]),
    ],
)
def test_it_fails_at_its_best_and_passes_at_its_worst(
    behind: tuple[float, float, float, float], outcomes: list[Outcome], *, large: bool
) -> None:
    assert _judged(behind, large=large) == outcomes


def test_text_whose_letters_cannot_be_seen_is_left_to_a_person() -> None:
    assert _judged((0.1, 0.1, 0.1, 0.1), 0.049) == []
    assert _judged((0.1, 0.1, 0.1, 0.1), 0.05) == [Outcome.FAILED]


def test_text_in_the_colour_of_its_ground_is_left_to_a_person(web: Web) -> None:
    assert _judged((0.0099, 0.0099, 0.0099, 0.0099)) == []  # 1.198:1
    assert _judged((0.0101, 0.0101, 0.0101, 0.0101)) == [Outcome.FAILED]
    # White letters without their ground, over black ones that run under them.
    html = (
        "<p id='under' style='position:absolute;z-index:1;left:0;top:0;margin:0'>市政府公告</p>"
        "<p style='position:absolute;z-index:2;left:3px;top:0;margin:0;color:#fff'>市政府公告</p>"
    )
    assert web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).selectors(RULE) == []


def _seen(web: Web, colour: str, fill: str, more: str = "") -> Seen:
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='60'>{fill}</svg>"
    picture = drawn.replace("<", "%3C").replace(">", "%3E").replace("#", "%23")
    style = f'color:{colour};background:url("data:image/svg+xml,{picture}");transition:color 1s;{more}'
    html = f"<p style='height:1500px'>页首</p><p id='t' style=\"{style.replace(chr(34), '&quot;')}\">市政府公告</p>"
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


def _whole(colour: str) -> str:
    return f"<rect width='400' height='60' fill='{colour}'/>"


def test_faint_text_over_an_image_fails_with_its_best_contrast(web: Web) -> None:
    seen = _seen(web, "#999", _whole("#fff") + "<rect width='20' height='60' fill='#eee'/>")
    assert seen.selectors(RULE) == ["#t"]
    assert "transition:color" in seen.findings(RULE)[0].target.snippet
    measured = seen.findings(RULE)[0].measurement
    assert measured is not None
    assert (measured.value, measured.limit) == (2.8, 4.5)


def test_clear_text_over_an_image_passes(web: Web) -> None:
    assert _seen(web, "#333", _whole("#fff")).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    ("colour", "fill", "more"),
    [
        ("#333", _whole("#fff") + "<rect width='60' height='60' fill='#000'/>", ""),  # faint in part
        ("#fff", _whole("#fff"), ""),  # not to be seen at all
        ("#999", _whole("#fff"), "opacity:.9"),
        ("#999", _whole("#fff"), "text-shadow:0 0 3px #000"),
        ("rgba(0,0,0,.3)", _whole("#fff"), ""),
    ],
)
def test_what_is_not_sure_is_left_to_axes_question(web: Web, colour: str, fill: str, more: str) -> None:
    assert _seen(web, colour, fill, more).outcome(RULE) is Outcome.INAPPLICABLE


def test_plain_and_gradient_grounds_have_rules_of_their_own(web: Web) -> None:
    html = "<p style='color:#aaa'>甲乙丙</p><p style='color:#aaa;background:linear-gradient(#fff,#eee)'>甲乙丙</p>"
    assert web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


FAINT = "color:#999;background-color:#fff;"
DRAWN = f"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='60'>{_whole('#fff')}</svg>"


def _on_picture(web: Web, html: str, head: str = "") -> Seen:
    """Look at a page whose /white.svg loads and whose other pictures and style sheets are missing."""
    web.server.forget()
    web.server.answer("/white.svg", DRAWN, Content_Type="image/svg+xml")
    whole = f"<!doctype html><html lang='zh-CN'><head><title>测试页</title>{head}</head><body>{html}</body></html>"
    return web.see(whole, depth=Depth.IN_DEPTH, rules=(RULE,))


GROUNDS = {
    "own": "<p id='t' style=\"{0}background-image:url('{1}')\">市政府公告</p>",
    "ancestor": "<div style=\"background-image:url('{1}')\"><div>"
    "<p id='t' style='color:#999'>市政府公告</p></div></div>",
    "pseudo": "<style>#t::before{{content:'';position:absolute;inset:0;z-index:-1;background:#fff url({1})}}</style>"
    "<p id='t' style='color:#999;position:relative;z-index:0'>市政府公告</p>",
    "under": "<div style='position:relative;height:60px'><img src='{1}' alt='' style='position:absolute;width:400px;"
    "height:60px'><p id='t' style='color:#999;position:absolute'>市政府公告</p></div>",
}


@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_not_judged_on_the_colour_that_stands_in_for_a_missing_picture(web: Web, ground: str) -> None:
    html = GROUNDS[ground]
    assert _on_picture(web, html.format(FAINT, "/white.svg")).selectors(RULE) == ["#t"]
    assert _on_picture(web, html.format(FAINT, "/gone.png")).outcome(RULE) is Outcome.INAPPLICABLE


def test_a_missing_picture_behind_the_painted_box_does_not_matter(web: Web) -> None:
    inner = GROUNDS["own"].format(FAINT, "/white.svg")
    seen = _on_picture(web, f"<div style=\"background:url('/gone.png')\">{inner}</div>")
    assert seen.selectors(RULE) == ["#t"]


def test_a_missing_style_sheet_may_have_brought_the_picture(web: Web) -> None:
    html = GROUNDS["own"].format(FAINT, "/white.svg")
    gone = "<link rel='stylesheet' href='/gone.css'>"
    assert _on_picture(web, html, gone).outcome(RULE) is Outcome.INAPPLICABLE
