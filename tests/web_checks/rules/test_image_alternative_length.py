"""image-alternative-length: at the limit and just past it, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "image-alternative-length"


@pytest.mark.parametrize(
    ("alt", "outcome"),
    [
        ("路" * 80, Outcome.PASSED),
        ("路" * 81, Outcome.CANT_TELL),
        ("w" * 150, Outcome.PASSED),
        ("w" * 151, Outcome.CANT_TELL),
        ("", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, alt: str, outcome: Outcome) -> None:
    assert web.see(f'<img src="/x.png" alt="{alt}">', rules=(RULE,)).outcome(RULE) is outcome
