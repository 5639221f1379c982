from __future__ import annotations

from typing import Any

import pytest

from geo_checks.street import check_plan

RAMPS = {"kind": "curb_ramps", "file": "ramps.gpkg"}


@pytest.fixture
def ramps(city: Any) -> Any:
    city.points("ramps.gpkg", [city.lower], width=[1.2], slope=[8.0], tactile=["有"])
    return city


def problems(city: Any, *layers: dict[str, Any], **tables: Any) -> list[str]:
    found = check_plan(city.plan(*layers, **tables), city.folder)
    assert all("\n" not in text.zh + text.en for text in found)
    return [text.en for text in found]


def test_a_good_plan_has_no_problem(ramps: Any) -> None:
    columns = {"width": {"column": "width", "unit": "m"}, "tactile_warning": "tactile"}
    assert problems(ramps, {**RAMPS, "columns": columns}) == []


def test_what_is_wrong_with_a_file_is_said_once(ramps: Any) -> None:
    ramps.points("ramps.shp", [ramps.lower])
    (ramps.folder / "ramps.shx").unlink()
    (said,) = problems(ramps, {**RAMPS, "file": "ramps.shp"})
    assert "cannot be read" in said


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (
            {"columns": {"widht": {"column": "width", "unit": "m"}}},
            "[[layer]] curb_ramps columns.widht: curb_ramps has no such attribute; did you mean width?",
        ),
        (
            {"columns": {"width": {"column": "WIDE", "unit": "m"}}},
            "[[layer]] curb_ramps ramps.gpkg: the file has no column 'WIDE'; it has: width, slope, tactile",
        ),
        (
            {"columns": {"width": "width"}},
            "[[layer]] curb_ramps columns.width: no unit; add unit, one of m, cm, mm, in, ft (units are stated",
        ),
        (
            {"columns": {"width": {"column": "width", "unit": "%"}}},
            "[[layer]] curb_ramps columns.width: unit % does not fit clear width; use one of m, cm, mm, in, ft",
        ),
        (
            {"columns": {"tactile_warning": {"column": "tactile", "unit": "m"}}},
            "[[layer]] curb_ramps columns.tactile_warning: tactile warning has no unit; remove unit",
        ),
        (
            {"columns": {"ramp_type": {"column": "tactile", "words": {"wide": ["A"]}}}},
            "[[layer]] curb_ramps columns.ramp_type: type of curb ramp has no category wide; it has full-width,",
        ),
        (
            {"columns": {"width": {"column": "width", "unit": "m", "words": {"wide": ["A"]}}}},
            "[[layer]] curb_ramps columns.width: clear width has no categories; remove words",
        ),
        (
            {"crs": "EPSG:0"},
            "[[layer]] curb_ramps ramps.gpkg: unknown coordinate system 'EPSG:0'; give an EPSG code",
        ),
        (
            {"where": [{"column": "kind", "value": 1}]},
            "[[layer]] curb_ramps ramps.gpkg: the file has no column 'kind'; it has: width, slope, tactile",
        ),
        ({"standards": ["gb-1"]}, "unknown standard gb-1; known:"),
        ({"standards": ["wcag-2.2"]}, "wcag-2.2 is not a facility standard"),
    ],
)
def test_each_problem_of_a_layer_is_one_line(ramps: Any, layer: dict[str, Any], expected: str) -> None:
    (problem,) = problems(ramps, {**RAMPS, **layer})
    assert problem.startswith(expected)


def test_all_problems_come_at_once(ramps: Any) -> None:
    ramps.text("p.csv", "lon,lat\n117,26\n")
    found = problems(
        ramps,
        {**RAMPS, "columns": {"width": "WIDE", "slop": "slope"}},
        {"kind": "bus_stops", "file": "p.csv"},
        districts={"file": "districts.geojson", "parent": "above"},
        population={"file": "p.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326"},
        street={"crs": "EPSG:3857", "standards": ["agency-verdict", "nowhere.toml"]},
    )
    expected = (
        "[street] crs",
        "[districts] districts.geojson: the file has no column 'above'",
        "[population] p.csv: the file has no column 'population'",
        "standard nowhere.toml",
        "columns.slop",
        "columns.width: no unit",
        "no column 'WIDE'",
        "[[layer]] bus_stops p.csv: which columns hold the coordinates",
        "[[layer]] bus_stops p.csv: the file does not state its coordinate system",
    )
    for part in expected:
        assert any(part in problem for problem in found), (part, found)
    assert len(found) == len(expected)


def test_a_site_in_no_district_names_the_nearest(ramps: Any) -> None:
    site = {"id": "portal", "name": "门户", "url": "https://example.test/", "district": "1003"}
    (problem,) = problems(ramps, site=[site])
    assert problem == (
        "[[site]] portal district: no polygon of districts.geojson has the code 1003; did you mean 1002?"
    )


EDITION = """
kind = "facility"
id = "mine"
title_zh = "本市导则"
title_en = "Our guide"
[[requirements]]
id = "mine:width"
facility = "curb_ramps"
attribute = "{attribute}"
operator = ">="
limit = 2
unit = "{unit}"
title_zh = "宽"
title_en = "width"
"""


def test_a_users_edition_is_checked_against_the_columns(ramps: Any) -> None:
    layer = {**RAMPS, "standards": ["mine.toml"]}
    ramps.text("mine.toml", EDITION.format(attribute="width", unit="m"))
    assert problems(ramps, layer) == []
    ramps.text("mine.toml", EDITION.format(attribute="breadth", unit="m"))
    assert "mine:width: unknown breadth" in problems(ramps, layer)[0]
    ramps.text("mine.toml", EDITION.format(attribute="width", unit="%"))
    assert "unit % does not fit width" in problems(ramps, layer)[0]


def test_two_editions_with_one_requirement_id_are_refused(ramps: Any) -> None:
    ramps.text("a.toml", EDITION.format(attribute="width", unit="m"))
    ramps.text("b.toml", EDITION.format(attribute="width", unit="m"))
    (problem,) = problems(ramps, {**RAMPS, "standards": ["a.toml", "b.toml"]})
    assert "requirement id mine:width stands in several editions" in problem


def test_a_layer_without_an_edition_is_told(ramps: Any) -> None:
    (problem,) = problems(ramps, RAMPS, street={"standards": []})
    assert problem.startswith("[[layer]] curb_ramps standards: no edition to judge by")


def test_a_plan_without_districts_has_no_street_side(ramps: Any) -> None:
    assert problems(ramps, districts=None) == []
