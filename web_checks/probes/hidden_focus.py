"""What happens when the focus comes to content that aria-hidden takes from screen readers (top frame)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, target


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


def _read(answers: list[Any]) -> tuple[HiddenStop, ...]:
    return tuple(HiddenStop(target(item), item["taken"], item["kept"], item["unstyled"]) for item in answers[0])


PROBE = Probe("hidden_focus", _read, _drive)
