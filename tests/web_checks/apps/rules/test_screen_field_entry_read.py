"""screen-field-entry-read: a content description on an Android field, none, other systems."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import View, outcome, seen
from web_checks.apps.screen import Format

RULE = "screen-field-entry-read"
BOX = (100, 300, 300, 340)


@pytest.mark.parametrize(
    ("form", "label", "said"),
    [
        (Format.ANDROID, "手机号", Outcome.CANT_TELL),
        (Format.ANDROID, "", Outcome.PASSED),
        (Format.IOS, "手机号", Outcome.INAPPLICABLE),
        (Format.HARMONY, "手机号", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(form: Format, label: str, said: Outcome) -> None:
    assert outcome(RULE, seen(form, View("field", BOX, label=label))) is said
