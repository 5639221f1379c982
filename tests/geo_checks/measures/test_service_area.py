from __future__ import annotations

import math
from itertools import chain, pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Indicator
from geo_checks.area import StudyArea
from geo_checks.barriers import Barriers
from geo_checks.compliance import CANT_TELL, FAILED, INAPPLICABLE, PASSED
from geo_checks.measures import coverage, service_area
from geo_checks.network import Lines, WalkingNetwork, build
from geo_checks.people import People, spread

RADII = (100, 300, 500)
TREE = DivisionTree.of([Division("1", "1"), Division("2", "2")])
AREA = StudyArea.of(
    TREE,
    np.array([shapely.box(0, 0, 500, 1000), shapely.box(500, 0, 1000, 1000)], dtype=object),
    CRS.from_epsg(32650),
)
SPOT = st.tuples(st.integers(-200, 1200).map(float), st.integers(-200, 1200).map(float))
CORNER = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(lambda at: (at[0] * 100.0, at[1] * 100.0))
LINES = st.lists(st.lists(CORNER, min_size=2, max_size=5).filter(lambda at: len(set(at)) > 1), min_size=1, max_size=15)
FACILITIES = st.lists(st.tuples(SPOT, st.sampled_from([PASSED, FAILED, CANT_TELL, INAPPLICABLE])), max_size=6)
PEOPLE = st.lists(st.tuples(SPOT, st.integers(0, 50).map(float)), min_size=1, max_size=12)


def network(lines: list[list[tuple[float, float]]]) -> WalkingNetwork:
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    return build(Lines.of(shapes, {}, np.full(shapes.size, -1), ()))


def live(people: list[tuple[tuple[float, float], float]]) -> People:
    x, y = np.array([place for place, _ in people]).T
    count = np.array([count for _, count in people])
    return People(x, y, count, AREA.place(x, y), {"over_65": np.floor(count / 3)})


