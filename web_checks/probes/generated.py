"""Words and pictures that only the style sheet holds: the content of ::before and ::after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Generated:
    """An element that the style sheet adds to; text: the words ("" = none); picture: it is a picture."""

    target: Target
    text: str
    picture: bool


def _read(answers: list[Any]) -> tuple[Generated, ...]:
    return tuple(Generated(target(item), item["text"], item["picture"]) for answer in answers for item in answer)


PROBE = Probe("generated", _read)
