"""The text of each language that a page declares, and stretches of other scripts that nothing marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Piece:
    """All text under one lang attribute (and under none inside it); lang: as declared, "" when nothing is."""

    target: Target
    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Direction:
    """A block nearly all of whose letters run one way; fits: the block runs that way, too; text: its beginning."""

    target: Target
    right_to_left: bool
    fits: bool
    text: str


@dataclass(frozen=True, slots=True)
class Languages:
    """The texts of a page by language.

    page: the top document's own text, None when it has none; parts: elements with a lang of their own, and framed
    documents; stretches: text in a script that its declared language does not use, with that language; directions: of
    scripts that run from right to left, and of blocks that say that they do.
    """

    page: Piece | None
    parts: tuple[Piece, ...]
    stretches: tuple[Piece, ...]
    directions: tuple[Direction, ...]


def _read(answers: list[Any]) -> Languages:
    pieces = [(number, seen) for number, answer in enumerate(answers) for seen in answer["pieces"]]
    page = next((_piece(seen) for number, seen in pieces if number == 0 and seen["page"]), None)
    parts = tuple(_piece(seen) for number, seen in pieces if seen["lang"] and not (number == 0 and seen["page"]))
    return Languages(
        page,
        parts,
        tuple(_piece(seen) for answer in answers for seen in answer["stretches"]),
        tuple(
            Direction(target(seen), seen["rightToLeft"], seen["fits"], seen["text"])
            for answer in answers
            for seen in answer["directions"]
        ),
    )


def _piece(seen: Any) -> Piece:
    return Piece(target(seen), str(seen["lang"]), str(seen["text"]))


PROBE = Probe("languages", _read)
