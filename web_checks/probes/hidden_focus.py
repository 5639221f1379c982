"""What happens when the focus comes to content that aria-hidden takes from screen readers (top frame)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Part, Probe, beyond, target


@dataclass(frozen=True, slots=True)
class HiddenStop:
    """A tab stop inside aria-hidden.

    taken: it took the focus; kept: it still had it 60 ms later; unstyled: a style sheet of the page did not load, which
    may have been what hides it.
    """

    target: Target
    taken: bool
    kept: bool
    unstyled: bool


async def _drive(page: OpenPage) -> Any:
    script = (files("web_checks.probes") / "hidden_focus.js").read_text("utf-8")
    return await page.evaluate(f"({script})()")


def _read(answers: list[Any]) -> Part[HiddenStop]:
    seen, left_out = answers[0]["seen"], answers[0]["left_out"]
    stops = (HiddenStop(target(item), item["taken"], item["kept"], item["unstyled"]) for item in seen)
    return Part(tuple(stops), left_out)


def _cut(seen: Part[HiddenStop]) -> str:
    return beyond(seen.left_out)


PROBE = Probe("hidden_focus", _read, _drive, cut=_cut)
