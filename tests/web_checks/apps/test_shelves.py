"""Every rule on apps is whole, and none of them stumbles over a dump that somebody has damaged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.catalog import Shelved
from audit.model import Outcome, Reason
from audit.standards import load_web
from tests.web_checks.apps.phones import ALL, View, dump, read
from web_checks.apps import shelves
from web_checks.apps.markup import Unreadable
from web_checks.apps.record import judge
from web_checks.apps.screen import Format

VIEWS = (
    View("bar", (0, 0, 400, 50), inner=(View("text", (50, 10, 200, 40), "办事大厅"),)),
    View("list", (0, 50, 400, 700), inner=(View("button", (10, 60, 30, 80), "更多"), View("icon", (30, 60, 50, 80)))),
    View("field", (10, 200, 300, 240), "13800000000", label="手机号"),
    View("switch", (10, 300, 60, 330), label="接收通知"),
    *(View("button", (100 * place, 740, 100 * place + 100, 790), name) for place, name in enumerate("首办消我")),
)


@pytest.mark.parametrize("shelved", shelves.shelved(), ids=lambda each: each.rule.id)
def test_each_rule_is_whole(shelved: Shelved) -> None:
    rule = shelved.rule
    assert re.match(r"(?:screen|miniprogram)-", rule.id)
    assert rule.needs[0] == ("screen" if rule.id.startswith("screen-") else "source")
    for text in (rule.title, rule.whom, rule.mend):
        assert re.search("[\u4e00-\u9fff]", text.zh)
        assert text.en.isascii() or "“" in text.en
    assert set(rule.requirements) <= load_web("wcag-2.2").at("AAA").keys()
    assert Outcome.INAPPLICABLE in rule.outcomes


def test_every_rule_is_tested() -> None:
    tests = "".join(path.read_text("utf-8") for path in sorted((Path(__file__).parent / "rules").glob("*.py")))
    assert [each.rule.id for each in shelves.shelved() if each.rule.id not in tests] == []


@pytest.mark.parametrize("form", ALL)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=3)), min_size=1, max_size=6))
def test_damaged_dumps_are_refused_or_judged(form: Format, places: list[tuple[int, bytes]]) -> None:
    data = bytearray(dump(form, *VIEWS))
    for at, put in places:
        data[at % len(data) : at % len(data) + len(put)] = put
    try:
        screen = read(form, bytes(data))
    except Unreadable:
        return
    judgement = judge(screen, "app://x/x", shelves.shelved())
    assert [left for left in judgement.untested if left.reason is Reason.RULE_ERROR] == []
