from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from audit import plan as plans
from audit.districts import WHOLE
from audit.model import Outcome, Reason, Text, UsageError
from geo_checks.coordinates import gcj02_to_bd09, wgs84_to_gcj02
from geo_checks.street import audit
from tests.geo_checks.conftest import figure, frame

BOSTON = Path(__file__).parents[2] / ".." / "shared" / "data" / "boston"
RAMPS = {
    "kind": "curb_ramps",
    "file": "ramps.gpkg",
    "key": "no",
    "label": "road",
    "columns": {"agency_verdict": "verdict"},
}


@pytest.fixture
def ramps(city: Any) -> Any:
    """Write seven rows: one in each smallest division, one outside, one without a place, one of another kind."""
    city.points(
        "ramps.gpkg",
        [city.lower, city.upper, city.east, city.east, city.outside, None, city.east],
        no=["a", "b", "c", "c", None, "f", "g"],
        road=["一路", None, "三路", "三路", "", "六路", "七路"],
        verdict=["是", "否", "不详", "是", "否", "是", "是"],
        sort=["ramp"] * 6 + ["stairs"],
    )
    return city


def test_what_goes_in_comes_out(ramps: Any) -> None:
    layer = {**RAMPS, "where": [{"column": "sort", "value": "ramp"}]}
    found = audit(ramps.plan(layer), ramps.folder)
    (subject,) = found.subjects
    assert subject.facts["counts"] == {
        "rows": 7,
        "not_meant": 1,
        "no_geometry": 1,
        "bad_geometry": 0,
        "outside": 1,
        "judged": 4,
    }
    assert subject.outcome is Outcome.FAILED
    assert subject.facts["by_requirement"] == {"agency:curb-ramp-verdict": {"passed": 2, "failed": 1, "cantTell": 1}}
    assert subject.facts["metric_crs"] == "EPSG:32650"
    assert {(u.subject, u.what, u.reason, u.detail) for u in found.untested} == {
        ("curb_ramps", "", Reason.OUTSIDE_DISTRICTS, "1"),
        ("curb_ramps", "", Reason.NO_GEOMETRY, "1"),
        ("public_toilets", "", Reason.NOT_SUPPLIED, ""),
        ("bus_stops", "", Reason.NOT_SUPPLIED, ""),
    }


def test_indicators_of_every_division_and_the_whole(ramps: Any) -> None:
    found = audit(ramps.plan({**RAMPS, "expected": 12}), ramps.folder)
    expected = {"1001": (1, 0, 1), "1002": (0, 0, 1), "10": (1, 0, 2), "20": (2, 1, 3), WHOLE: (3, 1, 5)}
    for division, counts in expected.items():
        share = figure(found, division, "pass")
        assert (share.numerator, share.unknown, share.denominator) == counts
        assert share.standard == "agency-verdict"
        assert figure(found, division, "requirement:agency:curb-ramp-verdict").numerator == counts[0]
    assert figure(found, "20", "surveyed").low == pytest.approx(2 / 3)
    assert figure(found, WHOLE, "surveyed").low == pytest.approx(4 / 12)
    assert figure(found, WHOLE, "facilities").denominator == 7
    assert not [i for i in found.indicators if i.name.startswith("coverage")]


def test_evidence_of_a_layer_traces_every_facility(ramps: Any) -> None:
    rows = frame(audit(ramps.plan(RAMPS), ramps.folder), "layer:curb_ramps")
    assert rows["facility"].tolist() == ["a", "b", "c", "c~2", "row-5", "f", "g"]
    assert rows["division"].tolist() == ["1001", "1002", "20", "20", "", "", "20"]
    assert rows["place"].tolist() == ["judged"] * 4 + ["outside", "no-geometry", "judged"]
    verdicts = ["passed", "failed", "cantTell", "passed", "untested", "untested", "passed"]
    assert rows["req:agency:curb-ramp-verdict"].tolist() == rows["outcome"].tolist() == verdicts
    assert np.array_equal(rows["value:agency_verdict"], [1, 0, np.nan, 1, 0, 1, 1], equal_nan=True)
    assert rows["lon"].isna().tolist() == [False] * 5 + [True, False]


def test_evidence_of_the_divisions(ramps: Any) -> None:
    rows = frame(audit(ramps.plan(RAMPS), ramps.folder), "divisions")
    assert rows["code"].tolist() == ["10", "1001", "1002", "20"]
    assert rows["parent"].tolist() == ["", "10", "10", ""]
    assert rows["level"].tolist() == [1, 2, 2, 1]
    outline = shapely.from_wkb(rows["geometry"][3])
    assert shapely.bounds(outline) == pytest.approx((117.01, 26.0, 117.02, 26.01), abs=1e-5)
    # 0.01 degrees are 1001 m eastwards and 1108 m northwards here.
    assert rows["area_m2"][3] == pytest.approx(1001 * 1108, rel=0.01)


