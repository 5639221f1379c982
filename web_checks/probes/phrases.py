"""Short texts with spaces inside a word, sentences that speak of looks or place, and what they may speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text.

    alone: its element holds nothing else; controls: names of the controls outside it, other frames' included ("" =
    unnamed); linked: it holds a link, to where the thing it speaks of may be.
    """

    target: Target
    text: str
    alone: bool = False
    controls: tuple[str, ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """What was found in all frames.

    spaced: texts whose characters stand apart; sensory: blocks that speak of colour, shape, size or side; signs: texts
    that are one sign (★) and no more; things: names of headings, pictures and parts of the page.
    """

    spaced: tuple[Phrase, ...]
    sensory: tuple[Phrase, ...]
    signs: frozenset[str]
    things: tuple[str, ...]


def _read(answers: list[Any]) -> Phrases:
    return Phrases(
        tuple(Phrase(target(seen), seen["text"], seen["alone"]) for answer in answers for seen in answer["spaced"]),
        tuple(
            Phrase(
                target(seen),
                seen["text"],
                controls=(
                    *seen["controls"],
                    *(name for other in answers if other is not answer for name in other["names"]),
                ),
                linked=seen["linked"],
            )
            for answer in answers
            for seen in answer["sensory"]
        ),
        frozenset(sign for answer in answers for sign in answer["signs"]),
        tuple(name for answer in answers for name in answer["things"]),
    )


PROBE = Probe("phrases", _read)
