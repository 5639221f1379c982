"""Each format as its tool writes it: what is read of it, what is not known, and what is refused."""

from __future__ import annotations

import json

import pytest

from tests.web_checks.apps.phones import ALL, View, dump, read, seen
from web_checks.apps import android, harmony, ios, markup
from web_checks.apps.markup import Unreadable
from web_checks.apps.screen import Format, Role
from web_checks.box import Box

BOX = (10, 20, 58, 68)


@pytest.mark.parametrize("form", ALL)
def test_what_all_formats_tell(form: Format) -> None:
    screen = seen(form, View("button", BOX, "办理", label="办理"), View("text", (0, 100, 90, 120), "正文"))
    root, button, text = screen.nodes
    assert (root.number, root.parent, root.end) == (0, -1, 3)
    assert (button.parent, button.role, button.box) == (0, Role.BUTTON, Box(10, 20, 58, 68))
    assert (text.role, text.name) == (Role.TEXT, "正文")
    assert [node.name for node in screen.controls] == ["办理"]
    assert screen.size == Box(0, 0, 400, 800)


def test_what_a_format_cannot_know_is_none() -> None:
    one = View("button", BOX, "办理")
    (_, node) = seen(Format.ANDROID, one).nodes
    assert (node.hint, node.heading, node.visible) == (None, None, None)
    (_, node) = seen(Format.IOS, one).nodes
    assert (node.heading, node.selected) == (None, None)
    (_, node) = seen(Format.HARMONY, one).nodes
    assert (node.label, node.heading, node.password, node.focusable) == (None, None, None, None)


def test_density_gives_dp() -> None:
    one = View("button", BOX, "办理")
    assert seen(Format.ANDROID, one, density=None).scale is None
    assert "density" not in seen(Format.HARMONY, one, density=None).known
    assert seen(Format.IOS, one, density=None).scale == 1.0
    assert seen(Format.ANDROID, one, density=320).units(48) == 24


def test_appium_has_class_names_as_tags() -> None:
    source = (
        '<hierarchy rotation="0" width="1080" height="2400">'
        '<android.widget.LinearLayout class="" bounds="[0,0][1080,2300]">'
        '<androidx.appcompat.widget.SwitchCompat text="通知" checkable="true" checked="true" heading="false"'
        ' displayed="true" bounds="[0,0][90,90]"/></android.widget.LinearLayout></hierarchy>'
    )
    screen = android.read(source.encode(), "设置", 420)
    assert screen.size == Box(0, 0, 1080, 2400)
    switch = screen.nodes[1]
    assert (switch.role, switch.checked, switch.heading, switch.visible) == (Role.SWITCH, True, False, True)
    assert switch.short == "SwitchCompat"


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("android.widget.ToggleButton", Role.SWITCH),
        ("com.google.android.material.materialswitch.MaterialSwitch", Role.SWITCH),
        ("android.widget.ViewSwitcher", Role.OTHER),
        ("android.widget.RadioButton", Role.RADIO),
        ("android.widget.RadioGroup", Role.OTHER),
        ("androidx.appcompat.widget.AppCompatImageButton", Role.BUTTON),
        ("cn.example.widget.textview.MyTextView", Role.TEXT),
        ("android.widget.AutoCompleteTextView", Role.FIELD),
        ("android.widget.CheckedTextView", Role.CHECK),
        ("android.view.View", Role.OTHER),
    ],
)
def test_android_roles(kind: str, role: Role) -> None:
    screen = seen(Format.ANDROID, View("group", BOX, more={"class": kind, "checkable": "true"}))
    assert screen.nodes[1].role is role


def test_a_long_text_view_of_ios_is_there_to_be_read() -> None:
    for length, role in ((60, Role.FIELD), (61, Role.TEXT)):
        view = View("field", BOX, "服" * length, more={"type": "XCUIElementTypeTextView"})
        assert seen(Format.IOS, view).nodes[1].role is role


