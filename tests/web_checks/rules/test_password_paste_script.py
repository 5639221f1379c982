"""password-paste-script: pastes that a script cancels, takes over or leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "password-paste-script"
LOGIN = '<form><input id="u" aria-label="用户名"><input id="p" type="password" aria-label="密码"></form>'


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("p.addEventListener('paste', (event) => event.preventDefault())", Outcome.FAILED),
        ("document.addEventListener('paste', (event) => event.preventDefault())", Outcome.FAILED),
        ("u.onpaste = () => false", Outcome.CANT_TELL),
        (
            "p.onpaste = (event) => { p.value = event.clipboardData.getData('text').trim(); return false }",
            Outcome.PASSED,
        ),
        ("", Outcome.PASSED),
    ],
)
def test_each_outcome(web: Web, script: str, outcome: Outcome) -> None:
    html = f"{LOGIN}<script>{script}</script>"
    assert web.see(html, rules=(RULE,), staging=True).outcome(RULE) is outcome


@pytest.mark.parametrize("field", ['<input type="password" onpaste="return false">', "<input onpaste='return false'>"])
def test_handlers_in_the_markup_are_another_rules_business(web: Web, field: str) -> None:
    html = f'<form aria-label="登录">{field}</form>'
    assert web.see(html, rules=(RULE,), staging=True).outcome(RULE) is Outcome.INAPPLICABLE
