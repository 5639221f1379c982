"""part-language-matches-text: what stands under a lang attribute, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "part-language-matches-text"


@pytest.mark.parametrize(
    "html",
    [
        '<p lang="en">市政府关于做好年度重点工作的通知</p>',
        '<p lang="fr">The council will meet on the first Monday of March</p>',
        '<div lang="de"><img src="/x.png" alt="The council will meet on the first Monday of March"></div>',
    ],
)
def test_another_language_than_the_text_fails(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize(
    "html",
    [
        '<p lang="en">The council will meet on the first Monday of March</p>',
        '<p lang="zh-Hans">市政府关于做好年度重点工作的通知</p>',
        '<div lang="en">The council will meet on Monday<p lang="zh">市政府关于做好年度重点工作的通知</p></div>',
    ],
)
def test_the_language_of_the_text_passes(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        '<p lang="en">通知</p>',
        '<p lang="fr">OK</p>',
        '<p lang="fr" hidden>The council will meet today</p>',
        "<p>无</p>",
    ],
)
def test_too_little_text_is_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
