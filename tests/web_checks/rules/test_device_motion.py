"""device-motion: alone on the page, beside controls, and absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "device-motion"
SHAKE = "addEventListener('devicemotion', () => 1);"


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (SHAKE, Outcome.FAILED),
        ("addEventListener('deviceorientation', () => 1)", Outcome.FAILED),
        (SHAKE + "b.onclick = () => 1", Outcome.CANT_TELL),
        (SHAKE + "document.addEventListener('click', () => 1)", Outcome.CANT_TELL),
        ("b.onclick = () => 1", Outcome.INAPPLICABLE),
    ],
)
def test_motion_needs_a_control_beside_it(web: Web, script: str, outcome: Outcome) -> None:
    seen = web.see(f'<button id="b">抽签</button><script>{script}</script>', depth=Depth.IN_DEPTH, rules=(RULE,))
    assert seen.outcome(RULE) is outcome
