"""What a screenshot shows of one text: its contrast, and about how large its letters are."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from web_checks.apps import picture
from web_checks.apps.dumps import part
from web_checks.apps.screen import Node, Screen

# Characters that fill their square from top to bottom: two of them in a line close the gaps that one may have.
_FULL = re.compile(r"(?![一二三四工口日曰])[\u3400-\u9fff]")
_TALL = re.compile(r"[bdfhklA-Z0-9]")
_CERTAIN = 2
# Height of the ink of a line over the size of its letters, the least and the most that common fonts have: Chinese
# characters fill their square but for a rim, capitals and ascenders reach about seven tenths of it.
_INK_HAN, _INK_TALL = (0.86, 1.02), (0.69, 0.8)
# More lines than this are no text but a picture.
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Lettering:
    """What is seen of a text. least, most: what the size of its letters lies between, dp (pt on iOS), one decimal."""

    letters: picture.Letters
    least: float
    most: float


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
    least, most = _size(node.text, found)
    # Letters are never larger than the box of their line; an icon or an underline can only add to the ink.
    most = min(most / factor, node.box.height)
    return Lettering(found, round(screen.units(min(least / factor, most)), 1), round(screen.units(most), 1))


def _size(text: str, found: picture.Letters) -> tuple[float, float]:
    """Return what the size of letters lies between, in px of the screenshot; (0, inf) when their ink does not tell."""
    for characters, (narrow, wide) in ((_FULL, _INK_HAN), (_TALL, _INK_TALL)):
        count = len(characters.findall(text))
        if count:
            # One character alone may have rows without ink in it (言), so that its line falls into several.
            ink = found.height if count >= _CERTAIN or found.lines == 1 else found.extent
            return (ink / wide if count >= _CERTAIN else 0.0), ink / narrow
    return 0.0, math.inf
