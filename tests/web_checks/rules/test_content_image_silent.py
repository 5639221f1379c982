"""content-image-silent: silent images in figures and articles, and those that may well be decoration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "content-image-silent"
PIXEL = 'src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt=""'
LARGE, SMALL = f"<img {PIXEL} width=300 height=200>", f"<img {PIXEL} width=300 height=199>"
TEXT = "<p>" + "本市今天启动人行道整治。" * 20 + "</p>"


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (f"<figure>{SMALL}<figcaption>开工现场</figcaption></figure>", Outcome.CANT_TELL),
        (f"<article>{TEXT}{LARGE}</article>", Outcome.CANT_TELL),
        (f"<div class='TRS_Editor'>{TEXT}<p>{LARGE}</p></div>", Outcome.CANT_TELL),
        (f"<article>{TEXT}{SMALL}</article>", Outcome.INAPPLICABLE),
        (f"<article><p>短讯</p>{LARGE}</article>", Outcome.INAPPLICABLE),
        (f"{TEXT}{LARGE}", Outcome.INAPPLICABLE),
        (f"<figure>{SMALL}<p>正文</p><figcaption>开工现场</figcaption></figure>", Outcome.INAPPLICABLE),
        (f"<figure>{SMALL}</figure>", Outcome.INAPPLICABLE),
        (SMALL.replace("<img", "<img title='开工现场'"), Outcome.CANT_TELL),
        (SMALL.replace("<img", "<img title=' '"), Outcome.INAPPLICABLE),
        (f"<article>{TEXT}<a href='/a'>{LARGE}整治方案</a></article>", Outcome.INAPPLICABLE),
        (f"<article>{TEXT}{LARGE.replace('<img', '<img hidden')}</article>", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
