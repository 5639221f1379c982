"""Frames that assistive technology meets, with their names and a look at the documents inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Frame:
    """An iframe or frame.

    name: its accessible name; address: without fragment; title, text: of the document inside (text: 4,000 characters at
    most), "" when it is another origin's; known: the document could be read.
    """

    target: Target
    name: str
    address: str
    title: str
    text: str
    known: bool


def _read(answers: list[Any]) -> tuple[Frame, ...]:
    return tuple(
        Frame(target(item), item["name"], item["address"], item["title"], item["text"], item["known"])
        for answer in answers
        for item in answer
    )


PROBE = Probe("frames", _read)
