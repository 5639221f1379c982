"""aria-property-prohibited: roles that prohibit a name, and those that allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "aria-property-prohibited"


@pytest.mark.parametrize(
    "html",
    [
        '<div aria-label="通知">文</div>',
        '<p aria-labelledby="none">文</p>',
        '<span aria-roledescription="卡片">文</span>',
        '<h2 role="presentation" aria-brailleroledescription="题">文</h2>',
        '<strong aria-label="重要">文</strong>',
    ],
)
def test_a_prohibited_property_fails(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize(
    "html",
    [
        '<div role="group" aria-label="通知">文</div>',
        '<div aria-live="polite">文</div>',
        '<div aria-label="">文</div>',
        '<div aria-label="通知" hidden>文</div>',
        '<h2 aria-label="通知">文</h2>',
        '<button role="none" aria-label="通知">文</button>',
        '<h2 role="none" aria-label="通知" aria-live="polite">文</h2>',
        '<p aria-roledescription="段">文</p>',
    ],
)
def test_others_are_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
