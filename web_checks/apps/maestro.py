"""Android as Maestro tells it (`maestro hierarchy`): JSON of attributes and children, in words of its own.

It is the tree of uiautomator with fewer facts. Of iOS it leaves out what an element is, so that nothing can be judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from web_checks.apps import android
from web_checks.apps.markup import Element, Unreadable
from web_checks.apps.screen import Screen
from web_checks.apps.tree import limited, mapped

# The names of uiautomator for Maestro's.
_NAMES = {"accessibilityText": "content-desc", "hintText": "hint"}
# What no other tool with attributes and children writes.
_OWN = ("accessibilityText", "hintText", "resource-id")
_LOOKED_AT = 200  # elements among which its own words are looked for


def is_dump(found: object) -> bool:
    """Return whether some JSON has the shape of a hierarchy."""
    if not (isinstance(found, dict) and isinstance(found.get("attributes"), dict)):
        return False
    return any(name in _given(element) for element in islice(_walk(found), _LOOKED_AT) for name in _OWN)


def screen(found: Mapping[str, Any], name: str, density: float | None) -> Screen:
    """Return the screen of a hierarchy. density: dots per inch, None = not known. Raises Unreadable."""
    limited([found], _children)
    if not any(_given(element).get("class") for element in _walk(found)):
        raise Unreadable(
            "a hierarchy of Maestro that does not tell what its elements are: take the page source of Appium instead"
        )
    return android.screen([mapped(found, _children, _element)], name, density)


def _walk(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [found]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(_children(element))


def _children(element: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    children = element.get("children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _given(element: Mapping[str, Any]) -> Mapping[str, Any]:
    given = element.get("attributes")
    return given if isinstance(given, dict) else {}


def _element(element: Mapping[str, Any]) -> Element:
    # States stand beside the attributes, and in them.
    states = {key: "true" if value else "false" for key, value in element.items() if isinstance(value, bool)}
    said = {_NAMES.get(key, key): value for key, value in _given(element).items() if isinstance(value, str)}
    return Element("node", {**states, **said})
