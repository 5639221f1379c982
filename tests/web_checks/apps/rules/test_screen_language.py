"""screen-language: the app's own, another one, too little text."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, rule, seen
from web_checks.apps.screen import Format

RULE = "screen-language"
ENGLISH = "Apply for a residence permit at the service hall of your district before the end of the month"
CHINESE = "请在本月底以前到所在区的政务服务大厅办理居住证申请手续"


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        (CHINESE, "zh-CN", Outcome.PASSED),
        (ENGLISH, "zh-CN", Outcome.CANT_TELL),
        (ENGLISH, "en", Outcome.PASSED),
        ("OK", "zh-CN", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(form: Format, text: str, language: str, said: Outcome) -> None:
    screen = seen(form, View("text", (0, 0, 300, 60), text), language=language)
    assert outcome(RULE, screen) is said
    assert set(rule(RULE).rule.needs) <= screen.known


def test_without_a_language_it_cannot_run() -> None:
    assert "language" not in seen(Format.IOS, View("text", (0, 0, 300, 60), CHINESE)).known
