"""moving-content and changing-text: floating boxes, carousels, tickers, clocks; with and without a way to stop them."""

from __future__ import annotations

import dataclasses
import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from audit.model import Depth, Outcome
from web_checks import pictures
from web_checks.probes import motion

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

MOVES, TEXT = "moving-content", "changing-text"


@pytest.fixture(autouse=True)
def _fast(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    # These pages never come to rest: they are not waited for, and move so fast that less time tells as much.
    if web._tab is not None:
        monkeypatch.setattr(web._tab, "_limits", dataclasses.replace(web.settings.deadlines, settle=0.3))
    monkeypatch.setattr(motion, "SAMPLES", 9)
    monkeypatch.setattr(motion, "EVERY", 50)


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(MOVES, TEXT))


FLOAT = """<div id="f" style="position:fixed;width:120px;height:80px">{inside}</div>
  <script>
  let x = 0;
  setInterval(() => {{ x = (x + 5) % 600; f.style.left = x + 'px'; f.style.top = x / 2 + 'px'; }}, 20)</script>"""
CAROUSEL = """<div id="c" style="width:400px;height:100px;overflow:hidden">
  <div id="track" style="display:flex;width:1200px">
  <p style="width:400px">第一张</p><p style="width:400px">第二张</p></div>{inside}</div>
  <script>
  let n = 0; setInterval(() => {{ track.style.transform = `translateX(${{-400 * (++n % 2)}}px)`; }}, 80)</script>"""
# Five pictures in turn, faster than they are looked at: whatever the machine's load, two looks seldom see the same.
FADE = """<div id="c" style="height:40px">{inside}<p>甲</p><p>乙</p><p>丙</p><p>丁</p><p>戊</p></div><script>
  let n = 0; const all = [...document.querySelectorAll('#c p')];
  setInterval(() => {{ n += 1; all.forEach((p, i) => {{ p.style.visibility = i === n % 5 ? '' : 'hidden'; }}); }},
    30)</script>"""
TICKER = """<div id="c" style="height:40px;overflow:hidden">{inside}
  <p>通知一</p><p>通知二</p><p>通知三</p><p>通知四</p></div>
  <script>setInterval(() => {{ c.scrollTop = (c.scrollTop + 2) % 60; }}, 20)</script>"""


@pytest.mark.parametrize(("page", "where"), [(FLOAT, "#f"), (CAROUSEL, "#track"), (FADE, "#c"), (TICKER, "#c")])
def test_what_goes_on_moving_fails(web: Web, page: str, where: str) -> None:
    seen = _see(web, page.format(inside="飘窗" if page is FLOAT else ""))
    assert seen.selectors(MOVES) == [where]
    assert "style=" not in seen.findings(MOVES)[0].target.snippet  # differs from moment to moment


def test_a_floating_box_that_can_be_closed_passes(web: Web) -> None:
    assert _see(web, FLOAT.format(inside="飘窗<b>×</b>")).outcome(MOVES) is Outcome.PASSED


def test_a_carousel_with_a_pause_button_passes(web: Web) -> None:
    assert _see(web, CAROUSEL.format(inside="<button>暂停</button>")).outcome(MOVES) is Outcome.PASSED


@pytest.mark.parametrize("inside", ["<button></button>"])
def test_a_control_without_a_name_is_for_a_person(web: Web, inside: str) -> None:
    assert _see(web, CAROUSEL.format(inside=inside)).outcome(MOVES) is Outcome.CANT_TELL


def _slides(period: int, delay: int) -> str:
    """Two slides that take turns every so many ms, for the first time after some more."""
    turn = f"for (const p of c{delay}.children) p.style.display = p.style.display ? '' : 'none'"
    return f"""<div id="c{delay}"><p>第一张</p><p style="display:none">第二张</p></div>
      <script>setTimeout(() => {{ {turn}; setInterval(() => {{ {turn} }}, {period}) }}, {delay})</script>"""


