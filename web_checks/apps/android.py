"""Android: the XML of `uiautomator dump`, and the page source of Appium, which has the class names as tags.

Units: px of the device. A dump lists what is visible to the user, cut off at the edges of what scrolls. It tells
neither the size of letters, nor which text is another's label, nor areas beyond its bounds in which a view takes
touches. Appium adds facts of its own (heading, hint, pane-title); where an attribute is absent the fact is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from web_checks.apps import strangers
from web_checks.apps.markup import Element, Unreadable, parse
from web_checks.apps.screen import Format, Node, Role, Screen
from web_checks.apps.tree import around, box, laid_out
from web_checks.box import Box

# `uiautomator dump --windows` writes <displays><display><window layer><hierarchy>, the topmost window first.
DISPLAYS = "displays"
ROOTS = ("hierarchy", DISPLAYS)
# Windows that are not the app's: the bars of the system, keyboards.
_SYSTEM = re.compile(
    r"com\.android\.systemui$|.*(?:inputmethod|keyboard|honeyboard|swiftkey|wetype)|.*\.(?:ime|input)(?:\.|$)",
    re.IGNORECASE,
)
_BOUNDS = re.compile(r"\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]")
# Whether something is seen, as each tool has it: Appium, others, Espresso.
_SHOWN = ("displayed", "visible-to-user", "visible")
_BASELINE = 160  # dpi at which a dp is a px
# Ends of class names: AppCompatButton, MaterialSwitch, androidx.appcompat.widget.Toolbar; but a ViewSwitcher is no
# switch. Of several that fit, the longest counts (ToggleButton, not Button).
_ROLES = (
    (r"(?:ImageButton|FloatingActionButton|Button|Chip)", Role.BUTTON),
    (r"(?:Switch(?!er)\w*|ToggleButton)", Role.SWITCH),
    (r"CheckBox|CheckedTextView", Role.CHECK),
    (r"RadioButton", Role.RADIO),
    (r"(?:EditText|AutoCompleteTextView|SearchAutoComplete)", Role.FIELD),
    (r"(?:SeekBar|RatingBar|Slider)", Role.SLIDER),
    (r"(?:Spinner|NumberPicker|DatePicker|TimePicker)", Role.PICKER),
    (r"(?:TabView|TabWidget|Tab)", Role.TAB),
    (r"(?:Toolbar|ActionBar)", Role.TITLE_BAR),
    (r"WebView", Role.WEB),
    (r"(?:ImageView|Image)", Role.IMAGE),
    (r"TextView", Role.TEXT),
)
_ROLE = re.compile("|".join(f"(?P<r{place}>{ends})$" for place, (ends, _) in enumerate(_ROLES)))


def read(data: bytes, name: str, density: float | None) -> Screen:
    """Return the screen of a dump. density: dots per inch, None = not known. Raises Unreadable."""
    root = parse(data)
    if root.tag not in ROOTS and not _BOUNDS.fullmatch(root.attributes.get("bounds", "")):
        raise strangers.refusal_of_xml(root)
    size = box(0, 0, _number(root.attributes, "width"), _number(root.attributes, "height"))
    return screen(_windows(root), name, density, size)


def screen(views: Sequence[Element], name: str, density: float | None, size: Box | None = None) -> Screen:
    """Return the screen of some topmost views with all in them, those of the system left out. Raises Unreadable."""
    own = [view for view in views if not _SYSTEM.match(view.attributes.get("package", ""))]
    nodes = laid_out(own or views, lambda element: element.children, _node)
    if not nodes:
        raise Unreadable("no view in it")
    roots = around(node.box for node in nodes if node.parent < 0)
    whole = next((each for each in (size, roots) if each and each.area), around(node.box for node in nodes))
    return Screen(name, Format.ANDROID, nodes, whole, density / _BASELINE if density else None)


def _windows(root: Element) -> Sequence[Element]:
    """Return the topmost views, those of the lowest window first."""
    if root.tag == DISPLAYS:
        windows = [window for display in root.children for window in display.children]
        windows.sort(key=lambda window: _number(window.attributes, "layer"))
        return [view for window in windows for inner in window.children for view in inner.children]
    # Espresso's page source begins with the topmost view itself.
    return root.children if root.tag in ROOTS else [root]


def _node(element: Element) -> Node:
    said = element.attributes
    kind = said.get("class") or element.tag
    role = _role(kind)
    checkable, clickable = _flag(said, "checkable"), _flag(said, "clickable")
    if kind.endswith("CheckedTextView") and checkable is False:
        role = Role.TEXT  # an entry of a menu that there is nothing to choose in
    text, hint = said.get("text", ""), said.get("hint")
    if role is Role.FIELD and (_flag(said, "showing-hint") or text == hint):
        text, hint = "", hint or text
    if role is not Role.FIELD:
        hint = hint or said.get("tooltip-text")
    return Node(
        0,
        -1,
        0,
        kind,
        role,
        _box(said.get("bounds", "")),
        key=said.get("resource-id", ""),
        text=text,
        label=said.get("content-desc"),
        hint=hint,
        clickable=_flag(said, "long-clickable") or clickable,
        focusable=_flag(said, "focusable"),
        enabled=_flag(said, "enabled"),
        checkable=checkable,
        checked=_flag(said, "checked") if checkable else None,
        selected=_flag(said, "selected"),
        password=_flag(said, "password"),
        scrollable=_flag(said, "scrollable"),
        heading=_flag(said, "heading"),
        pane=said.get("pane-title", ""),
        visible=next((_flag(said, name) for name in _SHOWN if name in said), None),
    )


def _role(kind: str) -> Role:
    found = _ROLE.search(kind)
    return _ROLES[int(found.lastgroup[1:])][1] if found and found.lastgroup else Role.OTHER


def _box(bounds: str) -> Box:
    found = _BOUNDS.fullmatch(bounds.strip())
    return box(*map(float, found.groups())) if found else box(0, 0, 0, 0)


def _flag(said: Mapping[str, str], name: str) -> bool | None:
    return {"true": True, "false": False}.get(said.get(name, "").lower())


def _number(said: Mapping[str, str], name: str) -> float:
    value = said.get(name, "")
    return float(value) if value.isascii() and value.isdigit() else 0.0
