"""Colours of text and ground: pairs as they are met in a document, and their contrast by WCAG's formula."""

from __future__ import annotations

from collections.abc import Iterable

from audit.model import Target
from web_checks.documents.document import Colours, cut, is_large

# WCAG 2.2, definition of relative luminance (sRGB).
_KNEE, _LINEAR, _OFFSET, _SCALE, _GAMMA = 0.04045, 12.92, 0.055, 1.055, 2.4
_FLARE = 0.05
_TEXT, _LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3
AUTO = "auto"  # ink that a program makes black or white, as the ground needs it


def contrast(ink: str, ground: str) -> float:
    """Return the contrast ratio of two colours "rrggbb", 1-21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + _FLARE) / (darker + _FLARE)


def _luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(value: float) -> float:
    """Return the light that a stored part of a colour stands for; both 0-1."""
    return value / _LINEAR if value <= _KNEE else ((value + _OFFSET) / _SCALE) ** _GAMMA


def stored(light: float) -> float:
    """Return how a part of a colour is stored that stands for so much light; both 0-1."""
    return light * _LINEAR if light <= _KNEE / _LINEAR else _SCALE * light ** (1 / _GAMMA) - _OFFSET


def run_of(colours: Iterable[str]) -> str:
    """Return a run of colours as one ground: all of them, one after the other; "" when one of them is not known."""
    stops = list(colours)
    return " ".join(dict.fromkeys(stops)) if stops and all(stops) else ""


def _settled(ink: str, ground: str, *, large: bool) -> str:
    """Return the colour of a ground that a text's contrast hangs on; "" when it does on which part of a run it stands.

    Text that is clear enough on the worst of the colours is so everywhere; what is too faint on the best is nowhere.
    """
    grounds = sorted(ground.split(" "), key=lambda colour: contrast(ink, colour)) if ink and ground else [""]
    if grounds[0] == grounds[-1] or contrast(ink, grounds[0]) >= needed(large=large):
        return grounds[0]
    return grounds[-1] if contrast(ink, grounds[-1]) < needed(large=large) else ""


def needed(*, large: bool) -> float:
    """Return the contrast that text needs (WCAG 2.2, 1.4.3)."""
    return _LARGE if large else _TEXT


class Palette:
    """Gathers the pairs of colours of a document, each with its first place."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str, bool], tuple[Target, str, int]] = {}

    def add(self, target: Target, ink: str, ground: str, size: float, text: str, *, bold: bool) -> None:
        """Take note of a piece of text. ink: AUTO = the program sees to it; ink, ground: "" = not known.

        ground: one colour, or a run of them.
        """
        if ink == AUTO:
            return
        large = is_large(size, bold=bold)
        settled = _settled(ink, ground, large=large)
        pair = (ink, settled, large) if settled else ("", "", False)
        if pair in self._pairs:
            first, shown, count = self._pairs[pair]
            self._pairs[pair] = (first, shown, count + 1)
        else:
            self._pairs[pair] = (target, cut(text, 60), 1)

    def colours(self) -> tuple[Colours, ...]:
        """Return the pairs in the order in which they were met."""
        return tuple(
            Colours(target, ink, ground, large, text, count)
            for (ink, ground, large), (target, text, count) in self._pairs.items()
        )
