from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely

from audit.model import Reason
from audit.plan import Network, Plan, Profile
from geo_checks.barriers import Barriers, Ramps, barriers, both, not_asked, profiles
from geo_checks.network import KerbPoints, Lines, WalkingNetwork, build

UNKNOWN = math.nan
WHEELS = Profile(id="wheels", speed=1, max_slope=8, min_width=1.2, ramps="passed", wheelchair=True, avoid=("gravel",))
NO_RAMPS = Ramps.together([])
GIVEN = Network(file="-")


def edges(profile: Profile, asked: tuple[str, ...] = (), surface: str = "", **columns: float) -> float:
    """Return the state of one edge that has some attributes."""
    named = {name: np.array([value]) for name, value in columns.items()}
    words = (surface,) if surface else ()
    shapes = np.array([shapely.LineString([(0, 0), (100, 0)])], dtype=object)
    network = build(Lines.of(shapes, named, np.array([0 if surface else -1]), words), asked=frozenset(asked))
    (state,) = barriers(network, GIVEN, NO_RAMPS, [profile])[profile.id].edges.tolist()
    return float(state)


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({}, 1),
        ({"steps": 1.0}, 0),
        ({"steps": 1.0, "lift": 1.0}, 1),
        ({"steps": 1.0, "lift": UNKNOWN}, 0),
        ({"steps": UNKNOWN, "asked": ("steps",)}, UNKNOWN),
        ({"steps": UNKNOWN}, 1),
        ({"footbridge": 1.0, "lift": 1.0}, 1),
        ({"footbridge": 1.0, "lift": 0.0}, 0),
        ({"footbridge": 1.0}, UNKNOWN),
        ({"slope": 8.0}, 1),
        ({"slope": 8.01}, 0),
        ({"slope": UNKNOWN}, 1),
        ({"slope": UNKNOWN, "asked": ("slope",)}, UNKNOWN),
        ({"slope": UNKNOWN, "asked": ("slope",), "steps": 1.0}, 0),
        ({"width": 1.2}, 1),
        ({"width": 1.19}, 0),
        ({"wheelchair": 0.0}, 0),
        ({"wheelchair": 1.0, "width": UNKNOWN, "asked": ("width",)}, UNKNOWN),
        ({"surface": "gravel"}, 0),
        ({"surface": "asphalt"}, 1),
        ({"asked": ("surface",)}, UNKNOWN),
    ],
)
def test_what_closes_an_edge(columns: dict[str, Any], state: float) -> None:
    assert edges(WHEELS, **columns) == pytest.approx(state, nan_ok=True)


def test_who_takes_steps_passes_them_and_footbridges() -> None:
    blind = Profile(id="blind", speed=1, steps=True)
    assert edges(blind, steps=1.0) == edges(blind, footbridge=1.0, lift=0.0) == edges(blind, wheelchair=0.0) == 1


def crossing(*ramps: tuple[float, float, float], **how: Any) -> Barriers:
    """Return what is open of a crossing from (0, 0) to (0, 10) between two sidewalks; ramps: x, y, passed."""
    lines = [[(-50, 0), (0, 0)], [(0, 0), (0, 10)], [(0, 10), (-50, 10)]]
    columns = {"crossing": np.array([0.0, 1.0, 0.0]), "path": np.array([1.0, 0.0, 1.0])}
    return over(lines, columns, *ramps, **how)


def over(
    lines: Any, columns: dict[str, Any], *ramps: tuple[float, float, float], profile: Profile = WHEELS
) -> Barriers:
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    network = build(Lines.of(shapes, columns, np.full(shapes.size, -1), ()))
    x, y, passed = np.array(ramps, dtype=np.float64).reshape(-1, 3).T
    given = Ramps(x, y, passed, np.ones(x.size), passed)
    return barriers(network, GIVEN, given, [profile])[profile.id]


