"""screen-heading: long screens with and without headings, and where the dump does not tell."""

from __future__ import annotations

import dataclasses

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-heading"
TEXTS = [View("text", (0, 30 * row, 100, 30 * row + 20), f"第 {row} 行") for row in range(20)]
MARKS = {
    Format.ANDROID: ({"heading": "true"}, {"heading": "false"}),
    Format.IOS: ({"traits": "Header"}, {"traits": ""}),
}


@pytest.mark.parametrize("form", [Format.ANDROID, Format.IOS])
def test_a_heading_or_none(form: Format) -> None:
    yes, no = MARKS[form]
    plain = [dataclasses.replace(view, more=no) for view in TEXTS]
    assert outcome(RULE, seen(form, *plain)) is Outcome.CANT_TELL
    assert outcome(RULE, seen(form, dataclasses.replace(plain[0], more=yes), *plain[1:])) is Outcome.PASSED


@pytest.mark.parametrize("form", ALL)
def test_what_the_dump_does_not_tell_is_for_a_person(form: Format) -> None:
    assert outcome(RULE, seen(form, *TEXTS)) is Outcome.CANT_TELL
    assert outcome(RULE, seen(form, *TEXTS[:19])) is Outcome.INAPPLICABLE
