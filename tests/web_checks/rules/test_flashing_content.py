"""flashing-content: what the numbers mean, and a real film that is never called safe."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome, Target
from web_checks.flashes import Flashes
from web_checks.page import Page
from web_checks.probes import flashes
from web_checks.rules import flashing_content

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "flashing-content"


def _judged(seen: flashes.Flashing | None) -> list[Outcome]:
    page = Page("http://pages.test/", 200, "", "zh", "", settled=True, seen={"flashes": seen})
    return [verdict.outcome for verdict in flashing_content.judge(page)]


@pytest.mark.parametrize(
    ("changes", "together", "rate", "outcome"),
    [
        (0, False, 5, Outcome.PASSED),
        (1, False, 24, Outcome.PASSED),
        (2, False, 24, Outcome.CANT_TELL),
        (2, False, 25, Outcome.PASSED),
        (6, False, 25, Outcome.PASSED),
        (7, False, 60, Outcome.CANT_TELL),
        (8, False, 60, Outcome.CANT_TELL),
        (8, True, 60, Outcome.FAILED),
        (8, True, 9, Outcome.FAILED),  # what was filmed was there
    ],
)
def test_the_numbers_and_what_they_mean(changes: int, rate: int, outcome: Outcome, *, together: bool) -> None:
    assert _judged(flashes.Flashing(Flashes(changes, together, rate), Target("#a"))) == [outcome]


def test_a_still_page_is_inapplicable() -> None:
    assert _judged(None) == []


def _see(web: Web, html: str, monkeypatch: pytest.MonkeyPatch, look: float = 0.5) -> Seen:
    if web._tab is not None:  # these pages never come to rest
        monkeypatch.setattr(web._tab, "_limits", dataclasses.replace(web.settings.deadlines, settle=0.3))
    monkeypatch.setattr(flashes, "LOOK", look)
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


def test_a_flashing_box_is_never_called_safe(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    # With words on it: a page that never comes to rest and shows nothing counts as blank.
    box = '<p>公告</p><div id="b" style="width:400px;height:400px;background:#000"></div><script>let n = 0;'
    seen = _see(
        web,
        box + "setInterval(() => { b.style.background = ++n % 2 ? '#fff' : '#000'; }, 70)</script>",
        monkeypatch,
    )
    # A machine under load may film too few frames to be sure.
    assert seen.outcome(RULE) in (Outcome.FAILED, Outcome.CANT_TELL)
    (finding,) = seen.findings(RULE)
    assert finding.target.selector == "#b"
    assert "style" not in finding.target.snippet


def test_a_small_light_that_flashes_is_below_the_threshold(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    light = "<style>@keyframes b { 50% { background: #fff } }</style>"
    light += '<p style="width:60px;height:60px;background:#000;animation:b .1s steps(1) infinite">灯</p>'
    assert _see(web, light, monkeypatch).outcome(RULE) is Outcome.INAPPLICABLE


def test_a_carousel_that_turns_now_and_then_does_not_flash(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whether the first look sees it turn depends on when it begins; what comes of it must not.
    slides = '<p>公告</p><p id="b" style="width:400px;height:400px;background:#000"></p><script>let n = 0;'
    slides += "setInterval(() => { b.style.background = ++n % 2 ? '#fff' : '#000'; }, 2000)</script>"
    seen = _see(web, slides, monkeypatch, look=2.5)
    assert seen.outcome(RULE) is Outcome.INAPPLICABLE


def test_a_page_that_does_not_change_is_not_filmed(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = _see(web, "<h1>静止</h1><script>document.title = '题'</script>", monkeypatch)
    assert seen.outcome(RULE) is Outcome.INAPPLICABLE
    assert not seen.result.untested
