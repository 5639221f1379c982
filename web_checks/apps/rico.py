"""Android as the RICO data set keeps it: JSON of an activity with its root, as the view tree of a running app was read.

It knows what uiautomator knows but what can be ticked, and lists what is not shown, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from web_checks.apps import android
from web_checks.apps.markup import Element, Unreadable
from web_checks.apps.screen import Screen
from web_checks.apps.tree import limited, mapped


def is_dump(found: object) -> bool:
    """Return whether some JSON has the shape of a view hierarchy of that data set."""
    return isinstance(found, dict) and (_root(found) is not None or "componentLabel" in found or "ancestors" in found)


def screen(found: Mapping[str, Any], name: str, density: float | None) -> Screen:
    """Return the screen of a view hierarchy. density: dots per inch, None = not known. Raises Unreadable."""
    root = _root(found)
    if root is None:
        raise Unreadable("a semantic annotation of RICO, without what is read out: take its view hierarchy instead")
    limited([root], _children)
    return android.screen([mapped(root, _children, _element)], name, density)


def _root(found: Mapping[str, Any]) -> Mapping[str, Any] | None:
    activity = found.get("activity")
    root = activity.get("root") if isinstance(activity, dict) else None
    return root if isinstance(root, dict) else None


def _children(view: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    children = view.get("children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _element(view: Mapping[str, Any]) -> Element:
    said = {key: _text(value) for key, value in view.items() if isinstance(value, str | bool)}
    edges = view.get("bounds")
    if isinstance(edges, list) and len(edges) == 4:  # noqa: PLR2004 - left, top, right, bottom
        left, top, right, bottom = edges
        said["bounds"] = f"[{left},{top}][{right},{bottom}]"
    described = view.get("content-desc")
    found = described if isinstance(described, list) else [described]
    said["content-desc"] = " ".join(each for each in found if isinstance(each, str))
    said["scrollable"] = _text(any(view.get(f"scrollable-{way}") is True for way in ("horizontal", "vertical")))
    if said.get("visibility", "visible") != "visible":
        said["visible-to-user"] = "false"
    return Element("node", said)


def _text(value: str | bool) -> str:  # noqa: FBT001 - a value, not a switch
    return value if isinstance(value, str) else "true" if value else "false"
