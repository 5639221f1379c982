"""link-purpose-alone: the name by itself, whatever stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "link-purpose-alone"


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("更多", Outcome.FAILED),
        ("Find out more about it here", Outcome.FAILED),
        ("这个产品", Outcome.FAILED),
        ("these pages", Outcome.FAILED),
        ("PDF 下载", Outcome.FAILED),
        ("下载", Outcome.CANT_TELL),
        ("https://www.gov.example/", Outcome.CANT_TELL),
        ("更多通知公告", Outcome.PASSED),
        ("此次会议的通知", Outcome.PASSED),
        ("Moreland", Outcome.PASSED),
    ],
)
def test_the_name_alone_decides(web: Web, name: str, outcome: Outcome) -> None:
    html = f'<p>年度报告全文：<a href="/a">{name}</a></p>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome


def test_a_page_without_links_is_not_its_business(web: Web) -> None:
    assert web.see("<p>无</p>", rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
