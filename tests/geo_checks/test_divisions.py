from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import UsageError
from audit.plan import Districts
from geo_checks.area_file import study_area
from geo_checks.divisions import contained
from geo_checks.source import source
from geo_checks.street import audit

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


def write(folder: Path, name: str, rows: dict[str, Any], **columns: list[Any]) -> None:
    """Write polygons by code, in hundredths of a degree from 117 E 26 N."""
    shapes = [shapely.transform(shape, lambda a: a / 100 + [117, 26]) for shape in rows.values()]
    frame = geopandas.GeoDataFrame({"code": list(rows), "name": list(rows), **columns}, geometry=shapes, crs=4326)
    frame.to_file(folder / name)


def parents(folder: Path, **table: Any) -> dict[str, str]:
    given_table = Districts.model_validate(table)
    area = study_area(given_table, source(given_table, folder), None)
    return {code: division.parent for code, division in area.tree.divisions.items()}


WEST, EAST = shapely.box(0, 0, 4, 4), shapely.box(4, 0, 8, 4)
DISTRICTS = {"350102": WEST, "350103": EAST}
STREETS = {"350102001": shapely.box(0, 0, 2, 4), "350102002": shapely.box(2, 0, 4, 4), "350103001": EAST}


def test_codes_that_nest_nest_without_a_column(tmp_path: Path) -> None:
    write(tmp_path, "all.gpkg", {"350100": shapely.box(0, 0, 8, 4), **DISTRICTS, **STREETS})
    assert parents(tmp_path, file="all.gpkg") == {
        "350100": WHOLE,
        "350102": "350100",
        "350102001": "350102",
        "350102002": "350102",
        "350103": "350100",
        "350103001": "350103",
    }


def test_one_file_for_each_level(tmp_path: Path) -> None:
    write(tmp_path, "districts.gpkg", DISTRICTS)
    write(tmp_path, "streets.gpkg", STREETS)
    more = [{"file": "streets.gpkg"}]
    by_codes = parents(tmp_path, file="districts.gpkg", more=more)
    assert by_codes == {
        "350102": WHOLE,
        "350102001": "350102",
        "350102002": "350102",
        "350103": WHOLE,
        "350103001": "350103",
    }
    assert parents(tmp_path, file="districts.gpkg", more=more, parents="containment") == by_codes
    # The one city above all is the whole: it is not made up.
    assert parents(tmp_path, file="districts.gpkg", more=more, parents="codes") == by_codes


def test_streets_of_a_file_may_lie_under_one_named_division(tmp_path: Path) -> None:
    write(tmp_path, "districts.gpkg", DISTRICTS)
    write(tmp_path, "west.gpkg", {"甲街道": shapely.box(0, 0, 2, 4), "乙街道": shapely.box(2, 0, 4, 4)})
    found = parents(tmp_path, file="districts.gpkg", more=[{"file": "west.gpkg", "under": "350102"}])
    assert (found["甲街道"], found["乙街道"], found["350103"]) == ("350102", "350102", WHOLE)


def test_places_without_districts_have_their_streets_under_the_city(tmp_path: Path) -> None:
    streets = {"441900003": WEST, "441900004000": EAST}
    write(tmp_path, "streets.gpkg", streets)
    assert set(parents(tmp_path, file="streets.gpkg").values()) == {WHOLE}
    write(tmp_path, "city.gpkg", {"441900": shapely.box(0, 0, 8, 4)})
    found = parents(tmp_path, file="city.gpkg", more=[{"file": "streets.gpkg"}])
    assert found == {"441900": WHOLE, "441900003": "441900", "441900004000": "441900"}


def test_cities_that_no_file_has_are_nodes_without_a_polygon(tmp_path: Path) -> None:
    write(tmp_path, "d.gpkg", {"350102": WEST, "350203": EAST})
    table = Districts.model_validate({"file": "d.gpkg", "parents": "codes", "names": {"350100": "福州市"}})
    area = study_area(table, source(table, tmp_path), None)
    assert [(d.code, d.name, d.parent) for d in area.tree.divisions.values()] == [
        ("350100", "福州市", WHOLE),
        ("350102", "350102", "350100"),
        ("350200", "350200", WHOLE),
        ("350203", "350203", "350200"),
    ]
    assert area.notes == ()
    assert area.areas()[0] == area.areas()[1] > 0
    assert set(parents(tmp_path, file="d.gpkg").values()) == {WHOLE}


def test_a_stated_parent_that_the_code_implies_may_be_missing_and_no_other(tmp_path: Path) -> None:
    write(tmp_path, "d.gpkg", DISTRICTS, parent=["350100", "350100000000"])
    assert parents(tmp_path, file="d.gpkg", parent="parent") == {
        "350100": WHOLE,
        "350102": "350100",
        "350103": "350100",
    }
    write(tmp_path, "d.gpkg", DISTRICTS, parent=["350100", "360100"])
    with pytest.raises(UsageError, match="350103: its parent 360100 does not exist"):
        parents(tmp_path, file="d.gpkg", parent="parent")


