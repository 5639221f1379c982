"""jump-menu-warning: lists whose markup leads away at once, with and without a word about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "jump-menu-warning"
LEAVES = "if (this.value) window.open(this.value)"


def _see(web: Web, code: str, *, first: str = "友情链接", beside: str = "", more: str = "") -> Outcome:
    options = f"<option value=''>{first}</option><option value='/a'>市教育局</option>"
    return web.see(
        f'<p>{beside}<select aria-label="链接" onchange="{code}"{more}>{options}</select></p>', rules=(RULE,)
    ).outcome(RULE)


@pytest.mark.parametrize(
    "code",
    [
        LEAVES,
        "location.href = this.value",
        "window.location = this.options[this.selectedIndex].value",
        "this.form.submit()",
        "MM_jumpMenu('parent', this, 0)",
    ],
)
def test_a_list_that_leads_away_unsaid_fails(web: Web, code: str) -> None:
    assert _see(web, code) is Outcome.FAILED


@pytest.mark.parametrize(
    ("first", "beside"),
    [
        ("选择后自动跳转", ""),
        ("友情链接", "选中后在新窗口打开："),
        ("友情链接", "<label>Choosing opens a page</label>"),
    ],
)
def test_a_word_about_it_is_enough(web: Web, first: str, beside: str) -> None:
    assert _see(web, LEAVES, first=first, beside=beside) is Outcome.PASSED


@pytest.mark.parametrize(
    ("code", "more"), [("showStreets(this.value)", ""), (LEAVES, " disabled"), (LEAVES, " style='display:none'")]
)
def test_other_lists_are_not_its_business(web: Web, code: str, more: str) -> None:
    assert _see(web, code, more=more) is Outcome.INAPPLICABLE
