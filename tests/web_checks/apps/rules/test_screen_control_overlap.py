"""screen-control-overlap: the same bounds, half of them, less than half, one inside the other."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-control-overlap"
BOX = (10, 10, 60, 60)
PASSED, FAILED, CANT_TELL = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL


@pytest.mark.parametrize(
    ("form", "said"), [(Format.ANDROID, FAILED), (Format.IOS, CANT_TELL), (Format.HARMONY, CANT_TELL)]
)
def test_two_in_one_place(form: Format, said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("button", BOX, "甲"), View("button", BOX, "乙"))) is said


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(("left", "said"), [(35, CANT_TELL), (36, PASSED)])
def test_half_covered_is_for_a_person(form: Format, left: int, said: Outcome) -> None:
    other = View("button", (left, 10, left + 50, 60), "乙")
    assert outcome(RULE, seen(form, View("button", BOX, "甲"), other)) is said


@pytest.mark.parametrize("form", ALL)
def test_one_inside_the_other_passes(form: Format) -> None:
    row = View("button", (0, 0, 400, 100), inner=(View("button", BOX, "甲"),))
    assert outcome(RULE, seen(form, row)) is PASSED


@pytest.mark.parametrize("form", ALL)
def test_a_floating_button_over_a_ground_passes(form: Format) -> None:
    ground = View("button", (0, 0, 400, 300), "地图")
    assert outcome(RULE, seen(form, ground, View("button", BOX, "定位"))) is PASSED


@pytest.mark.parametrize("form", ALL)
def test_a_screen_without_controls_is_none_of_it(form: Format) -> None:
    assert outcome(RULE, seen(form, View("text", BOX, "正文"))) is Outcome.INAPPLICABLE
