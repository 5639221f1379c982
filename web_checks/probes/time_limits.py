"""Texts on screen that speak of time running out, and the controls of their document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class TimedText:
    """A short text; counts: a number in it has an element of its own; controls: the names of all in its document.

    scripted: the document has a script that can count and act.
    """

    target: Target
    text: str
    counts: bool
    controls: tuple[str, ...]
    scripted: bool


def _read(answers: list[Any]) -> tuple[TimedText, ...]:
    return tuple(
        TimedText(target(seen), seen["text"], seen["counts"], tuple(answer["controls"]), answer["scripted"])
        for answer in answers
        for seen in answer["texts"]
    )


PROBE = Probe("time_limits", _read)
