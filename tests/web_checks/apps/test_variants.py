"""Dumps as tools leave them: encodings of shells, lines of adb around them, several windows, answers of servers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.web_checks.apps.phones import View, blank, dump, png, read
from web_checks.apps import android, dumps, ios
from web_checks.apps.bundle import opened
from web_checks.apps.markup import Unreadable
from web_checks.apps.screen import Format, Role, Screen
from web_checks.box import Box

BUTTON = View("button", (10, 20, 58, 68), "办理")
PLAIN = dump(Format.ANDROID, BUTTON)


def screen_of(folder: Path, data: bytes, name: str = "a.xml") -> Screen:
    (folder / name).write_bytes(data)
    (met,) = dumps.screens(opened(folder), None)
    assert met.screen is not None, met.failure
    return met.screen


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-le"),
        PLAIN.decode().encode("utf-16-be"),
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.decode().replace("UTF-8", "GBK").encode("gbk"),
        PLAIN.decode().encode("gb18030"),
        PLAIN + b"UI hierchary dumped to: /dev/tty\r\n",
        b"UI hierchary dumped to: /dev/tty\n" + PLAIN,
        b"WARNING: linker: unused DT entry\r\r\n\r\r\n" + PLAIN.replace(b"><", b">\r\r\n<"),
    ],
    ids=range(9),
)
def test_what_shells_and_adb_make_of_a_dump(tmp_path: Path, data: bytes) -> None:
    assert [node.name for node in screen_of(tmp_path, data).controls] == ["办理"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#xD83D;&#xde00;", "\U0001f600"),
        ("甲&#55357;乙", "甲 乙"),
        ("甲&#1114112;乙", "甲\U0010ffff乙"),
        ("甲&#10;乙", "甲\n乙"),
        ("甲&#xFFFF;乙", "甲 乙"),
        ("a &amp;#0; b", "a &#0; b"),
    ],
)
def test_characters_beyond_xml(written: str, read: str) -> None:
    data = PLAIN.decode().replace("办理", written).encode()
    assert android.read(data, "x", None).nodes[1].text == read


def test_surrogates_as_bytes_are_joined() -> None:
    data = PLAIN.decode().replace("办理", "\ud83d\ude00").encode("utf-8", "surrogatepass")
    assert android.read(data, "x", None).nodes[1].text == "\U0001f600"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unreadable, match="no text"):
        android.read(b"<\xff\xff\xff>", "x", None)


def test_the_windows_of_all_displays() -> None:
    def window(layer: int, package: str, text: str) -> str:
        node = f'<node class="android.widget.Button" clickable="true" package="{package}" text="{text}"'
        inside = f'<hierarchy rotation="0">{node} bounds="[0,0][90,90]"/></hierarchy>'
        return f'<window index="0" layer="{layer}" bounds="[0,0][90,90]">{inside}</window>'

    windows = (
        window(3, "com.android.systemui", "时钟"),
        window(2, "com.sohu.inputmethod.sogou", "空格"),
        window(1, "cn.example", "对话框"),
        window(0, "cn.example", "首页"),
    )
    source = f'<displays><display id="0">{"".join(windows)}</display></displays>'
    assert [node.text for node in android.read(source.encode(), "x", None).nodes] == ["首页", "对话框"]


def test_a_screen_of_the_system_itself_is_kept() -> None:
    source = '<hierarchy><node package="com.android.systemui" class="a.TextView" bounds="[0,0][9,9]"/></hierarchy>'
    assert len(android.read(source.encode(), "x", None).nodes) == 1


def test_keyboard_and_status_bar_of_ios_are_not_the_apps() -> None:
    def element(kind: str, inner: str = "") -> str:
        tag = f"XCUIElementType{kind}"
        return f'<{tag} type="{tag}" label="甲" x="0" y="0" width="9" height="9">{inner}</{tag}>'

    inner = element("Keyboard", element("Button")) + element("StatusBar", element("Other")) + element("Button")
    screen = ios.read(f"<AppiumAUT>{element('Application', inner)}</AppiumAUT>".encode(), "x")
    assert [node.short for node in screen.nodes] == ["Application", "Button"]


def wda(kind: str, label: str | None = None, children: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    rect = {"x": 10, "y": 20, "width": 48, "height": 44.5}
    flags = {"isEnabled": "1", "isVisible": "1", "isAccessible": "0"}
    return {
        "type": kind,
        "label": label,
        "name": label,
        "value": None,
        "rect": rect,
        **flags,
        **more,
        "children": children,
    }


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_of_webdriveragent(tmp_path: Path, *, wrapped: bool) -> None:
    inner = (
        wda("Button", "关闭"),
        wda("Switch", "通知", value="1", isEnabled="0"),
        wda("Button", "旧", isVisible="0"),
        wda("Keyboard", children=(wda("Button", "空格"),)),
    )
    root: Any = wda("Application", "政务", inner)
    screen = screen_of(tmp_path, json.dumps({"value": root} if wrapped else root).encode(), "a.json")
    _, button, switch, unseen = screen.nodes
    assert (screen.format, button.role, button.name, button.box) == (
        Format.IOS,
        Role.BUTTON,
        "关闭",
        Box(10, 20, 58, 64.5),
    )
    assert (switch.role, switch.checked, switch.enabled) == (Role.SWITCH, True, False)
    assert not unseen.shown


def test_json_of_webdriveragent_that_is_too_deep() -> None:
    root = wda("Other")
    for _ in range(450):
        root = wda("Other", children=(root,))
    with pytest.raises(Unreadable, match="deeper"):
        ios.screen(json.loads(json.dumps(root)), "x")


@pytest.mark.parametrize("form", [Format.ANDROID, Format.IOS])
def test_the_answer_of_a_webdriver_server(tmp_path: Path, form: Format) -> None:
    data = json.dumps({"sessionId": "s", "value": dump(form, BUTTON).decode()}).encode()
    screen = screen_of(tmp_path, data, "a.json")
    assert (screen.format, screen.nodes[1].name) == (form, "办理")


@pytest.mark.parametrize("value", [1, None, [], "x", {"value": {}}])
def test_an_answer_without_a_source_is_refused(tmp_path: Path, value: Any) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"value": value}))
    (met,) = dumps.screens(opened(tmp_path), None)
    assert met.screen is None
    assert met.failure


def test_windows_of_harmony(tmp_path: Path) -> None:
    def window(bundle: str, text: str, **more: str) -> dict[str, Any]:
        said = {"type": "Text", "text": text, "bundleName": bundle, "bounds": "[0,0][9,9]", **more}
        return {"attributes": said, "children": []}

    windows = [
        window("com.ohos.sceneboard", "时钟"),
        window("com.huawei.hmos.inputmethod", "空格"),
        window("cn.example", "首页", bounds="", origBounds="[0,0][8,8]"),
    ]
    root = {"attributes": {"type": "", "bounds": "[0,0][9,9]"}, "children": windows}
    _, text = screen_of(tmp_path, json.dumps(root).encode(), "a.json").nodes
    assert (text.text, text.box) == ("首页", Box(0, 0, 8, 8))
    listed = screen_of(tmp_path, json.dumps(windows[2:]).encode(), "a.json")
    assert [node.text for node in listed.nodes] == ["首页"]


def test_files_of_uiautomatorviewer_and_pictures_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "a.PNG").write_bytes(png(blank(1)))
    assert screen_of(tmp_path, PLAIN, "a.uix").picture is not None


def test_a_landscape_screen_without_its_bar(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(blank(1).resize((440, 800))))
    screen = screen_of(tmp_path, PLAIN)
    assert screen.size == Box(0, 0, 440, 800)


@pytest.mark.parametrize("name", ["a.axml", "a.apk", "a.wxapkg"])
def test_what_people_hand_in_as_an_app_and_is_no_screen(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    (met,) = dumps.screens(opened(tmp_path), None)
    assert "dump its screens" in met.failure


def test_a_name_of_several_lines_is_read_as_one() -> None:
    view = View("group", (0, 0, 90, 90), label="首页\n第 1 个标签，共 3 个", pressed=True)
    assert android.read(dump(Format.ANDROID, view), "x", None).nodes[1].name == "首页 第 1 个标签，共 3 个"


def test_a_dump_without_places_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text('<hierarchy><node class="android.widget.Button" text="a"/></hierarchy>')
    (met,) = dumps.screens(opened(tmp_path), None)
    assert "place" in met.failure


def test_a_root_without_bounds_is_as_large_as_what_it_holds() -> None:
    source = '<hierarchy><node><node text="a" bounds="[0,0][90,80]"/></node></hierarchy>'
    assert android.read(source.encode(), "x", None).size == Box(0, 0, 90, 80)


def test_a_copy_that_ends_in_zeros(tmp_path: Path) -> None:
    data = dump(Format.HARMONY, BUTTON) + b"\0" * 9
    assert screen_of(tmp_path, data, "a.json").nodes[1].name == "办理"


@pytest.mark.parametrize(("opacity", "shown"), [("0.000000", False), ("0.05", True), ("1", True), ("", True)])
def test_what_is_clear_as_glass_is_not_shown(opacity: str, shown: bool) -> None:  # noqa: FBT001 - one value, one word
    view = View("button", (10, 20, 58, 68), "办理", more={"opacity": opacity})
    assert read(Format.HARMONY, dump(Format.HARMONY, view)).nodes[1].shown is shown


def test_what_android_tells_of_an_empty_field() -> None:
    more = {"hint": "请输入姓名"}
    empty = View("field", (10, 20, 90, 68), "请输入姓名", more=more)
    filled = View("field", (10, 120, 90, 168), "张三", more=more)
    _, first, second = read(Format.ANDROID, dump(Format.ANDROID, empty, filled)).nodes
    assert (first.text, first.hint, second.text) == ("", "请输入姓名", "张三")
    tip = View("icon", (10, 20, 58, 68), more={"tooltip-text": "返回"})
    assert read(Format.ANDROID, dump(Format.ANDROID, tip)).nodes[1].name == "返回"


@pytest.mark.parametrize(
    ("kind", "role"),
    [("link", Role.LINK), ("staticText", Role.TEXT), ("textField", Role.FIELD), ("genericContainer", Role.OTHER)],
)
def test_what_a_page_on_harmony_hands_on(kind: str, role: Role) -> None:
    view = View("text", (10, 20, 58, 68), "办事指南", more={"type": kind})
    assert read(Format.HARMONY, dump(Format.HARMONY, view)).nodes[1].role is role


def test_headings_of_a_page_on_harmony() -> None:
    view = View("text", (10, 20, 58, 68), "办事指南", more={"type": "heading"})
    assert read(Format.HARMONY, dump(Format.HARMONY, view)).nodes[1].heading


def view(place: int, children: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "temp_id": place,
        "class": "android.widget.FrameLayout",
        "package": "cn.example",
        "children": children,
        "bounds": [[0, 0], [400, 800]],
        "enabled": True,
        "visible": True,
        **more,
    }


def test_a_state_of_droidbot_with_its_picture(tmp_path: Path) -> None:
    button = {"class": "android.widget.ImageButton", "clickable": True, "content_description": "返回", "text": None}
    bar = {"class": "android.view.View", "package": "com.android.systemui"}
    views = [
        view(0, [1, 2]),
        view(1, [], **button, bounds=[[10, 20], [58, 68]]),
        view(2, [], visible=False),
        view(3, [], **bar),
    ]
    (tmp_path / "screen_1.png").write_bytes(png(blank(1)))
    screen = screen_of(tmp_path, json.dumps({"tag": "1", "views": views}).encode(), "state_1.json")
    root, back, unseen = screen.nodes
    assert (root.end, back.role, back.name, back.box) == (3, Role.BUTTON, "返回", Box(10, 20, 58, 68))
    assert (back.clickable, unseen.shown) == (True, False)
    assert screen.picture is not None


def test_an_older_state_of_droidbot(tmp_path: Path) -> None:
    text = {"content-desc": "", "text": "确定", "clickable": "true", "bounds": [[1, 2], [3, 4]], "enabled": "true"}
    screen = screen_of(tmp_path, json.dumps({"views": [view(0, [], **text)]}).encode(), "a.json")
    assert [node.name for node in screen.controls] == ["确定"]


@pytest.mark.parametrize("children", [[[0]], [[1], [0]], [[7]], [["1"]], [None], [[1, 1], [2], []]])
def test_views_that_name_each_other_wrongly_do_no_harm(tmp_path: Path, children: list[Any]) -> None:
    views = [view(place, inner) for place, inner in enumerate(children)]
    screen = screen_of(tmp_path, json.dumps({"views": views}).encode(), "a.json")
    assert len(screen.nodes) == len(views)


@pytest.mark.parametrize(("checkable", "role"), [("true", Role.CHECK), ("false", Role.TEXT), ("", Role.CHECK)])
def test_entries_of_menus(checkable: str, role: Role) -> None:
    more = {"class": "android.widget.CheckedTextView", "checkable": checkable}
    entry = View("text", (10, 20, 58, 68), "设置", more=more)
    assert read(Format.ANDROID, dump(Format.ANDROID, entry)).nodes[1].role is role
