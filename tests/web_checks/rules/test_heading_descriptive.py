"""heading-descriptive: stand-ins, vague ones, real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "heading-descriptive"


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        ("<h2>标题</h2>", Outcome.FAILED),
        ("<h2>标题 2</h2>", Outcome.FAILED),
        ("<h2>栏目名称</h2>", Outcome.FAILED),
        ("<h3>Heading 1</h3>", Outcome.FAILED),
        ('<div role="heading" aria-level="2">……</div>', Outcome.FAILED),
        ("<h2>更多</h2>", Outcome.CANT_TELL),
        ("<h2>通知公告</h2>", Outcome.PASSED),
        ("<h2>标题党治理行动</h2>", Outcome.PASSED),
        ('<h1><img src="/x.png" alt="开放时间"></h1>', Outcome.PASSED),
        ("<h2 hidden>标题</h2>", Outcome.INAPPLICABLE),
        ("<h2></h2>", Outcome.INAPPLICABLE),
        ('<h2 role="presentation">标题</h2>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
