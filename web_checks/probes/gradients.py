"""Text on a gradient, with the bounds of its contrast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target

Colour = tuple[float, float, float]

# Large text (WCAG 2.2, definition of large scale): 18 pt, or 14 pt bold; 1 pt = 4/3 CSS px.
_LARGE, _LARGE_BOLD, _BOLD = 24.0, 14 * 4 / 3, 700


@dataclass(frozen=True, slots=True)
class GradientText:
    """Text whose only background is an opaque gradient.

    colour: of the text, sRGB 0-255; stops: colours of the gradient; size: CSS px; weight: 100-900.
    """

    target: Target
    colour: Colour
    stops: tuple[Colour, ...]
    size: float
    weight: float

    @property
    def large(self) -> bool:
        """Return whether WCAG calls it large scale."""
        return large_scale(self.size, self.weight)

    @property
    def best(self) -> float:
        """Return the highest contrast that it can have anywhere on the gradient.

        Between two stops each channel stays between theirs, so no colour is darker than the lowest channels together
        nor lighter than the highest; contrast is greatest at one of these two.
        """
        return max(contrast(self.colour, self._extreme(min)), contrast(self.colour, self._extreme(max)))

    @property
    def worst(self) -> float:
        """Return a contrast that it surely has everywhere, 1 when the gradient may pass through its own luminance."""
        own = luminance(self.colour)
        low, high = luminance(self._extreme(min)), luminance(self._extreme(max))
        if low <= own <= high:
            return 1.0
        return min(contrast(self.colour, self._extreme(min)), contrast(self.colour, self._extreme(max)))

    def _extreme(self, pick: Any) -> Colour:
        red, green, blue = (pick(stop[channel] for stop in self.stops) for channel in range(3))
        return float(red), float(green), float(blue)


def large_scale(size: float, weight: float) -> bool:
    """Return whether WCAG calls text of a size (CSS px) and weight large scale."""
    return size >= _LARGE or (size >= _LARGE_BOLD and weight >= _BOLD)


def luminance(colour: Colour) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2.2, definition)."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    low_end = 0.04045
    return channel / 12.92 if channel <= low_end else float(((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1-21 (WCAG 2.2, definition)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _colour(channels: Any) -> Colour:
    red, green, blue = channels
    return float(red), float(green), float(blue)


def _read(answers: list[Any]) -> tuple[GradientText, ...]:
    return tuple(
        GradientText(
            target(item),
            _colour(item["colour"]),
            tuple(_colour(stop) for stop in item["stops"]),
            float(item["size"]),
            float(item["weight"]),
        )
        for answer in answers
        for item in answer
    )


PROBE = Probe("gradients", _read)
