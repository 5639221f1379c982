from __future__ import annotations

import dataclasses
import io
from functools import partial
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from audit.districts import WHOLE
from audit.model import Reason, UsageError
from geo_checks.street import StreetAudit, audit
from tests.geo_checks.conftest import figure as figure_of

# Degrees: about 100 m east and north at 26 N.
EAST, NORTH = 0.001, 0.0009
TOILETS = {
    "id": "toilets",
    "kind": "public_toilets",
    "file": "toilets.gpkg",
    "key": "no",
    "label": "name",
    "columns": {"accessible": "ok", "stall_width": {"column": "stalls", "unit": "m"}},
    "standards": ["agency-verdict"],
}
PEOPLE = {"file": "people.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326", "count": "n"}

figure = partial(figure_of, layer="toilets")


def picks(found: StreetAudit, layer: str = "toilets") -> pd.DataFrame:
    rows: pd.DataFrame = pq.read_table(io.BytesIO(found.evidence[f"siting:{layer}"])).to_pandas()
    return rows


@pytest.fixture
def toilets(city: Any) -> Any:
    """Write a usable toilet below, a failing one above, an unknown one east, and people near each and far from all."""
    homes = [city.lower, city.upper, city.east, (city.east[0] + 4 * EAST, city.east[1] + 4 * NORTH), city.outside]
    city.points(
        "toilets.gpkg",
        homes[:3],
        no=["a", "b", "c"],
        name=["甲", "乙", "丙"],
        ok=["是", "否", None],
        stalls=[2.0, 3.0, None],
    )
    people = [f"{x},{y},{n}" for (x, y), n in zip(homes, (10, 20, 40, 30, 500), strict=True)]
    city.text("people.csv", "\n".join(["lon,lat,n", *people]))
    return city


def test_access_by_division_with_its_bounds(toilets: Any) -> None:
    found = audit(toilets.plan(TOILETS, population=PEOPLE, access={"radius": 200}), toilets.folder)
    lower, upper, east = (figure(found, code, "access-2sfca") for code in ("1001", "1002", "20"))
    assert (lower.numerator, lower.unknown, lower.denominator, lower.unit) == (1, 0, 10, "place/person")
    assert (upper.numerator, upper.unknown, upper.denominator) == (0, 0, 20)
    assert (east.numerator, east.unknown, east.denominator) == (0, 1, 70)
    assert figure(found, WHOLE, "access-e2sfca").numerator == 1
    with_stalls = audit(toilets.plan(TOILETS, population=PEOPLE, access={"supply": ["stall_width"]}), toilets.folder)
    assert figure(with_stalls, "1001", "access-2sfca").numerator == 2


def test_what_to_mend_check_or_build_next(toilets: Any) -> None:
    found = audit(toilets.plan(TOILETS, population=PEOPLE, siting={"radius": 200, "next": 9}), toilets.folder)
    table = picks(found)
    assert table["rank"].tolist() == [0, 1, 2, 3]
    assert table["what"].tolist()[1:] == ["check", "build", "mend"]
    assert table["facility"].fillna("").tolist() == ["", "c", "", "b"]
    assert table["label"].tolist()[1] == "丙"
    assert table["people_gained"].tolist() == [0, 40, 30, 20]
    assert table["share"].tolist() == pytest.approx([0.1, 0.5, 0.8, 1])
    # What is to be checked may serve people today.
    assert table["share_high"].tolist() == pytest.approx([0.5, 0.5, 0.8, 1])
    assert table["division"].tolist()[1:] == ["20", "20", "1002"]
    assert table["lon"].tolist()[2] == pytest.approx(toilets.east[0] + 4 * EAST)
    only = audit(toilets.plan(TOILETS, population=PEOPLE, siting={"radius": 200, "what": ["mend"]}), toilets.folder)
    assert picks(only)["facility"].tolist()[1:] == ["b"]


def test_what_stands_in_a_division_without_a_position_is_no_place_to_go_to(toilets: Any) -> None:
    toilets.points(
        "toilets.gpkg", [toilets.lower, None], no=["a", "b"], name=["甲", "乙"], ok=["否", "否"], street=["", "1002"]
    )
    layer = {**TOILETS, "columns": {"accessible": "ok"}, "division": "street"}
    found = audit(toilets.plan(layer, population=PEOPLE, siting={"radius": 200, "what": ["mend"]}), toilets.folder)
    assert figure(found, "1002", "facilities").numerator == 1
    assert picks(found)["facility"].fillna("").tolist() == ["", "a"]


