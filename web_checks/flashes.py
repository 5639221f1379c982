"""How often a film flashes, and over how large an area: general and red flashes as WCAG 2.2 defines them.

Source: WCAG 2.2, definition "general flash and red flash thresholds". A film that misses frames shows fewer flashes
than there are, never more: what is counted here has surely been on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A pair of opposing changes of relative luminance by 10 % of the maximum, the darker state below 0.80.
_CHANGE, _DARKER = 0.1, 0.8
# A saturated red: R / (R + G + B), linear; the change: distance in the CIE 1976 UCS diagram.
_SATURATED, _CHROMA_CHANGE = 0.8, 0.2
_RED, _WHITE = (0.4507, 0.5229), (0.1978, 0.4683)  # u', v' of sRGB
_BLACK = 0.01  # R + G + B, linear: less has no hue that could be seen
# Any 10° of the visual field, and a quarter of it (CSS px, CSS px²).
_FIELD, AREA = (341, 256), 21_824
_SECOND = 1.0
_SMEARED = 3  # frames within which one change may reach the area: fades do not cross the threshold everywhere at once

_REST = 0.25  # of AREA: while more than that turns, it is one and the same moment (something passes by, a video runs)
# More than three flashes: pairs of changes.
_TOO_MANY = 2 * 4

Film = NDArray[np.uint8]
Times = NDArray[np.float64]
_Levels = NDArray[np.float32]
_Turns = NDArray[np.int8]
_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Flashes:
    """What a film shows.

    changes: the most opposing changes (two are a flash) that more than AREA within one visual field goes through in one
    second; together: whether more than AREA flashes more than three times in a second at the same moments; rate:
    frames in the poorest second; place: x, y in CSS px of a point that changes so (None: nothing does).
    """

    changes: int
    together: bool
    rate: int
    place: tuple[int, int] | None = None


def measured(times: Times, film: Film, side: float) -> Flashes:
    """Return what a film shows.

    times: s, rising, of each frame; film: sRGB, frames × rows × columns × 3; side: CSS px of the side of its pixels.
    """
    linear = _linear()[film]
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    found = [_counted(times, turns, side) for turns in (_general(luminance), _red(linear))]
    changes, together, place = max(found, key=lambda one: (one[1], one[0]))
    return Flashes(changes, together, _rate(times), place)


def _linear() -> _Levels:
    channel = np.arange(256) / 255
    curve = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
    return curve.astype(np.float32)


def _rate(times: Times) -> int:
    """Return the frames in the poorest second, 0 when the film is shorter."""
    begins = times[times + _SECOND <= times[-1]]
    return int(min((np.searchsorted(times, begins + _SECOND) - np.searchsorted(times, begins)), default=0))


def _general(luminance: _Levels) -> _Turns:
    """Return where the luminance has risen (1) or fallen (-1) far enough since it last turned."""
    turns = np.zeros(luminance.shape, np.int8)
    low, high = luminance[0].copy(), luminance[0].copy()
    way = turns[0].copy()
    for now, turn in zip(luminance, turns, strict=True):
        low, high = np.minimum(low, now), np.maximum(high, now)
        up = (way < 1) & (now - low >= _CHANGE) & (low < _DARKER)
        down = (way > -1) & (high - now >= _CHANGE) & (now < _DARKER) & ~up
        turn[up], turn[down] = 1, -1
        way = np.where(up | down, turn, way)
        low, high = np.where(up | down, now, low), np.where(up | down, now, high)
    return turns


def _red(linear: _Levels) -> _Turns:
    """Return where the picture has turned to saturated red (1) or away from it (-1)."""
    total = linear.sum(axis=-1)
    lit = total > _BLACK
    saturated = lit & (linear[..., 0] >= _SATURATED * total)
    chroma = _chromaticity(linear, lit)
    turns = np.zeros(total.shape, np.int8)
    home, red = chroma[0].copy(), saturated[0].copy()  # what the next change is held against: the farthest state
    for now, hot, turn in zip(chroma, saturated, turns, strict=True):
        far = np.hypot(*np.moveaxis(now - home, -1, 0)) > _CHROMA_CHANGE
        turn[far & hot & ~red], turn[far & ~hot & red] = 1, -1
        farther = ~red & (_from_red(now) > _from_red(home))
        home = np.where(((turn != 0) | farther)[..., None], now, home)
        red = np.where(turn != 0, hot, red)
    return turns


def _chromaticity(linear: _Levels, lit: _Mask) -> _Levels:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
    x, y, z = np.moveaxis(linear @ to_xyz.T, -1, 0)
    whole = np.where(lit, x + 15 * y + 3 * z, 1)
    return np.stack([np.where(lit, 4 * x / whole, _WHITE[0]), np.where(lit, 9 * y / whole, _WHITE[1])], axis=-1)


def _from_red(chroma: _Levels) -> _Levels:
    return np.asarray(np.hypot(chroma[..., 0] - _RED[0], chroma[..., 1] - _RED[1]))


def _counted(times: Times, turns: _Turns, side: float) -> tuple[int, bool, tuple[int, int] | None]:
    """Return the most changes of a large enough area in a second, whether too many come together, and where."""
    so_far = np.cumsum(np.abs(turns), axis=0, dtype=np.int16)
    most, place = 0, None
    for begin, end in enumerate(np.searchsorted(times, times + _SECOND)):
        counts = so_far[end - 1] - so_far[begin] + np.abs(turns[begin])
        while most < counts.max() and _large(counts > most, side):
            most += 1
            place = _inside(counts >= most, side)
        if _large(counts >= _TOO_MANY, side) and _together(turns[begin:end], counts, side):
            return most, True, _inside(counts >= _TOO_MANY, side)
        if end == len(times):  # the rest of the film is in this second
            break
    return most, False, place


def _together(turns: _Turns, counts: NDArray[np.int16], side: float) -> bool:
    """Return whether too many rises and falls come at the same moments over a large enough area."""
    return any(
        all(2 * _moments(turns == way, counts, frames, side) >= _TOO_MANY for way in (1, -1))
        for frames in range(1, _SMEARED + 1)
    )


def _moments(turned: _Mask, counts: NDArray[np.int16], frames: int, side: float) -> int:
    """Return how often a large enough area turns within some frames, most of what flashes at rest in between."""
    moments, turning = 0, False
    for last in range(len(turned)):
        now = np.logical_or.reduce(turned[max(0, last + 1 - frames) : last + 1], axis=0)
        if not turning and _large(now & (counts >= _TOO_MANY), side):
            moments, turning = moments + 1, True
        lively = now & (counts >= _TOO_MANY - 2)
        turning = turning and bool(lively.sum() * side**2 > AREA * _REST)
    return moments


def _large(mask: _Mask, side: float) -> bool:
    """Return whether more than AREA of the mask lies within one visual field."""
    return bool(mask.sum() * side**2 > AREA and _within_field(mask, side).max() * side**2 > AREA)


def _within_field(mask: _Mask, side: float) -> NDArray[np.int64]:
    """Return the pixels of the mask in each visual field, by the field's first row and column."""
    rows, columns = (min(round(size / side), most) for size, most in zip(_FIELD[::-1], mask.shape, strict=True))
    sums = np.pad(mask.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    return np.asarray(sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns])


def _inside(mask: _Mask, side: float) -> tuple[int, int]:
    """Return the point (CSS px) of the mask that is nearest to its middle."""
    points = np.argwhere(mask)
    row, column = points[np.argmin(((points - points.mean(axis=0)) ** 2).sum(axis=1))]
    return round((int(column) + 0.5) * side), round((int(row) + 0.5) * side)
