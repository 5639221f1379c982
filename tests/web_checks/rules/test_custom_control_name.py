"""custom-control-name: what the focus rests on and nothing names; what axe names is left to axe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "custom-control-name"
BOX = "style='display:inline-block;width:20px;height:20px'"


def _see(web: Web, html: str, *more: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE, *more))


@pytest.mark.parametrize(
    "html",
    [
        f"<span id='x' tabindex='0' onclick='go()' {BOX}></span>",
        f"<div id='x' tabindex='0' onkeydown='go()' {BOX}><img alt='' src='data:,'></div>",
        f"<div id='x' role='gridcell' tabindex='0' onclick='go()' {BOX}></div>",
        "<p>意见</p><div id='x' contenteditable='true'>写在这里</div>",
    ],
)
def test_what_works_and_has_no_name_fails(web: Web, html: str) -> None:
    assert _see(web, html).selectors(RULE) == ["#x"]


def test_what_may_be_no_control_is_for_a_person(web: Web) -> None:
    assert _see(web, f"<div id='x' tabindex='0' {BOX}></div>").selectors(RULE, Outcome.CANT_TELL) == ["#x"]


@pytest.mark.parametrize(
    "html",
    [
        f"<span tabindex='0' onclick='go()' aria-label='关闭' role='gridcell' {BOX}></span>",
        "<div tabindex='0' onclick='go()'>办理</div>",
        f"<div tabindex='0' onclick='go()' {BOX}><img alt='关闭' src='data:,'></div>",
        f"<div tabindex='0' onclick='go()' {BOX}><svg><title>关闭</title></svg></div>",
        "<div contenteditable='true' role='group' aria-label='意见'>甲</div>",
    ],
)
def test_what_is_named_passes(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        "<button></button><a href='/a'></a><input><select></select><video controls></video>",
        f"<div role='button' tabindex='0' onclick='go()' {BOX}></div>",
        f"<div role='combobox' aria-expanded='false' tabindex='0' {BOX}></div>",
        f"<div tabindex='-1' onclick='go()' {BOX}></div>",
        f"<div aria-hidden='true'><div tabindex='0' onclick='go()' {BOX}></div></div>",
        "<div tabindex='0'></div>",  # a sentinel that takes up no room
        "<p>正文</p>",
    ],
)
def test_others_are_none_of_it(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.INAPPLICABLE


def test_what_axe_reports_is_not_reported_again(web: Web) -> None:
    roles = ("button", "link", "menuitem", "switch", "option", "slider", "textbox", "tab", "treeitem", "combobox")
    html = "".join(f"<div role='{role}' tabindex='0' onclick='go()' {BOX}></div>" for role in roles)
    assert not _see(web, html, "axe-button-name").findings(RULE)
