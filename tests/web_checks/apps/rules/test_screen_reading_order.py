"""screen-reading-order: two steps upwards, one, side by side, one element."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-reading-order"


def _texts(*tops: int, left: int = 0) -> list[View]:
    return [View("text", (left, top, left + 100, top + 20), f"第 {top} 行") for top in tops]


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("views", "said"),
    [
        (_texts(0, 30, 60, 90), Outcome.PASSED),
        (_texts(30, 0, 60), Outcome.PASSED),  # a badge
        (_texts(60, 30, 0), Outcome.CANT_TELL),
        ([*_texts(60), *_texts(30, left=150), *_texts(0, left=300)], Outcome.PASSED),
        (_texts(0), Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(form: Format, views: list[View], said: Outcome) -> None:
    assert outcome(RULE, seen(form, *views)) is said
