"""An entry passes; a mode with little content or small text is for a person."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.site_rules.conftest import Judged, Page, block, function
from web_checks.site_rules import elder_mode as rule

NAVIGATION = block(("首页", "要闻", "公开", "办事", "互动"))
ENTRY = function("mode", "长者专区", "/elder")
PASSED, CANT_TELL = Outcome.PASSED, Outcome.CANT_TELL


def test_a_button_is_an_entry_and_nothing_more_is_known(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/", home=True, functions=[function("mode", "大字版")])) == {"/": [PASSED]}


def test_no_entry_is_for_a_person(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/", NAVIGATION, home=True)) == {"/": [CANT_TELL]}
    assert judged(rule, page("/", NAVIGATION)) == {}


@pytest.mark.parametrize(
    ("links", "size", "outcomes"),
    [
        (("首页", "要闻", "公开", "办事", "互动"), 18, [PASSED, PASSED]),
        (("首页", "要闻", "公开", "办事"), 18, [PASSED, PASSED]),
        (("首页", "要闻", "公开"), 18, [CANT_TELL, PASSED]),
        (("首页", "要闻", "公开", "办事", "互动"), 17.9, [PASSED, CANT_TELL]),
        (("首页", "要闻", "公开", "办事", "互动"), 0, [PASSED]),
    ],
)
def test_the_mode_s_page_is_judged_by_its_content_and_its_text(
    page: Page, judged: Judged, links: tuple[str, ...], size: float, outcomes: list[Outcome]
) -> None:
    home = page("/", NAVIGATION, home=True, functions=[ENTRY])
    mode = page("/elder", block(links, name="elder"), size=size)
    assert judged(rule, home, mode) == {"/": [PASSED], "/elder": outcomes}


def test_a_channel_under_another_address_counts_by_its_name(page: Page, judged: Judged) -> None:
    home = page("/", NAVIGATION, home=True, functions=[ENTRY])
    names = ("首页@e1", "要闻@e2", "公开@e3", "办事@e4", "互动@e5")
    assert judged(rule, home, page("/elder", block(names), size=20))["/elder"] == [PASSED, PASSED]
