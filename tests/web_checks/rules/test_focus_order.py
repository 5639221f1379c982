"""focus-order: positive tabindex that jumps the queue, and one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "focus-order"


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


def test_a_jump_is_for_a_person(web: Web) -> None:
    seen = _see(web, '<a href="#">一</a><input id="i" tabindex="3"><a href="#">二</a>')
    assert seen.selectors(RULE, Outcome.CANT_TELL) == ["#i"]


def test_a_positive_tabindex_in_order_passes(web: Web) -> None:
    assert _see(web, '<input tabindex="1"><a href="#">二</a>').outcome(RULE) is Outcome.PASSED


def test_without_positive_tabindex_it_is_inapplicable(web: Web) -> None:
    assert _see(web, '<a href="#" tabindex="0">一</a>').outcome(RULE) is Outcome.INAPPLICABLE
