"""video-captions: caption tracks, players of other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "video-captions"

TRACK = '<track kind="captions" src="/c.vtt" srclang="zh">'


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('<video src="/v.mp4" controls></video>', Outcome.CANT_TELL),
        ('<iframe title="视频" src="https://v.qq.com/txp/iframe/player.html?vid=x"></iframe>', Outcome.CANT_TELL),
        (f'<video src="/v.mp4" controls>{TRACK}</video>', Outcome.PASSED),
        ('<video src="/v.mp4" controls><track kind="captions" src=""></video>', Outcome.CANT_TELL),
        ('<video src="/v.mp4" hidden></video>', Outcome.INAPPLICABLE),
        ('<iframe title="地图" src="https://map.example/"></iframe>', Outcome.INAPPLICABLE),
        ('<audio src="/a.mp3" controls></audio>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, body: str, outcome: Outcome) -> None:
    assert web.see(body, rules=(RULE,)).outcome(RULE) is outcome