def test_ios_identifiers_are_not_read_out() -> None:
    source = (
        '<XCUIElementTypeApplication type="XCUIElementTypeApplication" name="App" label="App" x="0" y="0" width="390" '
        'height="844"><XCUIElementTypeButton type="XCUIElementTypeButton" name="closeButton" enabled="true" '
        'visible="true" x="1" y="2" width="3.5" height="4"/></XCUIElementTypeApplication>'
    )
    _, button = ios.read(source.encode(), "x").nodes
    assert (button.name, button.key, button.box) == ("", "closeButton", Box(1, 2, 4.5, 6))


def test_older_harmony_names_of_attributes() -> None:
    old = {"attributes": {"componentType": "Text", "content": "正文", "rectInScreen": "[0, 0][9, 9]"}, "children": []}
    (text,) = harmony.read(json.dumps(old).encode(), "x", None).nodes
    assert (text.role, text.name, text.box) == (Role.TEXT, "正文", Box(0, 0, 9, 9))


def test_what_was_typed_stays_out_of_the_record() -> None:
    screen = seen(Format.ANDROID, View("field", BOX, "13800000000"))
    assert "138" not in screen.target(screen.nodes[1]).snippet
    screen = seen(Format.ANDROID, View("text", BOX, "秘密", more={"password": "true"}))
    assert "秘密" not in screen.target(screen.nodes[1]).snippet


def test_a_place_is_an_id_or_the_way_down() -> None:
    once, twice = View("button", BOX, "甲", key="one"), View("button", BOX, "乙", key="two")
    screen = seen(Format.ANDROID, once, twice, twice)
    targets = [screen.target(node) for node in screen.nodes[1:]]
    assert [target.selector for target in targets] == [
        "#cn.example:id/one",
        "FrameLayout[0]>Button[1]",
        "FrameLayout[0]>Button[2]",
    ]
    assert targets[1].path == targets[2].path == "FrameLayout>Button#two"


@pytest.mark.parametrize("bounds", ["", "[0,0]", "[9,9][0,0]", "[0,0][9999999999,1]", "[a,b][c,d]"])
def test_impossible_bounds_take_up_no_room(bounds: str) -> None:
    screen = seen(Format.ANDROID, View("button", BOX, "甲", more={"bounds": bounds}))
    assert screen.controls == ()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no well-formed XML"),
        (b"<hierarchy>", "no well-formed XML"),
        (b"<html/>", "no dump that is known"),
        (b"<hierarchy/>", "no view"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><hierarchy><node/></hierarchy>', "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><hierarchy><node/></hierarchy>', "document type"),
        (b"<hierarchy>" + b"<node>" * 500 + b"</node>" * 500 + b"</hierarchy>", "deeper"),
        (b"<hierarchy>" + b"<node/>" * 20_001 + b"</hierarchy>", "more than"),
        (b"<hierarchy>" + b" " * markup.MOST_BYTES, "larger"),
    ],
    ids=range(9),
)
def test_xml_that_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        android.read(data, "x", None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no JSON"),
        (b"[1, 2]", "no uitest dump"),
        (b"{}", "no uitest dump"),
        (b"\xff\xfe", "no JSON"),
        (b'{"attributes": {}, "children": ' + b"[" * 100_000, "no JSON"),
        (b'{"attributes":{},"children":[' * 450 + b"]}" * 450, "deeper"),
        (b'{"attributes":{},"children":[' + b",".join([b"{}"] * 20_001) + b"]}", "more than"),
    ],
    ids=range(7),
)
def test_json_that_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        harmony.read(data, "x", None)


def test_control_characters_that_dumps_contain_do_no_harm() -> None:
    data = dump(Format.ANDROID, View("text", BOX, "甲乙")).replace("甲".encode(), b"&#0;\x07&#x1b;")
    assert read(Format.ANDROID, data).nodes[1].name == "乙"


def test_a_page_source_of_another_system_is_refused() -> None:
    with pytest.raises(Unreadable, match="XCUITest"):
        ios.read(dump(Format.ANDROID), "x")
