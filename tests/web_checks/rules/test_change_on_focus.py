"""change-on-focus: leaving, opening, speaking, dropping the focus; and what only looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "change-on-focus"


def _see(web: Web, handler: str, more: str = "") -> Seen:
    html = f'<a href="#">一</a><a id="a" href="#" onfocus="{handler}">二</a><a href="#" id="c">三</a>{more}'
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        ("location='/elsewhere'", "elsewhere"),
        ("setTimeout(() => location='/elsewhere', 5)", "elsewhere"),
        ("window.open('/window')", "window"),
        ("alert('您好')", "您好"),
        ("this.blur()", "丢掉"),
    ],
)
def test_a_change_of_context_fails(web: Web, handler: str, said: str) -> None:
    seen = _see(web, handler)
    assert seen.selectors(RULE) == ["#a"]
    assert said in seen.findings(RULE)[0].message.zh


def test_a_script_that_drops_the_focus_a_moment_later_fails(web: Web) -> None:
    assert _see(web, "setTimeout(() => this.blur(), 60)").selectors(RULE) == ["#a"]


def test_what_the_page_does_only_once_is_for_a_person(web: Web) -> None:
    assert _see(web, "window.asked || alert(window.asked = 1)").outcome(RULE) is Outcome.CANT_TELL


def test_handing_the_focus_on_is_for_a_person(web: Web) -> None:
    assert _see(web, "c.focus()").selectors(RULE, Outcome.CANT_TELL) == ["#a"]


@pytest.mark.parametrize("handler", ["", "document.title='二'", "this.nextSibling.style.color='red'"])
def test_other_changes_pass(web: Web, handler: str) -> None:
    assert _see(web, handler).outcome(RULE) is Outcome.PASSED


def test_a_form_is_never_submitted(web: Web) -> None:
    asked = len(web.server.asked)
    seen = _see(web, "f.submit()", '<form id="f" method="post" action="/submit"></form>')
    assert not [path for method, path, _ in web.server.asked[asked:] if method == "POST"]
    assert seen.outcome(RULE) in (Outcome.FAILED, Outcome.PASSED)
