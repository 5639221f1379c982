"""The demo city: the same bytes every time, borders that fit, and the gaps that the demonstration needs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

from audit import demo, plan
from audit.demo import divisions
from audit.districts import Division, DivisionTree
from audit.owners import owner_of
from audit.standards import load_facility

CITY = "990100"
BARELY_SURVEYED = "990103"
FEW_TOILETS = "990104"
WELL_BUILT, BADLY_BUILT = "990101", "990102"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo.write(tmp_path_factory.mktemp("city")).parent


@pytest.fixture(scope="module")
def outlines(city: Path) -> dict[str, Any]:
    rows = json.loads((city / "divisions.geojson").read_text("utf-8"))["features"]
    return {row["properties"]["code"]: (row["properties"], shapely.geometry.shape(row["geometry"])) for row in rows}


@pytest.fixture(scope="module")
def ramps(city: Path) -> list[dict[str, Any]]:
    rows = json.loads((city / "curb_ramps.geojson").read_text("utf-8"))["features"]
    return [{**row["properties"], "at": (row["geometry"] or {}).get("coordinates")} for row in rows]


def table(path: Path, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding))))


@pytest.fixture(scope="module")
def toilets(city: Path) -> list[dict[str, str]]:
    return table(city / "public_toilets.csv", "gbk")


@pytest.fixture(scope="module")
def stops(city: Path) -> list[dict[str, str]]:
    return table(city / "gtfs" / "stops.txt", "utf-8")


def district_of(outlines: dict[str, Any], lon: float, lat: float) -> str:
    point = shapely.Point(lon, lat)
    return next((d.code for d in divisions.DISTRICTS if outlines[d.code][1].intersects(point)), "")


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def test_it_is_written_alike_every_time_and_over_what_is_there(city: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text("spoilt", "utf-8")
    assert demo.write(tmp_path) == tmp_path / "plan.toml"
    demo.write(tmp_path)
    assert digest(tmp_path) == digest(city)


def test_its_map_is_that_of_every_machine(city: Path) -> None:
    # A new value here means that a reader's figures change: mean it.
    names = ("divisions.geojson", "roads.geojson", "population.csv", "curb_ramps.geojson", "gtfs/stops.txt")
    whole = hashlib.sha256(b"".join((city / name).read_bytes() for name in (*names, "public_toilets.csv")))
    assert whole.hexdigest()[:16] == "d112be610d24ed62"


def test_the_plan_loads_and_says_that_the_city_does_not_exist(city: Path) -> None:
    loaded, base = plan.load(city / "plan.toml")
    assert loaded.fictitious
    assert base == city
    assert [layer.kind for layer in loaded.layers] == ["curb_ramps", "public_toilets", "bus_stops"]
    codes = {d.code for d in divisions.DISTRICTS}
    assert {site.district for site in loaded.sites} <= codes
    assert all(site.url.split("/")[2].endswith(".example") for site in loaded.sites)
    for layer in loaded.layers:
        editions = load_facility(layer.standards or loaded.street.standards)
        assert layer.kind in editions[0].facilities, "the first edition is scored, so it must speak of the layer"


def test_every_fault_has_a_bureau(city: Path) -> None:
    loaded, _ = plan.load(city / "plan.toml")
    assert all(owner_of(loaded.owners, rule="any", site=site.id) for site in loaded.sites)
    assert all(owner_of(loaded.owners, rule="any", layers=(layer.kind,)) for layer in loaded.layers)


def test_the_plan_s_columns_stand_in_the_files(
    city: Path, ramps: list[dict[str, Any]], toilets: list[dict[str, str]], stops: list[dict[str, str]]
) -> None:
    loaded, _ = plan.load(city / "plan.toml")
    for layer, row in zip(loaded.layers, (ramps[0], toilets[0], stops[0]), strict=True):
        wanted = {column.column for column in layer.columns.values()} | {layer.key, layer.label}
        assert wanted <= set(row), layer.kind


def test_divisions_nest_without_gap_or_overlap(outlines: dict[str, Any]) -> None:
    tree = DivisionTree.of([Division(code, row["name"], row["parent"]) for code, (row, _) in outlines.items()])
    assert [len(tree.children[d.code]) for d in divisions.DISTRICTS] == [5, 5, 6, 4]
    for code, (_, outline) in outlines.items():
        assert outline.is_valid
        assert outline.geom_type == "Polygon"
        if children := [outlines[child][1] for child in tree.children.get(code, ())]:
            assert shapely.coverage_is_valid(children)
            assert shapely.coverage_union_all(children).equals(outline)


def test_residents_add_up_and_all_live_in_a_street(city: Path, outlines: dict[str, Any]) -> None:
    blocks = table(city / "population.csv", "utf-8")
    assert len(blocks) > 8900
    whole = sum(int(block["population"]) for block in blocks)
    people = {code: row["population"] for code, (row, _) in outlines.items()}
    assert people[CITY] == whole
    for district in divisions.DISTRICTS:
        assert people[district.code] == sum(people[street.code] for street in district.streets) > 0
    points = [(float(block["lon"]), float(block["lat"])) for block in blocks[::50]]
    assert all(district_of(outlines, *point) for point in points)


def test_there_are_some_thousands_of_facilities(
    ramps: list[dict[str, Any]], toilets: list[dict[str, str]], stops: list[dict[str, str]]
) -> None:
    assert 3300 < len(ramps) < 3700
    assert len(toilets) == 350 + 2
    assert len(stops) == 700 + 2


def test_a_few_rows_are_amiss_as_in_life(
    outlines: dict[str, Any], ramps: list[dict[str, Any]], toilets: list[dict[str, str]], stops: list[dict[str, str]]
) -> None:
    places = {
        "ramp_id": [(row["ramp_id"], row["at"]) for row in ramps],
        "编号": [(row["编号"], row["经度"] and (float(row["经度"]), float(row["纬度"]))) for row in toilets],
        "stop_id": [
            (row["stop_id"], row["stop_lon"] and (float(row["stop_lon"]), float(row["stop_lat"]))) for row in stops
        ],
    }
    for rows in places.values():
        twice = [key for key, count in Counter(key for key, _ in rows).items() if count > 1]
        placed = [at for _, at in rows if at]
        outside = [at for at in placed if not outlines[CITY][1].intersects(shapely.Point(at))]
        assert 1 <= len(twice) <= 5
        assert 1 <= len(rows) - len(placed) <= 10
        assert 1 <= len(outside) <= 5


def test_only_one_district_was_hardly_surveyed_and_only_one_built_badly(
    outlines: dict[str, Any], ramps: list[dict[str, Any]]
) -> None:
    measured: Counter[str] = Counter()
    steep: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for row in ramps:
        if not row["at"]:
            continue
        district = district_of(outlines, *row["at"])
        whole[district] += 1
        if row["slope_pct"] not in (None, 9999):
            measured[district] += 1
            steep[district] += row["slope_pct"] > 100 / 12
    surveyed = {d.code: measured[d.code] / whole[d.code] for d in divisions.DISTRICTS}
    failing = {d.code: steep[d.code] / measured[d.code] for d in divisions.DISTRICTS}
    assert [code for code, share in surveyed.items() if share < 0.8] == [BARELY_SURVEYED]
    assert max(failing, key=failing.__getitem__) == BADLY_BUILT
    assert min(failing, key=failing.__getitem__) == WELL_BUILT
    assert failing[BADLY_BUILT] > 0.3
    assert failing[WELL_BUILT] < 0.1


def test_one_district_has_few_toilets(outlines: dict[str, Any], toilets: list[dict[str, str]]) -> None:
    count = Counter(district_of(outlines, float(row["经度"]), float(row["纬度"])) for row in toilets if row["经度"])
    people = {d.code: outlines[d.code][0]["population"] / count[d.code] for d in divisions.DISTRICTS}
    assert max(people, key=people.__getitem__) == FEW_TOILETS
    assert people[FEW_TOILETS] > 2 * sorted(people.values())[-2]


def test_not_known_is_written_in_several_ways(ramps: list[dict[str, Any]], toilets: list[dict[str, str]]) -> None:
    assert {None, 9999} < {row["width_cm"] for row in ramps}
    assert {"是", "否", "不详", "", None} == {row["tactile"] for row in ramps}
    assert {"", "未测", "/", "9999"} < {row["门净宽(mm)"] for row in toilets}


def test_a_division_in_two_pieces_is_refused() -> None:
    with pytest.raises(ValueError, match="one piece"):
        divisions._ring([(0, 0), (9, 9)], *_still((0, 0), (9, 9)))


def _still(*hexagons: tuple[int, int]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Return corners and edges of some hexagons, unshaken."""
    edges = [edge for hexagon in hexagons for edge in divisions._edges(hexagon)]
    corners = {corner: (float(corner[0]), float(corner[1])) for edge in edges for corner in edge}
    return corners, {(min(edge), max(edge)): () for edge in edges}


def test_the_tickets_are_about_pages_facilities_and_what_nobody_finds(city: Path) -> None:
    tickets = table(city / "tickets.csv", "utf-8-sig")
    assert Counter(ticket["类别"] for ticket in tickets) == {"网站": 6, "坡道": 3, "厕所": 3, "公交站": 2}
    assert len({ticket["工单号"] for ticket in tickets}) == len(tickets)
    given = plan.load(city / "plan.toml")[0]
    assert [target.indicator or "declared" for target in given.targets] == [
        *("declared", "declared"),
        *("pass", "coverage-500", "online"),
    ]
