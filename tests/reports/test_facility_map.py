"""Facilities on a map: a sign each while they are few, squares when they are many; the counts stay the same."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import shapely

from audit.model import Outcome
from reports import facility_map
from reports.district_map import Frame
from reports.facility_map import SHOWN, Facilities
from reports.summary import Summary


def test_each_facility_with_a_position_has_a_sign(summary: Summary) -> None:
    children = summary.below("990101")
    drawn = Facilities(summary).draw("990101", children)
    assert drawn is not None
    assert drawn.squares == ()
    ((layer, counts),) = drawn.counts
    assert layer == "curb_ramps"
    assert sum(counts) == 40
    signs = {outcome: path.count("M") for outcome, path in drawn.signs}
    # Those that lie outside the outlines, though they say that they are in the district, are counted and not drawn.
    assert all(signs.get(outcome, 0) <= count for outcome, count in zip(SHOWN, counts, strict=True))
    assert sum(signs.values()) > 20
    assert len(drawn.outlines) == len(children)
    for x, y in re.findall(r"M([\d.]+) ([\d.]+)", "".join(path for _, path in drawn.signs)):
        assert 0 <= float(x) <= drawn.width
        assert 0 <= float(y) <= drawn.height


def test_many_facilities_are_squares_classed_by_the_share_that_passes(
    summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Facilities(summary).draw("990101", summary.below("990101"))
    monkeypatch.setattr(facility_map, "SIGNS", 1)
    many = Facilities(summary).draw("990101", summary.below("990101"))
    assert many is not None
    assert few is not None
    assert (many.signs, many.counts) == ((), few.counts)
    assert many.squares
    assert {square.shade for square in many.squares} <= {None, *range(len(many.classes))}


@pytest.mark.parametrize(
    ("outcomes", "shade"),
    [
        ((Outcome.CANT_TELL, Outcome.CANT_TELL), None),
        ((Outcome.UNTESTED, Outcome.CANT_TELL), None),
        ((Outcome.FAILED, Outcome.CANT_TELL), 0),
        ((Outcome.PASSED, Outcome.UNTESTED), 4),
        ((Outcome.PASSED, Outcome.CANT_TELL), 2),
    ],
)
def test_a_square_of_which_nothing_is_known_has_no_share(outcomes: tuple[Outcome, ...], shade: int | None) -> None:
    frame = Frame.of([shapely.box(117.0, 26.0, 117.1, 26.1).wkb])
    assert frame is not None
    at = np.full(len(outcomes), 10.0)
    (square,) = facility_map._squares(frame, at, at, np.array([SHOWN.index(one) for one in outcomes], np.int8))
    assert square.shade == shade


def test_a_street_holds_its_own_and_a_district_all_of_them(summary: Summary) -> None:
    found = Facilities(summary)
    for parent in ("990101", "990102"):
        own = [found.draw(code, [summary.divisions[code]]) for code in (parent, *summary.tree.children[parent])]
        sums = [sum(sum(counts) for _, counts in view.counts) if view else 0 for view in own]
        assert sums[0] == sum(sums[1:])


def test_where_there_are_no_facilities_or_no_outlines_there_is_no_map(summary: Summary) -> None:
    found = Facilities(summary)
    assert found.draw("990104", summary.below("990104")) is None
    assert found.draw("990101", []) is None


def test_the_page_has_the_map_with_its_numbers(report: Path) -> None:
    text = (report / "en" / "district-990101.html").read_text("utf-8")
    for outcome in (Outcome.FAILED, Outcome.PASSED, Outcome.CANT_TELL):
        assert f'class="sign sign-{outcome.value}"' in text
    assert "Map of the facilities." in text
