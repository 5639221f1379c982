"""video-description: description tracks and transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "video-description"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('<video src="/v.mp4" controls></video>', Outcome.CANT_TELL),
        ('<section><video src="/v.mp4" controls></video><a href="/t">文字实录</a></section>', Outcome.CANT_TELL),
        ('<video src="/v.mp4"><track kind="descriptions" src="/d.vtt"></video>', Outcome.PASSED),
        ("<p>没有视频</p>", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, body: str, outcome: Outcome) -> None:
    assert web.see(body, rules=(RULE,)).outcome(RULE) is outcome
