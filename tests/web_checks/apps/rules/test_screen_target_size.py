"""screen-target-size: 24 at the limit and below, with and without room around, cut off, in a row that is pressed."""

from __future__ import annotations

import pytest

from audit.model import Measurement, Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen, verdicts
from web_checks.apps.screen import Format

RULE = "screen-target-size"
NEIGHBOUR = View("button", (125, 100, 185, 160), "乙")
PASSED, FAILED, CANT_TELL = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(("right", "said"), [(124, PASSED), (123, FAILED)])
def test_the_limit(form: Format, right: int, said: Outcome) -> None:
    small = View("button", (100, 100, right, 160), "甲")
    near = View("button", (right, 100, right + 60, 160), "乙")
    assert outcome(RULE, seen(form, small, near)) is said


def test_density_turns_px_into_dp() -> None:
    views = View("button", (100, 100, 124, 160), "甲"), NEIGHBOUR
    (small, _) = verdicts(RULE, seen(Format.ANDROID, *views, density=320))
    assert (small.outcome, small.measurement) == (FAILED, Measurement(12.0, 24, "dp"))
    (small, _) = verdicts(RULE, seen(Format.IOS, *views))
    assert small.outcome is PASSED


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(("left", "said"), [(121, FAILED), (122, PASSED)])
def test_room_around_makes_good(form: Format, left: int, said: Outcome) -> None:
    small = View("button", (100, 100, 120, 120), "甲")  # its circle reaches to 122
    assert outcome(RULE, seen(form, small, View("button", (left, 100, left + 60, 160), "乙"))) is said


@pytest.mark.parametrize("form", ALL)
def test_two_small_ones_must_stand_24_apart(form: Format) -> None:
    small = View("button", (100, 100, 110, 110), "甲")
    for gap, said in ((23, FAILED), (24, PASSED)):
        other = View("button", (100 + gap, 100, 110 + gap, 110), "乙")
        assert outcome(RULE, seen(form, small, other)) is said


@pytest.mark.parametrize("form", [Format.ANDROID, Format.IOS, Format.HARMONY])
def test_what_is_cut_off_is_for_a_person(form: Format) -> None:
    row = View("button", (100, 290, 200, 300), "甲"), View("button", (100, 270, 200, 288), "乙")
    scrolling = View("list", (0, 100, 400, 300), inner=row)
    outcomes = [verdict.outcome for verdict in verdicts(RULE, seen(form, scrolling))]
    assert outcomes == [CANT_TELL, FAILED]


def test_the_row_that_takes_the_press_is_what_counts() -> None:
    box, name = View("switch", (380, 110, 396, 126)), View("text", (0, 110, 90, 130), "接收通知")
    row = View("group", (0, 100, 399, 148), pressed=True, inner=(name, box))
    assert outcome(RULE, seen(Format.ANDROID, row)) is PASSED
    beside = View("button", (300, 110, 378, 126), "说明")  # now the row holds another control
    row = View("group", (0, 100, 399, 148), pressed=True, inner=(name, beside, box))
    assert outcome(RULE, seen(Format.ANDROID, row)) is FAILED


@pytest.mark.parametrize("form", ALL)
def test_what_is_disabled_or_no_control_is_none_of_it(form: Format) -> None:
    views = (
        View("button", (100, 100, 110, 110), "甲", more={"enabled": "false"}),
        View("text", (100, 120, 110, 130), "字"),
    )
    assert outcome(RULE, seen(form, *views)) is Outcome.INAPPLICABLE


@pytest.mark.parametrize(("width", "said"), [(62, PASSED), (61, FAILED)])
def test_what_rounding_takes_at_odd_densities_is_no_fault(width: int, said: Outcome) -> None:
    small = View("button", (100, 100, 100 + width, 300), "甲")  # 24 dp are 62.25 px at 415 dpi
    near = View("button", (100 + width, 100, 400, 300), "乙")
    assert outcome(RULE, seen(Format.ANDROID, small, near, density=415)) is said


@pytest.mark.parametrize(("width", "said"), [("23.6", PASSED), ("23.5", FAILED)])
def test_points_that_are_rounded(width: str, said: Outcome) -> None:
    small = View("button", (100, 100, 120, 160), "甲", more={"width": width})
    near = View("button", (122, 100, 184, 160), "乙")
    assert outcome(RULE, seen(Format.IOS, small, near)) is said


def test_what_a_page_in_a_web_view_cuts_off_is_for_a_person() -> None:
    row = View("button", (100, 290, 200, 300), "甲"), View("button", (100, 270, 200, 288), "乙")
    page = View("web", (0, 100, 400, 300), inner=row)
    assert [verdict.outcome for verdict in verdicts(RULE, seen(Format.ANDROID, page))] == [CANT_TELL, FAILED]


@pytest.mark.parametrize("form", ALL)
def test_what_lies_beyond_the_edge_is_not_on_the_screen(form: Format) -> None:
    beyond = View("button", (100, 900, 110, 960), "甲"), View("button", (110, 900, 170, 960), "乙")
    assert outcome(RULE, seen(form, *beyond)) is Outcome.INAPPLICABLE
    assert outcome(RULE, seen(form, View("button", (-30, 100, -10, 160), "甲"))) is Outcome.INAPPLICABLE