def test_containment_does_not_take_neighbours_that_overlap_for_parents() -> None:
    tree = DivisionTree.of([Division(code, code) for code in ("a", "b", "c", "d", "e")])
    shapes = [
        shapely.box(0, 0, 1000, 1000),
        shapely.box(950, 0, 1500, 1000),  # overlaps a
        shapely.box(100, 100, 300, 300),  # in a
        shapely.box(100, 100, 300, 300),  # the same ground as c: the higher code lies in the lower
        shapely.box(880, 400, 970, 500),  # more in a than in b
    ]
    found = contained(tree, np.array(shapes, dtype=object))
    assert {code: d.parent for code, d in found.divisions.items()} == {
        "a": WHOLE,
        "b": WHOLE,
        "c": "a",
        "d": "c",
        "e": "a",
    }


@given(st.lists(st.tuples(*[st.integers(0, 8)] * 4), min_size=1, max_size=8))
def test_containment_makes_a_tree_of_any_boxes(boxes: list[tuple[int, int, int, int]]) -> None:
    tree = DivisionTree.of([Division(str(n), str(n)) for n in range(len(boxes))])
    shapes = [
        None if a == c or b == d else shapely.box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in boxes
    ]
    found = contained(tree, np.array(shapes, dtype=object))
    for number, division in enumerate(found.divisions.values()):
        if division.parent != WHOLE:
            holder, inner = shapes[int(division.parent)], shapes[number]
            assert holder is not None
            assert inner is not None
            assert (-holder.area, int(division.parent)) < (-inner.area, number)
            assert holder.intersects(inner.point_on_surface())


def test_a_table_without_coordinates_counts_by_the_division_it_names(city: Any) -> None:
    city.text("homes.csv", "no,street,verdict\na,1001,是\nb,上街,否\nc,20,是\nd,别处,是\n")
    layer = {"kind": "public_toilets", "file": "homes.csv", "division": "street", "key": "no"}
    found = audit(city.plan({**layer, "columns": {"accessible": "verdict"}}), city.folder)
    counts = found.subjects[0].facts["counts"]
    assert (counts["rows"], counts["judged"], counts["no_geometry"]) == (4, 3, 1)
    figures = {(i.division, i.name): i for i in found.indicators}
    assert (figures["10", "pass"].numerator, figures["10", "pass"].denominator) == (1, 2)
    assert (figures["20", "pass"].numerator, figures[WHOLE, "pass"].denominator) == (1, 3)
    assert figures[WHOLE, "facilities"].denominator == 4
    assert {i.numerator for i in found.indicators if i.name.startswith("coverage")} == {0}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real boundaries are not beside the repository")
def test_wuhan_nests_by_its_codes_and_fuzhou_joins_four_files() -> None:
    table = {"file": "wuhan/boundaries_gcj02.geojson", "crs": "GCJ-02", "code": "adcode", "name": "district"}
    found = parents(SHARED, **table)
    assert found.pop("420100") == WHOLE
    assert set(found.values()) == {"420100"}
    assert len(found) == 13
    assert parents(SHARED, **table, parents="containment") == {"420100": WHOLE, **found}

    files = [{"file": f"fuzhou/{name}_streets.geojson", "code": "name"} for name in ("gulou", "taijiang", "mawei")]
    found = parents(SHARED, **files[0], more=files[1:])
    assert set(found.values()) == {WHOLE}
    assert len(found) == len(set(found)) > 20


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["117.005,26.0025", "117.015,26.005", "117.01,26.005", "117.5,26", "0,0", ",", "x,y"]),
            st.sampled_from(["1001", "上街", "20", "西区", "10", "", "别处"]),
            st.sampled_from(["是", "否", ""]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_sums_upwards_are_exact_however_rows_are_placed(city: Any, rows: list[tuple[str, str, str]]) -> None:
    city.text("r.csv", "\n".join(["lon,lat,street,verdict", *(",".join(row) for row in rows)]))
    layer = {"kind": "curb_ramps", "file": "r.csv", "x": "lon", "y": "lat", "crs": "EPSG:4326", "division": "street"}
    found = audit(city.plan({**layer, "columns": {"agency_verdict": "verdict"}}), city.folder)
    counts = found.subjects[0].facts["counts"]
    assert counts["rows"] == len(rows) == sum(count for name, count in counts.items() if name != "rows")
    figure = {(i.division, i.name): i for i in found.indicators}
    for name in ("facilities", "pass", "surveyed"):
        parts = [figure[code, name].numerator for code in ("10", "20")]
        assert figure[WHOLE, name].numerator == sum(parts)
        below = [figure[code, name].numerator for code in ("1001", "1002")]
        assert figure["10", name].numerator >= sum(below)
    assert figure[WHOLE, "facilities"].numerator == counts["judged"]
