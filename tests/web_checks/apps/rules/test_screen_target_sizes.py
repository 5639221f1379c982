"""The other rules on the size of controls: 44 (AAA), 48 and 32 (Android), 44, 48 and 60 (for older people)."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen, verdicts
from web_checks.apps import shelves
from web_checks.apps.screen import Format

ENHANCED, PLATFORM, ELDER = "screen-target-size-enhanced", "screen-target-size-platform", "screen-elder-target-size"
PASSED, FAILED, CANT_TELL = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL


def _square(side: int, left: int = 100) -> View:
    return View("button", (left, 100, left + side, 100 + side), "甲")


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(("side", "said"), [(44, PASSED), (43, FAILED)])
def test_44_is_asked_for_at_level_aaa(form: Format, side: int, said: Outcome) -> None:
    assert outcome(ENHANCED, seen(form, _square(side))) is said
    assert ENHANCED not in {each.rule.id for each in shelves.shelved("AA")}
    assert ENHANCED in {each.rule.id for each in shelves.shelved("AAA")}


def test_44_at_the_edge_is_for_a_person() -> None:
    assert outcome(ENHANCED, seen(Format.IOS, _square(43, left=0))) is CANT_TELL
    assert outcome(ENHANCED, seen(Format.IOS, View("text", (0, 0, 9, 9), "字"))) is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    ("side", "left", "said"), [(48, 100, PASSED), (47, 100, CANT_TELL), (32, 0, PASSED), (31, 0, CANT_TELL)]
)
def test_android_recommends_48_and_32_at_the_edge(side: int, left: int, said: Outcome) -> None:
    assert outcome(PLATFORM, seen(Format.ANDROID, _square(side, left))) is said


@pytest.mark.parametrize("form", [Format.IOS, Format.HARMONY])
def test_other_systems_are_none_of_it(form: Format) -> None:
    assert outcome(PLATFORM, seen(form, _square(10))) is Outcome.INAPPLICABLE


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("elder", "home", "side", "said"),
    [
        ("version", False, 60, PASSED),
        ("version", False, 59, CANT_TELL),  # no main control is large enough
        ("standalone", True, 48, PASSED),
        ("standalone", True, 47, CANT_TELL),
        ("standalone", False, 44, PASSED),
        ("standalone", False, 43, CANT_TELL),
        ("", True, 10, Outcome.INAPPLICABLE),
    ],
)
def test_each_case_of_the_design_rules(form: Format, elder: str, home: bool, side: int, said: Outcome) -> None:  # noqa: FBT001
    assert outcome(ELDER, seen(form, _square(side), elder=elder, home=home)) is said


def test_other_controls_of_a_version_for_older_people_need_44() -> None:
    views = _square(60), View("button", (200, 100, 243, 143), "乙")
    found = verdicts(ELDER, seen(Format.ANDROID, *views, elder="version"))
    assert [verdict.outcome for verdict in found] == [PASSED, CANT_TELL]
