"""orientation-lock: a quarter turn, a notice over everything, and pages that follow the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "orientation-lock"


def _see(web: Web, css: str, body: str = "") -> Seen:
    html = f"<style>{css}</style><main>办事指南 <i>›</i></main>{body}"
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    "css",
    [
        "@media (orientation: portrait) { body { transform: rotate(90deg) } }",
        "@media (orientation: landscape) { html { transform: rotate(-0.25turn) } }",
        "@media (orientation: landscape) { body { rotate: 270deg } }",
        "@media (orientation: portrait) { main { rotate: 90deg } }",  # small, and nearly all there is
    ],
)
def test_a_quarter_turn_fails(web: Web, css: str) -> None:
    assert _see(web, css).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize(
    "css",
    [
        "",
        "body { transform: rotate(90deg) }",  # in both
        "@media (orientation: portrait) { body { transform: rotate(180deg) } }",
        "@media (orientation: portrait) { body { transform: rotate(3deg) } }",
        "@media (orientation: portrait) { i { display: inline-block; rotate: 90deg } }",  # an arrow of a list
    ],
)
def test_other_turns_pass(web: Web, css: str) -> None:
    assert _see(web, css).outcome(RULE) is Outcome.PASSED


COVER = "#cover { position: fixed; inset: 0; background: #fff }"


@pytest.mark.parametrize("words", ["为了更好的体验，请将手机横屏浏览", "Please rotate your device"])
def test_a_notice_over_everything_in_one_orientation_fails(web: Web, words: str) -> None:
    css = COVER + "@media (orientation: landscape) { #cover { display: none } }"
    assert _see(web, css, f'<div id="cover">{words}</div>').selectors(RULE) == ["#cover"]


def test_another_cover_and_a_small_notice_pass(web: Web) -> None:
    css = COVER + "@media (orientation: landscape) { #cover { display: none } }"
    assert _see(web, css, '<div id="cover">正在加载</div>').outcome(RULE) is Outcome.PASSED
    assert _see(web, "p { position: fixed }", "<p>建议横屏浏览</p>").outcome(RULE) is Outcome.PASSED
