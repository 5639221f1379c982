"""Images that are seen but kept from assistive technology, and images that surely are of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class HiddenImage:
    """An image with a text alternative that assistive technology never meets.

    by: "role", "aria-hidden" (its own) or "ancestor"; said: the page says the same elsewhere; named: the link or button
    that it stands in has a name without it.
    """

    target: Target
    name: str
    by: str
    said: bool
    named: bool


@dataclass(frozen=True, slots=True)
class DrawnText:
    """An SVG image that has text in it; hints: its id, class and alternative."""

    target: Target
    text: str
    hints: str


@dataclass(frozen=True, slots=True)
class Decorations:
    """What a page shows as decoration, and as drawn text."""

    hidden: tuple[HiddenImage, ...]
    texts: tuple[DrawnText, ...]


def _read(answers: list[Any]) -> Decorations:
    return Decorations(
        tuple(
            HiddenImage(target(seen), seen["name"], seen["by"], seen["said"], seen["named"])
            for answer in answers
            for seen in answer["hidden"]
        ),
        tuple(DrawnText(target(seen), seen["text"], seen["hints"]) for answer in answers for seen in answer["texts"]),
    )


PROBE = Probe("decorations", _read)
