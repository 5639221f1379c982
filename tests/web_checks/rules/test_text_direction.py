"""text-direction: right-to-left scripts and the direction of their blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "text-direction"
ARABIC = "بوابة الخدمات الحكومية الإلكترونية."  # 31 letters
CHINESE = "市政府办公室今天公布了年度重点工作安排。"


@pytest.mark.parametrize(
    "html",
    [
        f"<p lang='ar'>{ARABIC}</p>",
        f"<ul><li><a href='/x'><span>{ARABIC}</span></a></li></ul>",
        f"<p dir='rtl'>{CHINESE}</p>",
        f"<div dir='RTL'><p>{CHINESE}</p></div>",
    ],
)
def test_text_that_runs_the_other_way_is_for_a_person(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        f"<p dir='rtl'>{ARABIC}</p>",
        f"<div dir='rtl'><p><b>{ARABIC}</b></p></div>",
        f"<p dir='auto'>{ARABIC}</p>",
        f"<p style='direction:rtl'>{ARABIC}</p>",
    ],
)
def test_a_direction_that_fits_passes(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{CHINESE}</p>",
        "<p lang='ar'>مرحبا بكم هنا</p>",  # 11 letters
        f"<p>{CHINESE}（{ARABIC[:12]}）</p>",
        f"<p style='unicode-bidi:plaintext'>{ARABIC}</p>",
        f"<p hidden>{ARABIC}</p>",
        f"<div dir='rtl'><p dir='ltr'>{CHINESE}</p></div>",
        "<p dir='rtl'>通知公告</p>",
    ],
)
def test_mixed_short_and_hidden_text_is_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
