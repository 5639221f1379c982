"""sound-autoplay: sound that starts by itself: short, long, muted, with controls."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "sound-autoplay"


def _tone(seconds: float) -> str:
    """Return a silent recording as a data address."""
    rate = 8000
    size = int(rate * seconds)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, rate, rate, 1, 8, b"data", size
    )
    return "data:audio/wav;base64," + base64.b64encode(head + bytes([128]) * size).decode()


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('<audio autoplay src="{long}"></audio>', Outcome.FAILED),
        ('<audio autoplay loop src="{short}"></audio>', Outcome.FAILED),
        ('<audio autoplay src="{long}"></audio><div aria-hidden="true"><button>暂停</button></div>', Outcome.FAILED),
        ('<audio autoplay src="{long}"></audio><div><button></button></div>', Outcome.FAILED),
        ('<audio autoplay controls src="{long}"></audio>', Outcome.PASSED),
        ('<audio autoplay src="{short}"></audio>', Outcome.PASSED),
        ('<audio autoplay src="{long}"></audio><button>静音</button>', Outcome.CANT_TELL),
        ('<video autoplay src="/missing.mp4"></video>', Outcome.CANT_TELL),
        ('<audio autoplay muted src="{long}"></audio>', Outcome.INAPPLICABLE),
        ('<audio controls src="{long}"></audio>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, body: str, outcome: Outcome) -> None:
    html = body.replace("{long}", _tone(3.1)).replace("{short}", _tone(3))
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
