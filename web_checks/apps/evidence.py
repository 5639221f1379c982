"""Cuts pictures of faults out of screenshots: the first occurrence of each component of an app, outlined."""

from __future__ import annotations

from collections.abc import Sequence

from audit.model import Finding
from audit.records import Shot, Subject
from web_checks import evidence
from web_checks.apps import picture
from web_checks.apps.screen import Screen
from web_checks.box import Box
from web_checks.evidence import Places

# Width and height of a picture, the least and the most, and what is left around the element (dp, as on pages in px).
_LEAST, _MOST, _MARGIN = (240, 120), (400, 400), 24


def shots(screen: Screen, page: Subject, findings: Sequence[Finding], known: Places) -> list[Shot]:
    """Return pictures of the components that fail on a screen and that no earlier screen of the app has shown.

    known: the place of each picture so far. A screen without a screenshot, or without a known scale, gives none.
    """
    if screen.picture is None or screen.scale is None or not screen.size.width:
        return []
    factor = screen.picture.width / screen.size.width  # px of the screenshot for one unit of the dump
    room = evidence.SHOTS - sum(position < page.position for position, _ in known.values())
    found: list[Shot] = []
    for number, finding in evidence.wanted(page, findings, known):
        node = screen.node_at(finding.target.selector)
        if node is None or len(found) >= room:
            continue
        scale = factor * screen.scale
        across = _cut(node.box.left * factor, node.box.right * factor, 0, screen.picture.width, scale)
        down = _cut(node.box.top * factor, node.box.bottom * factor, 1, screen.picture.height, scale)
        if across is None or down is None:
            continue
        part = across[0], down[0], across[1], down[1]
        webp = picture.outlined(screen.picture, _px(node.box, factor), part, scale)
        width, height = (round((end - begin) / scale) for begin, end in (across, down))
        found.append(Shot(finding.component, page.id, page.position, number, width, height, webp))
    return found


def _cut(start: float, end: float, side: int, whole: int, scale: float) -> tuple[int, int] | None:
    """Return where a picture begins and ends (px): around small elements enough to tell where they are."""
    if end <= 0 or start >= whole:
        return None
    least, most, margin = (round(length * scale) for length in (_LEAST[side], _MOST[side], _MARGIN))
    wanted = min(max(round(end - start) + 2 * margin, least), most, whole)
    middle = (start + end) / 2
    begin = round(start) - margin if end - start + 2 * margin > most else round(middle - wanted / 2)
    begin = min(max(begin, 0), whole - wanted)
    return begin, begin + wanted


def _px(box: Box, factor: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge * factor) for edge in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom
