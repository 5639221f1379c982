"""Text whose letter, word or line spacing a style attribute fixes with !important."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class FixedSpacing:
    """A visible text under a style attribute that fixes one property.

    property: CSS name; ratio: computed value by font size; lines: lines that the text takes; words: it has more than
    one word between spaces.
    """

    target: Target
    property: str
    ratio: float
    lines: int
    words: bool


def _read(answers: list[Any]) -> tuple[FixedSpacing, ...]:
    return tuple(
        FixedSpacing(target(seen), seen["property"], seen["ratio"], seen["lines"], seen["words"])
        for answer in answers
        for seen in answer
    )


PROBE = Probe("spacing", _read)
