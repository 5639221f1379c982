"""Runs of lines that begin like the items of a list, where no list is marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The element that holds the lines; lines: how many begin alike; first: how the first one begins."""

    target: Target
    lines: int
    first: str


def _read(answers: list[Any]) -> tuple[Enumeration, ...]:
    return tuple(Enumeration(target(item), item["lines"], item["first"]) for answer in answers for item in answer)


PROBE = Probe("enumerations", _read)
