"""hidden-content-focus: tab stops inside aria-hidden: kept, passed on, out of the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "hidden-content-focus"

SENTINEL = '<button id="in">里</button><div aria-hidden="true"><span id="end" tabindex="0"></span></div>'
BACK = "<script>end.addEventListener('focus', () => document.getElementById('in').focus())</script>"


def _outcome(web: Web, html: str) -> Outcome:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE)


def test_focus_that_rests_in_hidden_content_fails(web: Web) -> None:
    assert _outcome(web, '<div aria-hidden="true"><a href="/x">链接</a></div>') is Outcome.FAILED
    assert _outcome(web, SENTINEL) is Outcome.FAILED


def test_without_the_style_sheet_that_may_hide_it_it_is_for_a_person(web: Web) -> None:
    gone = '<link rel="stylesheet" href="http://other.test/gone.css">'
    assert _outcome(web, gone + '<div aria-hidden="true"><a href="/x">链接</a></div>') is Outcome.CANT_TELL


def test_a_sentinel_that_passes_the_focus_on_passes(web: Web) -> None:
    assert _outcome(web, SENTINEL + BACK) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        '<div aria-hidden="true"><a href="/x" tabindex="-1">链接</a></div>',
        '<div aria-hidden="true"><button disabled>按</button></div>',
        '<div aria-hidden="true" style="display:none"><button>按</button></div>',
        "<button>按</button>",
    ],
)
def test_what_is_not_in_the_tab_order_is_not_its_business(web: Web, html: str) -> None:
    assert _outcome(web, html) is Outcome.INAPPLICABLE


def test_it_is_not_run_in_simplified_depth(web: Web) -> None:
    assert RULE not in web.see(SENTINEL, rules=(RULE,)).result.subject.tally
