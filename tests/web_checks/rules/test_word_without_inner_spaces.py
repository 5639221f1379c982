"""word-without-inner-spaces: known words, unknown ones, people, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "word-without-inner-spaces"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("通　知", Outcome.FAILED),
        ("姓&nbsp;&nbsp;名：", Outcome.FAILED),
        ("验 证 码", Outcome.FAILED),
        ("W e l c o m e", Outcome.FAILED),
        ("风 采", Outcome.CANT_TELL),
        ("王　明", Outcome.INAPPLICABLE),
        ("通知", Outcome.INAPPLICABLE),
        ("通知 公告", Outcome.INAPPLICABLE),
        ("A B C", Outcome.INAPPLICABLE),
        ("上 一 页 第 五 页", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, text: str, outcome: Outcome) -> None:
    assert web.see(f"<p><b>{text}</b></p>", rules=(RULE,)).outcome(RULE) is outcome


def test_what_is_not_seen_is_not_its_business(web: Web) -> None:
    assert web.see("<p hidden>通　知</p>", rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
