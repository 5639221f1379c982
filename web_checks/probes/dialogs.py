"""Boxes that a page calls dialogs, shown or waiting to be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Dialog:
    """A box that stands before the page, by class or id a dialog, with something in it that closes it.

    text: its heading, else how it begins; shown: it is in view now; marked: it has a dialog's role, stands in one or
    holds one; closable: what closes it takes the focus.
    """

    target: Target
    text: str
    shown: bool
    marked: bool
    closable: bool


def _read(answers: list[Any]) -> tuple[Dialog, ...]:
    kept = ("text", "shown", "marked", "closable")
    return tuple(Dialog(target(item), **{name: item[name] for name in kept}) for answer in answers for item in answer)


PROBE = Probe("dialogs", _read)
