"""Sets the indicators of one division side by side, one row for each layer and edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from audit.model import Indicator

# What the rows show beside coverage.
BASIC: Final = ("facilities", "pass", "surveyed")


@dataclass(frozen=True, slots=True)
class LayerFigures:
    """A layer in a division under one edition. low, high, surveyed: shares 0-1; coverage: by radius, None = none."""

    layer: str
    standard: str
    facilities: float | None
    low: float | None
    high: float | None
    surveyed: float | None
    coverage: tuple[Indicator | None, ...]


def layer_figures(indicators: Iterable[Indicator], order: Sequence[str], radii: Sequence[int]) -> list[LayerFigures]:
    """Return the rows in the order of the layers, then of the editions; the counts of a layer serve each edition."""
    found = {(i.layer, i.standard, i.name): i for i in indicators}
    layers = [layer for layer in order if any(key[0] == layer for key in found)]
    rows = []
    for layer in layers:
        editions = sorted({key[1] for key in found if key[0] == layer and key[2] == "pass"}) or [""]
        for edition in editions:
            # What is counted without an edition (facilities, coverage) holds for each.
            figures = {name: i for (at, by, name), i in found.items() if at == layer and by == ""}
            figures |= {name: i for (at, by, name), i in found.items() if at == layer and by == edition}
            passing, surveyed, count = figures.get("pass"), figures.get("surveyed"), figures.get("facilities")
            rows.append(
                LayerFigures(
                    layer,
                    edition,
                    count.numerator if count else (passing.denominator if passing else None),
                    passing.low if passing else None,
                    passing.high if passing else None,
                    surveyed.low if surveyed else None,
                    tuple(figures.get(f"coverage-{radius}") for radius in radii),
                )
            )
    return rows
