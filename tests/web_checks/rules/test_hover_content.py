"""hover-content: tips and menus that come with the pointer, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome
from web_checks.probes import pointer

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "hover-content"

pytestmark = pytest.mark.usefixtures("quick_pointer")


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


STYLE = """<style>
  body { margin: 40px } p { margin: 0; line-height: 24px }
  #t { position: relative; display: inline-block } #t ul { position: absolute; top: 100%; left: 0; margin: 0 }
  #tip { position: absolute; left: 40px; top: 80px; width: 120px; height: 30px; background: #ff8 }
</style>"""
STAYS = """let timer; t.onmouseleave = tip.onmouseleave = () => { timer = setTimeout(hide, 60) };
  tip.onmouseenter = () => clearTimeout(timer); tip.style.top = '58px';"""
BELOW = "<p>正文第一行，正文第一行，正文第一行</p><p>正文第二行，正文第二行，正文第二行</p>"
MENU = f"{STYLE}<div id='t'>办事服务<ul><li><a href='/a'>户籍</a></li><li><a href='/b'>社保</a></li></ul></div>{BELOW}"
ESC = "<script>document.onkeydown = (event) => { if (event.key === 'Escape') HIDE }</script>"


def _tip(events: str, more: str = "") -> str:
    """A button whose tip a script shows over the text below and hides again."""
    return f"""{STYLE}<button id="t">说明</button>{BELOW}{BELOW}<div id="tip" hidden>请填写真实姓名</div>
      <script>const show = () => {{ tip.hidden = false }}, hide = () => {{ tip.hidden = true }};
      t.onmouseenter = () => {{ show(); {more} }}; {events}</script>"""


def test_a_tip_that_neither_esc_closes_nor_the_pointer_reaches_fails(web: Web) -> None:
    (finding,) = _see(web, _tip("t.onmouseleave = hide")).findings(RULE)
    assert (finding.outcome, finding.target.selector) == (Outcome.FAILED, "#t")
    assert "请填写真实姓名" in finding.message.zh
    assert "Esc" in finding.message.en


def test_what_fades_away_slowly_goes_with_the_pointer(web: Web) -> None:
    fades = (
        "<style>#t ul { visibility: hidden; transition: visibility 1.5s } #t:hover ul { visibility: visible }</style>"
    )
    assert _see(web, MENU + fades).selectors(RULE, Outcome.CANT_TELL) == ["#t"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        # A menu that Esc leaves open over the text.
        (MENU + "<style>#t ul { display: none } #t:hover ul { display: block }</style>", "Esc"),
        # Esc closes the tip; the pointer cannot get to it.
        (_tip("t.onmouseleave = hide") + ESC.replace("HIDE", "hide()"), "moves onto"),
        # It obscures nothing: only the way to it is in question.
        (_tip("t.onmouseleave = hide") + "<style>#tip { top: 300px }</style>", "moves onto"),
    ],
)
def test_one_fault_is_for_a_person(web: Web, html: str, said: str) -> None:
    (finding,) = _see(web, html).findings(RULE)
    assert finding.outcome is Outcome.CANT_TELL
    assert said in finding.message.en
    assert ";" not in finding.message.en  # that fault alone


def test_a_tip_that_goes_by_itself_is_for_a_person(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointer, "_REST", 2500)
    timed = STAYS.replace("clearTimeout(timer)", "{ clearTimeout(timer); setTimeout(hide, 2000) }")
    (finding,) = _see(web, _tip(timed) + ESC.replace("HIDE", "hide()")).findings(RULE)
    assert finding.outcome is Outcome.CANT_TELL
    assert "by itself" in finding.message.en


@pytest.mark.parametrize(
    "html",
    [
        _tip(STAYS) + ESC.replace("HIDE", "hide()"),
        # The way to a narrow menu is through its wide trigger.
        STYLE + "<style>#t { width: 300px } #t ul { display: none; width: 60px } #t:hover ul { display: block }</style>"
        "<div id='t'>办事<ul><li>户籍</li></ul></div>",
        # A menu that pushes the text down obscures nothing.
        MENU + "<style>#t ul { position: static; display: none } #t:hover ul { display: block }</style>",
    ],
)
def test_content_that_can_be_closed_reached_and_kept_passes(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        '<button title="说明">说明</button>',  # the browser's own tip
        _tip(""),  # it stays when the pointer leaves: a tab
        _tip("t.onmouseleave = hide").replace("请填写真实姓名", ""),  # nothing to read
        STYLE + "<style>a:hover { color: red; opacity: .5 }</style><a href='/a' id='t'>首页</a>",
        "<p>正文</p>",
    ],
)
def test_others_are_none_of_it(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.INAPPLICABLE


def test_what_changes_by_itself_meanwhile_is_no_matter(web: Web) -> None:
    slides = """<div class="slides"><h3>一</h3><h3 hidden>二</h3></div><script>setInterval(() => {
      for (const slide of document.querySelectorAll('h3')) slide.hidden = !slide.hidden; }, 70)</script>"""
    assert _see(web, _tip("t.onmouseleave = hide") + slides).selectors(RULE) == ["#t"]


def test_what_is_too_much_is_told(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointer, "_MOST_TRIGGERS", 1)
    more = "<script>tip.onmouseenter = () => 1</script><b id='x' onmouseover='1'>一</b><i onmouseover='1'>二</i>"
    seen = _see(web, _tip("t.onmouseleave = hide") + more)
    assert [untested.detail for untested in seen.result.untested if untested.what == RULE] == ["+2"]
    assert len(seen.findings(RULE)) == 1


def test_without_its_style_sheet_nothing_is_sure(web: Web) -> None:
    html = _tip("t.onmouseleave = hide") + '<link rel="stylesheet" href="/gone.css">'
    assert _see(web, html).outcome(RULE) is Outcome.CANT_TELL


def test_the_pointer_is_taken_out_of_the_page(web: Web) -> None:
    html = _tip("t.onmouseleave = hide")
    assert [_see(web, html).outcome(RULE) for _ in range(2)] == [Outcome.FAILED, Outcome.FAILED]
