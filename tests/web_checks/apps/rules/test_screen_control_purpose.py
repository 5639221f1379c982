"""screen-control-purpose: names that say nothing, and others."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen
from web_checks.apps.screen import Format


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("button", "更多", Outcome.CANT_TELL),
        ("button", "点击这里", Outcome.CANT_TELL),
        ("button", "here", Outcome.CANT_TELL),
        ("button", "更多通知公告", Outcome.PASSED),
        ("button", "", Outcome.INAPPLICABLE),
        ("switch", "更多", Outcome.INAPPLICABLE),
        ("text", "更多", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(form: Format, kind: str, name: str, said: Outcome) -> None:
    view = View(kind, (10, 10, 110, 58), name if kind != "switch" else "", label=name)
    assert outcome("screen-control-purpose", seen(form, view)) is said
