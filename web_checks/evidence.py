"""Photographs faults: a small picture of the first occurrence of each component on a site, its element outlined."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from audit.model import Finding, Outcome
from audit.records import Shot, Subject
from web_checks.arrival import ScriptError
from web_checks.tab import Tab

# Pictures of one site, and bytes of one picture, at most.
SHOTS = 200
_BYTES = 100_000
# Quality of WebP, the second only when the first gives too many bytes.
_QUALITIES = (70, 30)
# Width and height of a picture and what is left around the element (CSS px).
_LEAST, _MOST, _MARGIN = (320, 120), (640, 400), 24

Places = Mapping[str, tuple[int, int]]


async def photograph(tab: Tab, page: Subject, findings: Sequence[Finding], known: Places) -> list[Shot]:
    """Return pictures of the components that fail on an open page and that no earlier page of the site has shown.

    known: the place of each picture of the site so far (audit.store.Store.shot_places). An element that cannot be seen
    has none. Raises browser.PageLost when the page hangs or crashes.
    """
    script = (files("web_checks") / "evidence.js").read_text("utf-8")
    shots: list[Shot] = []
    # Pages come in any order: only pictures of earlier ones count here, so that those that `kept` keeps are all taken.
    room = SHOTS - sum(position < page.position for position, _ in known.values())
    for number, finding in wanted(page, findings, known):
        if len(shots) >= room:
            break
        arguments = ", ".join(map(json.dumps, (finding.target.selector, _LEAST, _MOST, _MARGIN)))
        try:
            box = await tab.evaluate(f"({script})({arguments})")
        except ScriptError:  # a selector that the page's own changes have made void
            continue
        if box is None:
            continue
        for quality in _QUALITIES:
            webp = await tab.picture(box, quality)
            if len(webp) <= _BYTES:
                place = (finding.component, page.id, page.position, number)
                shots.append(Shot(*place, round(box["width"]), round(box["height"]), webp))
                break
        await tab.evaluate("stepfree.unmark()")
    return shots


def wanted(page: Subject, findings: Sequence[Finding], known: Places) -> Iterator[tuple[int, Finding]]:
    """Yield the first failed finding of each component that was not seen on this page or before it, with its number."""
    firsts: dict[str, tuple[int, Finding]] = {}
    for number, finding in enumerate(findings):
        seen, _ = known.get(finding.component, (page.position + 1, 0))
        if finding.outcome is Outcome.FAILED and finding.target.selector and seen > page.position:
            firsts.setdefault(finding.component, (number, finding))
    yield from firsts.values()


def kept(places: Places, failed: frozenset[str]) -> list[str]:
    """Return the components whose pictures are kept: the first ones of those that failed."""
    in_order = sorted((place, component) for component, place in places.items() if component in failed)
    return [component for _, component in in_order[:SHOTS]]
