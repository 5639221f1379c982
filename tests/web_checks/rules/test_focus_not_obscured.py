"""focus-not-obscured: covered wholly, in part, by something that lets light through, and reached from below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "focus-not-obscured"


def _see(web: Web, cover: str, more: str = "") -> Seen:
    html = f"""<style>body {{ margin: 0 }} a {{ display: block; width: 100px; height: 20px }}</style>
      <a id="a" href="#">通知公告</a>{more}
      <div id="cover" style="position:fixed;left:0;top:0;width:200px;{cover}"></div>"""
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


def test_a_stop_under_a_fixed_box_fails(web: Web) -> None:
    seen = _see(web, "height:30px;background:#fff")
    assert seen.selectors(RULE) == ["#a"]
    assert "cover" in seen.findings(RULE)[0].message.en


@pytest.mark.parametrize(
    "cover", ["height:15px;background:#fff", "height:30px;background:#fff;pointer-events:none;z-index:-1"]
)
def test_a_stop_that_shows_in_part_or_lies_above_passes(web: Web, cover: str) -> None:
    assert _see(web, cover).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize("cover", ["height:30px;background:rgba(255,255,255,.5)", "height:30px"])
def test_a_cover_that_lets_light_through_is_for_a_person(web: Web, cover: str) -> None:
    assert _see(web, cover).outcome(RULE) is Outcome.CANT_TELL


def test_content_that_merely_overlaps_is_another_matter(web: Web) -> None:
    assert _see(web, "height:30px;background:#fff;position:absolute").outcome(RULE) is Outcome.PASSED


def test_a_sticky_header_is_met_from_below(web: Web) -> None:
    # Forwards the focus scrolls the page down; only backwards does a link end up under the header.
    links = "".join(f'<a id="l{n}" href="#">第{n}条</a>' for n in range(90))
    seen = _see(web, "height:60px;background:#fff", f'<div style="padding-top:60px">{links}</div>')
    assert "#a" in seen.selectors(RULE)
