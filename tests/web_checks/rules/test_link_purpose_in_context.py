"""link-purpose-in-context: names that say nothing, with and without the context that WCAG counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "link-purpose-in-context"


@pytest.mark.parametrize(
    "name",
    [
        "更多",
        "更多&gt;&gt;",
        "[详情]",
        "点击这里",
        "查 看",
        "&gt;&gt;",
        "…",
        "More",
        "click here",
        "Read more »",
        "该文件",
        "this page",
    ],
)
def test_a_link_that_says_nothing_fails_where_nothing_helps(web: Web, name: str) -> None:
    seen = web.see(f'<div><a href="/a">{name}</a></div><p>2024 年度部门预算</p>', rules=(RULE,))
    assert seen.selectors(RULE) == ["a"]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/a">更多通知公告</a>',
        '<a href="/a">Read the annual report</a>',
        '<a href="/a" aria-label="更多通知公告">更多</a>',
        '<a href="/a" title="更多通知公告">更多</a>',
        '<h2 id="h">通知公告</h2><a href="/a" aria-describedby="h">更多</a>',
        '<p>2024 年度部门预算 <a href="/a">详情</a></p>',
        '<div>年度报告全文见<a href="/a">这里</a>。</div>',
        '<ul><li>部门预算<ul><li><a href="/a">详情</a></li></ul></li></ul>',
        '<table><tr><th scope="row">年度决算</th><td><a href="/b">查看</a></td></tr></table>',
        '<table><tr><td></td><th>年度决算</th></tr><tr><td>1</td><td><a href="/b">查看</a></td></tr></table>',
        '<a href="/a"><img src="/x.png" alt="更多通知公告"></a>',
        '<a href="/2">2</a>',
        '<div><h3>通知公告</h3><a href="/p">下载</a></div>',
    ],
)
def test_a_link_whose_name_or_context_says_something_passes(web: Web, html: str) -> None:
    seen = web.see(html, rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        '<div><h2>通知公告</h2><a href="/a">更多</a></div>',
        '<div><h2>通知公告</h2><div><a href="/a">更多</a></div></div>',
        '<div class="bar"><div>通知公告</div><div><a href="/a">更多</a></div></div>',
        '<div><a href="/a">下载</a></div>',
    ],
)
def test_a_title_before_the_link_leaves_it_to_a_person(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


def test_a_heading_after_the_link_does_not_help(web: Web) -> None:
    assert web.see('<div><a href="/a">更多</a><h2>通知公告</h2></div>', rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_text_in_the_next_list_item_is_no_context(web: Web) -> None:
    html = '<ul><li>通知公告</li><li><a href="/a">更多</a></li></ul>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.FAILED


def test_one_format_may_be_a_subject_but_several_are_forms_of_something_unnamed(web: Web) -> None:
    one = '<ul><li><a href="/a">PDF</a></li></ul>'
    assert web.see(one, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL
    several = '<ul><li><a href="/a">PDF (2 MB)</a></li><li><a href="/b">Word 版</a></li></ul>'
    assert len(web.see(several, rules=(RULE,)).selectors(RULE)) == 2


@pytest.mark.parametrize(
    "html",
    [
        "<p>没有链接</p>",
        '<a href="/a" hidden>更多</a>',
        '<a href="/a" aria-hidden="true">更多</a>',
        "<a>更多</a>",
        '<a href="/a"></a>',
    ],
)
def test_links_that_nobody_hears_are_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_links_in_shadow_trees_and_frames_are_met(web: Web) -> None:
    html = (
        '<div id="host"><template shadowrootmode="open"><div><a href="/a">更多</a></div></template></div>'
        '<iframe src="/inner.html" title="内页"></iframe>'
    )
    inner = '<!doctype html><html lang="zh"><title>内</title><div><a href="/b">详情</a></div>'
    seen = web.see(html, others={"/inner.html": inner}, rules=(RULE,))
    assert seen.selectors(RULE) == ["#host >>> a", "iframe >>> a"]
