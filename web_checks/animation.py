"""How long an image file goes on moving once it is shown: GIF, WebP and APNG."""

from __future__ import annotations

import io
import math

from PIL import Image, UnidentifiedImageError

# Media types of images that may move. PNG may, too, but hardly any does, and pages are full of them.
TYPES = frozenset({"image/gif", "image/webp", "image/apng"})
# Pixels of all frames together that are decoded: some seconds' work, which nothing could interrupt.
_MOST_PIXELS = 50_000_000
# Frames that are counted; each takes some milliseconds, and a film of so many goes on for longer than any limit asks.
_MOST_FRAMES = 200
_AT_ONCE, _INSTEAD = 10, 100  # ms: browsers show frames that ask for 10 ms or less for 100


def seconds(raw: bytes) -> float | None:
    """Return for how long an image moves, in s; infinite when it begins again for ever, 0 when it stands still.

    An image that cannot be read stands still: the browser shows none of it. None: it is too large to be looked at.
    """
    try:
        with Image.open(io.BytesIO(raw)) as image:
            frames = int(getattr(image, "n_frames", 1))
            if frames == 1:
                return 0.0
            # Of GIF, no word on it means once; of all three, 0 means for ever.
            turns = int(image.info.get("loop", 1 if image.format == "GIF" else 0))
            if turns == 0 or frames > _MOST_FRAMES:
                return math.inf
            if image.width * image.height * frames > _MOST_PIXELS:
                return None
            return turns * sum(_shown_for(image, frame) for frame in range(frames)) / 1000
    except Image.DecompressionBombError:
        return None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return 0.0


def _shown_for(image: Image.Image, frame: int) -> float:
    image.seek(frame)
    image.load()  # of WebP, the duration is known only then
    duration = float(image.info.get("duration", 0))
    return duration if duration > _AT_ONCE else _INSTEAD
