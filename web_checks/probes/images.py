"""Images that assistive technology meets, with the name it hears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Image:
    """An image.

    name: its accessible name; written: its alt attribute; source: address of the file; control: it stands in a link or
    button; alone: no other text names that; beside: its caption and the texts right before and after it; titles: the
    document's title, its first part, and the first headings.
    """

    target: Target
    name: str
    written: str
    source: str
    alone: bool
    control: bool
    beside: tuple[str, ...]
    titles: tuple[str, ...]


def _read(answers: list[Any]) -> tuple[Image, ...]:
    return tuple(
        Image(
            target(seen),
            seen["name"],
            seen["written"],
            seen["source"],
            seen["alone"],
            seen["control"],
            tuple(seen["beside"]),
            tuple(seen["titles"]),
        )
        for answer in answers
        for seen in answer
    )


PROBE = Probe("images", _read)
