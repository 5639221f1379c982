"""Short texts with spaces inside a word, sentences that speak of looks or place, and the names of a page's controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text; alone: its element holds nothing else; controls: names of the controls outside it ("" = unnamed)."""

    target: Target
    text: str
    alone: bool = False
    controls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """spaced: texts whose characters stand apart; sensory: blocks that speak of colour, shape, size or side."""

    spaced: tuple[Phrase, ...]
    sensory: tuple[Phrase, ...]


def _read(answers: list[Any]) -> Phrases:
    return Phrases(
        tuple(Phrase(target(seen), seen["text"], seen["alone"]) for answer in answers for seen in answer["spaced"]),
        tuple(
            Phrase(target(seen), seen["text"], controls=tuple(seen["controls"]))
            for answer in answers
            for seen in answer["sensory"]
        ),
    )


PROBE = Probe("phrases", _read)
