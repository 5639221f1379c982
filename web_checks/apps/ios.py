"""iOS: the page source of Appium's XCUITest driver (WebDriverAgent). Units: pt, so no density is needed.

An attribute that is absent has no value: a button without `label` says nothing to VoiceOver. `name` is the identifier
of the developers where they gave one, else the label again, and is never read out for itself. Whether something takes
touches is not told; it follows from the type (and from `traits`, which newer drivers give).
"""

from __future__ import annotations

from collections.abc import Mapping

from web_checks.apps.markup import Element, Unreadable, parse
from web_checks.apps.screen import TOGGLES, Format, Node, Role, Screen
from web_checks.apps.tree import around, box, laid_out
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


def read(data: bytes, name: str) -> Screen:
    """Return the screen of a page source. Raises Unreadable."""
    root = parse(data)
    if root.tag not in ROOTS:
        raise Unreadable(f"<{root.tag}> is no XCUITest page source")
    applications = root.children if root.tag == "AppiumAUT" else [root]
    nodes = laid_out(applications, lambda element: element.children, _node)
    if not nodes:
        raise Unreadable("no element in it")
    whole = around(node.box for node in nodes if node.parent < 0)
    return Screen(name, Format.IOS, nodes, whole, 1.0)


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
