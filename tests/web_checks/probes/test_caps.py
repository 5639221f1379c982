"""What a cap keeps a probe from looking at is told of each rule that asks it; up to the cap nothing is."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Reason
from web_checks import elements
from web_checks.observe import probes
from web_checks.probes import motion

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

Build = Callable[[int], str]
ARABIC = "مرحبا بكم في موقع المدينة"
TEXT = f"<p>{'先后' * 10}</p>"
ENGLISH = "<p>We are glad to welcome all of our guests today</p>"
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
DOTS = "".join(
    f'<p><i style="display: inline-block; width: 9px; height: 9px; background: {colour}"></i>窗口</p>'
    for colour in ("red", "green")
)
REVERSED = f'<div style="display: flex; flex-direction: row-reverse">{2 * TEXT}</div>'
FLOATING = '<div style="position:fixed;left:0;top:{}px;width:70px;height:70px">浮窗</div>'


def _times(html: str) -> Build:
    """Return a page that holds some HTML so many times; {} in it is the number."""
    return lambda count: "".join(html.replace("{}", str(number)) for number in range(count))


def _within(before: str, html: str, after: str) -> Build:
    return lambda count: before + _times(html)(count) + after


def _for_older_people(html: str) -> Build:
    return _within("<!doctype html><html lang=zh-CN><title>长者版</title><body>", html, "</body></html>")


STATIC = {
    "boundaries": ("control-boundary-contrast", 300, _times('<p><input style="border: 1px solid #ccc"></p>')),
    "bypass": ("bypass-blocks", 20000, _within("<p>", "<i>字</i>", "</p>")),
    "colours, dots": ("colour-only-marks", 100, _times(f"<div>{DOTS}</div>")),
    "colours, labels": (
        "colour-only-marks",
        100,
        _times('<p><label for="f{}" style="color: red">姓名</label><input id="f{}" required></p>'),
    ),
    "demands": ("entry-requirements-told", 60, _times("<p><label>姓名 <input></label></p>")),
    "dialogs": (
        "dialog-markup",
        100,
        _times('<div class="modal" style="position: absolute">公告<button>关闭</button></div>'),
    ),
    "ease, texts": ("elder-page-comfort", 1000, _for_older_people(f'<p style="width: 9em">{"城市" * 10}</p>')),
    "ease, targets": ("elder-page-comfort", 2000, _for_older_people("<button>按</button>")),
    "ease, floats": ("elder-page-comfort", 8, _for_older_people(FLOATING)),
    "enumerations": ("list-markup", 100, _times("<div><p>1. 甲</p><p>2. 乙</p><p>3. 丙</p></div>")),
    "generated": ("style-sheet-words", 40, _within('<style>p::before { content: "办事" }</style>', "<p>甲</p>", "")),
    "generated, elements": ("style-sheet-words", 8000, _times("<i></i>")),
    "gradients": (
        "gradient-text-contrast",
        200,
        _within('<div style="background: linear-gradient(#fff, #eee)">', "<p>字</p>", "</div>"),
    ),
    "languages, stretches": ("part-language-marked", 20, _times(ENGLISH + 2 * "<p>这一段文字是中文的</p>")),
    "languages, leftward": ("text-direction", 2000, _times("<p>سلام</p>")),
    "languages, directions": ("text-direction", 400, _times(f"<p>{ARABIC}</p>")),
    "phrases, spaced": ("word-without-inner-spaces", 40, _times("<p>通　知</p>")),
    "phrases, sensory": ("instruction-not-sensory", 40, _times("<p>请点击右侧的按钮</p>")),
    "prose": ("text-italic", 3000, _times("<p>字</p>")),
    "time_limits": ("time-limit", 100, _times("<p>请在 {} 秒内完成</p>")),
    "visual_order": ("visual-order-reversed", 100, _times(REVERSED)),
    "wayfinding, links": ("consistent-navigation", 200, _within("<nav>", '<a href="/{}">去{}</a> ', "</nav>")),
    "wayfinding, blocks": (
        "consistent-navigation",
        20,
        _times('<nav><a href="/a{}">甲</a> <a href="/b{}">乙</a></nav>'),
    ),
}
DRIVING = {
    "adaptation, texts": ("text-zoom", 4000, _within("<div><div><p>", "<i>字</i>", "</p></div></div>")),
    "adaptation, boxes": ("text-zoom", 398, _times("<p>字</p>")),  # and the root and the body
    "exposure": ("custom-control-name", 2, _times("<div tabindex=0>块</div>")),
    "gestures": ("dragging-alternative", 20, _times("<div draggable=true>块</div>")),
    "hidden_focus": ("hidden-content-focus", 50, _within("<div aria-hidden=true>", "<button>{}</button>", "</div>")),
    "keyboard": ("tab-reachability", 40, _within("<a href=/>首页</a>", "<button tabindex=-1>按{}</button>", "")),
    "listeners": ("mouse-only-control", 20, _times('<div style="cursor: pointer">块</div>')),
    "mode_switch": (
        "elder-mode-switch",
        8,
        _within('<button onclick="document.body.style.zoom = 2">长者模式</button>', FLOATING, ""),
    ),
    "motion": ("moving-content", 4000, _within("<script>1</script>", "<i></i>", "")),
    "narrow": ("reflow", 20, _times('<p style="width: 40{}px">字</p>')),
    "pictured_texts": ("pictured-text-contrast", 3, _times(f'<p style="background: url({DOT})">字{{}}</p>')),
    "pointer": ("hover-content", 3999, _within("<b onmouseover=1>甲</b>", "<i></i>", "")),
    "shortcuts": ("character-shortcuts", 2, _times("<p onkeydown=1>字</p>")),
}


def _told(seen: Seen, rule: str) -> list[str]:
    return [one.detail for one in seen.result.untested if (one.what, one.reason) == (rule, Reason.NOT_SAMPLED)]


@pytest.mark.parametrize("name", STATIC)
def test_what_a_static_probe_leaves_out_is_told(web: Web, name: str) -> None:
    rule, cap, build = STATIC[name]
    assert _told(web.see(build(cap), rules=(rule,)), rule) == []
    assert _told(web.see(build(cap + 2), rules=(rule,)), rule) == ["+2"]


@pytest.mark.parametrize("name", DRIVING)
def test_what_a_driving_probe_leaves_out_is_told(web: Web, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "_MOST_HELD", 2)
    monkeypatch.setattr(motion, "SAMPLES", 2)
    rule, cap, build = DRIVING[name]
    assert _told(web.see(build(cap), depth=Depth.IN_DEPTH, rules=(rule,)), rule) == []
    assert _told(web.see(build(cap + 2), depth=Depth.IN_DEPTH, rules=(rule,)), rule) == ["+2"]


def test_stops_that_are_not_pictured_are_told(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web_checks.probes.keyboard._MOST_PICTURED", 1)
    stops = "".join(f'<button class="{name}" style="outline: 0">{name}</button>' for name in "abc")
    seen = web.see(stops, depth=Depth.IN_DEPTH, rules=("focus-visible",))
    assert _told(seen, "focus-visible") == ["+2"]


def test_what_is_left_out_is_counted_over_all_frames(web: Web) -> None:
    rule, cap, build = STATIC["demands"]
    inner = f"<!doctype html><html lang=zh-CN><title>表</title><body>{build(cap + 1)}</body></html>"
    outer = f'{build(cap + 1)}<iframe title="表" src="/in.html"></iframe>'
    assert _told(web.see(outer, others={"/in.html": inner}, rules=(rule,)), rule) == ["+2"]


def test_a_page_in_another_language_than_it_declares_has_one_fault(web: Web) -> None:
    seen = web.see(30 * ENGLISH, rules=("part-language-marked",))
    assert _told(seen, "part-language-marked") == []


# What is no cap on what is judged, and why.
_NO_CAPS = {
    ("entry", "MOST"): "one for each kind; what is beyond them is counted where they are asked",
    ("entry", "MOST_ALIKE"): "copies of one component",
    ("gestures", "MOST_BESIDE"): "what speaks for one target: where it is not found, the target is reported",
    ("keyboard", "MOST_SIGNED"): "a stop without a signature is pictured",
    ("languages", "MOST_FITTING"): "what is beyond it has passed",
    ("phrases", "MOST_THINGS"): "what speaks for one sentence: where it is not found, the sentence is reported",
    ("pictured_texts", "MOST_ALIKE"): "counted with MOST",
    ("pointer", "MOST_CONTROLS"): "of what is open: facts about one target",
    ("pointer", "MOST_OF_A_PATH"): "copies of one component",
    ("submission", "MOST_CONTROLS"): "evidence on one form that was sent off",
    ("submission", "MOST_HOLDERS"): "evidence on one form that was sent off",
    ("submission", "MOST_MESSAGES"): "evidence on one form that was sent off",
    ("wayfinding", "MOST_TEXTS"): "the text whose middle size is measured, by definition",
}
_COLLECTION = re.compile(r"\b(?:const|let) (\w+) = (?:new (?:Set|Map)\(\)|\[\]);")
_OVER_ALL = re.compile(r"querySelectorAll\([^\n]*\)\]\s*(?:\.filter\([^\n]*\)\s*)?\.slice\(0, (\w+)\)")


def _sources() -> list[tuple[str, str]]:
    folder = files("web_checks.probes")
    found = [(name, folder / f"{name}.js") for name in probes()]
    return [(name, path.read_text("utf-8")) for name, path in found if path.is_file()]


@pytest.mark.parametrize(("name", "source"), _sources(), ids=lambda value: value if value.isidentifier() else "")
def test_a_cap_has_a_name_and_what_is_beyond_it_is_counted(name: str, source: str) -> None:
    bounds = {cap for cap in _OVER_ALL.findall(source) if cap != "12"}
    for collection in set(_COLLECTION.findall(source)):
        bounds |= set(re.findall(rf"\b{collection}\.(?:length|size) (?:<|>=|===) ([A-Z]\w+|\d\d+)", source))
    unnamed = {bound for bound in bounds if not bound.startswith(("MOST", "FEWEST", "LEAST"))}
    assert not unnamed, f"name the cap MOST...: {unnamed}"
    for cap in set(re.findall(r"\bMOST\w*", source)) - {cap for probe, cap in _NO_CAPS if probe == name}:
        before = rf"(?:stepfree\.first\(|left_out)[^;]*?\b{cap}\b"
        after = rf"\b{cap}\b(?:[^;]*;){{0,2}}[^;]*?(?:leaveOut|left_out|more)"
        assert re.search(f"{before}|{after}", source), f"{cap}: what is beyond it must be counted"


def test_a_driving_probe_with_a_cap_says_what_it_left_out() -> None:
    folder = files("web_checks.probes")
    for probe in probes().values():
        python = (folder / f"{probe.name}.py").read_text("utf-8")
        script = dict(_sources()).get(probe.name, "")
        if probe.drive and re.search(r"\b_?MOST", python + script):
            assert probe.cut, probe.name
        if not probe.drive:
            assert probe.cut is None, f"{probe.name}: a static probe counts with stepfree.leaveOut"