def stand(facilities: list[tuple[tuple[float, float], int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y = np.array([place for place, _ in facilities], dtype=np.float64).reshape(-1, 2).T
    return x, y, np.array([code for _, code in facilities], dtype=np.int8)


def reached(walks: service_area.Walks, to: service_area.Stands, limit: int) -> service_area.Reach:
    return service_area.reach(walks, to, limit, coverage.distances(walks.people, to.x, to.y, to.codes, limit))


def measured(
    over: WalkingNetwork, facilities: list[tuple[tuple[float, float], int]], people: People, snap: float = 100.0
) -> dict[tuple[str, str], Indicator]:
    x, y, codes = stand(facilities)
    stands = service_area.Stands(x, y, codes, AREA.place(x, y))
    straight = coverage.straight(people, x, y, codes, RADII)
    found = service_area.reach(service_area.walks(over, people, snap), stands, max(RADII), straight.near)
    figures = [
        *coverage.of_people(AREA, "s", people, straight, RADII),
        *service_area.of_people(AREA, "s", people, found, RADII, straight.shares if people.parts else None),
    ]
    return {(figure.division, figure.name): figure for figure in chain.from_iterable(figures)}


@settings(max_examples=60, deadline=None)
@given(LINES, FACILITIES, PEOPLE)
def test_the_laws_of_walking_coverage(
    lines: list[list[tuple[float, float]]],
    facilities: list[tuple[tuple[float, float], int]],
    people: list[tuple[tuple[float, float], float]],
) -> None:
    over, residents = network(lines), live(people)
    found = measured(over, facilities, residents)
    fewer = measured(over, facilities[1:], residents)
    for code in AREA.codes:
        for group in ("", "@over_65"):
            each = [found[code, f"coverage-walking-{radius}{group}"] for radius in RADII]
            for smaller, larger in pairwise(each):
                assert smaller.numerator <= larger.numerator
                assert smaller.numerator + smaller.unknown <= larger.numerator + larger.unknown
            for radius, walking in zip(RADII, each, strict=True):
                straight = found[code, f"coverage-{radius}{group}"]
                without = fewer[code, f"coverage-walking-{radius}{group}"]
                assert walking.denominator == straight.denominator
                assert 0 <= walking.numerator <= straight.numerator
                assert walking.numerator + walking.unknown <= straight.numerator + straight.unknown
                assert without.numerator <= walking.numerator
                assert without.numerator + without.unknown <= walking.numerator + walking.unknown
    for radius in RADII:
        parts = [found[code, f"coverage-walking-{radius}"].numerator for code in ("1", "2")]
        outside = residents.count[residents.home < 0].sum()
        whole = found[WHOLE, f"coverage-walking-{radius}"].numerator
        assert sum(parts) <= whole <= sum(parts) + outside


def test_people_beyond_the_walking_distance_are_not_covered() -> None:
    # A river without a bridge nearby: 60 m in a straight line, 460 m on foot.
    over = network([[(0, 0), (200, 0), (200, 60), (0, 60)]])
    found = measured(over, [((0, 60), PASSED)], live([((0, 0), 10.0), ((200, 0), 5.0)]))
    assert found[WHOLE, "coverage-100"].numerator == 10
    assert found[WHOLE, "coverage-walking-100"].numerator == 0
    assert found[WHOLE, "coverage-walking-300"].numerator == 5
    assert found[WHOLE, "coverage-walking-500"].numerator == 15
    assert found[WHOLE, "coverage-walking-500@over_65"].numerator == 4
    assert found[WHOLE, "coverage-walking-500@over_65"].denominator == 4


def test_a_facility_that_cannot_be_told_is_unknown_not_covered() -> None:
    over = network([[(0, 0), (1000, 0)]])
    found = measured(over, [((0, 0), CANT_TELL), ((900, 0), FAILED)], live([((50, 0), 7.0), ((900, 0), 2.0)]))
    whole = found[WHOLE, "coverage-walking-100"]
    assert (whole.numerator, whole.unknown, whole.denominator) == (0, 7, 9)


def test_who_is_off_the_network_is_unknown_where_the_straight_line_would_do() -> None:
    over = network([[(0, 0), (100, 0)]])
    people = live([((0, 400), 3.0), ((500, 900), 4.0), ((50, 0), 1.0)])
    whole = measured(over, [((0, 350), PASSED), ((100, 0), PASSED)], people)[WHOLE, "coverage-walking-100"]
    assert (whole.numerator, whole.unknown) == (1, 3)


def test_polygons_are_reached_by_the_share_of_their_points_and_never_more_than_straight() -> None:
    people = spread(AREA, np.array([shapely.box(0, 0, 400, 20)], dtype=object), np.array([80.0]), {})
    found = measured(network([[(0, 10), (400, 10)]]), [((0, 10), PASSED)], people)
    whole = found[WHOLE, "coverage-walking-300"]
    assert whole.denominator == pytest.approx(80)
    assert whole.numerator == pytest.approx(60, abs=2)
    assert whole.numerator <= found[WHOLE, "coverage-300"].numerator
    assert found[WHOLE, "coverage-walking-500"].numerator == pytest.approx(80)


STATE = st.sampled_from([0.0, 1.0, math.nan])


@settings(max_examples=60, deadline=None)
@given(LINES, FACILITIES, PEOPLE, st.data())
def test_barrier_free_coverage_is_never_more_than_on_foot(
    lines: list[list[tuple[float, float]]],
    facilities: list[tuple[tuple[float, float], int]],
    people: list[tuple[tuple[float, float], float]],
    data: st.DataObject,
) -> None:
    over, residents = network(lines), live(people)
    edges = data.draw(st.lists(STATE, min_size=over.length.size, max_size=over.length.size))
    nodes = data.draw(st.lists(STATE, min_size=over.node_x.size, max_size=over.node_x.size))
    barriers = Barriers(np.array(edges), np.array(nodes))
    x, y, codes = stand(facilities)
    stands = service_area.Stands(x, y, codes, AREA.place(x, y))
    walks = service_area.walks(over, residents, 100.0, {"wheels": barriers})
    found = reached(walks, stands, max(RADII))
    figures = chain.from_iterable(service_area.of_people(AREA, "s", residents, found, RADII))
    named = {(figure.division, figure.name): figure for figure in figures}
    for code in AREA.codes:
        for radius in RADII:
            walking, wheels = named[code, f"coverage-walking-{radius}"], named[code, f"coverage-wheels-{radius}"]
            assert 0 <= wheels.numerator <= walking.numerator
            assert wheels.unknown >= 0
            assert wheels.numerator + wheels.unknown <= walking.numerator + walking.unknown
    for figure in chain.from_iterable(service_area.chain(AREA, walks, [("s", stands, found.stands)], max(RADII))):
        assert 0 <= figure.numerator <= figure.numerator + figure.unknown <= figure.denominator
        if figure.division == WHOLE:
            assert figure.denominator == (stands.home >= 0).sum()


def blocks(crossing: float) -> dict[tuple[str, str], Indicator]:
    """Two sidewalks with a crossing between them: a stop and five people on the far side, ten on the near one."""
    over = network([[(0, 0), (200, 0)], [(200, 0), (200, 20)], [(200, 20), (400, 20)]])
    barriers = Barriers(np.array([1.0, crossing, 1.0]), np.ones(4))
    residents = live([((180, 0), 10.0), ((300, 20), 5.0)])
    x, y, codes = stand([((250, 20), PASSED), ((10, 0), FAILED), ((900, 900), PASSED)])
    stands = service_area.Stands(x, y, codes, AREA.place(x, y))
    walks = service_area.walks(over, residents, 100.0, {"wheels": barriers})
    reach = reached(walks, stands, 500)
    figures = [
        *service_area.of_people(AREA, "s", residents, reach, (100, 500)),
        *service_area.chain(AREA, walks, [("s", stands, reach.stands)], 500),
    ]
    return {(figure.division, figure.name): figure for figure in chain.from_iterable(figures)}


@pytest.mark.parametrize(("crossing", "covered", "unknown"), [(1.0, 15, 0), (0.0, 5, 0), (math.nan, 5, 10)])
def test_a_broken_crossing_cuts_people_off(crossing: float, covered: float, unknown: float) -> None:
    found = blocks(crossing)
    wheels = found[WHOLE, "coverage-wheels-100"]
    assert (wheels.numerator, wheels.unknown, wheels.denominator) == (covered, unknown, 15)
    assert found[WHOLE, "coverage-walking-100"].numerator == 15


def test_the_usable_chain_counts_what_is_usable_and_reached() -> None:
    found = blocks(0.0)
    # Reached: the stop of those across the crossing, and the one that failed; the third is off the network.
    reachable, chain = found[WHOLE, "reachable-wheels"], found[WHOLE, "chain-wheels"]
    assert (reachable.numerator, reachable.unknown, reachable.denominator, reachable.unit) == (2, 1, 3, "facility")
    assert (chain.numerator, chain.unknown, chain.denominator) == (1, 1, 3)


def test_who_lives_at_a_closed_edge_is_brought_to_an_open_one() -> None:
    over = network([[(0, 0), (100, 0)], [(0, 30), (100, 30)]])
    barriers = Barriers(np.array([0.0, 1.0]), np.ones(4))
    residents = live([((50, 5), 3.0)])
    x, y, codes = stand([((90, 30), PASSED)])
    walks = service_area.walks(over, residents, 26.0, {"wheels": barriers})
    found = reached(walks, service_area.Stands(x, y, codes, AREA.place(x, y)), 500)
    assert found.ways["walking"][0].tolist() == [math.inf]
    # Never told shorter than on foot.
    assert found.ways["wheels"][0].tolist() == [math.inf]
    _, opened = walks.grounds["wheels"]
    assert (opened.people.edge.tolist(), opened.people.aside.tolist()) == ([1], [25])
