"""The page that the mode's entry leads to is measured; other pages are not its business."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict

from audit.model import Outcome
from tests.web_checks.site_rules.conftest import Judged, Page, function
from web_checks.page import PageSummary
from web_checks.probes.ease import Ease, Floating
from web_checks.site_rules import elder_page_comfort as rule

ENTRY = function("mode", "长者专区", "/elder")
GOOD = Ease(1.5, 10, 0, 2, 0, "", (), 0)
POOR = Ease(1.2, 10, 3, 9, 20, "查询", (Floating("#f", "body>div", "惠民保", 0),), 2)


def measured(page: PageSummary, ease: Ease) -> PageSummary:
    return dataclasses.replace(page, facts={**page.facts, "ease": asdict(ease)})


def test_each_aspect_of_the_mode_s_page_is_judged(page: Page, judged: Judged) -> None:
    home = measured(page("/", home=True, functions=[ENTRY]), POOR)
    other = measured(page("/news"), POOR)
    good, poor = (measured(page("/elder"), ease) for ease in (GOOD, POOR))
    assert judged(rule, home, other, good) == {"/elder": [Outcome.PASSED] * 4}
    assert judged(rule, home, other, poor) == {"/elder": [Outcome.CANT_TELL] * 4}


def test_without_an_entry_or_a_measurement_there_is_nothing_to_say(page: Page, judged: Judged) -> None:
    assert judged(rule, page("/", home=True, functions=[ENTRY]), page("/elder")) == {}
    assert judged(rule, page("/", home=True), measured(page("/elder"), POOR)) == {}
    assert judged(rule, page("/", home=True, functions=[function("mode", "大字版")]), page("/a")) == {}


def test_a_page_that_does_not_say_what_it_is_is_for_a_person(page: Page, judged: Judged) -> None:
    home, elder = page("/", home=True, functions=[ENTRY]), page("/elder")
    unsaid = dataclasses.replace(elder, facts={**elder.facts, "ease": None})
    assert judged(rule, home, unsaid) == {"/elder": [Outcome.CANT_TELL]}
