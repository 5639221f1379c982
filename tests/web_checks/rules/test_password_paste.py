"""password-paste: login fields that allow, refuse and discourage pasting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "password-paste"


@pytest.mark.parametrize(
    ("field", "outcome"),
    [
        ('<input type="password" autocomplete="current-password">', Outcome.PASSED),
        ('<input type="password">', Outcome.PASSED),
        ('<input type="password" onpaste="return false">', Outcome.FAILED),
        ('<input type="password" onpaste="event.preventDefault()">', Outcome.FAILED),
        ('<input type="password" autocomplete="off">', Outcome.CANT_TELL),
        ('<input onpaste="return false"><input type="password">', Outcome.CANT_TELL),
        ('<input onpaste="return false">', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, field: str, outcome: Outcome) -> None:
    assert web.see(f'<form aria-label="登录">{field}</form>', rules=(RULE,)).outcome(RULE) is outcome
