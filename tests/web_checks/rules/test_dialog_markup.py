"""dialog-markup: boxes called dialogs with and without the role, shown and hidden, and what is no dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "dialog-markup"


def _box(
    attributes: str = "class='modal'",
    style: str = "position:fixed;top:0;left:0;width:300px;height:200px",
    inside: str = "<h2>系统维护公告</h2><p>周六停机。</p><button>关闭</button>",
) -> str:
    return f"<p>正文</p><div id='b' {attributes} style='{style}'>{inside}</div>"


@pytest.mark.parametrize(
    "html",
    [
        _box(),
        _box("class='login-popup'"),
        _box("class='loginDialog'"),
        _box("class='lightbox'", inside="登录后才能查看<span class='close-button'>x</span>"),
        _box(style="position:absolute;display:none"),
        _box(inside="公告<a href='#' title='关闭'><i></i></a>"),
    ],
)
def test_a_box_called_a_dialog_without_its_role_is_for_a_person(web: Web, html: str) -> None:
    seen = web.see(html, rules=(RULE,))
    assert len(seen.findings(RULE)) == 1
    assert seen.outcome(RULE) is Outcome.CANT_TELL


def test_the_message_tells_hidden_boxes_and_closers_without_a_tab_stop(web: Web) -> None:
    hidden = _box(style="position:fixed;display:none", inside="<h2>公告</h2><span class='close'>×</span>")
    (finding,) = web.see(hidden, rules=(RULE,)).findings(RULE)
    assert "还没有打开" in finding.message.zh
    assert "cannot take the focus" in finding.message.en
    (shown,) = web.see(_box(), rules=(RULE,)).findings(RULE)
    assert "系统维护公告" in shown.message.zh
    assert "关闭它的元素" not in shown.message.zh


def test_boxes_of_one_template_are_one_question(web: Web) -> None:
    twice = _box() + _box().replace("id='b'", "id='c'")
    assert len(web.see(twice, rules=(RULE,)).findings(RULE)) == 1


@pytest.mark.parametrize(
    "html",
    [
        _box("class='modal' role='dialog' aria-label='公告'"),
        _box(inside="<div role='alertdialog'>公告<button>关闭</button></div>"),
        f"<div role='dialog' aria-label='公告'>{_box()}</div>",
    ],
)
def test_a_role_on_in_or_around_it_is_enough(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        _box(style="position:static"),
        _box(inside="<p>没有关闭按钮</p>"),
        _box(inside="<button>×</button>"),  # nothing in it to read
        _box("class='menu-popup'"),
        _box("class='modality'"),
        _box("class='player'"),
    ],
)
def test_what_opens_over_nothing_or_is_called_otherwise_is_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