def test_the_same_files_give_the_same_bytes(ramps: Any) -> None:
    first, second = (audit(ramps.plan(RAMPS), ramps.folder) for _ in range(2))
    assert first == second


def test_an_unmapped_attribute_is_not_known_for_everyone_and_told(ramps: Any) -> None:
    found = audit(ramps.plan({**RAMPS, "standards": ["gb-55019-2021", "agency-verdict"]}), ramps.folder)
    missing = {u.what: u.detail for u in found.untested if u.reason is Reason.MISSING_COLUMN}
    assert missing["width"] == "gb-55019:curb-ramp-width, gb-55019:curb-ramp-width-other"
    assert missing["bollard_gap"] == "gb-55019:curb-ramp-bollard-gap"
    assert "agency_verdict" not in missing
    (subject,) = found.subjects
    assert subject.outcome is Outcome.CANT_TELL
    shares = {i.standard: i for i in found.indicators if i.division == WHOLE and i.name == "pass"}
    assert (shares["gb-55019-2021"].low, shares["gb-55019-2021"].high) == (0, 1)
    assert shares["agency-verdict"].numerator == 3


def test_requirements_are_given_in_the_unit_of_the_values(ramps: Any) -> None:
    found = audit(ramps.plan({**RAMPS, "standards": ["gb-50763-2012"]}), ramps.folder)
    rows = {row["id"]: row for row in found.subjects[0].facts["requirements"]}
    slope = rows["gb-50763:curb-ramp-running-slope"]
    assert (slope["limit"], slope["unit"]) == (pytest.approx(100 / 12), "%")
    assert (slope["stated_limit"], slope["stated_unit"], slope["clause"]) == (12, "1:n", "3.1.2")


@pytest.mark.parametrize("crs", ["GCJ-02", "BD-09"])
def test_obfuscated_coordinates_land_in_their_division(city: Any, crs: str) -> None:
    lon, lat = np.array([city.lower, city.upper, city.east]).T
    lon, lat = wgs84_to_gcj02(lon, lat)
    if crs == "BD-09":
        lon, lat = gcj02_to_bd09(lon, lat)
    lines = [f"{x:.9f},{y:.9f},是" for x, y in zip(lon, lat, strict=True)]
    city.text("r.csv", "\n".join(["lon,lat,verdict", *lines]))
    layer = {**RAMPS, "file": "r.csv", "x": "lon", "y": "lat", "key": None, "label": None}
    rows = frame(audit(city.plan({**layer, "crs": crs}), city.folder), "layer:curb_ramps")
    assert rows["division"].tolist() == ["1001", "1002", "20"]
    assert rows["facility"].tolist() == ["1", "2", "3"]
    assert rows["lon"].tolist() == pytest.approx([city.lower[0], city.upper[0], city.east[0]], abs=1e-7)
    undeclared = audit(city.plan({**layer, "crs": "EPSG:4326"}), city.folder)
    assert frame(undeclared, "layer:curb_ramps")["division"].tolist() != ["1001", "1002", "20"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [("26.0025,117.005", "the wrong way round"), ("500000,2876000", "no place on earth in EPSG:4326")],
)
def test_misnamed_coordinates_are_refused(city: Any, rows: str, message: str) -> None:
    city.text("r.csv", f"lon,lat\n{rows}\n{rows}\n")
    layer = {"kind": "bus_stops", "file": "r.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326"}
    with pytest.raises(UsageError, match=message):
        audit(city.plan(layer), city.folder)


def test_single_values_out_of_range_are_bad_and_counted(city: Any) -> None:
    city.text("r.csv", "lon,lat\n117.005,26.0025\n26.0025,117.005\n0,0\n")
    layer = {"kind": "bus_stops", "file": "r.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326"}
    counts = audit(city.plan(layer), city.folder).subjects[0].facts["counts"]
    assert (counts["judged"], counts["bad_geometry"], counts["outside"]) == (1, 1, 1)


def test_a_layer_outside_every_district_is_untested(ramps: Any) -> None:
    ramps.points("far.gpkg", [ramps.outside, None], verdict=["是", "是"])
    layer = {"kind": "curb_ramps", "file": "far.gpkg", "columns": {"agency_verdict": "verdict"}}
    found = audit(ramps.plan(layer), ramps.folder)
    assert (found.subjects[0].outcome, found.subjects[0].reason) == (Outcome.UNTESTED, Reason.OUTSIDE_DISTRICTS)
    assert figure(found, WHOLE, "pass").low is None


STOPS = """stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding
P,总站,26.0025,117.005,1,,1
A,甲,26.0025,117.005,0,P,
B,乙,26.0075,117.005,,,2
C,丙,26.0050,117.015,0,,0
"""


