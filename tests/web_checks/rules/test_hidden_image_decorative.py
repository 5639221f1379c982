"""hidden-image-decorative: what is hidden, by whom, and whether the page says it elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "hidden-image-decorative"
IMAGE = '<img width="60" height="60" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" '


@pytest.mark.parametrize("hidden", ['aria-hidden="true"', 'role="presentation"', 'role="none"'])
def test_an_alternative_that_nobody_hears_fails(web: Web, hidden: str) -> None:
    seen = web.see(f'<p>新闻</p>{IMAGE}{hidden} alt="政务服务大厅外景">', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize(
    "html",
    [
        f'<p>政务服务大厅外景</p>{IMAGE} role="none" alt="政务服务大厅外景">',
        f'<a href="/a">通知{IMAGE} role="none" alt="喇叭图案"></a>',
        f'{IMAGE} role="none" alt="图标">',
        f'{IMAGE} role="none" alt="→">',
    ],
)
def test_what_is_said_elsewhere_or_says_nothing_passes(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_hidden_with_its_surroundings_is_for_a_person(web: Web) -> None:
    html = f'<div aria-hidden="true">{IMAGE} alt="政务服务大厅外景"></div>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        f'{IMAGE} alt="">',
        f'{IMAGE} alt="政务服务大厅外景">',
        f'{IMAGE} alt="政务服务大厅外景" aria-hidden="true" style="display:none">',
        f'{IMAGE} alt="政务服务大厅外景" aria-hidden="true" style="width:1px;height:1px">',
    ],
)
def test_images_that_are_heard_or_not_seen_are_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
