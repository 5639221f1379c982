"""Screenshots as pixels, and what can be told of the letters in a part of one: their contrast and their height.

The only module that knows Pillow. Phones give PNG (Android, iOS) or JPEG (HarmonyOS).
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

Pixels = NDArray[np.uint8]

_FORMATS = ("PNG", "JPEG")
_MOST_PIXELS = 40_000_000
# A ground is plain when so much of a part of the screen has one colour (within a step of _STEP in each channel).
PLAIN = 0.5
_STEP = 8  # JPEG and gradients blur a colour by a few levels
# Of the pixels that differ from the ground, so many at least must show a colour before it counts as the letters' own.
_LETTERS = 0.1
_INK = 24  # summed difference of the channels from the ground above which a pixel belongs to a letter
_LEAST_INK = 12  # pixels; fewer are no letters


class PictureError(Exception):
    """A screenshot that cannot be read; the message says why."""


@dataclass(frozen=True)
class Picture:
    """A screenshot: sRGB, rows × columns × 3."""

    pixels: Pixels

    @property
    def width(self) -> int:
        """Return the columns."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Return the rows."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True)
class Letters:
    """What a part of a screen shows.

    plain: share of it that has the colour of the ground; best: contrast of its clearest pixels with the ground; usual:
    contrast that a tenth of the letters' pixels reach or exceed (edges are smoothed, so most of them show less than the
    letters' own colour); height: of the tallest run of rows with letters in them, px; lines: such runs; ink: pixels.
    """

    plain: float
    best: float
    usual: float
    height: int
    lines: int
    ink: int


def read(data: bytes) -> Picture:
    """Read a screenshot. Raises PictureError when it is no PNG or JPEG, broken, or too large."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise PictureError(f"{image.width} x {image.height} px are too many")
            return Picture(np.asarray(image.convert("RGB"), np.uint8))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise PictureError(f"no PNG or JPEG that can be read: {error}") from error


def letters(pixels: Pixels) -> Letters | None:
    """Return what a part of a screen shows; None when it is empty or of one colour."""
    if pixels.size == 0:
        return None
    flat = pixels.reshape(-1, 3)
    steps = flat // _STEP
    codes = steps[:, 0].astype(np.int32) * 1024 + steps[:, 1].astype(np.int32) * 32 + steps[:, 2]
    counts = np.bincount(codes, minlength=32768)
    ground_code = int(counts.argmax())
    ground = np.median(flat[codes == ground_code], axis=0)
    apart = np.abs(flat.astype(np.int16) - ground.astype(np.int16)).sum(axis=1)
    inked = apart > _INK
    ink = int(inked.sum())
    if ink < _LEAST_INK:
        return None
    plain = float((~inked).sum() / len(flat))
    light = _luminance(flat[inked])
    own = float(_luminance(ground[np.newaxis])[0])
    ratios = (np.maximum(light, own) + 0.05) / (np.minimum(light, own) + 0.05)
    rows = inked.reshape(pixels.shape[:2]).any(axis=1)
    runs = _runs(rows)
    best, usual = (float(np.quantile(ratios, share)) for share in (0.99, 1 - _LETTERS))
    return Letters(plain, best, usual, max(runs), len(runs), ink)


def _runs(rows: NDArray[np.bool_]) -> list[int]:
    """Return the lengths of the runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).astype(np.int8)))
    return [int(length) for length in edges[1::2] - edges[::2]]


def _luminance(colours: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return relative luminance as WCAG defines it, of colours 0-255."""
    channel = colours.astype(np.float64) / 255
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
    weighed: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed
