"""Blocks of running text as they are set, short blocks that look like headings, and rows told apart by colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A visible block of 60 letters or more; size: CSS px of its first letters; italic: all of it is."""

    target: Target
    letters: int
    size: float
    justified: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class HeadingLook:
    """A short block ahead of a long one that is no heading; bold, larger: how it stands out."""

    target: Target
    text: str
    bold: bool
    larger: bool


@dataclass(frozen=True, slots=True)
class Tinted:
    """A row of short texts in letters of different hues; first, second: two of them that differ."""

    target: Target
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What was found in all frames."""

    blocks: tuple[TextBlock, ...]
    headings: tuple[HeadingLook, ...]
    tinted: tuple[Tinted, ...]


def _read(answers: list[Any]) -> Prose:
    return Prose(
        blocks=tuple(
            TextBlock(target(item), item["letters"], item["size"], item["justified"], item["italic"])
            for answer in answers
            for item in answer["blocks"]
        ),
        headings=tuple(
            HeadingLook(target(item), item["text"], item["bold"], item["larger"])
            for answer in answers
            for item in answer["headings"]
        ),
        tinted=tuple(
            Tinted(target(item), item["first"], item["second"]) for answer in answers for item in answer["tinted"]
        ),
    )


PROBE = Probe("prose", _read)
