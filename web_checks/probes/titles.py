"""A page's title elements, its headings, and the text that they stand over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Named:
    """A title element or a heading, with its text or accessible name."""

    target: Target
    text: str


@dataclass(frozen=True, slots=True)
class Heading(Named):
    """A heading, with what stands under it.

    first: the first block of text after it; section: all text up to the next heading, shortened; plain: nothing but
    text stands there. Empty when the heading's own box holds no text.
    """

    first: str = ""
    section: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles of the top document in order (a browser shows the first), headings of all frames, text of the top one."""

    titles: tuple[Named, ...]
    headings: tuple[Heading, ...]
    text: str


def _read(answers: list[Any]) -> Titles:
    titles = tuple(Named(target(seen), seen["text"]) for seen in answers[0]["titles"])
    headings = tuple(
        Heading(target(seen), seen["name"], seen["first"], seen["section"], seen["plain"])
        for answer in answers
        for seen in answer["headings"]
    )
    return Titles(titles, headings, str(answers[0]["text"]))


PROBE = Probe("titles", _read)
