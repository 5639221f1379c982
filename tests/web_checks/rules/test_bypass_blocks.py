"""bypass-blocks: each way past the menu, none, and pages that need none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "bypass-blocks"

MENU = '<nav><a href="/a.html">首页</a><a href="/b.html">政务公开</a></nav>'
TEXT = "<p>本市自三月一日起调整公交线路，请乘客留意站牌。</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"{MENU}<h1>线路调整</h1>{TEXT}",
        f"{MENU}<main>{TEXT}</main>",
        f'<a href="#text">跳到正文</a>{MENU}<div id="text">{TEXT}</div>',
    ],
)
def test_a_heading_a_landmark_or_a_link_is_enough(web: Web, body: str) -> None:
    assert web.see(body, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "menu",
    [
        MENU,
        '<ul class="menu"><li><a href="/a.html">首页</a></li><li><a href="/b.html">公开</a></li></ul>',
        "<table><tr>" + "".join(f'<td><a href="/{n}.html">栏目{n}</a></td>' for n in range(4)) + "</tr></table>",
    ],
)
def test_no_way_fails_at_the_menu(web: Web, menu: str) -> None:
    seen = web.see(f"{menu}<div><b>线路调整</b>{TEXT}</div>", rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.FAILED


def test_a_heading_inside_the_menu_leads_nowhere(web: Web) -> None:
    seen = web.see(f'<nav><h2>栏目</h2><a href="/a.html">首页</a></nav>{TEXT}', rules=(RULE,))
    assert seen.selectors(RULE) == ["nav"]


def test_a_control_that_may_fold_the_menu_is_for_a_person(web: Web) -> None:
    seen = web.see(f'<button aria-expanded="true">菜单</button>{MENU}<div>{TEXT}</div>', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        '<nav><a href="https://other.example/">友情链接</a></nav>' + TEXT,
        f"{TEXT}{MENU}",
        f'<ul><li><a href="/n.html">{"关于调整全市公交线路运行时间的通知公告" * 2}</a></li></ul>{TEXT}',
    ],
)
def test_without_a_repeated_block_ahead_nothing_is_needed(web: Web, body: str) -> None:
    assert web.see(body, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
