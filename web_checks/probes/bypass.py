"""The ways past the blocks that a site repeats on its pages: headings, landmarks, links inside the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Block:
    """A block that by its role or shape is made to be repeated (navigation, banner, menu), ahead of the content.

    role: its landmark role, "" for a menu without one; links: how many links it holds.
    """

    target: Target
    role: str
    links: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading or landmark in the accessibility tree; own: it begins with the page's own content, after a block.

    A heading counts only where it is on screen too.
    """

    target: Target
    role: str
    own: bool


@dataclass(frozen=True, slots=True)
class InnerLink:
    """A link to a place in the same page that the keyboard reaches.

    found: the place exists; early: it stands ahead of the page's own content; own: it leads to that content.
    """

    target: Target
    name: str
    found: bool
    early: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Bypass:
    """What lets a reader pass the repeated blocks of one page.

    part_of_site: it links to other pages of its host; words: letters of its own content after the first block;
    start: where that content begins; controls: buttons ahead of it that may skip or fold a block.
    """

    part_of_site: bool
    blocks: tuple[Block, ...]
    words: int
    start: Target | None
    headings: tuple[Mark, ...]
    landmarks: tuple[Mark, ...]
    links: tuple[InnerLink, ...]
    controls: tuple[Target, ...]

    @property
    def needed(self) -> bool:
        """Return whether the page has content of its own after a block that other pages may repeat."""
        return self.part_of_site and bool(self.blocks) and self.words > 0


_NOTHING = Bypass(part_of_site=False, blocks=(), words=0, start=None, headings=(), landmarks=(), links=(), controls=())


def _read(answers: list[Any]) -> Bypass:
    seen = answers[0]
    if seen is None:
        return _NOTHING
    return Bypass(
        part_of_site=seen["partOfSite"],
        blocks=tuple(Block(target(item), item["role"], item["links"]) for item in seen["blocks"]),
        words=seen["words"],
        start=target(seen["start"]) if seen["start"] else None,
        headings=tuple(Mark(target(item), "heading", item["own"]) for item in seen["headings"]),
        landmarks=tuple(Mark(target(item), item["role"], item["own"]) for item in seen["landmarks"]),
        links=tuple(
            InnerLink(target(item), item["name"], item["found"], item["early"], item["own"]) for item in seen["links"]
        ),
        controls=tuple(target(item) for item in seen["controls"]),
    )


PROBE = Probe("bypass", _read)
