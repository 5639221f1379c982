"""Names that a page's script writes down for the items of a list, and lists that nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import outcome
from web_checks.apps import miniprogram, script, wxml
from web_checks.apps.bundle import opened

RULE = "miniprogram-tap-name"
ITEM = '<view wx:for="{{list}}" bindtap="go"><image src="{{item.icon}}"/><text>{{item.name}}</text></view>'
ITEMS = "{ icon: '/a.png', name: '办理' }, { icon: \"/b.png\", name: `查询`, }"
TWO = f"Page({{ data: {{ n: 1, list: [ {ITEMS}, ], }}, go() {{}} }})"
PASSED, CANT_TELL = Outcome.PASSED, Outcome.CANT_TELL


def said(folder: Path, written: str, markup: str = ITEM) -> Outcome:
    (folder / "app.json").write_text('{"pages": ["a"]}')
    (folder / "a.wxml").write_text(markup, "utf-8")
    (folder / "a.js").write_text(written, "utf-8")
    (page,) = miniprogram.read(opened(folder), "").pages
    assert page.source is not None
    return outcome(RULE, page.source)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (TWO, PASSED),
        ("const x = 1;\n" + TWO.replace("n: 1", "now: Date.now(), /* { */ f: (a, b) => ({ a }) // ]\n"), PASSED),
        (TWO.replace("'办理'", "''"), CANT_TELL),
        (TWO.replace("'办理'", "t('apply')"), CANT_TELL),
        (TWO.replace("name: '办理'", "label: '办理'"), CANT_TELL),
        (TWO.replace("go() {}", "go() { this.setData({ list: [] }) }"), CANT_TELL),
        (TWO.replace("go() {}", "go() { this.setData({ 'list[0].name': '' }) }"), CANT_TELL),
        (TWO.replace("go() {}", "go(list) { this.setData({ list }) }"), CANT_TELL),
        ("Page({ data: { list: [] } })", CANT_TELL),
        ("Page({ data: { list: load() } })", CANT_TELL),
        ("Page({ data })", CANT_TELL),
        ("", CANT_TELL),
    ],
)
def test_names_in_lists(tmp_path: Path, written: str, found: Outcome) -> None:
    assert said(tmp_path, written) is found


def test_another_name_for_the_item_and_labels(tmp_path: Path) -> None:
    markup = '<view wx:for="{{list}}" wx:for-item="each" bindtap="go" aria-label="{{each.name}}"/>'
    assert said(tmp_path, TWO, markup) is PASSED
    assert said(tmp_path, TWO, markup.replace("each.name", "item.name")) is CANT_TELL


@pytest.mark.parametrize(
    "written", ["[" * 5000, "{" * 5000, "[}" * 5000, "a(" * 5000, "'" * 5001, "`" * 5001, ")", "{a:[}}"]
)
def test_what_is_no_literal_comes_to_an_end(written: str) -> None:
    tree = wxml.parse(ITEM)
    script.fill(tree, "Page({ data: {" + written)
    script.fill(tree, "Page({ data: { list: " + written)
    assert "{{item.name}}" in list(tree.texts())
