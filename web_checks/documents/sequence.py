"""What follows what: blocks that are read backwards, lists typed sign by sign, characters of a word set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audit.model import Target
from web_checks.box import Box
from web_checks.documents.document import Bullets, cut

# Share of the narrower of two blocks that must lie over the other one for them to stand in one column.
_ONE_COLUMN = 0.5


def backwards(blocks: Iterable[tuple[Box, str]]) -> tuple[str, str] | None:
    """Return the first two neighbours in reading order of which the second stands wholly above the first.

    Only in one column: a text that goes on at the top of the next column is in order.
    """
    before: tuple[Box, str] | None = None
    for box, text in blocks:
        if before is not None and _is_above(box, before[0]):
            return cut(before[1], 60), cut(text, 60)
        before = (box, text)
    return None


def _is_above(box: Box, other: Box) -> bool:
    shared = min(box.right, other.right) - max(box.left, other.left)
    narrower = min(box.right - box.left, other.right - other.left)
    return box.bottom <= other.top and narrower > 0 and shared >= _ONE_COLUMN * narrower


# The characters of a whole text, each apart from the next by spaces: two to four Chinese ones, or four Latin ones.
_GAP = r"[ \t\u00a0\u2002-\u200a\u3000]"
_STRETCHED = re.compile(
    rf"[\u3400-\u9fff](?:{_GAP}+[\u3400-\u9fff]){{1,3}}[:：]?|[A-Za-z](?:{_GAP}[A-Za-z]){{3,}}[:：]?"
)


def is_stretched(text: str) -> bool:
    """Return whether a text may be one word whose characters are set apart by spaces."""
    return _STRETCHED.fullmatch(text.strip()) is not None


# Signs that stand for a list item where no list is.
_SIGNS = "•●○■□◆◇▪▫‣⁃·∙★☆➢➤✓✔-–—*"
_FEWEST = 3  # paragraphs in a row: two may be a dialogue, or a name below a quotation


def sign_of(text: str) -> str:
    """Return the sign that a paragraph begins with as an item of a list does; "" when it begins with none."""
    first, rest = text[:1], text[1:]
    spaced = rest[:1].isspace() or (first not in "-–—*·" and bool(rest))
    return first if first and first in _SIGNS and spaced and rest.strip() else ""


def typed_lists(paragraphs: Iterable[tuple[Target, str]]) -> tuple[Bullets, ...]:
    """Return the lists that were typed sign by sign: three paragraphs and more in a row with one sign.

    paragraphs: (place, text) in order; the text of one that is an item of a real list, or between two lists, is "".
    """
    found: list[Bullets] = []
    row: list[tuple[Target, str]] = []
    sign = ""

    def close() -> None:
        if len(row) >= _FEWEST:
            found.append(Bullets(row[0][0], marked=False, count=len(row), text=cut(row[0][1], 60)))
        row.clear()

    for target, text in paragraphs:
        begins = sign_of(text.strip())
        if begins != sign:
            close()
        sign = begins
        if sign:
            row.append((target, text.strip()))
    close()
    return tuple(found)
