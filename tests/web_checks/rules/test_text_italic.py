"""text-italic: blocks so set, blocks otherwise, too little text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "text-italic"

LONG = "本市自三月一日起调整公交线路。" * 6


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (f'<p style="font-style:italic">{LONG}</p>', Outcome.CANT_TELL),
        (f'<p style="font-style:normal">{LONG}</p>', Outcome.PASSED),
        ('<p style="font-style:italic">短句</p>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