def test_given_sites_take_the_place_of_homes(toilets: Any) -> None:
    toilets.points(
        "sites.gpkg",
        [toilets.outside, (toilets.east[0] + 4 * EAST, toilets.east[1] + 3 * NORTH)],
        park=["外", "东公园"],
    )
    sites = {"file": "sites.gpkg", "label": "park"}
    plan = toilets.plan(TOILETS, population=PEOPLE, siting={"radius": 200, "what": ["build"], "sites": sites})
    table = picks(audit(plan, toilets.folder))
    assert table["label"].tolist()[1:] == ["东公园"]
    assert table["people_gained"].tolist() == [0, 30]


@pytest.fixture
def streets(toilets: Any) -> Any:
    """Give the toilets a street: from the lower one past the upper, and far from the east."""
    x, y = toilets.lower
    corner, end = (x + 2 * EAST, y), (x + 2 * EAST, toilets.upper[1])
    there = ",".join(f"[{a},{b}]" for a, b in ((x, y), corner, end, toilets.upper))
    toilets.text(
        "streets.geojson",
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"class":"road"},'
        f'"geometry":{{"type":"LineString","coordinates":[{there}]}}}}]}}',
    )
    return toilets


NETWORK = {"file": "streets.geojson", "class": "class"}
CHAIR = {"id": "chair", "speed": 1.0}


def test_access_along_the_walking_network_stands_beside_the_straight_line(streets: Any) -> None:
    tables = {"network": NETWORK, "profile": [CHAIR], "population": PEOPLE, "access": {"radius": 700}}
    found = audit(streets.plan(TOILETS, **tables), streets.folder)
    # The upper street is 556 m away, but 956 m on foot.
    straight, walking, chair = (figure(found, "1002", f"access{way}-2sfca") for way in ("", "-walking", "-chair"))
    assert straight.numerator == pytest.approx(20 / 30)
    assert (walking.numerator, walking.unknown, walking.denominator) == (0, 0, 20)
    assert chair == dataclasses.replace(walking, name="access-chair-2sfca")
    # The eastern toilet is off the network: who could come to it is known from the straight line alone.
    assert (figure(found, "20", "access-walking-2sfca").numerator, figure(found, "20", "access-2sfca").unknown) == (
        0,
        1,
    )
    assert figure(found, "20", "access-walking-2sfca").unknown == 1
    assert not [u for u in found.untested if u.reason is Reason.NOT_SUPPLIED and u.subject == "network"]


def test_siting_along_the_walking_network(streets: Any) -> None:
    tables = {"network": NETWORK, "profile": [CHAIR], "population": PEOPLE}
    found = audit(streets.plan(TOILETS, **tables, siting={"radius": 700}), streets.folder)
    table = picks(found)
    assert table["way"].unique().tolist() == ["walking"]
    assert table["facility"].tolist()[1:] == ["b"], "the east is off the network"
    assert table["share"].tolist() == pytest.approx([0.1, 0.3])
    (told,) = [u for u in found.untested if u.what == "siting"]
    assert (told.subject, told.reason, told.detail) == ("toilets", Reason.OFF_NETWORK, "1 places")
    straight = picks(audit(streets.plan(TOILETS, **tables, siting={"radius": 700, "way": "straight"}), streets.folder))
    assert straight["way"].unique().tolist() == ["straight"]
    assert straight["share"].tolist()[0] == pytest.approx(0.3)
    chair = picks(audit(streets.plan(TOILETS, **tables, siting={"radius": 700, "way": "chair"}), streets.folder))
    assert chair.drop(columns="way").equals(table.drop(columns="way"))
    assert chair["way"].unique().tolist() == ["chair"]


def test_a_barrier_on_the_way_of_a_profile_counts_in_siting(streets: Any) -> None:
    tables = {"population": PEOPLE, "profile": [CHAIR], "network": {**NETWORK, "steps": ["road"]}}
    on_foot = picks(audit(streets.plan(TOILETS, **tables, siting={"radius": 700}), streets.folder))
    chair = picks(audit(streets.plan(TOILETS, **tables, siting={"radius": 700, "way": "chair"}), streets.folder))
    assert on_foot["share"].tolist() == pytest.approx([0.1, 0.3])
    assert chair["share"].tolist() == [0.0]


def test_ways_of_unknown_state_make_siting_for_a_profile_a_pair(streets: Any) -> None:
    unknown = {**NETWORK, "columns": {"width": {"column": "wide", "unit": "m"}}}
    text = (streets.folder / "streets.geojson").read_text("utf-8")
    streets.text("streets.geojson", text.replace('"class":"road"', '"class":"road","wide":null'))
    tables = {"population": PEOPLE, "network": unknown, "profile": [{**CHAIR, "min_width": 0.9}]}
    on_foot = picks(audit(streets.plan(TOILETS, **tables, siting={"radius": 700}), streets.folder))
    chair = picks(audit(streets.plan(TOILETS, **tables, siting={"radius": 700, "way": "chair"}), streets.folder))
    assert on_foot["share"].tolist() == pytest.approx([0.1, 0.3])
    assert chair["share"].tolist() == [0.0]
    assert chair["share_high"].tolist()[0] == pytest.approx(on_foot["share_high"].tolist()[0])
    assert chair["share_high"].tolist()[0] >= on_foot["share"].tolist()[0]


