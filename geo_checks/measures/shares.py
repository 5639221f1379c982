"""Shares of facilities by division: how many pass, how many were surveyed, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from audit.model import Figures
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, INAPPLICABLE, OUTCOMES, PASSED, Judgement
from geo_checks.coordinates import Floats

UNIT = "facility"


def facilities(area: StudyArea, layer: str, home: NDArray[np.int64], meant: int) -> Iterator[Figures]:
    """Yield how many facilities stand in each division.

    numerator: those placed in it; denominator: the same, but for the whole all that the layer means, with those
    outside every division or without a position. home: index of the division, -1 outside.
    """
    placed = area.count(home, [home >= 0])[:, 0]
    everything = placed.copy()
    everything[-1] = meant
    yield Figures(area.codes, layer, "facilities", rows(placed, np.zeros(placed.size), everything), UNIT)


def passing(
    area: StudyArea, layer: str, home: NDArray[np.int64], judgement: Judgement, standards: dict[str, str]
) -> Iterator[Figures]:
    """Yield the share that passes, by edition ("pass") and by requirement ("requirement:<id>").

    Where an edition has veto items and others: the share that meets every veto item, too ("pass-veto").

    numerator: passed; unknown: cantTell; denominator: passed + failed + cantTell (inapplicable are left out).
    low = passed / denominator, high = (passed + unknown) / denominator. standards: edition id by requirement id.
    Only facilities inside a division count, so the whole is the sum of its divisions.
    """
    told = [
        *(("pass", edition, codes) for edition, codes in judgement.overall.items()),
        *(("pass-veto", edition, codes) for edition, codes in judgement.veto.items()),
        *((f"requirement:{name}", standards[name], codes) for name, codes in judgement.by_requirement.items()),
    ]
    counted = area.count_codes(home, [codes for _, _, codes in told], len(OUTCOMES))
    for (name, standard, _), counts in zip(told, counted, strict=True):
        judged = counts.sum(axis=1) - counts[:, INAPPLICABLE]
        yield Figures(area.codes, layer, name, rows(counts[:, PASSED], counts[:, CANT_TELL], judged), UNIT, standard)


def ratings(area: StudyArea, layer: str, home: NDArray[np.int64], judgement: Judgement) -> Iterator[Figures]:
    """Yield the mean rating by edition, where one gives points: Σ rating / (100 · facilities).

    numerator: points with what is not known taken for missed; unknown: points that hang on it; denominator: all points.
    """
    inside = home >= 0
    for edition, (low, high) in judgement.ratings.items():
        counts = area.count(home, [low * inside, (high - low) * inside, 100.0 * inside])
        yield Figures(area.codes, layer, "rating", counts.tolist(), "point", edition)


def surveyed(
    area: StudyArea, layer: str, home: NDArray[np.int64], judgement: Judgement, expected: int | None
) -> Iterator[Figures]:
    """Yield the share of facilities with a verdict by edition: what of the survey is done.

    numerator: passed, failed, and inapplicable, since that it does not apply is known too; nothing where the edition
    applies to no facility at all.
    denominator: facilities in the division; for the whole, how many there should be when the plan says so (and when
    fewer were expected than were found, those found).
    """
    inside = home >= 0
    for edition, codes in judgement.overall.items():
        verdict = inside & (codes != CANT_TELL) & bool(np.any(codes != INAPPLICABLE))
        told, there = area.count(home, [verdict, inside]).T
        if expected is not None:
            there[-1] = max(there[-1], expected)
        yield Figures(area.codes, layer, "surveyed", rows(told, np.zeros(told.size), there), UNIT, edition)


def rows(numerator: Floats, unknown: Floats, denominator: Floats) -> list[list[float]]:
    """Return figures as rows, one for each division."""
    found: list[list[float]] = np.column_stack([numerator, unknown, denominator]).tolist()
    return found
