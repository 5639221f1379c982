"""The scripts that a page and its frames load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Script:
    """A script element; address: absolute."""

    target: Target
    address: str


def _read(answers: list[Any]) -> tuple[Script, ...]:
    return tuple(Script(target(seen), seen["address"]) for answer in answers for seen in answer)


PROBE = Probe("scripts", _read)
