"""Controls with a name of their own in the markup (aria-label, aria-labelledby), and the words that they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class SpokenLabel:
    """A control; name: its accessible name; shown: the words in it that are seen."""

    target: Target
    name: str
    shown: str


def _read(answers: list[Any]) -> tuple[SpokenLabel, ...]:
    return tuple(SpokenLabel(target(item), item["name"], item["shown"]) for answer in answers for item in answer)


PROBE = Probe("spoken_labels", _read)
