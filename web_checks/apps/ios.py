"""iOS: the page source of Appium's XCUITest driver, XML, or JSON of WebDriverAgent itself. Units: pt.

An attribute that is absent has no value: a button without `label` says nothing to VoiceOver. `name` is the identifier
of the developers where they gave one, else the label again, and is never read out for itself. Whether something takes
touches is not told; it follows from the type (and from `traits`, which newer drivers give).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from web_checks.apps.markup import Element, Unreadable, parse
from web_checks.apps.screen import TOGGLES, Format, Node, Role, Screen
from web_checks.apps.tree import around, box, laid_out, limited, mapped
from web_checks.box import Box

PREFIX = "XCUIElementType"
ROOTS = ("AppiumAUT", f"{PREFIX}Application")
_ROLES = {
    "Button": Role.BUTTON,
    "MenuButton": Role.BUTTON,
    "PopUpButton": Role.BUTTON,
    "ToolbarButton": Role.BUTTON,
    "MenuItem": Role.BUTTON,
    "Key": Role.OTHER,
    "Link": Role.LINK,
    "TextField": Role.FIELD,
    "SecureTextField": Role.FIELD,
    "SearchField": Role.FIELD,
    "TextView": Role.FIELD,
    "Switch": Role.SWITCH,
    "Toggle": Role.SWITCH,
    "CheckBox": Role.CHECK,
    "RadioButton": Role.RADIO,
    "Slider": Role.SLIDER,
    "Stepper": Role.OTHER,
    "Picker": Role.PICKER,
    "PickerWheel": Role.PICKER,
    "DatePicker": Role.PICKER,
    "Tab": Role.TAB,
    "Image": Role.IMAGE,
    "Icon": Role.IMAGE,
    "StaticText": Role.TEXT,
    "NavigationBar": Role.TITLE_BAR,
    "WebView": Role.WEB,
}
_PRESSED = (Role.BUTTON, Role.LINK, Role.SLIDER, Role.TAB, *TOGGLES)
# A text view with more than this in it is there to be read: terms, an article.
_ENTRY = 60
_SCROLLING = ("ScrollView", "Table", "CollectionView")
# What is the system's, not the app's: the keyboard, the bar with clock and battery.
_SYSTEM = (f"{PREFIX}Keyboard", f"{PREFIX}StatusBar")
_FLAGS = {"1": "true", "0": "false", "true": "true", "false": "false"}
_JSON_FLAGS = (
    ("isEnabled", "enabled"),
    ("isVisible", "visible"),
    ("isAccessible", "accessible"),
    ("isSelected", "selected"),
)
# The words of idb for those of the page source.
_OF_IDB = (("AXLabel", "label"), ("AXValue", "value"), ("AXUniqueId", "name"))


def read(data: bytes, name: str) -> Screen:
    """Return the screen of a page source. Raises Unreadable."""
    root = parse(data)
    if root.tag not in ROOTS:
        raise Unreadable(f"<{root.tag}> is no XCUITest page source")
    return _screen(root.children if root.tag == "AppiumAUT" else [root], name)


def screen(found: Mapping[str, Any] | Sequence[Any], name: str) -> Screen:
    """Return the screen that some JSON tells of. Raises Unreadable.

    It is WebDriverAgent's (`/source?format=json`), or the list that idb makes (`idb ui describe-all`).
    """
    limited(_roots(found), _inside)
    return _screen([mapped(each, _inside, _told) for each in _roots(found)], name)


def is_dump(found: object) -> bool:
    """Return whether some JSON has the shape of WebDriverAgent's, or is a list of such elements."""
    if isinstance(found, list):
        return bool(found) and all(isinstance(each, dict) and is_dump(each) for each in found)
    return isinstance(found, dict) and isinstance(found.get("type"), str) and ("rect" in found or "frame" in found)


def _screen(applications: Sequence[Element], name: str) -> Screen:
    nodes = laid_out(applications, _children, _node)
    if not nodes:
        raise Unreadable("no element in it")
    whole = around(node.box for node in nodes if node.parent < 0)
    return Screen(name, Format.IOS, nodes, whole, 1.0)


def _children(element: Element) -> Sequence[Element]:
    return [child for child in element.children if child.tag not in _SYSTEM]


def _roots(found: Mapping[str, Any] | Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    return [found] if isinstance(found, Mapping) else found


def _inside(found: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    children = found.get("children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _told(found: Mapping[str, Any]) -> Element:
    """Return an element of some JSON as it is in the page source."""
    kind = PREFIX + str(found.get("type") or "Other").removeprefix(PREFIX)
    rect = next((place for name in ("rect", "frame") if isinstance(place := found.get(name), dict)), {})
    of_idb = {to: found[of] for of, to in _OF_IDB if of in found}
    told = {**rect, **of_idb, **found, "type": kind}
    flags = {to: _FLAGS.get(str(told[of]).lower()) for of, to in _JSON_FLAGS if of in told}
    said = {key: value for key, value in told.items() if isinstance(value, str | int | float)}
    return Element(kind, {key: str(value) for key, value in (said | flags).items() if value is not None})


def _node(element: Element) -> Node:
    said = element.attributes
    kind = said.get("type") or element.tag
    role = _ROLES.get(kind.removeprefix(PREFIX), Role.OTHER)
    traits = frozenset(trait.strip() for trait in said["traits"].split(",")) if "traits" in said else None
    label, value = said.get("label", ""), said.get("value", "")
    if kind == f"{PREFIX}TextView" and len(value) > _ENTRY:
        role = Role.TEXT
    # A text says its label or what it shows; a field shows its value, and a switch its state.
    text = value if role is Role.FIELD else value or label if role is Role.TEXT else ""
    hint = said.get("placeholderValue")
    if role is Role.FIELD and hint is None and value and value == label:
        text = ""
    return Node(
        0,
        -1,
        0,
        kind,
        role,
        _box(said),
        key=said.get("name", "") if said.get("name") != label else "",
        text=text,
        label=label,
        hint=hint,
        clickable=True if role in _PRESSED or (traits and traits & {"Button", "Link"}) else None,
        focusable=_flag(said, "accessible"),
        enabled=_flag(said, "enabled"),
        checkable=True if role in TOGGLES else None,
        checked={"1": True, "0": False}.get(value) if role in TOGGLES else None,
        selected=_selected(said, traits),
        password=kind.endswith("SecureTextField"),
        scrollable=kind.removeprefix(PREFIX) in _SCROLLING,
        heading=("Header" in traits) if traits is not None else None,
        visible=_flag(said, "visible"),
    )


def _selected(said: Mapping[str, str], traits: frozenset[str] | None) -> bool | None:
    if traits is not None:
        return "Selected" in traits
    if said.get("selected"):
        return said["selected"] == "true"
    # In a tab bar the chosen button has the value "1"; of the others nothing is told.
    return True if said.get("value") == "1" else None


def _box(said: Mapping[str, str]) -> Box:
    try:
        left, top, width, height = (float(said[side]) for side in ("x", "y", "width", "height"))
    except (KeyError, ValueError):
        return box(0, 0, 0, 0)
    return box(left, top, left + width, top + height)


def _flag(said: Mapping[str, str], name: str) -> bool | None:
    return {"true": True, "false": False}.get(said.get(name, "").lower())
