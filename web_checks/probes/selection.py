"""Rows of tabs and links of which one stands out as the chosen one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Chosen:
    """The one of a row of tabs or links that class and looks tell apart from the others.

    text: its words; items: how many are in the row; leads: it leads to another address; exposed: an ARIA state or its
    words tell that it is the one.
    """

    target: Target
    text: str
    items: int
    leads: bool
    exposed: bool


def _read(answers: list[Any]) -> tuple[Chosen, ...]:
    kept = ("text", "items", "leads", "exposed")
    return tuple(Chosen(target(item), **{name: item[name] for name in kept}) for answer in answers for item in answer)


PROBE = Probe("selection", _read)
