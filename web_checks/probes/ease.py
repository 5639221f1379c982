"""How easy a page is on older eyes and hands: its lines, the size of what is pressed, what floats over the text.

Only pages that say that they are for older people are measured (title, address, heading, a way out of the mode): it
costs, and no other page is held to it. Rules across pages judge what is kept of it for each page (`facts`, JSON in the
audit database; `kept` reads it again).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from web_checks.page import PageSummary, Probe

OF_ANY = "ease_of_any"  # the same question, whatever the page says: asked where the mode was switched on


@dataclass(frozen=True, slots=True)
class Floating:
    """A box that is fixed over the page.

    selector, path: as of a Target; name: its words, shortened; close: the lesser side of what closes it in CSS px, 0
    when nothing in it says that it does.
    """

    selector: str
    path: str
    name: str
    close: float


@dataclass(frozen=True, slots=True)
class Ease:
    """What was measured of a page.

    line: pitch of the middle line over the height of its letters, 0 without texts of two lines; targets: what can be
    pressed, links within sentences aside; below_small, below_large: those with a side below 44 and 60 CSS px; least,
    least_name: the smallest of them ("" = none below 44); floats: see there; adverts: parts that call themselves so.
    """

    line: float
    targets: int
    below_small: int
    below_large: int
    least: float
    least_name: str
    floats: tuple[Floating, ...]
    adverts: int


def unsaid(page: PageSummary) -> bool:
    """Return whether a page was not measured because it does not say that it is for older people."""
    return PROBE.name in page.facts and page.facts[PROBE.name] is None


def kept(page: PageSummary) -> Ease | None:
    """Return what was stored of a page; None when it was not measured."""
    facts: Mapping[str, Any] | None = page.facts.get(PROBE.name)
    if facts is None:
        return None
    return Ease(**{**facts, "floats": tuple(Floating(**each) for each in facts["floats"])})


def _read(answers: list[Any]) -> Ease | None:
    seen = next(filter(None, answers), None)
    if seen is None:
        return None
    least = seen["least"] or {"name": "", "size": 0}
    return Ease(
        seen["line"],
        seen["targets"],
        seen["below_small"],
        seen["below_large"],
        least["size"],
        least["name"],
        tuple(Floating(each["selector"], each["path"], each["name"], each["close"]) for each in seen["floats"]),
        seen["adverts"],
    )


def _keep(seen: Ease | None) -> dict[str, Any] | None:
    return asdict(seen) if seen else None


PROBE = Probe("ease", _read, keep=_keep)
