"""The rows of single things on the street: what a facility fails, a place to mend or build at, a street."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from audit.model import Outcome
from audit.plan import Owner
from reports.rows import RequirementRow

# The way of measuring that needs no walking network.
STRAIGHT: Final = "straight"


@dataclass(frozen=True, slots=True)
class FacilityFinding:
    """A requirement that a facility fails, or that nobody can tell of it.

    value: as measured, in the requirement's unit, None when not known; lon and lat in degrees; division: code of the
    smallest division, "" when it lies in none.
    """

    layer: str
    facility: str
    label: str
    lon: float | None
    lat: float | None
    division: str
    requirement: RequirementRow
    outcome: Outcome
    value: float | str | None
    owner: Owner | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Pick:
    """A place to mend, check or build at next. rank: among those of its layer, in the whole plan; 0 is today.

    what: "mend", "check", "build", "" of rank 0; gained: people newly served; share: of all people served, with it and
    all before it; share_high: the same should all that is not known turn out well, None where nobody asked; radius:
    metres, measured by way ("straight", "walking" or a profile's id); lon and lat in degrees; division: code of the
    smallest division.
    """

    layer: str
    rank: int
    what: str
    facility: str
    label: str
    lon: float | None
    lat: float | None
    division: str
    gained: float
    share: float | None
    radius: float
    way: str = STRAIGHT
    share_high: float | None = None


@dataclass(frozen=True, slots=True)
class StreetRow:
    """A street with its counts: roads, metres, ramps (passed, failed), places that should have one, what they have."""

    street: str
    counts: Mapping[str, float]
