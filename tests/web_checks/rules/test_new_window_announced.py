"""new-window-announced: links that say so, links that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "new-window-announced"


def test_silent_links_are_counted_in_one_finding(web: Web) -> None:
    seen = web.see('<a href="/a" target="_blank">通知</a><a href="/b" target="_blank">公告</a>', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL
    (found,) = seen.findings(RULE)
    assert "2" in found.message.zh


@pytest.mark.parametrize("link", ["通知（新窗口打开）", 'Notice<img src="data:," alt="opens in a new window">'])
def test_links_that_say_so_pass(web: Web, link: str) -> None:
    assert web.see(f'<a href="/a" target="_blank">{link}</a>', rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_links_in_the_same_window_are_not_its_business(web: Web) -> None:
    assert web.see('<a href="/a">通知</a>', rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
