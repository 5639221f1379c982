"""frame-name-purpose: frames of one name with the same, unlike and unknown content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "frame-name-purpose"

INNER = '<!doctype html><html lang="zh"><title>{title}</title><body><p>{text}</p></body></html>'
OTHERS = {
    "/bus.html": INNER.format(title="公交时刻", text="一路车六点发车，末班车二十二点。"),
    "/bus2.html": INNER.format(title="公交时刻", text="一路车六点发车，末班车二十二点。"),
    "/tax.html": INNER.format(title="税务窗口", text="纳税申报请携带身份证件。"),
    "/list.html": INNER.format(title="名单甲", text="获奖名单：张三、李四。"),
    "/list2.html": INNER.format(title="名单乙", text="入围名单：王五、赵六。"),
}


def _frames(*sources: str, title: str = "办事服务") -> str:
    return "".join(f'<iframe title="{title}" src="{source}"></iframe>' for source in sources)


def _outcome(web: Web, body: str) -> Outcome:
    return web.see(body, others=OTHERS, rules=(RULE,)).outcome(RULE)


def test_one_address_or_one_content_passes(web: Web) -> None:
    assert _outcome(web, _frames("/bus.html", "/bus.html#late")) is Outcome.PASSED
    assert _outcome(web, _frames("/bus.html", "/bus2.html")) is Outcome.PASSED


def test_unlike_content_fails_at_the_second(web: Web) -> None:
    seen = web.see(_frames("/bus.html", "/tax.html"), others=OTHERS, rules=(RULE,))
    assert seen.selectors(RULE) == ['iframe[src$="tax.html"]']


def test_unlike_content_in_a_nested_frame_fails(web: Web) -> None:
    nested = "<iframe srcdoc=\"<iframe title='办事服务' src='/tax.html'></iframe>\"></iframe>"
    assert _outcome(web, _frames("/bus.html") + nested) is Outcome.FAILED


@pytest.mark.parametrize("title", ["名单", "广告"])
def test_a_name_that_is_true_of_both_is_for_a_person(web: Web, title: str) -> None:
    assert _outcome(web, _frames("/list.html", "/list2.html", title=title)) is Outcome.CANT_TELL


def test_a_frame_that_cannot_be_read_is_for_a_person(web: Web) -> None:
    assert _outcome(web, _frames("/bus.html", "http://elsewhere.example/")) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "body", [_frames("/bus.html"), _frames("/bus.html") + _frames("/tax.html", title="税务"), "<p>没有框架</p>"]
)
def test_names_that_differ_are_not_its_business(web: Web, body: str) -> None:
    assert _outcome(web, body) is Outcome.INAPPLICABLE
