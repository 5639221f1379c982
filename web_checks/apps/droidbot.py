"""Android as DroidBot records it: a state is JSON with a list of views that name each other by their places in it.

It is the tree of uiautomator in other words (older records have its own words), so that the same is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from web_checks.apps import android
from web_checks.apps.markup import Element, Unreadable
from web_checks.apps.screen import Screen
from web_checks.apps.tree import limited

# The names of uiautomator for those of newer records.
_NAMES = {
    "content_description": "content-desc",
    "resource_id": "resource-id",
    "long_clickable": "long-clickable",
    "is_password": "password",
    "visible": "displayed",
}
_STATE, _PICTURE = "state_", "screen_"


def is_dump(found: object) -> bool:
    """Return whether some JSON has the shape of a state."""
    views = found.get("views") if isinstance(found, dict) else None
    return isinstance(views, list) and bool(views) and all(isinstance(view, dict) and "class" in view for view in views)


def screen(found: Mapping[str, Any], name: str, density: float | None) -> Screen:
    """Return the screen of a state. density: dots per inch, None = not known. Raises Unreadable."""
    views: Sequence[Mapping[str, Any]] = found["views"]
    elements = [Element("node", _said(view)) for view in views]
    held = set[int]()
    for place, view in enumerate(views):
        for child in _places(view.get("children"), place, len(views)):
            if child not in held:  # a view that several claim stays with the first
                held.add(child)
                elements[place].children.append(elements[child])
    roots = [element for place, element in enumerate(elements) if place not in held]
    if not roots:
        raise Unreadable("no view in it")
    limited(roots, lambda element: element.children)
    return android.screen(roots, name, density)


def picture_of(name: str) -> str:
    """Return the name that the picture of a state has, but for its suffix."""
    folder, slash, file = name.rpartition("/")
    return folder + slash + _PICTURE + file.removeprefix(_STATE) if file.startswith(_STATE) else name


def _places(children: object, parent: int, count: int) -> list[int]:
    """Return the places of children: views come after the one that holds them, so that no circle can be."""
    found = children if isinstance(children, list) else []
    return [child for child in found if isinstance(child, int) and parent < child < count]


def _said(view: Mapping[str, Any]) -> Mapping[str, str]:
    said = {_NAMES.get(key, key): _text(value) for key, value in view.items()}
    corners = view.get("bounds")
    if isinstance(corners, list):
        said["bounds"] = "".join(f"[{','.join(map(str, corner))}]" for corner in corners if isinstance(corner, list))
    return said


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""
