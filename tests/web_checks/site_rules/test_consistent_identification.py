"""One address under another name is for a person; counts, spaces and other languages are not another name."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.site_rules.conftest import Judged, Page, block
from web_checks.site_rules import consistent_identification as rule

PASSED, CANT_TELL = [Outcome.PASSED], [Outcome.CANT_TELL]


def test_the_page_with_the_unusual_name_is_for_a_person(page: Page, judged: Judged) -> None:
    usual = [page(path, block(("首页@", "网站地图@map"))) for path in ("/a", "/b")]
    odd = page("/c", block(("首页@", "站点导航@map")))
    assert judged(rule, *usual, odd) == {"/a": PASSED, "/b": PASSED, "/c": CANT_TELL}


@pytest.mark.parametrize("name", ["消 息@m", "消息（12）@m", " 消息 @m", "消息>>@m"])
def test_spaces_counts_and_arrows_are_no_other_name(page: Page, judged: Judged, name: str) -> None:
    pages = [page("/a", block(("消息(3)@m",))), page("/b", block(("消息@m",))), page("/c", block((name,)))]
    assert judged(rule, *pages)["/c"] == PASSED


def test_a_second_name_beside_the_usual_one_is_no_fault(page: Page, judged: Judged) -> None:
    pages = [page(path, block(("首页@h", "栏目"))) for path in ("/a", "/b")]
    both = page("/c", block(("示例市人民政府@h", "首页@h")))
    assert judged(rule, *pages, both)["/c"] == PASSED


def test_another_language_has_other_names(page: Page, judged: Judged) -> None:
    pages = [page("/a", block(("首页@h",))), page("/b", block(("首页@h",)))]
    english = [page(path, block(("Home@h",)), lang="en") for path in ("/en/a", "/en/b")]
    assert judged(rule, *pages, *english) == dict.fromkeys(("/a", "/b", "/en/a", "/en/b"), PASSED)


def test_without_a_usual_name_nobody_is_odd(page: Page, judged: Judged) -> None:
    pages = [page(f"/{name}", block((f"{name}@t",))) for name in ("甲", "乙", "丙")]
    assert judged(rule, *pages) == {f"/{name}": PASSED for name in ("甲", "乙", "丙")}


def test_names_that_only_one_page_has_are_inapplicable(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/a", block(("甲",))), page("/b", block(("乙",)))) == {}
