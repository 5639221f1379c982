"""page-title-descriptive: titles that tools leave behind, that hide the right one, and that may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "page-title-descriptive"
TEXT = "<h1>年度部门预算公开</h1><p>" + "市财政局公布年度部门预算，包括收入支出总表和说明。" * 10 + "</p>"


def _see(web: Web, *titles: str, body: str = TEXT) -> Outcome:
    head = "".join(f"<title>{title}</title>" for title in titles)
    return web.see(
        f'<!doctype html><html lang="zh"><head>{head}</head><body>{body}</body></html>', rules=(RULE,)
    ).outcome(RULE)


@pytest.mark.parametrize(
    "title",
    ["无标题文档", "Untitled", "index.html", "t20240101.shtml", "http://a.gov.cn/", "---", "1", "Document", "内容页"],
)
def test_a_title_that_says_nothing_fails(web: Web, title: str) -> None:
    assert _see(web, title) is Outcome.FAILED


@pytest.mark.parametrize("title", ["首页", "Home", "机构改革方案"])
def test_a_vague_or_foreign_title_is_for_a_person(web: Web, title: str) -> None:
    assert _see(web, title) is Outcome.CANT_TELL


@pytest.mark.parametrize("titles", [("部门预算 - 市财政局",), ("部门预算", "市财政局"), ("Document 部门预算",)])
def test_a_title_that_fits_passes(web: Web, titles: tuple[str, ...]) -> None:
    assert _see(web, *titles) is Outcome.PASSED


def test_a_leftover_before_the_fitting_title_fails(web: Web) -> None:
    assert _see(web, "网站建设模板演示", "部门预算 - 市财政局") is Outcome.FAILED


def test_a_second_title_with_half_its_words_on_the_page_is_the_fitting_one(web: Web) -> None:
    body = "<h1>Opening hours</h1><p>The library is open from nine to six.</p>"
    assert _see(web, "Template demonstration", "Library tariff", body=body) is Outcome.FAILED


def test_a_second_title_that_shares_one_word_by_chance_proves_nothing(web: Web) -> None:
    body = "<h1>Garden tools</h1><p>Everything for all seasons.</p>"
    assert _see(web, "New arrivals", "Best ten books of all years", body=body) is Outcome.PASSED


def test_on_a_page_almost_without_text_nothing_is_compared(web: Web) -> None:
    assert _see(web, "机构改革方案", body="<p>正在加载</p>") is Outcome.PASSED


def test_no_title_is_not_its_business(web: Web) -> None:
    assert _see(web) is Outcome.INAPPLICABLE
    assert _see(web, " ", body="<svg><title>图</title></svg>") is Outcome.INAPPLICABLE
