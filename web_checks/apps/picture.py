"""Screenshots as pixels, and what can be told of the letters in a part of one: their contrast and their height.

The only module that knows Pillow. Phones give PNG (Android, iOS) or JPEG (HarmonyOS).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, UnidentifiedImageError

Pixels = NDArray[np.uint8]

_FORMATS = ("PNG", "JPEG")
_MOST_PIXELS = 40_000_000
# A ground is plain when so much of a part of the screen has one colour.
PLAIN = 0.5
_BITS = 4  # levels that differ in these last bits alone are one at first: JPEG blurs a colour by a few
# Of the pixels that differ from the ground, so many at least must show a colour before it counts as the letters' own.
_LETTERS = 0.1
_CLEAREST = 0.01  # share of them from which their best contrast is taken: single pixels may be anything
_INK = 24  # summed difference of the channels from the ground above which a pixel belongs to a letter
# The frame around a fault: as on pages (px of the result), and the quality of its picture.
_OUTLINE, _LINE, _QUALITY = (212, 0, 42), 3, 70
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
    letters' own colour); height: of the tallest run of rows with letters in them, px; extent: from the first such row
    to the last; lines: such runs; ink: pixels.
    """

    plain: float
    best: float
    usual: float
    height: int
    extent: int
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


def outlined(picture: Picture, box: tuple[int, int, int, int], part: tuple[int, int, int, int], scale: float) -> bytes:
    """Return a part of a screenshot as WebP, with a box in it outlined. Both: left, top, right, bottom in px.

    scale: px of the screenshot for one of the result.
    """
    image = Image.fromarray(picture.pixels).crop(part)
    width = max(round(_LINE * scale), 1)
    left, top, right, bottom = (edge - part[side % 2] for side, edge in enumerate(box))
    # Just outside of what it outlines, where there is room.
    frame = (max(left - width, 0), max(top - width, 0), min(right + width, image.width) - 1, bottom + width - 1)
    ImageDraw.Draw(image).rectangle((*frame[:3], min(frame[3], image.height - 1)), outline=_OUTLINE, width=width)
    size = (max(round(image.width / scale), 1), max(round(image.height / scale), 1))
    buffer = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(buffer, "WEBP", quality=_QUALITY)
    return buffer.getvalue()


def letters(pixels: Pixels) -> Letters | None:
    """Return what a part of a screen shows; None when it is empty or of one colour."""
    if pixels.size == 0:
        return None
    # Channel by channel: reducing an axis of three takes several times as long.
    channels = [pixels[:, :, place].astype(np.int16).ravel() for place in range(3)]
    red, green, blue = (channel >> _BITS for channel in channels)
    codes = (red << 2 * _BITS) | (green << _BITS) | blue
    common = codes == int(np.bincount(codes).argmax())
    ground = [int(np.rint(channel[common].mean())) for channel in channels]
    first, second, third = (np.abs(channel - level) for channel, level in zip(channels, ground, strict=True))
    inked = first + second + third > _INK
    ink = int(np.count_nonzero(inked))
    if ink < _LEAST_INK:
        return None
    plain = 1 - ink / len(codes)
    tables = _tables()
    light = sum(table[channel[inked]] for table, channel in zip(tables, channels, strict=True))
    own = float(sum(table[level] for table, level in zip(tables, ground, strict=True)))
    ratios = (np.maximum(light, own) + 0.05) / (np.minimum(light, own) + 0.05)
    ratios.sort()
    best, usual = (float(ratios[int((1 - share) * (ink - 1))]) for share in (_CLEAREST, _LETTERS))
    rows = np.flatnonzero(inked.reshape(pixels.shape[:2]).any(axis=1))
    runs = np.diff(np.flatnonzero(np.diff(rows, prepend=-2, append=rows[-1] + 2) > 1))
    return Letters(plain, best, usual, int(runs.max()), int(rows[-1] - rows[0]) + 1, len(runs), ink)


@cache
def _tables() -> tuple[NDArray[np.float32], ...]:
    """Return what each level of each channel adds to the luminance."""
    channel = np.arange(256) / 255
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
    return tuple((share * linear).astype(np.float32) for share in (0.2126, 0.7152, 0.0722))
