"""What fields demand of an entry (to be filled in, a length, a form), and the words by them that may say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Demand:
    """A field for typing or choosing that is seen.

    kind: input type, "textarea" or "select-one"; label: its words; around: label, hint, placeholder and signs by it;
    form: the words of the whole form; required: it must be filled in; length: most characters of a textarea (0 = any);
    pattern: the entry must fit a pattern; fresh: it asks for a new password; plain: it is a search box or a login.
    """

    target: Target
    kind: str
    label: str
    around: str
    form: str
    required: bool
    length: int
    pattern: bool
    fresh: bool
    plain: bool


def _read(answers: list[Any]) -> tuple[Demand, ...]:
    kept = ("kind", "label", "around", "form", "required", "length", "pattern", "fresh", "plain")
    return tuple(
        Demand(target=target(item), **{name: item[name] for name in kept}) for answer in answers for item in answer
    )


PROBE = Probe("demands", _read)
