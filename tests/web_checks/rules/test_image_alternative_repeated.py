"""image-alternative-repeated: the title, the caption, the neighbour, and names that have their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "image-alternative-repeated"
IMAGE = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt="人行道整治开工">'


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (f"<figure>{IMAGE}<figcaption>人行道整治开工</figcaption></figure>", Outcome.CANT_TELL),
        (f"<p>{IMAGE}</p><p>人行道整治 开工。</p>", Outcome.CANT_TELL),
        (f"<h1>人行道整治开工</h1><p>今天上午</p><p>{IMAGE}</p><p>市长出席</p>", Outcome.CANT_TELL),
        (f"<figure>{IMAGE}<figcaption>人行道整治开工，市长出席</figcaption></figure>", Outcome.PASSED),
        (f"<p>人行道整治开工</p><p>今天上午</p><p>{IMAGE}</p>", Outcome.PASSED),
        ("<p><img alt='道路' src='/x.png'></p><p>道路</p>", Outcome.PASSED),
        (f"<p><a href='/a'>{IMAGE}</a></p><p>人行道整治开工</p>", Outcome.INAPPLICABLE),
        ("<p><img alt='' src='/x.png'></p>", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome


def test_the_document_s_title_counts_without_the_site_s_name(web: Web) -> None:
    html = f'<html lang="zh"><title>人行道整治开工_示例市人民政府</title><p>今天</p><p>{IMAGE}</p></html>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL
