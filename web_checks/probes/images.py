"""Images that assistive technology meets, with the name it hears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Image:
    """An image.

    name: its accessible name; written: its alt attribute; source: address of the file; alone: no other text names the
    link or button that it stands in.
    """

    target: Target
    name: str
    written: str
    source: str
    alone: bool


def _read(answers: list[Any]) -> tuple[Image, ...]:
    return tuple(
        Image(target(seen), seen["name"], seen["written"], seen["source"], seen["alone"])
        for answer in answers
        for seen in answer
    )


PROBE = Probe("images", _read)
