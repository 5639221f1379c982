"""Files that other tools write of a screen and that cannot be judged: what each is, and what to take instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web_checks.apps.markup import Element, Unreadable

_POCO = (
    "a hierarchy of Poco (Airtest), whose places are shares of the screen: dump the screen with uiautomator or Appium"
)
_AGENT = "a tree for agents without what is read out of an element: dump the screen with uiautomator or Appium"
_SOURCE = "a source file of an Android app, not a screen of it: dump the running app with uiautomator or Appium"
_UNKNOWN = (
    "no dump that is known: take `uiautomator dump`, the page source of Appium, or `hdc shell uitest dumpLayout -p`"
)
_ANDROID = "http://schemas.android.com/apk/res/android"


def refusal(found: object) -> Unreadable:
    """Return why some JSON cannot be read as a screen."""
    first = found[0] if isinstance(found, list) and found else found
    if isinstance(first, dict):
        if isinstance(first.get("payload"), dict):
            return Unreadable(_POCO)
        data = first.get("data")
        trees: tuple[Mapping[str, Any], ...] = (first, data if isinstance(data, dict) else {})
        if "className" in first or any("a11y_tree" in tree for tree in trees):
            return Unreadable(_AGENT)
    return Unreadable(_UNKNOWN)


def refusal_of_xml(root: Element) -> Unreadable:
    """Return why some XML cannot be read as a screen."""
    return Unreadable(_SOURCE if _ANDROID in root.attributes.values() else f"<{root.tag}> is {_UNKNOWN}")
