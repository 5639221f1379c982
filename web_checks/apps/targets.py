"""How large and how near to each other the controls of a screen are, shared by the rules on their size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from web_checks.apps.screen import Format, Node, Role, Screen

# Controls larger than this share of the screen are grounds and veils, no buttons.
_GROUND = 0.5
_ROUNDED_PT = 0.5
_EDGE = 1.0  # units of the dump within which two edges are one


@dataclass(frozen=True, slots=True)
class Sized:
    """A control with its lesser side in dp (pt on iOS).

    cut: what scrolls cuts it off, so it may be larger; slack: what rounding may have taken from its side.
    """

    node: Node
    least: float
    cut: bool
    slack: float = 0.0

    def reaches(self, limit: float) -> bool:
        """Return whether its lesser side is as long as a limit, but for less than what rounding may take."""
        return self.least >= limit or self.least + self.slack > limit


def sized(screen: Screen) -> Iterator[Sized]:
    """Yield the controls of a screen that a finger must meet: enabled, and none that another control fills wholly."""
    # Densities such as 420 dpi turn most lengths into broken px, which dumps give whole.
    slack = _ROUNDED_PT if screen.format is Format.IOS else screen.units(1)
    for node in screen.controls:
        if node.enabled is False or (screen.size.area and node.box.area > _GROUND * screen.size.area):
            continue
        # The press goes to whatever takes it around the control: a box in a row that can be pressed as a whole.
        taking = max((node, *_takers(screen, node)), key=lambda each: each.box.area)
        least = screen.units(min(taking.box.width, taking.box.height))
        yield Sized(node, least, _is_cut(screen, taking), slack)


def _takers(screen: Screen, node: Node) -> Iterator[Node]:
    """Yield the pressable rows around a control that hold no other control."""
    for outer in screen.above(node):
        if not outer.clickable or (screen.size.area and outer.box.area > _GROUND * screen.size.area):
            return
        if any(inner.clickable and inner.number != node.number for inner in screen.below(outer)):
            return
        yield outer


def _is_cut(screen: Screen, node: Node) -> bool:
    """Return whether the lesser side of a node ends at the edge of the screen, or of what scrolls around it."""
    box = node.box
    edges = [outer.box for outer in screen.above(node) if outer.scrollable or outer.role is Role.WEB]
    for edge in (*edges, screen.size):
        sides = (
            ((box.left, edge.left), (box.right, edge.right))
            if box.width <= box.height
            else ((box.top, edge.top), (box.bottom, edge.bottom))
        )
        if any(abs(inner - outer) < _EDGE for inner, outer in sides):
            return True
    return False


def covering(nodes: Sequence[Node], share: float) -> dict[int, Node]:
    """Return, by the number of a node, the first later one that covers so much of the smaller of the two.

    One inside the other in the view tree covers nothing of it. nodes: in document order.
    """
    boxes = _boxes(nodes)
    left, top, right, bottom = boxes.T
    areas = (right - left) * (bottom - top)
    ends = np.array([node.end for node in nodes], int)
    numbers = np.array([node.number for node in nodes], int)
    found = {}
    for place, node in enumerate(nodes):
        width = np.minimum(right, right[place]) - np.maximum(left, left[place])
        height = np.minimum(bottom, bottom[place]) - np.maximum(top, top[place])
        common = np.maximum(width, 0) * np.maximum(height, 0)
        over = (common >= share * np.minimum(areas, areas[place])) & (numbers >= ends[place])
        if over.any():
            found[node.number] = nodes[int(over.argmax())]
    return found


def _boxes(nodes: Sequence[Node]) -> NDArray[np.float64]:
    return np.array([(n.box.left, n.box.top, n.box.right, n.box.bottom) for n in nodes], float).reshape(-1, 4)


class Crowd:
    """The controls of a screen, to be asked which of them comes too near to a small one.

    diameter: of the circle about the middle of a small control, in dp (pt on iOS).
    """

    def __init__(self, screen: Screen, nodes: Sequence[Node], diameter: float) -> None:
        self._nodes = nodes
        self._diameter = diameter * (screen.scale or 1.0)
        self._left, self._top, self._right, self._bottom = _boxes(nodes).T
        self._span = np.array([(n.number, n.end) for n in nodes], int).reshape(-1, 2).T

    def near(self, node: Node) -> Node | None:
        """Return the first control that comes too near.

        WCAG 2.2, 2.5.8, the exception for spacing: the circle must meet no other target, nor the circle of another
        small one. A control around it, inside of it or right behind it is not beside it.
        """
        x, y = node.box.centre
        beyond = np.hypot(
            np.maximum(np.maximum(self._left - x, x - self._right), 0),
            np.maximum(np.maximum(self._top - y, y - self._bottom), 0),
        )
        middles = np.hypot((self._left + self._right) / 2 - x, (self._top + self._bottom) / 2 - y)
        small = np.minimum(self._right - self._left, self._bottom - self._top) < self._diameter
        first, end = self._span
        related = ((first >= node.number) & (first < node.end)) | ((node.number >= first) & (node.number < end))
        box = node.box
        behind = (self._left <= box.left) & (self._top <= box.top)
        behind &= (self._right >= box.right) & (self._bottom >= box.bottom)
        close = (beyond < self._diameter / 2) | (small & (middles < self._diameter))
        found = np.flatnonzero(close & ~related & ~behind)
        return self._nodes[int(found[0])] if len(found) else None