def test_gtfs_stops_cover_people_and_say_who_was_left_out(city: Any) -> None:
    city.text("stops.txt", STOPS)
    city.text(
        "people.csv",
        "lon,lat,n\n117.005,26.0025,10\n117.005,26.0075,20\n117.015,26.005,40\n117.05,26.05,5\n,,3\n117.005,26.0025,\n",
    )
    people = {"file": "people.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326", "count": "n"}
    layer = {"kind": "bus_stops", "file": "stops.txt", "columns": {"wheelchair_boarding": "wheelchair_boarding"}}
    found = audit(city.plan(layer, population=people), city.folder)

    assert found.subjects[0].facts["counts"]["not_meant"] == 1
    assert frame(found, "layer:bus_stops")["outcome"].tolist() == ["passed", "failed", "cantTell"]
    assert frame(found, "layer:bus_stops")["label"].tolist() == ["甲", "乙", "丙"]
    whole = figure(found, WHOLE, "coverage-300", "bus_stops")
    assert (whole.numerator, whole.unknown, whole.denominator, whole.unit) == (10, 40, 75, "person")
    assert figure(found, "10", "coverage-300", "bus_stops").low == pytest.approx(10 / 30)
    told = {(u.what, u.reason): u.detail for u in found.untested if u.subject == "population"}
    assert told == {
        ("n", Reason.MISSING_COLUMN): "1 rows, 0 people",
        ("", Reason.NO_GEOMETRY): "1 rows, 3 people",
        ("", Reason.OUTSIDE_DISTRICTS): "1 rows, 5 people",
    }


def test_without_people_the_ground_is_measured_and_told(city: Any) -> None:
    city.text("stops.txt", STOPS)
    layer = {"kind": "bus_stops", "file": "stops.txt", "columns": {"wheelchair_boarding": "wheelchair_boarding"}}
    found = audit(city.plan(layer, thresholds={"coverage": [200]}), city.folder)
    share = figure(found, "1001", "coverage-200", "bus_stops")
    assert share.unit == "m2"
    assert share.numerator == pytest.approx(np.pi * 200**2, rel=1e-3)
    assert ("bus_stops", "coverage", Reason.NO_POPULATION) in {(u.subject, u.what, u.reason) for u in found.untested}


def test_a_wrong_plan_is_refused_with_every_problem(ramps: Any) -> None:
    with pytest.raises(UsageError) as told:
        audit(ramps.plan({**RAMPS, "key": "nummer", "columns": {"widht": "width"}}), ramps.folder)
    assert len(told.value.problems) == 3


def test_progress_is_told_in_both_languages(ramps: Any) -> None:
    heard: list[Text] = []
    audit(ramps.plan(RAMPS), ramps.folder, heard.append)
    assert [text.en for text in heard[:2]] == [
        "reading the districts",
        "layer curb_ramps: 7 rows, 5 facilities in the districts",
    ]
    (trap,) = heard[2:]
    assert trap.en.startswith("layer curb_ramps: facilities at the very position of another: 3 (positions: 1")
    assert trap.zh == "图层 curb_ramps：3 处设施与另一处坐标完全相同（1 个位置，最多 3 处重合）；照常统计"


BY_YEAR = {
    "standards": ["gb-55019-2021"],
    "by_year": [{"edition": "gb-50763-2012", "until": 2021}, {"edition": "gb-55019-2021"}],
}
TYPED: dict[str, Any] = {
    "kind": "curb_ramps",
    "file": "typed.gpkg",
    "columns": {
        "running_slope": {"column": "slope", "unit": "%"},
        "lip": {"column": "lip", "unit": "mm"},
        "width": {"column": "width", "unit": "m"},
        "ramp_type": "sort",
        "built": "year",
    },
}


