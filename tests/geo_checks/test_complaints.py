"""Which facility a ticket means: the nearest within the distance, of the kind that it speaks of, else by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from audit.complaints import About, Ticket
from audit.model import UsageError
from audit.plan_gate import Complaints
from geo_checks.complaints import KnownFacilities, located, system_of
from geo_checks.coordinates import wgs84_to_gcj02
from geo_checks.evidence import parquet

METRE = 1 / 111_000  # degrees of latitude, nearly
RAMPS = parquet(
    {
        "facility": pa.array(["R1", "R2", "R3", "R4"]),
        "label": pa.array(["人民路口", "解放 路口", "解放路口", None]),
        "lon": pa.array([117.0, 117.001, 117.002, None]),
        "lat": pa.array([26.0, 26.0, 26.0, None]),
    }
)
TOILETS = parquet(
    {
        "facility": pa.array(["T1"]),
        "label": pa.array(["东湖公厕"]).dictionary_encode(),
        "lon": pa.array([117.0]),
        "lat": pa.array([26.0 + 20 * METRE]),
    }
)
KNOWN = KnownFacilities(
    [located("ramps-2026", "curb_ramps", RAMPS), located("public_toilets", "public_toilets", TOILETS)]
)


def find(ticket: dict[str, Any], **changes: Any) -> About:
    whole = Ticket(**{**dict.fromkeys(("number", "day", "category", "url", "place", "x", "y"), ""), **ticket})
    (found,) = KNOWN.find([whole], Complaints(**{"file": "t.csv", **changes}))
    return found


def at(metres_north: float, lon: float = 117.0) -> dict[str, str]:
    return {"x": str(lon), "y": str(26 + metres_north * METRE)}


@pytest.mark.parametrize(
    ("metres", "within", "subject"),
    [(0, 30, "R1"), (9, 30, "R1"), (12, 30, "T1"), (-29, 30, "R1"), (-31, 30, ""), (-31, 32, "R1"), (60, 30, "")],
)
def test_the_nearest_within_the_distance(metres: float, within: float, subject: str) -> None:
    found = find(at(metres), within=within)
    assert found.subject == subject
    assert found.why == ("" if subject else "too-far")
    if subject == "R1":
        assert found.metres == pytest.approx(abs(metres), abs=0.5)


def test_a_category_means_its_kinds() -> None:
    kinds = {"坡道": ["curb_ramps"], "厕所": ["public_toilets"], "图层": ["ramps-2026"]}
    for category, subject in (("坡道", "R1"), ("厕所", "T1"), ("图层", "R1"), ("其他", "T1")):
        assert find({**at(15), "category": category}, kinds=kinds).subject == subject


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("人民路口", About("facility", layer="ramps-2026", subject="R1")),
        (" 人民路口 ", About("facility", layer="ramps-2026", subject="R1")),
        ("解放路口", About(why="several")),
        ("西湖公厕", About(why="no-such-name")),
        ("", About(why="no-place")),
    ],
)
def test_a_place_in_words(place: str, found: About) -> None:
    assert find({"place": place}) == found


def test_words_help_where_coordinates_do_not() -> None:
    assert find({**at(500), "place": "东湖公厕"}).subject == "T1"
    assert find({**at(500), "place": "西湖公厕"}).why == "too-far"


@pytest.mark.parametrize("place", [{"x": "东经117度", "y": "26"}, {"x": "117", "y": ""}, {"x": "260", "y": "117"}])
def test_coordinates_that_are_none_are_told(place: dict[str, str]) -> None:
    assert find(place) == About(why="bad-coordinates")


def test_shifted_coordinates_are_declared() -> None:
    lon, lat = wgs84_to_gcj02(np.array([117.0]), np.array([26.0]))
    shifted = {"x": str(lon[0]), "y": str(lat[0])}
    assert find(shifted).subject == ""
    assert find(shifted, crs="GCJ-02").subject == "R1"
    with pytest.raises(UsageError):
        system_of(Complaints(file="t.csv", crs="Mars-3"))


def test_a_run_without_facilities() -> None:
    ticket = Ticket("1", "", "", "", "人民路口", "117.0", "26.0")
    (found,) = KnownFacilities([]).find([ticket], Complaints(file="t.csv"))
    assert found.why == "too-far"
