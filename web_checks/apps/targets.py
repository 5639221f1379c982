"""How large and how near to each other the controls of a screen are, shared by the rules on their size."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from web_checks.apps.screen import Box, Node, Screen

# Controls larger than this share of the screen are grounds and veils, no buttons.
_GROUND = 0.5
_EDGE = 1.0  # units of the dump within which two edges are one


@dataclass(frozen=True, slots=True)
class Sized:
    """A control with its lesser side in dp (pt on iOS). cut: what scrolls cuts it off, so it may be larger."""

    node: Node
    least: float
    cut: bool


def sized(screen: Screen) -> Iterator[Sized]:
    """Yield the controls of a screen that a finger must meet: enabled, and none that another control fills wholly."""
    for node in screen.controls:
        if node.enabled is False or (screen.size.area and node.box.area > _GROUND * screen.size.area):
            continue
        # The press goes to whatever takes it around the control: a box in a row that can be pressed as a whole.
        taking = max((node, *_takers(screen, node)), key=lambda each: each.box.area)
        least = screen.units(min(taking.box.width, taking.box.height))
        yield Sized(node, least, _is_cut(screen, taking))


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
    box, edges = node.box, [outer.box for outer in screen.above(node) if outer.scrollable]
    for edge in (*edges, screen.size):
        sides = (
            ((box.left, edge.left), (box.right, edge.right))
            if box.width <= box.height
            else ((box.top, edge.top), (box.bottom, edge.bottom))
        )
        if any(abs(inner - outer) < _EDGE for inner, outer in sides):
            return True
    return False


def crowded(screen: Screen, node: Node, others: tuple[Node, ...], diameter: float) -> Node | None:
    """Return a control that comes too near to a small one: within a circle of that diameter (dp) about its middle.

    WCAG 2.2, 2.5.8, the exception for spacing: the circle must meet no other target, nor the circle of another small
    one. A control around it, inside of it or right behind it is not beside it.
    """
    scale = screen.scale or 1.0
    radius = diameter * scale / 2
    x, y = node.box.centre
    for other in others:
        if other.number == node.number or _related(node, other) or node.box.common(other.box) >= node.box.area:
            continue
        if _distance(x, y, other.box) < radius:
            return other
        small = min(other.box.width, other.box.height) < diameter * scale
        if small and math.dist((x, y), other.box.centre) < 2 * radius:
            return other
    return None


def _related(one: Node, other: Node) -> bool:
    return one.number <= other.number < one.end or other.number <= one.number < other.end


def _distance(x: float, y: float, box: Box) -> float:
    return math.hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom))
