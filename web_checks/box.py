"""Rectangles on screens, pages and slides; the origin is at the top left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the units of what it stands on: px or pt of a screen, points of a page, EMU of a slide."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the width, never below 0."""
        return max(self.right - self.left, 0.0)

    @property
    def height(self) -> float:
        """Return the height, never below 0."""
        return max(self.bottom - self.top, 0.0)

    @property
    def area(self) -> float:
        """Return the area."""
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """Return the middle (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def common(self, other: Box) -> float:
        """Return the area that two boxes share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0.0) * max(height, 0.0)
