from __future__ import annotations

from itertools import chain

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Indicator
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, FAILED, INAPPLICABLE, PASSED, Judgement
from geo_checks.measures import shares

TREE = DivisionTree.of([Division("1", "1"), Division("11", "11", "1"), Division("2", "2")])
AREA = StudyArea.of(TREE, np.array([shapely.box(0, 0, 1, 1)] * 3, dtype=object), CRS.from_epsg(32650))
ROWS = st.lists(st.tuples(st.integers(-1, 2), st.sampled_from([PASSED, FAILED, CANT_TELL, INAPPLICABLE])), max_size=40)


def figures(rows: list[tuple[int, int]], expected: int | None = None) -> dict[tuple[str, str], Indicator]:
    home = np.array([place for place, _ in rows], dtype=np.int64)
    codes = np.array([code for _, code in rows], dtype=np.int8)
    judgement = Judgement({"t:r": codes}, {"edition": codes})
    kinds = [
        *shares.facilities(AREA, "ramps", home, len(rows)),
        *shares.passing(AREA, "ramps", home, judgement, {"t:r": "edition"}),
        *shares.surveyed(AREA, "ramps", home, judgement, expected),
    ]
    found = list(chain.from_iterable(kinds))
    assert len({(i.division, i.layer, i.name, i.standard) for i in found}) == len(found)
    return {(i.division, i.name): i for i in found}


@given(ROWS)
def test_shares_count_every_facility_once(rows: list[tuple[int, int]]) -> None:
    found = figures(rows)
    under = {"1": {0, 1}, "11": {1}, "2": {2}, WHOLE: {0, 1, 2}}
    for code, homes in under.items():
        inside = [outcome for home, outcome in rows if home in homes]
        share = found[code, "pass"]
        assert (share.numerator, share.unknown) == (inside.count(PASSED), inside.count(CANT_TELL))
        assert share.denominator == len(inside) - inside.count(INAPPLICABLE)
        assert found[code, "requirement:t:r"].numerator == share.numerator
        silent = all(outcome == INAPPLICABLE for _, outcome in rows)
        assert found[code, "surveyed"].numerator == (0 if silent else len(inside) - inside.count(CANT_TELL))
        assert found[code, "surveyed"].denominator == len(inside)
        if share.denominator:
            assert 0 <= (share.low or 0) <= (share.high or 0) <= 1
        else:
            assert share.low is share.high is None
    assert found[WHOLE, "facilities"].denominator == len(rows)
    assert found[WHOLE, "facilities"].numerator == sum(home >= 0 for home, _ in rows)
    assert found["1", "facilities"].denominator == sum(home in under["1"] for home, _ in rows)


def test_only_the_whole_is_held_against_what_was_expected() -> None:
    rows = [(1, PASSED), (2, FAILED), (-1, PASSED)]
    assert figures(rows, expected=8)[WHOLE, "surveyed"].low == 2 / 8
    assert figures(rows, expected=8)["11", "surveyed"].low == 1
    assert figures(rows, expected=1)[WHOLE, "surveyed"].low == 1
