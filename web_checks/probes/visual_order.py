"""Neighbouring texts and controls that are seen in the opposite order of their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Swapped:
    """A container some of whose parts are seen the other way round.

    first, second: how two of them begin, in the source; parts: how many are turned round (of two, long texts or
    fields; of more, the first and the last are told); stops: how many of those take the focus or hold what does.
    """

    target: Target
    first: str
    second: str
    parts: int
    stops: int


def _read(answers: list[Any]) -> tuple[Swapped, ...]:
    kept = ("first", "second", "parts", "stops")
    return tuple(Swapped(target(item), **{name: item[name] for name in kept}) for answer in answers for item in answer)


PROBE = Probe("visual_order", _read)
