"""press-conference-access: videos of press conferences and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "press-conference-access"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('<h1>防汛新闻发布会</h1><video src="/v.mp4" controls></video>', Outcome.CANT_TELL),
        ('<h1>城市宣传片</h1><video src="/v.mp4" controls></video>', Outcome.INAPPLICABLE),
        ("<h1>防汛新闻发布会</h1>", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, body: str, outcome: Outcome) -> None:
    assert web.see(body, rules=(RULE,)).outcome(RULE) is outcome
