"""HarmonyOS: the JSON of `uitest dumpLayout`. Units: px; vp = px * 160 / dpi.

Which text a component gives to assistive technology (accessibilityText) is not in the dump, only its description: so
of nothing can it be said that it has no name (label is None when there is no description). Headings and what takes
the focus are not told either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from web_checks.apps.markup import Unreadable, loaded
from web_checks.apps.screen import Format, Node, Role, Screen
from web_checks.apps.tree import around, box, laid_out, limited, outermost
from web_checks.box import Box

_BOUNDS = re.compile(r"\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]")
_LETTERS = re.compile(r"(\d{1,4}(?:\.\d{1,6})?)(?:fp|vp)")
_CLEAR = re.compile(r"0(?:\.0+)?")
_BASELINE = 160  # dpi at which a vp is a px
# Windows that are not the app's: the status bar and the dock, keyboards. Their bundle stands at their root.
_SYSTEM = re.compile(r"com\.ohos\.(?:sceneboard|systemui)|.*inputmethod|.*keyboard", re.IGNORECASE)
_ROLES = {
    "Button": Role.BUTTON,
    "Hyperlink": Role.LINK,
    "TextInput": Role.FIELD,
    "TextArea": Role.FIELD,
    "Search": Role.FIELD,
    "SearchField": Role.FIELD,
    "RichEditor": Role.FIELD,
    "Checkbox": Role.CHECK,
    "CheckBox": Role.CHECK,
    "Toggle": Role.SWITCH,
    "Switch": Role.SWITCH,
    "Radio": Role.RADIO,
    "Slider": Role.SLIDER,
    "Rating": Role.SLIDER,
    "Select": Role.PICKER,
    "DatePicker": Role.PICKER,
    "TextPicker": Role.PICKER,
    "TimePicker": Role.PICKER,
    "TabBar": Role.TAB,
    "Image": Role.IMAGE,
    "ImageAnimator": Role.IMAGE,
    "SymbolGlyph": Role.IMAGE,
    "Text": Role.TEXT,
    "Span": Role.TEXT,
    "NavBar": Role.OTHER,
    "TitleBar": Role.TITLE_BAR,
    "Web": Role.WEB,
    # What a page in a Web component hands on.
    "button": Role.BUTTON,
    "link": Role.LINK,
    "textField": Role.FIELD,
    "checkBox": Role.CHECK,
    "radioButton": Role.RADIO,
    "image": Role.IMAGE,
    "staticText": Role.TEXT,
    "heading": Role.TEXT,
}


def read(data: bytes, name: str, density: float | None) -> Screen:
    """Return the screen of a dump. density: dots per inch, None = not known. Raises Unreadable."""
    return screen(loaded(data), name, density)


def screen(found: object, name: str, density: float | None) -> Screen:
    """Return the screen that some JSON tells of: the tree of a window, or a list of them. Raises Unreadable."""
    if not is_dump(found):
        raise Unreadable("this JSON is no uitest dump: no attributes and children")
    roots = found if isinstance(found, list) else [found]
    limited(roots, _children)
    nodes = laid_out(roots, _children, _node)
    whole = around(node.box for node in outermost(nodes))  # some dumps list what a scroll would bring, too
    return Screen(name, Format.HARMONY, nodes, whole, density / _BASELINE if density else None)


def is_dump(found: object) -> bool:
    """Return whether some JSON has the shape of a dump."""
    if isinstance(found, list):
        return bool(found) and all(isinstance(each, dict) and is_dump(each) for each in found)
    return isinstance(found, dict) and isinstance(found.get("attributes"), dict) and "children" in found


def _children(element: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    children = element.get("children")
    found = [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []
    own = [child for child in found if not _SYSTEM.match(str(_said(child).get("bundleName", "")))]
    return own or found


def _node(element: Mapping[str, Any]) -> Node:
    said = {str(key): _text(value) for key, value in _said(element).items()}
    kind = said.get("type") or said.get("componentType") or "?"
    checkable = _flag(said, "checkable")
    return Node(
        0,
        -1,
        0,
        kind,
        _ROLES.get(kind, Role.OTHER),
        _box(said.get("bounds") or said.get("rectInScreen") or said.get("origBounds") or ""),
        key=said.get("id") or said.get("key") or "",
        text=said.get("text") or said.get("content") or "",
        label=said.get("description") or None,
        hint=said.get("hint") or None,
        clickable=_flag(said, "longClickable") or _flag(said, "clickable"),
        enabled=_flag(said, "enabled"),
        checkable=checkable,
        checked=_flag(said, "checked") if checkable else None,
        selected=_flag(said, "selected"),
        password=None,
        scrollable=_flag(said, "scrollable"),
        heading=True if kind == "heading" else None,
        letters=_size(said.get("fontSize", "")),
        visible=False if _CLEAR.fullmatch(said.get("opacity", "")) else _flag(said, "visible"),
    )


def _said(element: Mapping[str, Any]) -> Mapping[str, Any]:
    given = element.get("attributes")
    return given if isinstance(given, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else "" if value is None else str(value)


def _box(bounds: str) -> Box:
    found = _BOUNDS.fullmatch(bounds.replace(" ", ""))
    return box(*map(float, found.groups())) if found else box(0, 0, 0, 0)


def _size(told: str) -> float | None:
    """Return the size of letters in vp (fp at the usual size of text); None without a unit, or in px of some kind."""
    found = _LETTERS.fullmatch(told.strip())
    return float(found[1]) if found and float(found[1]) > 0 else None


def _flag(said: Mapping[str, str], name: str) -> bool | None:
    return {"true": True, "false": False}.get(said.get(name, "").lower())
