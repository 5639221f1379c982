"""Images that are seen but kept from assistive technology, those of them that look like content, and images of text."""

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
class SilentImage:
    """An image with an empty alternative: all of a captioned figure, large in an article, or with a tooltip.

    caption: of the figure, "" elsewhere; tip: its title attribute.
    """

    target: Target
    caption: str
    tip: str


@dataclass(frozen=True, slots=True)
class Decorations:
    """What a page shows as decoration (some of it like content), and as drawn text."""

    hidden: tuple[HiddenImage, ...]
    texts: tuple[DrawnText, ...]
    silent: tuple[SilentImage, ...]


def _read(answers: list[Any]) -> Decorations:
    return Decorations(
        tuple(
            HiddenImage(target(seen), seen["name"], seen["by"], seen["said"], seen["named"])
            for answer in answers
            for seen in answer["hidden"]
        ),
        tuple(DrawnText(target(seen), seen["text"], seen["hints"]) for answer in answers for seen in answer["texts"]),
        tuple(
            SilentImage(target(seen), seen["caption"], seen["tip"]) for answer in answers for seen in answer["silent"]
        ),
    )


PROBE = Probe("decorations", _read)
