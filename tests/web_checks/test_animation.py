"""How long image files move: turns, durations, still pictures, and what is no image."""

from __future__ import annotations

import io
import math
from typing import Any

import pytest
from PIL import Image

from web_checks import animation


def film(kind: str, frames: int = 3, **given: Any) -> bytes:
    """Return an image file of some frames, each of another colour."""
    pictures = [Image.new("RGB", (8, 8), (60 * number, 0, 0)) for number in range(frames)]
    file = io.BytesIO()
    pictures[0].save(file, kind, save_all=True, append_images=pictures[1:], **given)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_for_ever(kind: str) -> None:
    assert animation.seconds(film(kind, duration=100, loop=0)) == math.inf


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        (film("GIF", duration=1000), 3.0),  # once
        (film("GIF", duration=0), 0.3),  # browsers show frames without a duration for 0.1 s
        (film("WEBP", duration=1000, loop=2), 6.0),
        (film("PNG", duration=500, loop=4), 6.0),
    ],
)
def test_some_turns(raw: bytes, seconds: float) -> None:
    assert animation.seconds(raw) == pytest.approx(seconds)


def test_what_is_too_large_to_be_decoded_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animation, "_MOST_PIXELS", 3 * 8 * 8)
    assert animation.seconds(film("GIF", duration=1000)) == pytest.approx(3)
    monkeypatch.setattr(animation, "_MOST_PIXELS", 3 * 8 * 8 - 1)
    assert animation.seconds(film("GIF", duration=1000)) is None
    assert animation.seconds(film("GIF", duration=1000, loop=0)) == math.inf  # that needs no decoding
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert animation.seconds(film("GIF", frames=1)) is None


@pytest.mark.parametrize(
    "raw", [b"", b"GIF89a", b"<svg/>", film("GIF", frames=1), film("GIF", duration=100, loop=0)[:40]]
)
def test_still_pictures_and_what_is_none(raw: bytes) -> None:
    assert animation.seconds(raw) == 0
