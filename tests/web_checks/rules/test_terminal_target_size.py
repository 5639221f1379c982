"""terminal-target-size: at the limit and just below it, links in sentences, frames, nothing to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "terminal-target-size"


def button(side: float, name: str = "取号") -> str:
    return f'<button style="box-sizing:border-box;padding:0;border:0;width:90px;height:{side}px">{name}</button>'


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (button(44), Outcome.PASSED),
        (button(43), Outcome.CANT_TELL),
        (button(44) + button(30, "返回"), Outcome.CANT_TELL),
        ("<p>办理之前请先阅读<a href='/a'>办事须知</a>和材料清单。</p>", Outcome.INAPPLICABLE),
        ("<p>请稍候</p>", Outcome.INAPPLICABLE),
        (f"<iframe title='键盘' srcdoc='{button(30)}'></iframe>", Outcome.CANT_TELL),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,), site_class="kiosk").outcome(RULE) is outcome


def test_no_other_screen_is_asked(web: Web) -> None:
    assert RULE not in web.see(button(30), rules=(RULE,)).result.subject.tally
