"""Lays the elements of a dump out in document order: each format says what an element is, and this where it stands."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from web_checks.apps.markup import MOST_DEPTH, MOST_NODES, Element, Unreadable
from web_checks.apps.screen import Node
from web_checks.box import Box

T = TypeVar("T")

# Coordinates beyond this are no place on a screen (an int32 that ran over, say).
_FARTHEST = 1_000_000


def limited(roots: Iterable[T], children: Callable[[T], Sequence[T]]) -> None:
    """Raise Unreadable when some trees are too large or too deep (XML is held to the same as it is read)."""
    waiting, count = [(root, 1) for root in roots], 0
    while waiting:
        element, depth = waiting.pop()
        count += 1
        if count > MOST_NODES:
            raise Unreadable(f"more than {MOST_NODES} components")
        if depth > MOST_DEPTH:
            raise Unreadable(f"nested deeper than {MOST_DEPTH}")
        waiting.extend((child, depth + 1) for child in children(element))


def mapped(root: T, children: Callable[[T], Sequence[T]], element: Callable[[T], Element]) -> Element:
    """Return a tree as elements, each made from one of its own; no recursion, however deep it is."""
    top = element(root)
    waiting = [(top, root)]
    for parent, found in waiting:  # it grows as it is gone through
        for child in children(found):
            parent.children.append(element(child))
            waiting.append((parent.children[-1], child))
    return top


def laid_out(roots: Iterable[T], children: Callable[[T], Sequence[T]], node: Callable[[T], Node]) -> tuple[Node, ...]:
    """Return the nodes of some trees in document order, numbered; no recursion, however deep they are."""
    found: list[Node] = []
    parents: list[int] = []
    waiting: list[tuple[T, int]] = [(root, -1) for root in roots][::-1]
    while waiting:
        element, parent = waiting.pop()
        number = len(found)
        found.append(node(element))
        parents.append(parent)
        waiting.extend((child, number) for child in reversed(children(element)))
    ends = list(range(1, len(found) + 1))
    for number in range(len(found) - 1, 0, -1):
        if parents[number] >= 0:
            ends[parents[number]] = max(ends[parents[number]], ends[number])
    return tuple(
        dataclasses.replace(each, number=number, parent=parents[number], end=ends[number])
        for number, each in enumerate(found)
    )


def outermost(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the nodes that take up room and stand in none that does. nodes: in document order."""
    end = 0
    for node in nodes:
        if node.number >= end and node.box.area > 0:
            end = node.end
            yield node


def box(left: float, top: float, right: float, bottom: float) -> Box:
    """Return a box, empty when its numbers cannot be a place on a screen."""
    edges = (left, top, right, bottom)
    if not all(math.isfinite(edge) and abs(edge) <= _FARTHEST for edge in edges) or right < left or bottom < top:
        return Box(0, 0, 0, 0)
    return Box(*edges)


def around(boxes: Iterable[Box]) -> Box:
    """Return the box from the origin that holds some others."""
    held = [each for each in boxes if each.area > 0]
    return Box(0, 0, max((each.right for each in held), default=0), max((each.bottom for each in held), default=0))
