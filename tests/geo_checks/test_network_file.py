from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from audit.model import Reason, UsageError
from audit.plan import Network
from geo_checks.area import StudyArea
from geo_checks.area_file import study_area
from geo_checks.network_file import read_network
from geo_checks.source import source


def study(city: Any) -> StudyArea:
    districts = city.plan().districts
    return study_area(districts, source(districts, city.folder), None)


def test_classes_and_columns_of_a_line_layer(city: Any) -> None:
    names = ["road", "motorway", "steps", "bridge", "zebra", "alley"]
    frame = geopandas.GeoDataFrame(
        {
            "kind": names,
            "w": [150, 999, None, 90, 120, 200],
            "lift": ["", "", "", "有", "", ""],
            "surf": ["沥青", "", None, "沥青", "", "砾石"],
        },
        geometry=[shapely.LineString([(117.0 + n / 1000, 26.001), (117.0 + n / 1000, 26.002)]) for n in range(5)]
        + [None],
        crs=4326,
    )
    frame.to_file(city.folder / "ways.gpkg")
    plan = Network.model_validate(
        {
            "file": "ways.gpkg",
            "class": "kind",
            "closed": ["motorway"],
            "steps": ["steps"],
            "footbridges": ["bridge"],
            "crossings": ["zebra"],
            "columns": {"width": {"column": "w", "unit": "cm", "unknown": [999]}, "lift": "lift", "surface": "surf"},
        }
    )
    network, told = read_network(plan, city.folder, study(city))
    assert network.line.tolist() == [0, 1, 2, 3]
    assert network.column("steps").tolist() == [0, 1, 0, 0]
    assert network.column("footbridge").tolist() == [0, 0, 1, 0]
    assert network.column("crossing").tolist() == [0, 0, 0, 1]
    assert np.array_equal(network.column("width"), [1.5, np.nan, 0.9, 1.2], equal_nan=True)
    assert np.array_equal(network.column("lift"), [np.nan, np.nan, 1, np.nan], equal_nan=True)
    assert [network.surfaces[code] if code >= 0 else None for code in network.surface] == ["沥青", None, "沥青", None]
    assert network.asked == {"width", "lift", "surface"}
    assert network.length == pytest.approx(110.8, rel=1e-2)
    assert [(u.subject, u.reason, u.detail) for u in told] == [("network", Reason.NO_GEOMETRY, "1")]
    with pytest.raises(UsageError, match="no line that can be walked"):
        read_network(plan.model_copy(update={"walkable": ("none",)}), city.folder, study(city))


Nodes = dict[int, tuple[float, float, dict[str, str]]]
OSM = """<?xml version="1.0"?>
<osm version="0.6">
{nodes}
{ways}
</osm>
"""


def osm(folder: Path, nodes: Nodes, ways: list[tuple[list[int], dict[str, str]]]) -> None:
    def tags(of: dict[str, str]) -> str:
        return "".join(f'<tag k="{k}" v="{v}"/>' for k, v in of.items())

    points = "".join(
        f'<node id="{n}" version="1" lon="{lon}" lat="{lat}">{tags(of)}</node>' for n, (lon, lat, of) in nodes.items()
    )
    lines = "".join(
        f'<way id="{w}" version="1">' + "".join(f'<nd ref="{n}"/>' for n in refs) + f"{tags(of)}</way>"
        for w, (refs, of) in enumerate(ways, 1)
    )
    text = OSM.format(nodes=points, ways=lines)
    (folder / "city.osm").write_text(text, "utf-8")


def test_the_tags_of_openstreetmap(city: Any) -> None:
    nodes: Nodes = {n: (117.0 + n / 1000, 26.001 + (n % 2) / 1000, {}) for n in range(1, 9)}
    nodes[8] = (117.008, 26.001, {"barrier": "kerb", "kerb": "raised", "tactile_paving": "yes"})
    nodes[7] = (117.007, 26.002, {"highway": "crossing", "kerb": "lowered"})
    ways = [
        ([1, 2, 3], {"highway": "residential"}),
        ([2, 4], {"highway": "steps", "ramp:wheelchair": "yes"}),
        ([2, 5], {"highway": "motorway"}),
        ([2, 6], {"highway": "footway", "foot": "no"}),
        ([2, 7], {"highway": "service", "access": "private"}),
        ([3, 4], {"highway": "service", "access": "private", "foot": "yes"}),
        ([3, 5], {"highway": "trunk"}),
        ([3, 6], {"highway": "trunk", "sidewalk": "both"}),
        ([3, 7], {"highway": "footway", "footway": "crossing", "wheelchair": "no", "incline": "-10%", "width": "1.2"}),
        ([3, 8], {"highway": "path", "incline": "up", "surface": "Gravel"}),
        ([4, 8], {"waterway": "river"}),
    ]
    osm(city.folder, nodes, ways)
    network, told = read_network(Network(file="city.osm"), city.folder, study(city))
    assert told == []
    assert network.length.size == 7
    assert network.column("steps").tolist() == [0, 0, 1, 0, 0, 0, 0]
    assert network.column("path").tolist() == [0, 0, 1, 1, 0, 1, 1]
    assert network.column("crossing").tolist() == [0, 0, 0, 0, 0, 1, 0]
    assert np.array_equal(network.column("lift")[2:4], [1, np.nan], equal_nan=True)
    assert np.array_equal(network.column("wheelchair")[4:], [np.nan, 0, np.nan], equal_nan=True)
    assert np.array_equal(network.column("slope")[5:], [10, np.nan], equal_nan=True)
    assert np.array_equal(network.column("width")[5:], [1.2, np.nan], equal_nan=True)
    assert network.surfaces == ("gravel",)
    assert network.asked == frozenset()
    assert network.kerbs.ramp.tolist() == [1, 0]
    assert np.array_equal(network.kerbs.tactile, [np.nan, 1], equal_nan=True)


@pytest.mark.parametrize(
    "geometry",
    [
        [shapely.LineString([(117, 26), (117, 26)])],
        [shapely.Point(117, 26), None],
        [shapely.LineString()],
        [shapely.LineString([(117, 26), (math.inf, 26)])],
        [shapely.box(117, 26, 118, 27)],
    ],
)
def test_a_file_without_a_line_to_walk_is_refused_in_one_line(city: Any, geometry: list[Any]) -> None:
    frame = geopandas.GeoDataFrame({"kind": ["road"] * len(geometry)}, geometry=geometry, crs=4326)
    frame.to_parquet(city.folder / "ways.parquet")
    with pytest.raises(UsageError, match="no line that can be walked") as told:
        read_network(Network(file="ways.parquet"), city.folder, study(city))
    assert len(told.value.problems) == 1


def test_parts_of_one_line_and_broken_lines_beside_whole_ones(city: Any) -> None:
    geometry = [
        shapely.MultiLineString([[(117.001, 26.001), (117.002, 26.001)], [(117.002, 26.001), (117.003, 26.001)]]),
        shapely.LineString([(117.003, 26.001), (117.003, 26.001), (117.004, 26.001)]),
        shapely.LineString([(117, 26), (math.nan, 26)]),
        shapely.Point(117, 26),
    ]
    frame = geopandas.GeoDataFrame({"kind": ["road"] * len(geometry)}, geometry=geometry, crs=4326)
    frame.to_parquet(city.folder / "ways.parquet")
    network, told = read_network(Network(file="ways.parquet"), city.folder, study(city))
    assert network.line.tolist() == [0, 0, 1]
    assert network.node_x.size == 4
    assert [(u.reason, u.detail) for u in told] == [(Reason.BAD_GEOMETRY, "2")]
