"""Whether there is a page at all: what stands on a page that has very little on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from web_checks.page import Probe


@dataclass(frozen=True, slots=True)
class Sparse:
    """A page with few elements.

    text: what it shows, up to 1,000 characters; html: its start; links, fields, pictures, scripts, buttons (all that is
    made to be pressed): how many it has; files: how many of its scripts are files.
    """

    text: str
    html: str
    links: int
    fields: int
    pictures: int
    scripts: int
    buttons: int
    files: int


def _read(answers: list[Any]) -> Sparse | None:
    seen = next(filter(None, answers), None)
    return Sparse(**seen) if seen else None


PROBE = Probe("barrier", _read)
