"""What a screenshot shows of one text: its contrast, and about how large its letters are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from web_checks.apps import picture
from web_checks.apps.dumps import part
from web_checks.apps.screen import Node, Screen

_HAN = re.compile(r"[\u3400-\u9fff]")
_TALL = re.compile(r"[bdfhklA-Z0-9]")
# Height of the ink of a line over the size of its letters, the least that common fonts have: Chinese characters fill
# their square but for a rim, capitals and ascenders reach about seven tenths, other small letters half.
_INK_HAN, _INK_TALL, _INK_SMALL = 0.86, 0.69, 0.5
# A line is no lower than its letters are large; more than this means two lines or room around.
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Lettering:
    """What is seen of a text. size: of its letters in dp (pt on iOS), at the most, to one decimal."""

    letters: picture.Letters
    size: float


def lettering(screen: Screen, node: Node) -> Lettering | None:
    """Return what a screenshot shows of the text of a node; None when nothing that could be letters is there."""
    asked = ("lettering", node.number)
    if asked not in screen.memory:
        screen.memory[asked] = _seen(screen, node)
    answer = screen.memory[asked]
    return answer if isinstance(answer, Lettering) else None


def _seen(screen: Screen, node: Node) -> Lettering | None:
    pixels = part(screen, node.box)
    found = picture.letters(pixels) if pixels is not None else None
    if found is None or screen.picture is None or found.lines > _MOST_LINES:
        return None
    factor = screen.picture.width / screen.size.width  # px of the screenshot for one unit of the dump
    ink = found.height / factor
    share = _INK_HAN if _HAN.search(node.text) else _INK_TALL if _TALL.search(node.text) else _INK_SMALL
    # Letters are never larger than the box of their line; an icon or an underline can only add to the ink.
    return Lettering(found, round(screen.units(min(ink / share, node.box.height)), 1))