def test_a_slow_carousel_fails_whenever_it_is_looked_at(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    # In the time that it is watched for one of these turns once, another one twice.
    monkeypatch.setattr(motion, "SAMPLES", 14)
    monkeypatch.setattr(motion, "EVERY", 100)
    delays = range(0, 1000, 200)
    found = _see(web, "".join(_slides(1000, delay) for delay in delays)).selectors(MOVES)
    assert found == [f"#c{delay}" for delay in delays]


def test_what_turns_too_seldom_is_never_reported(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    # Not even when something else is watched for longer.
    monkeypatch.setattr(motion, "SAMPLES", 7)
    monkeypatch.setattr(motion, "EVERY", 100)
    assert _see(web, "".join(_slides(1000, delay) for delay in range(0, 1000, 200))).selectors(MOVES) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>静止</p>",
        # What loads late pushes the rest down.
        """<div id="d"></div><p>正文</p><script>
          setInterval(() => d.append(document.createElement('hr')), 60)</script>""",
        '<p id="p">一次</p><script>setTimeout(() => { p.style.marginLeft = "50px"; }, 100)</script>',
        (
            "<style>@keyframes t { to { transform: rotate(1turn) } }</style>"
            '<p style="width:60px;height:60px;animation:t 1s linear infinite">转</p>'
        ),
    ],
)
def test_stillness_one_move_and_turning_on_the_spot_are_none_of_it(web: Web, html: str) -> None:
    assert _see(web, html).outcome(MOVES) is Outcome.INAPPLICABLE


def _film(web: Web, path: str, kind: str = "GIF", turns: int = 0) -> None:
    """Serve an image file of three frames of a second each, that begins again so often (0 = for ever)."""
    frames = [Image.new("RGB", (60, 60), (90 * number, 0, 0)) for number in range(3)]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=1000, loop=turns)
    web.server.answer(path, file.getvalue(), Content_Type=f"image/{kind.lower()}")


@pytest.mark.parametrize(
    ("kind", "turns", "more", "outcome"),
    [
        ("GIF", 0, "", Outcome.FAILED),
        ("WEBP", 0, "", Outcome.FAILED),
        ("WEBP", 2, "", Outcome.FAILED),  # six seconds
        ("WEBP", 1, "", Outcome.INAPPLICABLE),  # three
        ("GIF", 0, "<button>暂停动画</button>", Outcome.PASSED),
        ("GIF", 0, "<style>img { width: 20px; height: 20px }</style>", Outcome.CANT_TELL),
        ("GIF", 0, "<style>img { display: none }</style>", Outcome.INAPPLICABLE),
    ],
)
def test_an_image_file_that_is_a_film_moves_by_itself(
    web: Web, kind: str, turns: int, more: str, outcome: Outcome
) -> None:
    path = f"/{kind}{turns}"  # the name does not tell
    _film(web, path, kind, turns)
    assert (
        _see(web, f'<div><img src="{path}" alt="火车绕圣诞树开"><p>节日安排</p>{more}</div>').outcome(MOVES) is outcome
    )


def test_image_files_that_were_too_many_are_told(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_MOST_FILES", 1)
    _film(web, "/one", turns=1)
    _film(web, "/two", turns=1)
    seen = _see(web, '<img src="/one" alt="甲"><img src="/two" alt="乙">')
    assert ("moving-content", "+1") in {(left.what, left.detail) for left in seen.result.untested}


COUNT = """<p>排队人数：<b id="b">甲</b></p>{more}<script>
  let n = 0; setInterval(() => {{ b.textContent = {text}; }}, 60)</script>"""


@pytest.mark.parametrize(
    ("text", "more", "outcome"),
    [
        ("'第' + (++n) + '位'", "", Outcome.FAILED),
        ("'第' + (++n) + '位'", "<button>暂停更新</button>", Outcome.CANT_TELL),
        ("'第' + (++n) + '位'", "<button hidden>暂停更新</button>", Outcome.FAILED),
        ("'10:20:' + (10 + ++n % 50)", "", Outcome.CANT_TELL),  # a clock
        ("'甲'", "", Outcome.INAPPLICABLE),
    ],
)
def test_text_that_changes_by_itself(web: Web, text: str, more: str, outcome: Outcome) -> None:
    assert _see(web, COUNT.format(text=text, more=more)).outcome(TEXT) is outcome


def test_hidden_text_may_change(web: Web) -> None:
    page = COUNT.format(text="++n", more="").replace("<p>", "<p hidden>")
    assert _see(web, page).outcome(TEXT) is Outcome.INAPPLICABLE