@pytest.mark.parametrize(
    ("ramps", "state"),
    [
        ([(0, 0, 1), (0, 10, 1)], 1),
        ([(5, 0, 1), (0, 15, 1)], 1),
        ([(5.1, 0, 1), (0, 10, 1)], UNKNOWN),
        ([(0, 0, 1), (0, 10, 0)], 0),
        ([(0, 0, 0)], 0),
        ([(0, 0, 1), (0, 10, UNKNOWN)], UNKNOWN),
        ([(0, 0, 1), (1, 0, 0), (0, 10, 1)], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_a_crossing_is_open_when_both_its_kerbs_are(ramps: list[tuple[float, float, float]], state: float) -> None:
    assert crossing(*ramps).edges.tolist() == pytest.approx([1, state, 1], nan_ok=True)
    assert (crossing(*ramps).nodes == 1).all()


def test_a_ramp_that_is_there_is_enough_for_some() -> None:
    pram = Profile(id="pram", speed=1, ramps="present")
    assert crossing((0, 0, 0), (0, 10, UNKNOWN), profile=pram).edges.tolist() == [1, 1, 1]
    tactile = Profile(id="blind", speed=1, tactile=True)
    assert crossing((0, 0, 0), (0, 10, UNKNOWN), profile=tactile).edges.tolist() == [1, 0, 1]
    assert crossing(profile=Profile(id="all", speed=1)).edges.tolist() == [1, 1, 1]


def test_the_middle_of_a_road_is_no_kerb() -> None:
    # The crossing meets the road that it crosses at (0, 5).
    lines = [[(0, 0), (0, 5)], [(0, 5), (0, 10)], [(-90, 5), (0, 5)], [(0, 5), (90, 5)]]
    columns = {"crossing": np.array([1.0, 1.0, 0.0, 0.0]), "path": np.zeros(4)}
    assert over(lines, columns, (0, -1, 1), (0, 11, 1)).edges.tolist() == [1, 1, 1, 1]
    assert over(lines, columns, (0, -1, 1), (0, 11, 0)).edges.tolist() == [1, 0, 1, 1]


@pytest.mark.parametrize(
    ("ramps", "state"),
    [
        ([(10, 10, 1), (-10, 10, 1)], 1),
        ([(10, 10, 0), (-10, 10, 0)], 0),
        ([(10, 10, 1), (-10, 10, 0)], UNKNOWN),
        ([(10, 10, 0), (-10, 10, UNKNOWN)], UNKNOWN),
        ([(25.1, 0, 1)], UNKNOWN),
        ([(25, 0, 1)], 1),
        ([], UNKNOWN),
    ],
)
def test_a_junction_of_roads(ramps: list[tuple[float, float, float]], state: float) -> None:
    arms = [[(0, 0), (100, 0)], [(0, 0), (0, 100)], [(0, 0), (-100, 0)]]
    found = over(arms, {}, *ramps)
    assert found.nodes.tolist() == pytest.approx([state, 1, 1, 1], nan_ok=True)
    closed, opened = found.open(unknown=False), found.open(unknown=True)
    assert closed[1].tolist() == [state != 1, False, False, False]
    assert opened[1].tolist() == [state == 0, False, False, False]
    paths = over(arms, {"path": np.array([0.0, 0.0, 1.0])}, *ramps)
    assert (paths.nodes == 1).all()


def test_a_missing_ramp_and_a_raised_kerb_close_a_crossing() -> None:
    shapes = np.array([shapely.LineString([(0, 0), (0, 10)])], dtype=object)
    network = build(Lines.of(shapes, {"crossing": np.ones(1)}, np.array([-1]), ()))
    missing = Ramps.missing(np.array([0.0]), np.array([1.0]))
    assert barriers(network, GIVEN, missing, [WHEELS])["wheels"].edges.tolist() == [0]
    points = KerbPoints(np.zeros(3), np.array([0.0, 10.0, 10.0]), np.array([1, 0, UNKNOWN]), np.array([UNKNOWN, 1, 1]))
    assert barriers(network, GIVEN, Ramps.kerbs(points), [WHEELS])["wheels"].edges.tolist() == [0]


def test_three_values() -> None:
    values = [0.0, UNKNOWN, 1.0]
    table = [both(np.array([a]), np.array([b])).item() for a in values for b in values]
    assert table == pytest.approx([0, 0, 0, 0, UNKNOWN, UNKNOWN, 0, UNKNOWN, 1], nan_ok=True)


def test_what_the_network_does_not_tell_is_told() -> None:
    shapes = np.array([shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(0, 0), (0, 300)])], dtype=object)
    columns = {"slope": np.array([3.0, UNKNOWN])}
    network: WalkingNetwork = build(Lines.of(shapes, columns, np.full(2, -1), ()), asked=frozenset({"width"}))
    told = {(u.what, u.reason): u.detail for u in not_asked(network, NO_RAMPS, [WHEELS])}
    assert told == {
        ("slope", Reason.MISSING_COLUMN): "wheels; known of 25.0 % of the length",
        ("surface", Reason.MISSING_COLUMN): "wheels; known of 0.0 % of the length",
        ("ramps", Reason.NOT_SUPPLIED): "wheels",
    }


def test_profiles_that_come_with_stepfree_and_a_plan_s_own() -> None:
    plan = {"name": "x", "date": "2026-01-01"}
    shipped = [profile.id for profile in profiles(Plan.model_validate(plan))]
    assert shipped == ["manual-wheelchair", "powered-wheelchair", "blind-pedestrian", "pram"]
    own = Plan.model_validate({**plan, "profile": [{"id": "elderly", "speed": 0.7}]})
    assert [profile.id for profile in profiles(own)] == ["elderly"]
    for wrong in ([{"id": "walking", "speed": 1}], [{"id": "a", "speed": 1}] * 2, [{"id": "A b", "speed": 1}]):
        with pytest.raises(ValueError, match=r"walking|twice|pattern"):
            Plan.model_validate({**plan, "profile": wrong})
