"""What pages for older people are held against: each aspect at the limit and just past it."""

from __future__ import annotations

import dataclasses

import pytest

from audit.model import Outcome
from web_checks import elder
from web_checks.probes.ease import Ease, Floating

GOOD = Ease(1.3, 10, 0, 9, 0, "", (), 0)
PASSED, CANT_TELL = Outcome.PASSED, Outcome.CANT_TELL


def box(close: float) -> Floating:
    return Floating("#float", "body>div", "惠民保", close)


@pytest.mark.parametrize(
    ("changed", "aspect", "outcome"),
    [
        ({}, "line", PASSED),
        ({"line": 1.29}, "line", CANT_TELL),
        ({"line": 0}, "line", None),
        ({}, "target", PASSED),
        ({"below_small": 1, "least": 43.0, "least_name": "关闭"}, "target", CANT_TELL),
        ({"below_large": 10}, "target", CANT_TELL),
        ({"targets": 0, "below_large": 0}, "target", None),
        ({}, "floating", PASSED),
        ({"floats": (box(0),)}, "floating", CANT_TELL),
        ({"floats": (box(43),)}, "floating", CANT_TELL),
        ({"floats": (box(44),)}, "floating", CANT_TELL),
        ({}, "advert", PASSED),
        ({"adverts": 1}, "advert", CANT_TELL),
    ],
)
def test_each_aspect(changed: dict[str, object], aspect: str, outcome: Outcome | None) -> None:
    seen = dataclasses.replace(GOOD, **changed)  # type: ignore[arg-type]
    found = {each.name: each.outcome for each in elder.aspects(seen)}
    assert found.get(aspect) is outcome


def test_a_box_that_cannot_be_closed_is_said_before_others() -> None:
    seen = dataclasses.replace(GOOD, floats=(box(44), box(0)))
    (floating,) = (each for each in elder.aspects(seen) if each.name == "floating")
    assert "没有看到关闭它的按钮" in floating.message.zh
