"""A page that was still changing is looked at twice; only what both looks show is reported as failed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from audit.model import Measurement, Outcome, RuleTally, Target, Text, Verdict
from web_checks.arrival import Deadlines
from web_checks.judge import confirmed
from web_checks.tab import Tab

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import PageServer, Web

RULE = "image-alternative-meaningful"
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
STAYS, GOES = f'<p id="stays"><img src="{DOT}" alt="图片"></p>', f'<div id="goes"><img src="{DOT}" alt="图片"></div>'
RESTLESS = "setInterval(() => { document.body.dataset.tick = performance.now(); }, 20);"
LIMITS = Deadlines(navigate=10, quiet=0.1, settle=0.3, evaluate=20, close=3)


def verdict(outcome: Outcome, path: str, selector: str = "#x") -> Verdict:
    return Verdict(outcome, Target(selector, "", path), Text("问题", "fault"), Measurement(1, 2, "px"))


def test_only_what_fails_twice_is_failed() -> None:
    failed, passed = Outcome.FAILED, Outcome.PASSED
    first = [verdict(failed, "a"), verdict(failed, "b"), verdict(passed, "c"), verdict(failed, "", "#y")]
    second = [verdict(failed, "a", "#elsewhere"), verdict(passed, "b"), verdict(failed, "c"), verdict(failed, "", "#y")]
    found = confirmed(first, second, calm=False)
    assert [v.outcome for v in found] == [failed, Outcome.CANT_TELL, passed, failed, Outcome.CANT_TELL]
    assert found[0] is first[0]
    assert found[1].message is not None
    assert "变化" in found[1].message.zh


def test_what_came_in_between_fails_when_the_page_has_come_to_rest() -> None:
    came = [verdict(Outcome.FAILED, "new"), verdict(Outcome.CANT_TELL, "doubt"), verdict(Outcome.PASSED, "fine")]
    restless, calm = (confirmed([], came, calm=calm) for calm in (False, True))
    assert [v.outcome for v in calm] == [Outcome.FAILED, Outcome.CANT_TELL]
    assert [v.outcome for v in restless] == [Outcome.CANT_TELL, Outcome.CANT_TELL]


def _see(
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
    body: str,
    between: str = "document.querySelector('#goes').remove()",
    *,
    calm: bool = False,
    **options: Any,
) -> Any:
    monkeypatch.setattr(web.browser, "settings", dataclasses.replace(web.browser.settings, deadlines=LIMITS))
    monkeypatch.setattr(web, "_tab", None)

    async def settle(tab: Tab) -> bool:
        await tab.evaluate(between)
        return calm

    monkeypatch.setattr(Tab, "settle", settle)  # the change comes between the two looks, however slow they are
    return web.see(body, **options)


def test_what_is_gone_at_the_second_look_is_for_a_person(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = _see(web, monkeypatch, f"{STAYS}{GOES}<script>{RESTLESS}</script>", rules=(RULE,))
    assert seen.result.subject.facts["settled"] is False
    assert seen.selectors(RULE) == ["#stays > img"]
    assert seen.selectors(RULE, Outcome.CANT_TELL) == ["#goes > img"]
    assert seen.result.subject.tally[RULE] == RuleTally(0, 1, 1)


def test_what_comes_late_is_found_by_axe_and_by_our_own_rules(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    came = f"<h2><img src='{DOT}' alt='图片'></h2><b><img></b>"
    late = f"document.querySelector('#goes').insertAdjacentHTML('afterend', `{came}`)"
    quiet = f"{STAYS}<div id=goes></div><script>const ticking = {RESTLESS}</script>"
    stop = "for (let n = 0; n < 99; n++) clearInterval(n)"
    seen = _see(web, monkeypatch, quiet, f"{late}; {stop}", calm=True, rules=(RULE, "axe-image-alt"))
    assert seen.selectors(RULE) == ["img", 'h2 > img[alt="图片"]']
    assert seen.selectors("axe-image-alt") == ["b > img"]


def test_axe_looks_again_as_well(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (STAYS + GOES).replace('alt="图片"', "")
    seen = _see(web, monkeypatch, f"{body}<script>{RESTLESS}</script>", rules=("axe-image-alt",))
    assert seen.selectors("axe-image-alt") == ["#stays > img"]
    assert seen.selectors("axe-image-alt", Outcome.CANT_TELL) == ["#goes > img"]
    assert seen.result.subject.tally["axe-image-alt"] == RuleTally(0, 1, 1)
    assert seen.outcome("axe-html-has-lang") is Outcome.PASSED


def test_a_page_at_rest_is_looked_at_once(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", f"<!doctype html><html lang=zh><title>测试页</title><main>{STAYS}</main></html>")
    crawled = web.crawl(store)
    assert [outcome for rule, outcome, _ in crawled.findings("/") if rule == RULE] == [Outcome.FAILED]
    assert crawled.site.facts["pages_tested"] == 1


@pytest.mark.parametrize(
    ("count", "between"),
    [
        (62, "document.querySelector('p').remove()"),
        (61, "document.body.append(document.querySelector('p').cloneNode(true))"),
    ],
)
def test_what_the_look_that_met_more_left_out_is_told(
    web: Web, monkeypatch: pytest.MonkeyPatch, count: int, between: str
) -> None:
    body = count * "<p><label>姓名 <input></label></p>"
    rule = "entry-requirements-told"
    seen = _see(web, monkeypatch, f"{body}<script>{RESTLESS}</script>", between, rules=(rule,))
    assert [(left.what, left.detail) for left in seen.result.untested] == [(rule, "+2")]
