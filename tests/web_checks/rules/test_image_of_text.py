"""image-of-text: drawings whose text can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

import base64

RULE = "image-of-text"


def _image(text: str, attributes: str = "") -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">{text}</text></svg>'
    data = base64.b64encode(svg.encode("ascii", "xmlcharrefreplace")).decode()
    return f'<img {attributes} width="90" height="30" src="data:image/svg+xml;base64,{data}">'


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (_image("通知公告", 'alt="通知公告"'), Outcome.FAILED),
        (_image("Welcome to our town", 'alt=""'), Outcome.FAILED),
        (_image("市政务服务网", 'class="site-logo"'), Outcome.CANT_TELL),
        (f'<div class="logo">{_image("市政务服务网")}</div>', Outcome.CANT_TELL),
        (_image("3"), Outcome.INAPPLICABLE),
        (_image("通知公告", "hidden"), Outcome.INAPPLICABLE),
        ('<svg width="90" height="30"><text y="20">通知公告</text></svg>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
