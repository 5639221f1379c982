"""character-shortcuts: keys that act, keys with Ctrl, keys in a field, settings, pages that change by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome
from web_checks.probes import shortcuts

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "character-shortcuts"
KEYS = shortcuts.KEYS


@pytest.fixture(autouse=True)
def _few_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcuts, "KEYS", ("a", "h", "s", "x", "+", "/"))


def test_every_printable_key_is_tried() -> None:
    assert set("azAZ019+/?;") - set("AZ") <= set(KEYS)


def _see(web: Web, script: str, html: str = "") -> Seen:
    page = f'<ul id="list"></ul><input id="q">{html}<script>{script}</script>'
    return web.see(page, depth=Depth.IN_DEPTH, rules=(RULE,))


ADDS = "list.append(document.createElement('li'))"


@pytest.mark.parametrize(
    "script",
    [
        f"document.addEventListener('keydown', (e) => {{ if (e.key === 'a') {ADDS}; }})",
        f"document.body.addEventListener('keypress', (e) => {{ if (e.key === '+') {ADDS}; }})",
        "window.addEventListener('keyup', (e) => { if (e.key === '/') q.focus(); })",
        "document.onkeydown = (e) => { if (e.key === 'h') location = '/home'; }",
    ],
)
def test_a_key_that_acts_fails(web: Web, script: str) -> None:
    seen = _see(web, script)
    assert seen.outcome(RULE) is Outcome.FAILED


def test_a_slide_that_glides_while_two_keys_are_pressed_is_not_their_doing(web: Web) -> None:
    # It begins with the first key of all, so that it is surely on its way at the second.
    glide = "const on = setInterval(() => { list.style.marginLeft = `${n += 1}px`; if (n > 60) clearInterval(on) }, 10)"
    script = f"let n = 0; document.addEventListener('keydown', () => {{ {glide} }}, {{ once: true }})"
    assert _see(web, script).outcome(RULE) is Outcome.INAPPLICABLE


def test_a_setting_for_shortcuts_is_for_a_person(web: Web) -> None:
    script = f"document.addEventListener('keydown', (e) => {{ if (e.key === 'a') {ADDS}; }})"
    assert _see(web, script, "<button>快捷键设置</button>").outcome(RULE) is Outcome.CANT_TELL
    assert _see(web, script, "<button hidden>快捷键设置</button>").outcome(RULE) is Outcome.FAILED


def test_a_key_that_is_only_swallowed_is_for_a_person(web: Web) -> None:
    script = "document.addEventListener('keydown', (e) => { if (e.key === 's') e.preventDefault(); })"
    assert _see(web, script).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "script",
    [
        "",
        f"document.addEventListener('keydown', (e) => {{ if (e.ctrlKey && e.key === 'a') {ADDS}; }})",
        f"document.addEventListener('keydown', (e) => {{ if (e.key === 'Escape') {ADDS}; }})",
        f"q.addEventListener('keydown', () => {ADDS})",
        f"document.addEventListener('keydown', () => 1); setInterval(() => {ADDS}, 20)",
    ],
)
def test_other_keys_and_other_changes_are_none_of_it(web: Web, script: str) -> None:
    assert _see(web, script).outcome(RULE) is Outcome.INAPPLICABLE
