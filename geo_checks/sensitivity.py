"""How much hangs on the limits themselves: what would pass were each of them a tenth stricter, or laxer.

For a limit L, "<=" is asked at L · 0.9 and L · 1.1, ">=" at L · 1.1 and L · 0.9, a range at both its ends; "=" and "is"
have no nearer or farther. A share that moves much between the two is within what a survey may be wrong by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from audit.standards import FacilityEdition
from geo_checks.compliance import Codes, judge, tally
from geo_checks.coordinates import Floats

STEP: Final = 0.10


def sensitivity(
    kind: str, columns: Mapping[str, Floats], editions: Sequence[FacilityEdition], inside: NDArray[np.bool_]
) -> dict[str, Any]:
    """Return the counts of a layer with every limit moved by STEP, stricter and laxer.

    inside: which facilities count. Returns {"step", "stricter": {"requirements": {id: counts}, "editions": {id:
    counts}}, "laxer": …}, counts being [passed, failed, cantTell]; requirements without a limit to move are left out.
    """
    movable = {row.id for edition in editions for row in edition.of(kind) if row.operator not in ("=", "is")}
    known = {name: column[inside] for name, column in columns.items()}
    result: dict[str, Any] = {"step": STEP}
    for name, laxer in (("stricter", -STEP), ("laxer", STEP)):
        moved = judge(kind, known, editions, int(inside.sum()), laxer=laxer)
        result[name] = {
            "requirements": _counts({key: codes for key, codes in moved.by_requirement.items() if key in movable}),
            "editions": _counts(moved.overall),
        }
    return result


def _counts(found: Mapping[str, Codes]) -> dict[str, list[int]]:
    return {name: list(tally(codes)) for name, codes in found.items()}