def test_without_a_walking_network_the_straight_line_is_told(toilets: Any) -> None:
    found = audit(toilets.plan(TOILETS, population=PEOPLE, access={}, siting={}), toilets.folder)
    told = [(u.what, u.detail) for u in found.untested if (u.subject, u.reason) == ("network", Reason.NOT_SUPPLIED)]
    assert told == [("access", "straight line instead"), ("siting", "straight line instead")]
    assert picks(found)["way"].unique().tolist() == ["straight"]
    meant = audit(toilets.plan(TOILETS, population=PEOPLE, siting={"way": "straight"}), toilets.folder)
    assert not [u for u in meant.untested if u.subject == "network"]


def test_equity_between_districts_and_their_streets(toilets: Any) -> None:
    plan = toilets.plan(TOILETS, population=PEOPLE, equity={"of": ["coverage-300"]})
    found = audit(plan, toilets.folder)
    assert {(i.division, i.name) for i in found.indicators if ":" in i.name and not i.name.startswith("req")} == {
        (code, name) for code in (WHOLE, "10") for name in ("gini:coverage-300", "worst-tenth:coverage-300")
    }
    streets = figure(found, "10", "gini:coverage-300")
    # Ten people below have a toilet, twenty above have none.
    assert streets.low == streets.high == pytest.approx(2 / 3)
    assert figure(found, "10", "worst-tenth:coverage-300").low == 0
    whole = figure(found, WHOLE, "gini:coverage-300")
    assert whole.low is not None
    assert whole.high is not None
    assert whole.low < whole.high


def test_nothing_is_measured_that_the_plan_does_not_ask_for(toilets: Any) -> None:
    found = audit(toilets.plan(TOILETS, population=PEOPLE), toilets.folder)
    assert set(found.evidence) == {"divisions", "layer:toilets", "reach:toilets"}
    assert not [i for i in found.indicators if i.name.startswith(("access", "gini", "worst"))]


def test_without_people_it_is_told(toilets: Any) -> None:
    found = audit(toilets.plan(TOILETS, access={}, siting={}, equity={}), toilets.folder)
    told = {(u.subject, u.what) for u in found.untested if u.reason is Reason.NO_POPULATION}
    assert told >= {("toilets", "access"), ("toilets", "siting")}


def test_missing_ramps_are_sited_by_the_people_around_them(toilets: Any) -> None:
    x, y = toilets.upper
    toilets.points("ramps.gpkg", [(x + EAST, y)], no=["r"], ok=["否"])
    geojson = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        f'{{"type":"LineString","coordinates":[[{x - EAST},{y}],[{x},{y}],[{x + EAST},{y}]]}}}},'
        '{"type":"Feature","properties":{},"geometry":'
        f'{{"type":"LineString","coordinates":[[{x},{y - NORTH}],[{x},{y}],[{x},{y + NORTH}]]}}}}]}}'
    )
    toilets.text("roads.geojson", geojson)
    layer = {"kind": "curb_ramps", "file": "ramps.gpkg", "key": "no", "columns": {"agency_verdict": "ok"}}
    plan = toilets.plan(layer, population=PEOPLE, completeness={"roads": {"file": "roads.geojson"}}, siting={})
    table = picks(audit(plan, toilets.folder), "curb_ramps")
    assert table["what"].tolist()[1:] == ["build"]
    assert table["facility"].tolist()[1].startswith("missing-117.00")
    assert table["people_gained"].tolist() == [0, 20]


def test_a_wrong_plan_is_told_before_the_audit(toilets: Any) -> None:
    wrong = toilets.plan(
        TOILETS,
        access={"layers": ["loos"]},
        siting={"layers": ["stops"], "sites": {"file": "toilets.gpkg", "label": "park"}},
    )
    with pytest.raises(UsageError) as told:
        audit(wrong, toilets.folder)
    assert [problem.en.split(":")[0] for problem in told.value.problems] == [
        "[access] layers",
        "[siting] layers",
        "[siting.sites] toilets.gpkg",
    ]
    for way, tables, line in (
        ("walking", {}, "needs a walking network"),
        ("chiar", {"network": NETWORK, "profile": [CHAIR]}, "did you mean chair"),
    ):
        toilets.text("streets.geojson", '{"type":"FeatureCollection","features":[]}')
        with pytest.raises(UsageError, match=line):
            audit(toilets.plan(TOILETS, siting={"way": way}, **tables), toilets.folder)
    with pytest.raises(UsageError, match="maps no attribute 'seats'"):
        audit(toilets.plan(TOILETS, access={"supply": ["seats"]}), toilets.folder)
