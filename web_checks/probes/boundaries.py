"""What shows where a control is: colours of its border, fill or icon, and those beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target
from web_checks.probes.gradients import contrast


@dataclass(frozen=True, slots=True)
class Boundary:
    """A control that the page styles itself.

    kind: "field", "choice" (checkbox, radio button) or "icon"; best: the highest contrast (1-21) of two colours that
    meet at its edge, or of its icon.
    """

    target: Target
    kind: str
    best: float


def _read(answers: list[Any]) -> tuple[Boundary, ...]:
    return tuple(
        Boundary(target(item), item["kind"], max(contrast(tuple(one), tuple(other)) for one, other in item["pairs"]))
        for answer in answers
        for item in answer
    )


PROBE = Probe("boundaries", _read)
