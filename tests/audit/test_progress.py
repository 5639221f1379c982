"""Targets: reached, on track, behind, or nobody can tell; at the path and just past it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from audit.model import Indicator, Score
from audit.plan import Plan
from audit.progress import Progress, Stage, Standing, progress

YEARS = {"since": 2021, "year": 2025}
# 1 January 2021 to 31 December 2025 are 1,825 days.
DECLARED = {"id": "homes", "name": "家庭无障碍改造", "planned": 1825, "unit": "户", "source": "残联", **YEARS}
MEASURED = {"id": "kerbs", "name": "坡道", "kind": "curb_ramps", "indicator": "pass", "goal": 0.9, **YEARS}
DAY = "2023-07-02"  # 912 days on


def plan(*targets: dict[str, Any], day: str = DAY) -> Plan:
    layer = {"kind": "curb_ramps", "file": "r.csv", "x": "x", "y": "y", "crs": "EPSG:4326", "columns": {"width": "w"}}
    return Plan.model_validate(
        {
            "name": "x",
            "date": day,
            "districts": {"file": "d.geojson"},
            "street": {"standards": ["gb-55019-2021", "gb-50763-2012"]},
            "layer": [layer],
            "target": list(targets),
        }
    )


def one(target: dict[str, Any], *indicators: Indicator, day: str = DAY, stage: Stage = Stage.MID_TERM) -> Progress:
    (found,) = progress(plan(target, day=day), indicators, [], stage)
    return found


@pytest.mark.parametrize(
    ("done", "day", "standing"),
    [
        (912, DAY, Standing.ON_TRACK),
        (911, DAY, Standing.BEHIND),
        (1824, "2025-12-31", Standing.BEHIND),
        (1825, "2025-12-31", Standing.REACHED),
        (1825, "2021-06-01", Standing.REACHED),
        (2000, DAY, Standing.REACHED),
        (0, "2020-06-01", Standing.ON_TRACK),
        (1824, "2027-01-01", Standing.BEHIND),
        (None, DAY, Standing.UNKNOWN),
    ],
)
def test_a_declared_target_on_its_path(done: float | None, day: str, standing: Standing) -> None:
    # The day of the report counts, not that of the audit.
    found = one({**DECLARED, "done": done, "date": day}, day="2030-01-01")
    assert found.standing is standing
    assert found.denominator == 1825
    assert found.numerator == done


def test_the_path_begins_where_the_plan_began() -> None:
    found = one({**DECLARED, "start": 825, "done": 1000, "date": DAY})
    assert found.path == pytest.approx((825 + 1000 * 912 / 1825) / 1825)
    assert found.standing is Standing.BEHIND


def passing(numerator: float, unknown: float, standard: str = "gb-55019-2021", division: str = "") -> Indicator:
    return Indicator(division, "curb_ramps", "pass", numerator, unknown, 1000, "facility", standard)


@pytest.mark.parametrize(
    ("numerator", "unknown", "standing"),
    [
        (900, 0, Standing.REACHED),
        (899, 100, Standing.ON_TRACK),
        (450, 0, Standing.ON_TRACK),
        (449, 1, Standing.UNKNOWN),
        (449, 0, Standing.BEHIND),
        (0, 1000, Standing.UNKNOWN),
    ],
)
def test_what_is_not_known_is_neither_on_track_nor_behind(numerator: float, unknown: float, standing: Standing) -> None:
    # 0.9 · 912 / 1825 = 0.44975
    assert one(MEASURED, passing(numerator, unknown)).standing is standing


def test_a_measured_target_reads_the_scored_edition_of_its_own_division() -> None:
    found = one(MEASURED, passing(900, 0, "gb-50763-2012"), passing(100, 0), passing(950, 0, division="10"))
    assert (found.numerator, found.standing) == (100, Standing.BEHIND)
    assert one({**MEASURED, "district": "10"}, passing(950, 0, division="10")).standing is Standing.REACHED
    assert one(MEASURED).standing is Standing.UNKNOWN, "nothing was measured"
    empty = Indicator("", "curb_ramps", "pass", 0, 0, 0, "facility", "gb-55019-2021")
    assert one(MEASURED, empty).standing is Standing.UNKNOWN


def test_sites_at_the_pass_mark() -> None:
    target = {"id": "sites", "name": "网站", "indicator": "online", "goal": 0.8, **YEARS}
    score = Score("division", "", "online", 40, 80, parts={"sites": 10, "judged": 8, "passed": 4})
    (found,) = progress(plan(target), [], [score])
    assert (found.numerator, found.unknown, found.denominator) == (4, 2, 10)
    assert found.standing is Standing.ON_TRACK


@pytest.mark.parametrize(
    ("numerator", "unknown", "standing"),
    [(900, 0, Standing.REACHED), (899, 1, Standing.UNKNOWN), (899, 0, Standing.MISSED)],
)
def test_the_final_evaluation_holds_against_the_goal(numerator: float, unknown: float, standing: Standing) -> None:
    assert one(MEASURED, passing(numerator, unknown), stage=Stage.FINAL).standing is standing


def test_without_years_there_is_no_path() -> None:
    bare = {key: value for key, value in MEASURED.items() if key not in YEARS}
    assert one(bare, passing(1, 0)).standing is Standing.OPEN
    assert one(bare, passing(900, 0)).standing is Standing.REACHED


@pytest.mark.parametrize(
    "changes",
    [
        {"indicator": "pass", "goal": 0.5},
        {"planned": None},
        {"date": None},
        {"year": None},
        {"since": 2026},
        {"nature": "hoped"},
        {"goal": 2},
    ],
)
def test_a_target_says_which_sort_it_is(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        plan({**DECLARED, "done": 1, "date": DAY, **changes})
    with pytest.raises(ValidationError):
        plan({**MEASURED, "goal": None})
    with pytest.raises(ValidationError):
        plan({**MEASURED, "kind": None})
