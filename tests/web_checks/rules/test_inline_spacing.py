"""inline-letter-spacing, inline-word-spacing, inline-line-height: at the limit and just below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

LETTER, WORD, LINE = "inline-letter-spacing", "inline-word-spacing", "inline-line-height"
WORDS = "市民可以在办事大厅 领取 表格，也可以在网上 下载 填写以后再交来"


def _p(style: str, text: str = WORDS) -> str:
    return f'<p id="p" style="font-size:20px;width:200px;{style}">{text}</p>'


@pytest.mark.parametrize(
    ("rule", "style", "outcome"),
    [
        (LETTER, "letter-spacing:0.12em !important", Outcome.PASSED),
        (LETTER, "letter-spacing:2.3px !important", Outcome.FAILED),
        (LETTER, "letter-spacing:normal !important", Outcome.FAILED),
        (LETTER, "letter-spacing:0.1em", Outcome.INAPPLICABLE),
        (LETTER, "letter-spacing:inherit !important", Outcome.INAPPLICABLE),
        (LETTER, "letter-spacing:0 !important;display:none", Outcome.INAPPLICABLE),
        (LETTER, "letter-spacing:0 !important;position:absolute;left:-9999px", Outcome.INAPPLICABLE),
        (WORD, "word-spacing:0.16em !important", Outcome.PASSED),
        (WORD, "word-spacing:0.15em !important", Outcome.FAILED),
        (LINE, "line-height:1.5 !important", Outcome.PASSED),
        (LINE, "line-height:29px !important", Outcome.FAILED),
        (LINE, "line-height:normal !important", Outcome.FAILED),
        (LINE, "line-height:1 !important;white-space:nowrap", Outcome.INAPPLICABLE),
    ],
)
def test_fixed_spacing_is_held_against_the_limit(web: Web, rule: str, style: str, outcome: Outcome) -> None:
    assert web.see(_p(style), rules=(rule,)).outcome(rule) is outcome


def test_a_text_without_spaces_has_no_word_spacing(web: Web) -> None:
    html = _p("word-spacing:0 !important", "通知公告")
    assert web.see(html, rules=(WORD,)).outcome(WORD) is Outcome.INAPPLICABLE


def test_a_child_with_a_spacing_of_its_own_is_judged_by_that(web: Web) -> None:
    html = f'<div style="letter-spacing:0 !important"><p style="letter-spacing:0.2em !important">{WORDS}</p></div>'
    assert web.see(html, rules=(LETTER,)).outcome(LETTER) is Outcome.PASSED


def test_the_spacing_is_measured_where_the_text_stands(web: Web) -> None:
    html = (
        '<div style="font-size:20px;letter-spacing:2px !important"><p id="p" style="font-size:10px">通知 公告</p></div>'
    )
    assert web.see(html, rules=(LETTER,)).outcome(LETTER) is Outcome.PASSED
    seen = web.see(html.replace("2px", "1px"), rules=(LETTER,))
    assert seen.selectors(LETTER) == ["#p"]
    assert (measured := seen.findings(LETTER)[0].measurement) is not None
    assert (measured.value, measured.limit) == (0.1, 0.12)
