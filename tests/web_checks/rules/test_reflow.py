"""reflow: at the limit, past it, and where two dimensions may be needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "reflow"
STYLE = "<style>body { margin: 0 }</style>"


def _see(web: Web, body: str, depth: Depth = Depth.IN_DEPTH) -> Seen:
    return web.see(STYLE + body, depth=depth, rules=(RULE,))


def test_content_of_320_px_passes(web: Web) -> None:
    assert _see(web, '<div style="width:320px">文</div>').outcome(RULE) is Outcome.PASSED


def test_wider_content_fails_with_the_width_measured(web: Web) -> None:
    seen = _see(web, '<div id="fixed" style="width:322px"><p style="width:322px">文</p></div>')
    assert seen.outcome(RULE) is Outcome.FAILED
    (found,) = seen.findings(RULE)
    assert found.target.selector == "#fixed"
    assert found.measurement is not None
    assert (found.measurement.value, found.measurement.limit, found.measurement.unit) == (322, 320, "px")


def test_a_wide_table_is_for_a_person(web: Web) -> None:
    seen = _see(web, '<table style="width:900px"><tr><td>一</td></tr></table>')
    assert seen.outcome(RULE) is Outcome.CANT_TELL


def test_a_wide_table_in_a_region_that_scrolls_passes(web: Web) -> None:
    seen = _see(web, '<div style="overflow-x:auto"><table style="width:900px"><tr><td>一</td></tr></table></div>')
    assert seen.outcome(RULE) is Outcome.PASSED


def test_what_takes_its_time_to_become_narrow_passes(web: Web) -> None:
    box = "<style>p { width: 900px; transition: width 0.7s } @media (max-width: 700px) { p { width: 200px } }</style>"
    assert _see(web, f"{box}<p>文</p>").outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize("shift", [0, -600, -1200])
def test_a_carousel_that_is_too_wide_is_named_and_not_what_glides_by_in_it(web: Web, shift: int) -> None:
    slides = 3 * "<p style='width:600px'>文</p>"
    track = f'<div style="display:flex;width:1800px;transform:translateX({shift}px)">{slides}</div>'
    assert _see(web, f'<div id="c" style="width:600px;overflow:hidden">{track}</div>').selectors(RULE) == ["#c"]


def test_it_is_not_run_in_simplified_depth(web: Web) -> None:
    seen = _see(web, '<div style="width:900px">文</div>', Depth.SIMPLIFIED)
    assert RULE not in seen.result.subject.tally


def test_without_its_style_sheet_the_width_is_for_a_person(web: Web) -> None:
    for width in (320, 900):
        seen = _see(web, f'<link rel="stylesheet" href="/gone.css"><div style="width:{width}px">文</div>')
        assert seen.outcome(RULE) is Outcome.CANT_TELL
