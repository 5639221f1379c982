"""Shares of facilities by division: how many pass, how many were surveyed, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from audit.districts import WHOLE
from audit.model import Indicator
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, INAPPLICABLE, OUTCOMES, PASSED, Codes, Judgement

UNIT = "facility"


def facilities(area: StudyArea, layer: str, home: NDArray[np.int64], meant: int) -> Iterator[Indicator]:
    """Yield how many facilities stand in each division.

    numerator: those placed in it; denominator: the same, but for the whole all that the layer means, with those
    outside every division or without a position. home: index of the division, -1 outside.
    """
    inside = (home >= 0)[:, None]
    counts = area.count(home, inside)[:, 0]
    for code, placed in zip(area.codes, counts.tolist(), strict=True):
        yield Indicator(code, layer, "facilities", placed, 0.0, float(meant) if code == WHOLE else placed, UNIT)


def passing(
    area: StudyArea, layer: str, home: NDArray[np.int64], judgement: Judgement, standards: dict[str, str]
) -> Iterator[Indicator]:
    """Yield the share that passes, by edition ("pass") and by requirement ("requirement:<id>").

    Where an edition has veto items and others: the share that meets every veto item, too ("pass-veto").

    numerator: passed; unknown: cantTell; denominator: passed + failed + cantTell (inapplicable are left out).
    low = passed / denominator, high = (passed + unknown) / denominator. standards: edition id by requirement id.
    Only facilities inside a division count, so the whole is the sum of its divisions.
    """
    for edition, codes in judgement.overall.items():
        yield from _share(area, layer, "pass", edition, home, codes)
    for edition, codes in judgement.veto.items():
        yield from _share(area, layer, "pass-veto", edition, home, codes)
    for requirement, codes in judgement.by_requirement.items():
        yield from _share(area, layer, f"requirement:{requirement}", standards[requirement], home, codes)


def ratings(area: StudyArea, layer: str, home: NDArray[np.int64], judgement: Judgement) -> Iterator[Indicator]:
    """Yield the mean rating by edition, where one gives points: Σ rating / (100 · facilities).

    numerator: points with what is not known taken for missed; unknown: points that hang on it; denominator: all points.
    """
    inside = home >= 0
    for edition, (low, high) in judgement.ratings.items():
        counts = area.count(home, np.column_stack([low * inside, (high - low) * inside, 100.0 * inside]))
        for code, (points, unknown, denominator) in zip(area.codes, counts.tolist(), strict=True):
            yield Indicator(code, layer, "rating", points, unknown, denominator, "point", edition)


def surveyed(
    area: StudyArea, layer: str, home: NDArray[np.int64], judgement: Judgement, expected: int | None
) -> Iterator[Indicator]:
    """Yield the share of facilities with a verdict by edition: what of the survey is done.

    numerator: passed, failed, and inapplicable, since that it does not apply is known too; nothing where the edition
    applies to no facility at all.
    denominator: facilities in the division; for the whole, how many there should be when the plan says so (and when
    fewer were expected than were found, those found).
    """
    inside = home >= 0
    for edition, codes in judgement.overall.items():
        verdict = inside & (codes != CANT_TELL) & bool(np.any(codes != INAPPLICABLE))
        counts = area.count(home, np.column_stack([verdict, inside]))
        for code, (told, found) in zip(area.codes, counts.tolist(), strict=True):
            there = max(found, float(expected)) if code == WHOLE and expected is not None else found
            yield Indicator(code, layer, "surveyed", told, 0.0, there, UNIT, edition)


def _share(
    area: StudyArea, layer: str, name: str, standard: str, home: NDArray[np.int64], codes: Codes
) -> Iterator[Indicator]:
    inside = home >= 0
    counts = area.count_codes(home[inside], codes[inside], len(OUTCOMES))
    judged = counts.sum(axis=1) - counts[:, INAPPLICABLE]
    figures = np.column_stack([counts[:, PASSED], counts[:, CANT_TELL], judged]).tolist()
    for code, (passed, unknown, denominator) in zip(area.codes, figures, strict=True):
        yield Indicator(code, layer, name, passed, unknown, denominator, UNIT, standard)
