"""HarmonyOS as ArkUI's inspector tells it (getInspectorTree, DevEco): names that begin with $, places in px.

It tells what uitest does not: the density of the screen, what is read out where it was set, the size of letters.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

from web_checks.apps import harmony
from web_checks.apps.screen import Screen
from web_checks.apps.tree import box, limited

_BASELINE = 160  # dpi at which a vp is a px
_RECT = re.compile(r"\[\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\],\[\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\]")
# What takes presses by its nature, where the tree does not tell.
_PRESSED = frozenset({"Button", "Toggle", "Checkbox", "Radio", "Rating", "Select", "Slider", "Hyperlink"})
# The words of uitest for those of the inspector; the first that says something counts.
_NAMES = {
    "text": ("content", "label", "text", "value"),
    "description": ("accessibilityText", "accessibilityDescription"),
    "hint": ("placeholder",),
    "id": ("id", "key"),
    **{
        name: (name,) for name in ("clickable", "enabled", "checkable", "scrollable", "selected", "fontSize", "opacity")
    },
}


def is_dump(found: object) -> bool:
    """Return whether some JSON has the shape of an inspector's tree."""
    tree = _tree(found)
    return "$type" in tree and isinstance(tree.get("$children", []), list)


def screen(found: object, name: str, density: float | None) -> Screen:
    """Return the screen of an inspector's tree. density: dots per inch, where it does not tell. Raises Unreadable."""
    root = _tree(found)
    limited([root], _children)
    told = _number(root.get("$resolution"))
    tree: dict[str, Any] = {"attributes": _attributes(root), "children": []}
    waiting = [(tree, child) for child in _children(root)]
    for parent, element in waiting:  # it grows as it is gone through
        made: dict[str, Any] = {"attributes": _attributes(element), "children": []}
        parent["children"].append(made)
        waiting += [(made, child) for child in _children(element)]
    seen = harmony.screen(tree, name, told * _BASELINE if told else density)
    whole = box(0, 0, _number(root.get("width")), _number(root.get("height")))
    return dataclasses.replace(seen, size=whole) if whole.area else seen


def _tree(found: object) -> Mapping[str, Any]:
    content = found.get("content") if isinstance(found, dict) else None
    tree = content if isinstance(content, dict) else found
    return tree if isinstance(tree, dict) else {}


def _children(element: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    children = element.get("$children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _attributes(element: Mapping[str, Any]) -> dict[str, Any]:
    given = element.get("$attrs")
    attributes = given if isinstance(given, dict) else {}
    said = {to: next((attributes[of] for of in names if attributes.get(of)), "") for to, names in _NAMES.items()}
    said |= {to: attributes[to] for to in ("clickable", "enabled") if attributes.get(to) is False}
    said["type"] = kind = str(element.get("$type", ""))
    if "clickable" not in attributes and kind in _PRESSED:
        said["clickable"] = "true"
    rect = _RECT.fullmatch(str(element.get("$rect", "")).strip())
    if rect:
        left, top, right, bottom = (round(_number(edge)) for edge in rect.groups())
        said["bounds"] = f"[{left},{top}][{right},{bottom}]"
    if "Hidden" in str(attributes.get("visibility", "")) or "None" in str(attributes.get("visibility", "")):
        said["visible"] = "false"
    return said


def _number(told: object) -> float:
    try:
        return max(float(str(told)), 0.0)
    except ValueError:
        return 0.0
