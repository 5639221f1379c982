"""The page is measured after the switch was pressed; a switch without effect is another rule's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "elder-switch-comfort"
GROW = (
    "document.querySelector('p').style.lineHeight='1.5';document.querySelector('button').style.padding='40px';"
    "document.querySelector('div')?.remove()"
)
FLOAT = '<div style="position:fixed;left:200px;top:200px;width:200px;height:120px">惠民保</div>'
TEXT = '<p style="width:400px;line-height:1.2">' + "正文" * 100 + "</p>"


def page(action: str) -> str:
    return f'<button onclick="{action}">大字版</button>{TEXT}{FLOAT}'


def test_a_comfortable_page_passes(web: Web) -> None:
    assert web.see(page(GROW), depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_what_stays_tight_small_or_floating_is_for_a_person(web: Web) -> None:
    seen = web.see(page("document.body.style.color='#222'"), depth=Depth.IN_DEPTH, rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL
    said = "".join(finding.message.zh for finding in seen.findings(RULE))
    assert all(part in said for part in ("行距", "44×44", "浮窗"))


def test_a_switch_without_effect_and_a_page_without_one_are_not_its_business(web: Web) -> None:
    for html in (page(""), "<p>正文</p>"):
        assert web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
