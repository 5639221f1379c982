"""keyboard-trap and keyboard-loop: ways in without a way out, and those that Esc opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome
from web_checks.probes import keyboard

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

TRAP, LOOP = "keyboard-trap", "keyboard-loop"

pytestmark = pytest.mark.usefixtures("quick_keyboard")


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(TRAP, LOOP))


@pytest.mark.parametrize(
    "script",
    [
        "b.onblur = () => setTimeout(() => b.focus(), 10)",
        "b.onkeydown = (event) => event.key !== 'Tab'",
        "document.onkeydown = () => document.activeElement !== b",
    ],
)
def test_an_element_that_holds_the_focus_fails(web: Web, script: str) -> None:
    seen = _see(web, f'<a href="#">一</a><button id="b">二</button><a href="#">三</a><script>{script}</script>')
    assert seen.selectors(TRAP) == ["#b"]
    assert not seen.findings(LOOP)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "b.onkeydown = (event) => event.key !== 'Tab' || event.shiftKey",  # back is open
        (
            "let held = true; b.onkeydown = (event) => { if (event.key === 'Escape') held = false;"
            " return event.key !== 'Tab' || !held; }"
        ),
    ],
)
def test_an_element_with_a_way_out_passes(web: Web, script: str) -> None:
    seen = _see(web, f'<a href="#">一</a><button id="b">二</button><a href="#">三</a><script>{script}</script>')
    assert seen.outcome(TRAP) is Outcome.PASSED
    assert not seen.findings(LOOP)


@pytest.mark.parametrize(
    ("words", "key", "trapped"),
    [
        ("Press the M-key to exit.", "m", []),
        ("按 Q 键退出。", "q", []),
        ("按 F2 键返回。", "F2", []),
        ("Press the M-key to exit.", "n", ["#b"]),
        ("", "m", ["#b"]),
    ],
)
def test_a_way_out_that_the_page_names_is_tried(web: Web, words: str, key: str, trapped: list[str]) -> None:
    script = f"b.onkeydown = (event) => {{ if (event.key === '{key}') c.focus(); return event.key !== 'Tab'; }}"
    seen = _see(
        web,
        f'<p>{words}</p><a href="#">一</a><button id="b">二</button><a id="c" href="#">三</a><script>{script}</script>',
    )
    assert seen.selectors(TRAP) == trapped


def _round(attributes: str, name: str) -> str:
    return f"""<a href="#">外</a><div {attributes}><button id="x">{name}</button><button id="y">保存</button></div>
      <a href="#">外</a><script>
      x.onkeydown = (event) => event.key !== 'Tab' || (y.focus(), false);
      y.onkeydown = (event) => event.key !== 'Tab' || (x.focus(), false);</script>"""


def test_a_round_that_shuts_out_the_rest_fails(web: Web) -> None:
    seen = _see(web, _round("", "打印"))
    assert seen.selectors(LOOP) == ["#x"]
    assert not seen.findings(TRAP)


@pytest.mark.parametrize(("attributes", "name"), [('role="dialog" aria-modal="true"', "打印"), ("", "关闭")])
def test_a_round_that_may_be_closed_is_for_a_person(web: Web, attributes: str, name: str) -> None:
    assert _see(web, _round(attributes, name)).outcome(LOOP) is Outcome.CANT_TELL


def test_one_single_stop_is_no_trap(web: Web) -> None:
    seen = _see(web, '<a href="#">一</a>')
    assert (seen.outcome(TRAP), seen.outcome(LOOP)) == (Outcome.PASSED, Outcome.PASSED)


def test_a_page_without_stops_is_inapplicable(web: Web) -> None:
    seen = _see(web, "<h1>公告</h1>")
    assert (seen.outcome(TRAP), seen.outcome(LOOP)) == (Outcome.INAPPLICABLE, Outcome.INAPPLICABLE)


def test_a_frame_is_walked_through(web: Web) -> None:
    inner = "<!doctype html><title>内</title>" + "".join(f'<a href="#">{n}</a>' for n in range(9))
    seen = web.see(
        '<a href="#">一</a><iframe src="/inner.html" title="内"></iframe><a href="#">二</a>',
        others={"/inner.html": inner},
        depth=Depth.IN_DEPTH,
        rules=(TRAP, LOOP),
    )
    assert (seen.outcome(TRAP), seen.outcome(LOOP)) == (Outcome.PASSED, Outcome.PASSED)


@pytest.mark.parametrize(("cap", "expected"), [(2, ["Tab: 2/3"]), (9, [])])
def test_what_the_walk_did_not_reach_is_told(
    web: Web, monkeypatch: pytest.MonkeyPatch, cap: int, expected: list[str]
) -> None:
    monkeypatch.setattr(keyboard, "MOST_STOPS", cap)
    seen = _see(web, "<button>一</button><button>二</button><button>三</button>")
    assert [untested.detail for untested in seen.result.untested if untested.what == TRAP] == expected
