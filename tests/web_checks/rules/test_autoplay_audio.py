"""autoplay-audio: a tone of 4 s or 2 s that starts by itself."""

from __future__ import annotations

import io
import math
import struct
import wave
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "autoplay-audio"


def _tone(seconds: float) -> str:
    """Return a sine tone as a data: URL."""
    rate = 4000
    samples = (int(8000 * math.sin(n / 5)) for n in range(int(rate * seconds)))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return "data:audio/wav;base64," + b64encode(file.getvalue()).decode()


LONG, SHORT = _tone(4), _tone(2)


def _see(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    "html",
    [
        f'<audio id="a" autoplay src="{LONG}"></audio>',
        f'<audio id="a" autoplay loop src="{SHORT}"></audio>',
        f'<audio id="a" autoplay controls src="{LONG}"></audio>',
    ],
)
def test_a_long_or_endless_sound_fails_whatever_may_stop_it(web: Web, html: str) -> None:
    assert _see(web, html).selectors(RULE) == ["#a"]


def test_the_length_is_measured(web: Web) -> None:
    measured = _see(web, f'<audio autoplay src="{LONG}"></audio>').findings(RULE)[0].measurement
    assert measured is not None
    assert (round(measured.value), measured.limit) == (4, 3)


@pytest.mark.parametrize(
    "html",
    [
        f'<audio autoplay src="{SHORT}"></audio>',
        f'<audio autoplay muted src="{LONG}"></audio>',
        f'<audio src="{LONG}"></audio>',
        '<audio autoplay src="/gone.mp3"></audio>',
    ],
)
def test_short_silent_waiting_and_broken_sounds_are_none_of_it(web: Web, html: str) -> None:
    assert not _see(web, html).findings(RULE)


def test_a_part_of_a_file_counts_by_its_own_length(web: Web) -> None:
    web.server.page("/tone.wav", b64decode(LONG.partition(",")[2]), **{"Content-Type": "audio/wav"})
    assert not _see(web, '<audio autoplay src="/tone.wav#t=1,2.5"></audio>').findings(RULE)
    assert _see(web, '<audio autoplay src="/tone.wav#t=0.5"></audio>').outcome(RULE) is Outcome.FAILED
