from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, FAILED, PASSED
from geo_checks.measures import completeness
from geo_checks.measures.completeness import DOUBTFUL, MISSING, NOT_SURVEYED, THERE, serve
from geo_checks.measures.corners import CORNER, CROSSING, FAR_SIDE, Places, corners

DENVER = Path(__file__).parents[3] / ".." / "shared" / "data" / "denver"
LIMIT, REACH = 15.0, 60.0

TREE = DivisionTree.of([Division("1", "1"), Division("2", "2")])
AREA = StudyArea.of(
    TREE, np.array([shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100)], dtype=object), CRS.from_epsg(32650)
)
SPOTS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=12)


def places(*at: tuple[float, float], crossings: list[int] | None = None) -> Places:
    """Return corners, or ends of the crossings that are numbered."""
    spot = np.array(at, dtype=np.float64).reshape(-1, 2)
    group = np.arange(len(spot)) if crossings is None else np.array(crossings)
    kind = np.full(len(spot), CORNER if crossings is None else CROSSING, dtype=np.int8)
    return Places(spot[:, 0], spot[:, 1], kind, group, np.full((len(spot), 2), -1))


def states(wanted: Places, *ramps: tuple[float, float], serves: int = 1) -> list[int]:
    at = np.array(ramps, dtype=np.float64).reshape(-1, 2)
    found: list[int] = serve(wanted, at[:, 0], at[:, 1], limit=LIMIT, serves=serves, reach=REACH).state.tolist()
    return found


def test_a_ramp_serves_up_to_the_limit_and_no_farther() -> None:
    assert states(places((0, 0)), (LIMIT, 0)) == [THERE]
    assert states(places((0, 0)), (math.nextafter(LIMIT, 20), 0)) == [DOUBTFUL]
    assert states(places((0, 0)), (math.nan, math.nan)) == [NOT_SURVEYED]
    assert states(places((0, 0))) == [NOT_SURVEYED]
    assert states(places(), (0, 0)) == []


def test_beyond_the_survey_a_place_is_not_known() -> None:
    assert states(places((0, 0)), (REACH, 0)) == [MISSING]
    assert states(places((0, 0)), (REACH + 0.01, 0)) == [NOT_SURVEYED]


def test_one_ramp_does_not_make_up_for_another_corner() -> None:
    assert states(places((0, 0), (10, 0)), (1, 0)) == [THERE, MISSING]


def test_a_ramp_to_spare_next_to_an_empty_place_leaves_it_in_doubt() -> None:
    two = places((0, 0), (10, 0))
    assert states(two, (1, 0), (2, 0)) == [THERE, DOUBTFUL]
    found = serve(two, np.array([1.0, 2.0]), np.zeros(2), limit=LIMIT, reach=REACH)
    assert found.ramp.tolist() == [0, 1]
    assert found.distance.tolist() == [1, 8]
    assert found.codes.tolist() == [PASSED, CANT_TELL]


def test_a_ramp_that_belongs_nowhere_leaves_the_place_next_to_it_in_doubt() -> None:
    assert states(places((0, 0)), (LIMIT + 1, 0)) == [DOUBTFUL]
    assert states(places((0, 0)), (2 * LIMIT, 0)) == [DOUBTFUL]
    assert states(places((0, 0)), (2 * LIMIT + 0.1, 0)) == [MISSING]
    assert states(places((0, 0), (0, 25)), (LIMIT + 1, 0)) == [DOUBTFUL, MISSING]


def test_a_ramp_on_the_far_side_of_a_junction_serves_no_corner() -> None:
    three = places((-5, -5), (5, -5), (0, 5))
    three.kind[2] = FAR_SIDE
    assert states(three, (-4, 5))[:2] == [MISSING, MISSING]
    assert states(three, (-4, 5), (4, 5), (5, -5))[:2] == [MISSING, THERE]


def test_one_ramp_may_serve_the_ends_of_two_crossings_but_not_both_ends_of_one() -> None:
    corner = places((0, 0), (0, 8), (1, 0), (9, 0), crossings=[0, 0, 1, 1])
    assert states(corner, (0, 0), serves=1) == [THERE, MISSING, MISSING, MISSING]
    assert states(corner, (0, 0), serves=2) == [THERE, MISSING, THERE, MISSING]


def test_of_equally_near_places_the_first_is_served() -> None:
    assert states(places((5, 0), (-5, 0)), (0, 0)) == [THERE, MISSING]


@given(SPOTS, SPOTS, st.integers(1, 3))
def test_serving_keeps_its_laws(spots: list[tuple[int, int]], ramps: list[tuple[int, int]], serves: int) -> None:
    wanted = places(*spots)
    x, y = np.array(ramps, dtype=np.float64).reshape(-1, 2).T
    found = serve(wanted, x, y, limit=LIMIT, serves=serves, reach=REACH)
    used = found.ramp[found.ramp >= 0]
    assert np.bincount(used, minlength=1).max(initial=0) <= serves
    for number, state in enumerate(found.state.tolist()):
        distances = [math.dist(spots[number], ramp) for ramp in ramps]
        nearest = min(distances, default=math.inf)
        if state in (THERE, DOUBTFUL):
            assert distances[found.ramp[number]] == pytest.approx(found.distance[number])
            assert found.distance[number] <= (LIMIT if state == THERE else 2 * LIMIT)
        if state == THERE:
            assert found.ramp[number] >= 0
        elif state == NOT_SURVEYED:
            assert nearest > REACH
        elif state == MISSING:
            assert nearest <= REACH
        if nearest > LIMIT:
            assert state in (MISSING, NOT_SURVEYED, DOUBTFUL)
            assert state != DOUBTFUL or nearest <= 2 * LIMIT
        if serves == 1 and nearest <= LIMIT:
            # A ramp nearer to this place than to any other belongs to it.
            owned = [
                r
                for r in ramps
                if all(math.dist(r, s) > math.dist(r, spots[number]) for s in spots if s != spots[number])
            ]
            alone = spots.count(spots[number]) == 1
            if alone and any(math.dist(r, spots[number]) <= LIMIT for r in owned):
                assert state == THERE


