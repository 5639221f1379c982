"""OpenStreetMap: an extract written here as XML, and two real ones beside the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from audit.model import UsageError
from audit.plan import Layer
from geo_checks import layers, osm
from geo_checks.layers import BAD_GEOMETRY, PLACED
from geo_checks.source import Source, source
from geo_checks.street import audit

REAL = Path(__file__).parents[3] / "shared/data"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason=f"real layers are NOT tested: {REAL} is absent")

PLACES = {1: (117.001, 26.001), 2: (117.002, 26.001), 3: (117.002, 26.002), 4: (117.001, 26.002), 5: (117.012, 26.004)}
TAGS: dict[int, dict[str, str]] = {
    11: {"amenity": "toilets", "wheelchair": "yes", "toilets:wheelchair": "no", "name": '公厕 "甲", 东 => 西'},
    12: {"highway": "bus_stop", "wheelchair": "limited", "tactile_paving": "yes"},
    13: {"barrier": "kerb", "kerb": "lowered", "tactile_paving": "no"},
    14: {"highway": "crossing", "kerb": "raised"},
    15: {"highway": "crossing", "crossing:signals": "yes"},
    16: {"amenity": "bench"},
    17: {"public_transport": "platform", "train": "yes"},
    18: {"amenity": "toilets", "wheelchair": "designated"},
}


def tags(of: dict[str, str]) -> str:
    shown = {key: value.replace('"', "&quot;").replace(">", "&gt;") for key, value in of.items()}
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in shown.items())


def way(number: int, nodes: list[int], of: dict[str, str]) -> str:
    members = "".join(f'<nd ref="{node}"/>' for node in nodes)
    return f'<way id="{number}" version="1">{members}{tags(of)}</way>'


def write(folder: Path, name: str = "city.osm") -> Path:
    nodes = [f'<node id="{n}" version="1" lon="{x}" lat="{y}"/>' for n, (x, y) in PLACES.items()]
    nodes += [
        f'<node id="{n}" version="1" lon="{117 + n / 10000}" lat="26.003">{tags(of)}</node>' for n, of in TAGS.items()
    ]
    ways = [
        way(21, [1, 2, 3, 4, 1], {"amenity": "toilets", "wheelchair": "yes"}),
        way(22, [1, 2, 5], {"highway": "footway", "surface": "asphalt"}),
        way(23, [3, 4], {"highway": "platform", "public_transport": "platform", "bus": "yes"}),
        way(24, [2, 3], {"highway": "steps"}),
        way(25, [1, 2, 4, 1], {}),
    ]
    relation = (
        '<relation id="31" version="1"><member type="way" ref="25" role="outer"/>'
        f"{tags({'type': 'multipolygon', 'building': 'yes', 'amenity': 'toilets'})}</relation>"
    )
    path = folder / name
    path.write_text(f'<osm version="0.6">{"".join([*nodes, *ways, relation])}</osm>', "utf-8")
    return path


def named(folder: Path, file: str, **given: Any) -> Source:
    return source(Layer.model_validate({"kind": "curb_ramps", "file": file, **given}), folder)


def test_tags_are_columns_whatever_their_names(tmp_path: Path) -> None:
    write(tmp_path)
    asked = ["osm_id", "name", "toilets:wheelchair", "no:such:tag"]
    rows = layers.read(named(tmp_path, "city.osm", layer="points"), asked)
    assert rows.columns["osm_id"].to_pylist() == ["node/11"]
    assert rows.columns["name"].to_pylist() == [TAGS[11]["name"]]
    assert rows.columns["toilets:wheelchair"].to_pylist() == ["no"]
    assert rows.columns["no:such:tag"].to_pylist() == [None]
    assert rows.crs.name == "EPSG:4326"


def test_the_lines_of_a_network_share_their_nodes(tmp_path: Path) -> None:
    write(tmp_path)
    rows = layers.read(named(tmp_path, "city.osm", layer="lines"), ["osm_id", "highway", "surface"])
    lines, state = layers.lines(rows)
    assert rows.columns["osm_id"].to_pylist() == ["way/22", "way/23", "way/24"]
    assert rows.columns["highway"].to_pylist() == ["footway", "platform", "steps"]
    assert rows.columns["surface"].to_pylist() == ["asphalt", None, None]
    assert state.tolist() == [PLACED] * 3
    assert shapely.get_coordinates(lines[0]).tolist() == [list(PLACES[n]) for n in (1, 2, 5)]


def test_lines_of_any_other_format_and_what_is_no_line(city: Any) -> None:
    shapes = [shapely.LineString([(117, 26), (117.01, 26)]), shapely.Point(117, 26)]
    geopandas.GeoDataFrame({"n": [1, 2]}, geometry=shapes, crs=4326).to_file(city.folder / "roads.gpkg")
    lines, state = layers.lines(layers.read(named(city.folder, "roads.gpkg"), ["n"]))
    assert state.tolist() == [PLACED, BAD_GEOMETRY]
    assert lines[0].equals(shapes[0])
    assert lines[1] is None


def test_each_kind_of_facility_is_found_by_its_tags(tmp_path: Path) -> None:
    write(tmp_path)
    rows = layers.read(named(tmp_path, "city.osm"), ["osm_id", osm.KIND, osm.ACCESSIBLE])
    kinds = dict(zip(rows.columns["osm_id"].to_pylist(), rows.columns[osm.KIND].to_pylist(), strict=True))
    accessible = dict(zip(rows.columns["osm_id"].to_pylist(), rows.columns[osm.ACCESSIBLE].to_pylist(), strict=True))
    assert {name: kind for name, kind in kinds.items() if kind} == {
        "node/11": "public_toilets",
        "node/12": "bus_stops",
        "node/13": "curb_ramps",
        "node/14": "curb_ramps",
        "node/15": "crossings",
        "node/18": "public_toilets",
        "way/21": "public_toilets",
        "way/23": "bus_stops",
        "relation/31": "public_toilets",
    }
    assert accessible["node/11"] == "no"  # the toilet's own tag, not that of the house
    assert accessible["way/21"] == "yes"


def test_an_audit_of_toilets_needs_no_mapping(city: Any) -> None:
    write(city.folder)
    found = audit(city.plan({"kind": "public_toilets", "file": "city.osm"}), city.folder)
    (subject,) = found.subjects
    assert subject.facts["counts"]["judged"] == 4
    assert [row["attribute"] for row in subject.facts["attributes"]] == ["accessible"]


def test_a_layer_that_osm_does_not_have_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(UsageError, match="has no layer 'roads'; it has points, lines"):
        layers.read(named(tmp_path, "city.osm", layer="roads"), ["highway"])


def test_a_tag_with_hostile_letters_is_no_tag(tmp_path: Path) -> None:
    write(tmp_path)
    rows = layers.read(named(tmp_path, "city.osm", layer="points"), ["amenity", 'x"\nall_tags=yes,\n[lines]'])
    assert rows.columns['x"\nall_tags=yes,\n[lines]'].null_count == rows.count == 3


@needs_real
def test_a_real_extract_and_one_that_was_cut_off(city: Any) -> None:
    whole = (REAL / "helsinki/Helsinki.osm.pbf").read_bytes()
    (city.folder / "h.osm.pbf").write_bytes(whole)
    rows = layers.read(named(city.folder, "h.osm.pbf", layer="lines"), ["highway"])
    assert rows.count > 1000
    for length in (len(whole) - 1, len(whole) * 2 // 3, 100, 3):
        (city.folder / "cut.osm.pbf").write_bytes(whole[:length])
        with pytest.raises(UsageError, match="not a whole OpenStreetMap file"):
            layers.read(named(city.folder, "cut.osm.pbf"), ["highway"])
    for at in range(300, len(whole), len(whole) // 20):
        (city.folder / "bent.osm.pbf").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with pytest.raises(UsageError, match=r"not a whole OpenStreetMap file|cannot be read"):
            layers.read(named(city.folder, "bent.osm.pbf"), ["highway"])


def test_an_extract_in_xml_that_was_cut_off(tmp_path: Path) -> None:
    whole = write(tmp_path).read_bytes()
    for length in (len(whole) - 3, len(whole) // 2, 10, 0):
        (tmp_path / "city.osm").write_bytes(whole[:length])
        with pytest.raises(UsageError, match="not a whole OpenStreetMap file"):
            layers.read(named(tmp_path, "city.osm"), ["highway"])


@needs_real
def test_las_palmas_has_toilets_and_stops(tmp_path: Path) -> None:
    wanted = named(REAL / "las_palmas", "las_palmas.osm.pbf")
    rows = layers.read(wanted, [osm.KIND, "wheelchair"])
    kinds = rows.columns[osm.KIND].to_pylist()
    assert {"public_toilets", "bus_stops", "crossings"} <= {*kinds}
