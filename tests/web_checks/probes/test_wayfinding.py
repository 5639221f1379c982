"""What leads people through a site is read from real pages: blocks, functions, search, size of text, statement."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web_checks.conftest import Web
from web_checks.page import PageSummary
from web_checks.probes.wayfinding import Wayfinding, kept, newest_date

LINKS = (
    '<a href="/">首页</a><a href="/news/index.html#top">要闻</a><a href="#here"></a><a href="javascript:void(0)">无</a>'
)


def seen(web: Web, html: str) -> Wayfinding:
    facts = json.loads(json.dumps(web.see(html, rules=("none",)).result.subject.facts))
    found = kept(PageSummary("http://pages.test/page.html", "", "zh", "", "", home=True, facts=facts))
    assert found is not None
    return found


def names(found: Wayfinding, kind: str) -> list[str]:
    return [function.name for function in found.of_kind(kind)]


def test_landmarks_and_parts_that_are_called_so_are_blocks(web: Web) -> None:
    found = seen(
        web,
        f'<header>{LINKS}</header><nav aria-label="主导航">{LINKS}</nav><div class="nav-bar">{LINKS}</div>'
        f"<main><div>{LINKS}</div><div class=menu>{LINKS}</div></main><footer>{LINKS}</footer>",
    )
    assert [block.role for block in found.blocks] == ["banner", "navigation", "called", "contentinfo"]
    assert "主导航" in found.blocks[1].key


def test_links_keep_their_order_and_an_index_page_is_its_folder(web: Web) -> None:
    found = seen(web, f'<nav>{LINKS}</nav><nav id=b><a href="/news/">新闻</a><a href="/other">其他</a></nav>')
    first, second = found.blocks
    assert [name for name, _ in first.links][:2] == ["首页", "要闻"]
    assert first.links[1][1] == second.links[0][1]
    assert len({key for _, key in first.links}) == len(first.links)


def test_hidden_links_and_blocks_of_one_link_are_left_out(web: Web) -> None:
    found = seen(web, '<nav><a href="/a">甲</a><a href="/b" hidden>乙</a></nav>')
    assert found.blocks == ()


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("sitemap", '<a href="/m">网站地图</a>'),
        ("sitemap", '<a href="/m">Site map</a>'),
        ("statement", '<a href="/s"><img src="x.png" alt="无障碍声明"></a>'),
        ("mode", "<button>长者模式</button>"),
        ("mode", '<a href="javascript:void(0)" id=wza>无障碍浏览</a>'),
        ("mode", "<span onclick='x()' role=button tabindex=0>大字版</span>"),
        ("help", '<footer><a href="/c">联系我们</a></footer>'),
        ("help", '<nav><a href="tel:12345">市民服务热线</a></nav>'),
        ("help", '<div class="footer"><a href="/c">Contact us</a></div>'),
    ],
)
def test_functions_are_known_by_their_names(web: Web, kind: str, html: str) -> None:
    (function,) = seen(web, html).functions
    assert function.kind == kind


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/n">示例市召开无障碍环境建设推进会议</a>',
        '<a href="/n">关于征求养老服务意见反馈情况的公告</a>',
        '<a href="/m" hidden>网站地图</a>',
        '<a href="/m">地图</a>',
        '<p><a href="tel:0471-1">责任编辑</a></p>',
    ],
)
def test_headlines_and_hidden_links_are_no_functions(web: Web, html: str) -> None:
    assert seen(web, html).functions == ()


def test_a_function_s_place_is_told_against_the_main_content(web: Web) -> None:
    link = '<a href="/c">联系我们</a>'
    nested = f"<header>{link}</header><main><nav>{link}</nav>{link}</main><footer>{link}</footer>"
    assert [f.place for f in seen(web, nested).of_kind("help")] == ["before", "in", "after"]
    (unmarked,) = seen(web, f'<div class="footer">{link}</div>').of_kind("help")
    assert unmarked.place == ""


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<input type=search aria-label="x">', True),
        ("<div role=search><input></div>", True),
        ('<form action="/s"><input name=q><button>搜索</button></form>', True),
        ('<input placeholder="请输入关键字">', True),
        ('<form><label>姓名 <input name="name"></label><button>提交</button></form>', False),
        ('<input type=search hidden aria-label="搜索">', False),
    ],
)
def test_a_search_field_is_declared_or_named(web: Web, html: str, *, found: bool) -> None:
    assert (seen(web, html).search is not None) is found


def test_the_size_of_the_text_is_that_of_the_middle_letter(web: Web) -> None:
    found = seen(
        web,
        '<h1 style="font-size:40px">题</h1><p style="font-size:15px">正文正文</p><script>var 很长很长很长=1</script>',
    )
    assert found.size == 15
    assert seen(web, '<div style="zoom:2"><p style="font-size:10px">正文</p></div>').size == 20
    assert seen(web, "<img>").size == 0


def test_a_statement_is_read_for_its_date_and_contact(web: Web) -> None:
    found = seen(web, "<main><h1>无障碍声明</h1><p>本声明于2025年2月20日发布，电话 12345。</p></main>").statement
    assert found is not None
    assert (found.dated, found.contact) == ("2025-02-20", True)
    bare = seen(web, "<h1>无障碍声明</h1><p>我们以 AA 级为目标。</p>").statement
    assert bare is not None
    assert (bare.dated, bare.contact) == ("", False)
    assert seen(web, "<h1>无障碍环境建设</h1><p>2025年2月20日</p>").statement is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-01-05 与 2025年3月", "2025-03"),
        ("updated on March 3, 2025", "2025-03-03"),
        ("3rd Feb 2024", "2024-02-03"),
        ("2025.1.9", "2025-01-09"),
        ("示ICP备20250101号", ""),
        ("20251301", ""),
        ("2025-99", ""),
    ],
)
def test_the_newest_date_is_read(text: str, date: str) -> None:
    assert newest_date(text) == date


@given(st.text())
def test_no_text_upsets_the_dates(text: str) -> None:
    newest_date(text)
