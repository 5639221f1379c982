"""Neighbouring texts that are seen in the opposite order of their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Swapped:
    """A container two of whose texts are seen the other way round; first, second: how they begin, in the source."""

    target: Target
    first: str
    second: str


def _read(answers: list[Any]) -> tuple[Swapped, ...]:
    return tuple(Swapped(target(item), item["first"], item["second"]) for answer in answers for item in answer)


PROBE = Probe("visual_order", _read)
