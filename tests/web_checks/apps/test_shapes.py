"""Shapes that other tools write of a screen: read where they tell enough, and named where they do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from web_checks.apps import dumps, shelves
from web_checks.apps.bundle import opened
from web_checks.apps.record import judge
from web_checks.apps.screen import Format, Role, Screen
from web_checks.box import Box


def met(folder: Path, data: Any, name: str = "a.json") -> dumps.Met:
    (folder / name).write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    (found,) = dumps.screens(opened(folder), None)
    return found


def screen_of(folder: Path, data: Any, name: str = "a.json") -> Screen:
    found = met(folder, data, name)
    assert found.screen is not None, found.failure
    return found.screen


def failed(screen: Screen) -> set[str]:
    return {
        finding.rule for finding in judge(screen, "a", shelves.shelved("AA")).findings if finding.outcome == "failed"
    }


def _maestro(**more: Any) -> dict[str, Any]:
    said = {"text": "", "accessibilityText": "", "resource-id": "", "class": "android.widget.ImageView", **more}
    return {"attributes": {"bounds": "[10,20][58,68]", **said}, "children": [], "clickable": True, "enabled": True}


def test_maestro_on_android(tmp_path: Path) -> None:
    whole = {"text": "", "bounds": "[0,0][400,800]", "class": "android.widget.FrameLayout"}
    inner = [_maestro(), _maestro(accessibilityText="返回", bounds="[60,20][108,68]")]
    seen = screen_of(tmp_path, {"attributes": {}, "children": [{"attributes": whole, "children": inner}]})
    assert (seen.format, seen.size, [node.name for node in seen.controls]) == (
        Format.ANDROID,
        Box(0, 0, 400, 800),
        ["", "返回"],
    )
    assert failed(seen) == {"screen-control-name"}


def test_maestro_on_ios_tells_no_kinds(tmp_path: Path) -> None:
    inner = {"attributes": {"accessibilityText": "返回", "bounds": "[0,0][44,44]"}, "children": []}
    assert "page source of Appium" in met(tmp_path, {"attributes": {}, "children": [inner]}).failure


def _rico(**more: Any) -> dict[str, Any]:
    usual = {"class": "android.widget.ImageButton", "clickable": True, "visibility": "visible", "enabled": True}
    return {**usual, "bounds": [10, 20, 178, 188], "content-desc": [None], "visible-to-user": True, **more}


def test_rico(tmp_path: Path) -> None:
    hidden = _rico(bounds=[0, 900, 90, 990], visibility="gone")
    inner = [_rico(), None, _rico(**{"content-desc": ["返回"], "bounds": [200, 20, 368, 188]}), hidden]
    root = {"class": "android.widget.FrameLayout", "bounds": [0, 0, 1440, 2560], "children": inner}
    seen = screen_of(tmp_path, {"activity_name": "a/.B", "activity": {"root": root}, "is_keyboard_deployed": False})
    assert (seen.size, [node.name for node in seen.controls]) == (Box(0, 0, 1440, 2560), ["", "返回"])
    assert failed(seen) == {"screen-control-name"}


def _arkui(kind: str, rect: str, *inner: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    return {"$type": kind, "$ID": 1, "$rect": rect, "$attrs": attributes, "$children": list(inner)}


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_inspector_of_arkui(tmp_path: Path, *, wrapped: bool) -> None:
    inner = [
        _arkui("Text", "[0.00, 72.00],[200.00,132.00]", content="办事指南", fontSize="16.00fp"),
        _arkui("Button", "[293.00, 72.00],[427.00,132.00]", label="申请", accessibilityText="申请补贴"),
        _arkui("Image", "[0.00, 200.00],[60.00,260.00]", visibility="Visibility.Hidden"),
    ]
    column = _arkui("Column", "[0.00, 72.00],[720.00,1208.00]", *inner)
    root = {"$type": "root", "width": "720.000000", "height": "1280.000000", "$resolution": "1.500000"}
    tree = {**root, "$children": [column]}
    seen = screen_of(tmp_path, {"type": "root", "content": tree} if wrapped else tree)
    assert (seen.format, seen.size, seen.scale) == (Format.HARMONY, Box(0, 0, 720, 1280), 1.5)
    assert [(node.role, node.name) for node in seen.shown] == [
        (Role.OTHER, ""),
        (Role.TEXT, "办事指南"),
        (Role.BUTTON, "申请补贴"),
    ]
    assert [node.letters for node in seen.shown if node.role is Role.TEXT] == [16]
    assert [node.name for node in seen.controls] == ["申请补贴"]


def test_the_list_of_idb(tmp_path: Path) -> None:
    frame = {"x": 0, "y": 0, "width": 390, "height": 844}
    whole = {"type": "Application", "AXLabel": "办事", "frame": frame, "AXFrame": "{{0, 0}, {390, 844}}"}
    button = {"type": "Button", "AXLabel": None, "frame": {"x": 8, "y": 60, "width": 44, "height": 44}, "enabled": True}
    seen = screen_of(tmp_path, [whole, button])
    assert (seen.format, seen.size) == (Format.IOS, Box(0, 0, 390, 844))
    assert failed(seen) == {"screen-control-name"}


def test_the_page_source_of_espresso(tmp_path: Path) -> None:
    view = '<android.widget.{} class="android.widget.{}" clickable="true" visible="{}" bounds="{}"{}/>'
    views = (
        view.format("ImageView", "ImageView", "true", "[10,20][58,68]", ""),
        view.format("ImageView", "ImageView", "false", "[60,20][108,68]", ""),
        view.format("Button", "Button", "true", "[120,20][168,68]", ' text="办理"'),
    )
    root = "com.android.internal.policy.DecorView"
    seen = screen_of(tmp_path, f'<{root} class="{root}" bounds="[0,0][400,800]">{"".join(views)}</{root}>', "a.xml")
    assert (seen.size, [node.name for node in seen.controls]) == (Box(0, 0, 400, 800), ["", "办理"])
    assert failed(seen) == {"screen-control-name"}


LAYOUT = '<LinearLayout xmlns:android="http://schemas.android.com/apk/res/android" android:layout_width="8dp"/>'


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ({"name": "<Root>", "payload": {"pos": [0, 0], "size": [1, 1]}, "children": []}, "a.json", "Poco"),
        ([{"index": 1, "className": "Button", "bounds": "0, 0, 9, 9", "children": []}], "a.json", "for agents"),
        ({"status": "success", "data": {"a11y_tree": []}}, "a.json", "for agents"),
        ({"componentLabel": "Icon", "bounds": [0, 0, 9, 9], "class": "View"}, "a.json", "view hierarchy"),
        ({"dependencies": {}}, "a.json", "uitest dumpLayout"),
        ([], "a.json", "uitest dumpLayout"),
        (LAYOUT, "a.xml", "source file of an Android app"),
        ("<html/>", "a.xml", "uiautomator dump"),
    ],
)
def test_what_cannot_be_judged_is_told_apart(tmp_path: Path, data: Any, name: str, told: str) -> None:
    found = met(tmp_path, data, name)
    assert found.screen is None
    assert told in found.failure
    assert "\n" not in found.failure


@pytest.mark.parametrize("shape", ["maestro", "rico", "arkui"])
def test_a_tree_without_end_is_refused(tmp_path: Path, shape: str) -> None:
    deep: dict[str, Any] = {}
    for _ in range(410):
        levels: dict[str, dict[str, Any]] = {
            "maestro": {"attributes": {"class": "a.View", "hintText": ""}, "children": [deep]},
            "rico": {"class": "a.View", "children": [deep]},
            "arkui": {"$type": "Column", "$children": [deep]},
        }
        deep = levels[shape]
    data = {"activity": {"root": deep}} if shape == "rico" else deep
    assert "nested deeper" in met(tmp_path, data).failure