@given(SPOTS, SPOTS)
def test_a_ramp_more_never_makes_a_street_less_complete(
    spots: list[tuple[int, int]], ramps: list[tuple[int, int]]
) -> None:
    wanted = places(*spots)
    for more in range(len(ramps)):
        fewer, rest = states(wanted, *ramps[:more]), states(wanted, *ramps[: more + 1])
        assert all(now == THERE for was, now in zip(fewer, rest, strict=True) if was == THERE)


@given(SPOTS, SPOTS)
def test_completeness_counts_every_place_once(spots: list[tuple[int, int]], ramps: list[tuple[int, int]]) -> None:
    wanted = places(*spots)
    x, y = np.array(ramps, dtype=np.float64).reshape(-1, 2).T
    found = serve(wanted, x, y, limit=LIMIT, reach=REACH)
    home = AREA.place(wanted.x, wanted.y)
    table = {i.division: i for i in completeness.indicators(AREA, "ramps", home, found)}
    assert table[WHOLE].denominator == len(spots) == table["1"].denominator + table["2"].denominator
    for name in ("numerator", "unknown"):
        assert getattr(table[WHOLE], name) == getattr(table["1"], name) + getattr(table["2"], name)
    assert table[WHOLE].numerator == (found.state == THERE).sum()
    assert table[WHOLE].denominator - table[WHOLE].numerator - table[WHOLE].unknown == (found.state == MISSING).sum()


def test_a_corner_counts_in_each_of_its_streets() -> None:
    wanted = places((0, 0), (30, 0))
    found = serve(wanted, np.array([0.0]), np.array([0.0]), limit=LIMIT, reach=REACH)
    streets = np.array([[0, 1], [1, 1]])
    codes = np.array([FAILED], dtype=np.int8)
    table = completeness.by_street(streets, found, np.array([1]), codes, 3)
    assert {name: counts.tolist() for name, counts in table.items() if counts.any()} == {
        "ramps": [0, 1, 0],
        "failed": [0, 1, 0],
        "expected": [1, 2, 0],
        "there": [1, 1, 0],
        "missing": [0, 1, 0],
    }


@given(
    st.lists(st.tuples(st.integers(-1, 3), st.sampled_from([1899.0, 1990.0, 1999.0, 2000.0, math.nan])), max_size=20)
)
def test_every_ramp_of_a_street_is_in_one_decade(ramps: list[tuple[int, float]]) -> None:
    street = np.array([number for number, _ in ramps], dtype=np.int64)
    table = completeness.by_decade(street, np.array([year for _, year in ramps]), 4)
    for number in range(4):
        years = [year for at, year in ramps if at == number]
        assert sum(counts[number] for counts in table.values()) == len(years)
        assert sum(1990 <= year < 2000 for year in years) == table.get("built:1990", np.zeros(4))[number]
        assert sum(map(math.isnan, years)) == table.get("built:unknown", np.zeros(4))[number]


@pytest.mark.skipif(not DENVER.is_dir(), reason="the real layers of Denver are not beside the repository")
def test_denver_has_four_in_five_of_its_corners_ramped() -> None:
    """The figures of the real city move little with what has to be assumed: widths, merge distance, limit."""
    to_metres = pyproj.Transformer.from_crs(4326, 32613, always_xy=True)

    def read(name: str) -> list[dict[str, object]]:
        with gzip.open(DENVER / name, "rt", encoding="utf-8") as stream:
            return [json.loads(line) for line in stream]

    lines = np.array([shapely.MultiLineString(row["paths"]) for row in read("centerlines.jsonl.gz")], dtype=object)
    lines = shapely.transform(lines, lambda at: np.column_stack(to_metres.transform(at[:, 0], at[:, 1])))
    degrees = np.array([(row["lon"], row["lat"]) for row in read("curb_ramps.jsonl.gz")])
    x, y = to_metres.transform(degrees[:, 0], degrees[:, 1])
    shares = {}
    for merge, half, limit in ((20.0, 6.0, 15.0), (10.0, 6.0, 15.0), (30.0, 8.0, 15.0), (20.0, 4.5, 12.0)):
        wanted = corners(lines, np.full(lines.size, half), merge)
        found = serve(wanted, x, y, limit=limit, reach=250.0)
        counts = np.bincount(found.state[wanted.kind == CORNER], minlength=4)
        assert 5000 < counts[MISSING] < 7500
        shares[merge, half, limit] = counts[THERE] / counts.sum()
    wanted = corners(lines, np.full(lines.size, 6.0), 20.0)
    assert (wanted.kind == CORNER).sum() == 44177
    assert shares[20.0, 6.0, 15.0] == pytest.approx(0.810, abs=0.001)
    assert all(0.78 < share < 0.84 for share in shares.values())