def test_editions_stand_side_by_side_and_by_build_year(city: Any) -> None:
    city.points(
        "typed.gpkg",
        [city.lower, city.upper, city.east, city.east],
        slope=[7.0, 7.0, 4.0, 4.0],
        lip=[5.0, 0.0, 5.0, 5.0],
        width=[1.6] * 4,
        sort=["三面坡", "全宽式", None, "三面坡"],
        year=["2010", "2010", "2023年", ""],
    )
    found = audit(city.plan(TYPED, street=BY_YEAR), city.folder)
    passing = {
        i.standard: (i.numerator, i.unknown, i.denominator)
        for i in found.indicators
        if (i.division, i.name) == (WHOLE, "pass")
    }
    # The new edition asks for no lip and for what nobody measured; the old one allows 10 mm, but 1:20 at full width.
    assert passing == {"gb-55019-2021": (0, 0, 4), "gb-50763-2012": (3, 0, 4), "by-build-year": (1, 1, 4)}
    rows = frame(found, "layer:curb_ramps")
    assert rows["value:ramp_type"].astype(object).fillna("").tolist() == [
        "three-sided",
        "full-width",
        "",
        "three-sided",
    ]
    assert rows["req:gb-50763:curb-ramp-running-slope-full-width"].tolist() == [
        "inapplicable",
        "failed",
        "passed",
        "inapplicable",
    ]
    facts = found.subjects[0].facts
    assert facts["sensitivity"]["laxer"]["requirements"]["gb-50763:curb-ramp-lip"] == [4, 0, 0]
    stated = {row["id"]: row for row in facts["requirements"]}
    assert stated["gb-50763:curb-ramp-running-slope-full-width"]["when"][0]["value"] == "full-width"
    told = {u.what for u in found.untested if u.reason is Reason.MISSING_COLUMN}
    assert {"tactile_warning", "landing_length", "bollard_gap"} <= told
    assert not {"built", "ramp_type"} & told


def test_without_build_years_that_reading_is_unknown_and_told(city: Any) -> None:
    city.points("typed.gpkg", [city.lower], slope=[7.0], lip=[5.0], width=[1.6], sort=["三面坡"], year=["2010"])
    layer = {**TYPED, "columns": {k: v for k, v in TYPED["columns"].items() if k != "built"}}
    found = audit(city.plan(layer, street=BY_YEAR), city.folder)
    (reading,) = [i for i in found.indicators if (i.division, i.name, i.standard) == (WHOLE, "pass", "by-build-year")]
    assert (reading.numerator, reading.unknown, reading.denominator) == (0, 1, 1)
    assert ("built", "by-build-year") in {(u.what, u.detail) for u in found.untested}


TARGET = {
    "id": "homes",
    "name": "居家改造",
    "planned": 100,
    "done": 60,
    "unit": "户",
    "source": "残联",
    "date": "2026-09-30",
}


def test_reported_targets_are_counted_by_division_and_marked_as_declared(city: Any) -> None:
    rows = [
        {**TARGET, "district": "1001"},
        {**TARGET, "district": "20", "planned": 50},
        {**TARGET, "district": "1002", "done": None},
    ]
    found = audit(city.plan(target=rows), city.folder)
    figures = {i.division: (i.numerator, i.unknown, i.denominator) for i in found.indicators if i.layer == "homes"}
    assert figures == {
        "1001": (60, 0, 100),
        "1002": (0, 100, 100),
        "10": (60, 100, 200),
        "20": (50, 0, 50),
        WHOLE: (110, 100, 250),
    }
    assert {i.name for i in found.indicators if i.layer == "homes"} == {"declared"}
    told = [u.detail for u in found.untested if u.reason is Reason.DECLARED]
    assert told[1] == "居家改造, 20, 60/50 户, 残联, 2026-09-30"
    assert told[2] == "居家改造, 1002, ?/100 户, 残联, 2026-09-30"


def test_targets_that_would_count_twice_or_nowhere_are_refused(city: Any) -> None:
    rows = [{**TARGET, "district": "10"}, {**TARGET, "district": "1001", "unit": "人"}, {**TARGET, "district": "30"}]
    with pytest.raises(UsageError) as refused:
        audit(city.plan(target=rows), city.folder)
    said = [problem.en for problem in refused.value.problems]
    assert any("[[target]] homes district: no polygon" in line and "30" in line for line in said)
    assert "[[target]] homes: division 1001 lies in 10 and would count twice; keep one of them" in said
    assert "[[target]] homes: give it one unit in all divisions" in said


@pytest.mark.skipif(not BOSTON.is_dir(), reason="the real layers of Boston are not beside the repository")
def test_boston_accounts_for_every_row() -> None:
    plan, base = plans.load(Path(__file__).parents[2] / "examples" / "boston" / "plan.toml", BOSTON)
    found = audit(plan, base)
    subjects = {subject.id: subject for subject in found.subjects}

    assert len(found.tree.divisions) == 25
    for subject in subjects.values():
        counts = dict(subject.facts["counts"])
        assert counts.pop("rows") == sum(counts.values())
    assert subjects["curb_ramps"].facts["counts"]["rows"] == 24022
    verdicts = frame(found, "layer:curb_ramps")["value:agency_verdict"]
    assert (int((verdicts == 1).sum()), int((verdicts == 0).sum()), int(verdicts.isna().sum())) == (4487, 16675, 2860)
    assert subjects["public_toilets"].outcome is Outcome.CANT_TELL
    for layer in subjects:
        for name in ("pass", "facilities"):
            parts = [figure(found, code, name, layer).numerator for code in found.tree.divisions]
            assert sum(parts) == figure(found, WHOLE, name, layer).numerator
