"""audio-transcript: recordings with and without a transcript in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "audio-transcript"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('<audio src="/a.mp3" controls></audio>', Outcome.CANT_TELL),
        ('<embed src="/a.mp3" width="9" height="9">', Outcome.CANT_TELL),
        ('<audio src="/a.mp3"></audio>', Outcome.INAPPLICABLE),
        ('<video src="/v.mp4" controls></video>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, body: str, outcome: Outcome) -> None:
    assert web.see(body, rules=(RULE,)).outcome(RULE) is outcome
