"""Buttons that stand in every row of a table or list and show the same word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class RowButtons:
    """Buttons that show one word, each in a row of its own about something else; target: the first.

    name: its accessible name; topic: how its row begins; rows: how many there are; names: how many different accessible
    names they bear; described: each has a description of its own, unlike the others'.
    """

    target: Target
    name: str
    topic: str
    rows: int
    names: int
    described: bool


def _read(answers: list[Any]) -> tuple[RowButtons, ...]:
    kept = ("name", "topic", "rows", "names", "described")
    return tuple(
        RowButtons(target(item), **{name: item[name] for name in kept}) for answer in answers for item in answer
    )


PROBE = Probe("row_buttons", _read)
