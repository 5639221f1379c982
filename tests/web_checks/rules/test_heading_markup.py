"""heading-markup: lines that look like headings, and lines that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "heading-markup"

LONG = "<p>" + "本市自三月一日起调整公交线路。" * 6 + "</p>"


@pytest.mark.parametrize(
    "line",
    [
        "<p><strong>一、调整范围</strong></p>",
        '<div style="font-size:22px">调整范围</div>',
        '<p style="font-weight:bold">Scope of the change</p>',
        '<p style="font-size:22px">调整范围</p><p>2024-03-01</p><p>来源：交通局</p>',
    ],
)
def test_a_bold_or_large_line_over_text_is_for_a_person(web: Web, line: str) -> None:
    assert web.see(line + LONG, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>调整范围</h2>{LONG}",
        f"<p>调整范围</p>{LONG}",
        f'<p style="font-size:22px">调整范围</p><p>一</p><p>二</p><p>三</p>{LONG}',  # too far from the text
        f'<p style="font-size:22px">调整范围</p><p style="font-size:22px">欢迎光临！</p>{LONG}',
        f"<p><strong>请注意</strong>调整范围</p>{LONG}",
        f"<p><strong>特此通知。</strong></p>{LONG}",
        f"<p><strong>{'调整' * 21}</strong></p>{LONG}",
        "<p><strong>调整范围</strong></p><p>见附件</p>",
        f'<p><a href="/x"><b>调整范围</b></a></p>{LONG}',
    ],
)
def test_other_lines_are_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
