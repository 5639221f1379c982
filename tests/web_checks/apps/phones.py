"""Dumps of screens as each system writes them, made from one description: 1 dp = 1 px = 1 pt here.

`seen` reads a description through the module of its format, so that every rule is tested on what the format can tell.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from PIL import Image, ImageDraw

from audit.catalog import Shelved
from audit.model import Outcome, Verdict, worst
from web_checks.apps import android, harmony, ios, picture, shelves
from web_checks.apps.screen import Format, Screen

WIDTH, HEIGHT, DPI = 400, 800, 160
ALL = (Format.ANDROID, Format.IOS, Format.HARMONY)
Place = tuple[int, int, int, int]

_CLASSES = {
    "button": ("android.widget.Button", "Button", "Button"),
    "image": ("android.widget.ImageView", "Image", "Image"),
    "icon": ("android.widget.ImageButton", "Button", "Button"),
    "text": ("android.widget.TextView", "StaticText", "Text"),
    "field": ("android.widget.EditText", "TextField", "TextInput"),
    "switch": ("android.widget.Switch", "Switch", "Toggle"),
    "group": ("android.widget.FrameLayout", "Other", "Column"),
    "list": ("android.widget.ScrollView", "ScrollView", "Scroll"),
    "bar": ("android.widget.Toolbar", "NavigationBar", "TitleBar"),
    "web": ("android.webkit.WebView", "WebView", "Web"),
}
_PRESSED = ("button", "icon", "switch", "field")


@dataclass(frozen=True)
class View:
    """What stands where. label: for assistive technology; pressed: by default as its kind is; more: attributes."""

    kind: str
    box: Place
    text: str = ""
    label: str = ""
    key: str = ""
    inner: tuple[View, ...] = ()
    pressed: bool | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def clickable(self) -> bool:
        return self.kind in _PRESSED if self.pressed is None else self.pressed


def whole(*views: View) -> View:
    return View("group", (0, 0, WIDTH, HEIGHT), inner=views)


def dump(form: Format, *views: View) -> bytes:
    """Return the dump of a screen that shows some views."""
    return {Format.ANDROID: _android, Format.IOS: _ios, Format.HARMONY: _harmony}[form](whole(*views))


def seen(
    form: Format, *views: View, density: float | None = DPI, shot: Image.Image | None = None, **over: Any
) -> Screen:
    """Return the screen that a dump gives, with what a plan adds (elder, home, language)."""
    return with_shot(read(form, dump(form, *views), density), shot, **over)


def read(form: Format, data: bytes, density: float | None = DPI, name: str = "首页") -> Screen:
    if form is Format.IOS:
        return ios.read(data, name)
    if form is Format.ANDROID:
        return android.read(data, name, density)
    return harmony.read(data, name, density)


def with_shot(screen: Screen, shot: Image.Image | None, **over: Any) -> Screen:
    if shot is not None:
        over["picture"] = picture.read(png(shot))
    return dataclasses.replace(screen, **over)


def png(image: Image.Image, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def blank(scale: int = 3, ground: str = "white") -> Image.Image:
    """Return an empty screenshot, so many px for one unit of the dump."""
    return Image.new("RGB", (WIDTH * scale, HEIGHT * scale), ground)


def written(shot: Image.Image, box: Place, colour: str, size: float, letters: int = 4) -> Image.Image:
    """Draw letters of a size (dp) into a box: squares with the share of ink that Chinese characters have."""
    scale = shot.width / WIDTH
    draw = ImageDraw.Draw(shot)
    left, top = box[0] * scale, (box[1] + box[3]) / 2 * scale - size * scale * 0.45
    for number in range(letters):
        x = left + number * size * scale
        for stroke in range(4):
            y = top + stroke * size * scale * 0.9 / 4
            draw.rectangle((x, y, x + size * scale * 0.85, y + size * scale * 0.9 / 9), fill=colour)
        draw.rectangle((x, top, x + size * scale * 0.12, top + size * scale * 0.9), fill=colour)
    return shot


def rule(rule_id: str) -> Shelved:
    return next(each for each in shelves.shelved() if each.rule.id == rule_id)


def verdicts(rule_id: str, observed: Any) -> list[Verdict]:
    """Return what a rule says, each verdict checked for what every verdict must be."""
    shelved = rule(rule_id)
    found = list(shelved.judge(observed))
    for verdict in found:
        assert verdict.outcome in shelved.rule.outcomes
        assert verdict.target.selector
        assert verdict.target.path
        assert verdict.message is not None
        for said in (verdict.message.zh, verdict.message.en):
            assert said
            assert "{" not in said
    return found


def outcome(rule_id: str, observed: Any) -> Outcome:
    return worst({verdict.outcome for verdict in verdicts(rule_id, observed)})


def _android(root: View) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><hierarchy rotation="0">{_node(root)}</hierarchy>'.encode()


def _node(view: View) -> str:
    left, top, right, bottom = view.box
    said = {
        "class": _CLASSES[view.kind][0],
        "text": view.text,
        "content-desc": view.label,
        "resource-id": f"cn.example:id/{view.key}" if view.key else "",
        "clickable": _flag(view.clickable),
        "checkable": _flag(view.kind == "switch"),
        "checked": "false",
        "enabled": "true",
        "selected": "false",
        "scrollable": _flag(view.kind == "list"),
        "password": "false",
        "bounds": f"[{left},{top}][{right},{bottom}]",
        **view.more,
    }
    return f"<node {_attributes(said)}>{''.join(map(_node, view.inner))}</node>"


def _ios(root: View) -> bytes:
    return f"<AppiumAUT>{_element(root, 'Application')}</AppiumAUT>".encode()


def _element(view: View, kind: str = "") -> str:
    left, top, right, bottom = view.box
    tag = f"XCUIElementType{kind or ('Button' if view.pressed else _CLASSES[view.kind][1])}"
    said = {"type": tag, "enabled": "true", "visible": "true", "x": left, "y": top}
    said |= {"width": right - left, "height": bottom - top}
    name = view.label or (view.text if view.kind != "field" else "")
    said |= {key: value for key, value in (("label", name), ("name", view.key or name)) if value}
    if view.text and view.kind in ("text", "field"):
        said["value"] = view.text
    if view.kind == "switch":
        said["value"] = "0"
    said |= view.more
    return f"<{tag} {_attributes(said)}>{''.join(map(_element, view.inner))}</{tag}>"


def _harmony(root: View) -> bytes:
    return json.dumps(_component(root), ensure_ascii=False).encode()


def _component(view: View) -> dict[str, Any]:
    left, top, right, bottom = view.box
    said = {
        "type": _CLASSES[view.kind][2],
        "id": view.key,
        "text": view.text,
        "description": view.label,
        "clickable": _flag(view.clickable),
        "checkable": _flag(view.kind == "switch"),
        "checked": "false",
        "enabled": "true",
        "selected": "false",
        "visible": "true",
        "scrollable": _flag(view.kind == "list"),
        "bounds": f"[{left},{top}][{right},{bottom}]",
        **view.more,
    }
    return {"attributes": said, "children": [_component(each) for each in view.inner]}


def _flag(value: bool) -> str:  # noqa: FBT001 - one value, one word
    return "true" if value else "false"


def _attributes(said: dict[str, Any]) -> str:
    return " ".join(f"{name}={quoteattr(str(value))}" for name, value in said.items())


def every(form: Format, *views: View) -> Iterator[str]:
    """Yield what is read out for each control of a screen."""
    screen = seen(form, *views)
    yield from (screen.spoken(node) for node in screen.controls)
