"""summary-name: summaries with a name and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "summary-name"


@pytest.mark.parametrize(
    "summary",
    [
        "<summary>办理材料</summary>",
        '<summary aria-label="办理材料"></summary>',
        '<summary><img src="data:," alt="办理材料"></summary>',
        '<summary role="none">办理材料</summary>',
        "<summary>办理材料</summary><summary></summary>",
    ],
)
def test_a_name_passes(web: Web, summary: str) -> None:
    assert web.see(f"<details>{summary}<p>文</p></details>", rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "summary",
    [
        "<summary></summary>",
        '<summary role="none"></summary>',
        '<summary><img src="data:," alt=""></summary>',
        "<summary></summary><summary>办理材料</summary>",
    ],
)
def test_no_name_fails(web: Web, summary: str) -> None:
    assert web.see(f"<details>{summary}<p>文</p></details>", rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize(
    "html", ["<summary></summary>", "<details hidden><summary></summary></details>", "<details><p>文</p></details>"]
)
def test_what_opens_nothing_is_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
