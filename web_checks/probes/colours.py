"""Marks that are nothing but a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Dots:
    """A row of words with dots or squares of one shape and different colours; first, second: two of the words."""

    target: Target
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class RedLabel:
    """A field that has to be filled in and says so by a red label; text: the label."""

    target: Target
    text: str


@dataclass(frozen=True, slots=True)
class Colours:
    """What was found in all frames."""

    dots: tuple[Dots, ...]
    labels: tuple[RedLabel, ...]


def _read(answers: list[Any]) -> Colours:
    return Colours(
        tuple(Dots(target(item), item["first"], item["second"]) for answer in answers for item in answer["dots"]),
        tuple(RedLabel(target(item), item["text"]) for answer in answers for item in answer["labels"]),
    )


PROBE = Probe("colours", _read)
