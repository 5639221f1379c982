"""gradient-text-contrast: at the limit, past it, and where only a part fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "gradient-text-contrast"


def _seen(web: Web, colour: str, gradient: str = "linear-gradient(#fff, #fff)", more: str = "") -> Seen:
    style = f"color:{colour};background:{gradient};{more}"
    return web.see(f"<p style='{style}'>市政府公告</p>", rules=(RULE,))


def test_text_at_the_limit_passes(web: Web) -> None:
    assert _seen(web, "#767676").outcome(RULE) is Outcome.PASSED


def test_text_past_the_limit_fails_with_its_best_contrast(web: Web) -> None:
    seen = _seen(web, "#777777", "linear-gradient(90deg, #fff, #eee)")
    assert seen.outcome(RULE) is Outcome.FAILED
    measured = seen.findings(RULE)[0].measurement
    assert measured is not None
    assert (measured.limit, measured.value < measured.limit) == (4.5, True)


def test_large_text_has_a_limit_of_its_own(web: Web) -> None:
    assert _seen(web, "#949494", more="font-size:24px").outcome(RULE) is Outcome.PASSED
    assert _seen(web, "#959595", more="font-size:24px").outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize(
    ("colour", "gradient"),
    [
        ("#333", "linear-gradient(#fff, #000)"),
        ("#aaa", "linear-gradient(#fff, transparent)"),
        ("#aaa", "#fff"),
        ("#aaa", "url(x.png), linear-gradient(#fff, #fff)"),
        ("rgba(0,0,0,.3)", "linear-gradient(#fff, #fff)"),
    ],
)
def test_what_is_not_sure_everywhere_is_left_to_others(web: Web, colour: str, gradient: str) -> None:
    assert _seen(web, colour, gradient).outcome(RULE) is Outcome.INAPPLICABLE
