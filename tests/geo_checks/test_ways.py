from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from audit.districts import WHOLE
from audit.model import Indicator, Reason, UsageError
from audit.plan import Plan
from geo_checks.street import StreetAudit, audit, check_plan

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
LAYER = {
    "kind": "bus_stops",
    "file": "stops.csv",
    "x": "x",
    "y": "y",
    "crs": "EPSG:4326",
    "columns": {"wheelchair_boarding": "ok"},
}


def figure(found: StreetAudit, division: str, name: str, layer: str = "bus_stops") -> Indicator:
    (indicator,) = [i for i in found.indicators if (i.division, i.layer, i.name) == (division, layer, name)]
    return indicator


@pytest.fixture
def town(city: Any) -> Any:
    """One street along the middle of the city (1001.2 m to a hundredth of a degree), with a stop at its western end."""
    street = shapely.LineString([(117.0 + n / 1000, 26.0025) for n in range(21)])
    geopandas.GeoDataFrame({"kind": ["road"]}, geometry=[street], crs=4326).to_file(city.folder / "streets.gpkg")
    city.text("stops.csv", "x,y,ok\n117.0,26.0025,1\n117.010,26.0025,?\n")
    city.text("people.csv", "x,y,n,old\n117.001,26.0025,10,2\n117.0105,26.0025,20,8\n117.005,26.009,40,4\n")
    return city


def plan(city: Any, **tables: Any) -> Plan:
    made: Plan = city.plan(
        LAYER,
        population={
            "file": "people.csv", "x": "x", "y": "y", "crs": "EPSG:4326", "count": "n", "groups": {"over_65": "old"}
        },
        network={"file": "streets.gpkg"},
        **tables,
    )  # fmt: skip
    return made


def test_walking_coverage_beside_the_straight_line(town: Any) -> None:
    found = audit(plan(town), town.folder)
    whole = figure(found, WHOLE, "coverage-walking-300")
    assert (whole.numerator, whole.unknown, whole.denominator, whole.unit) == (10, 20, 70, "person")
    old = figure(found, "20", "coverage-walking-300@over_65")
    assert (old.numerator, old.unknown, old.denominator) == (0, 8, 8)
    told = {(u.subject, u.what, u.reason, u.detail) for u in found.untested}
    assert ("population", "network", Reason.OFF_NETWORK, "1 rows, 40 people") in told
    assert found == audit(plan(town), town.folder)


def test_without_people_a_network_measures_nothing_and_says_so(town: Any) -> None:
    found = audit(plan(town).model_copy(update={"population": None}), town.folder)
    assert not [i for i in found.indicators if "walking" in i.name]
    assert ("network", Reason.NO_POPULATION) in {(u.subject, u.reason) for u in found.untested}


@pytest.mark.parametrize(
    ("network", "message"),
    [
        ({"class": "knd"}, "has no column 'knd'"),
        ({"steps": ["steps"]}, "steps: add class"),
        ({"columns": {"widht": "kind"}}, "did you mean width"),
        ({"columns": {"width": "kind"}}, "no unit"),
        ({"file": "people.csv"}, "coordinates"),
    ],
)
def test_a_wrong_network_is_told_before_the_audit(town: Any, network: dict[str, Any], message: str) -> None:
    given = Plan.model_validate(
        {**plan(town).model_dump(by_alias=True, exclude_unset=True), "network": {"file": "streets.gpkg", **network}}
    )
    problems = check_plan(given, town.folder)
    assert any(message in problem.en for problem in problems), problems
    with pytest.raises(UsageError):
        audit(given, town.folder)
