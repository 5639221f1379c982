"""The demo city's districts and streets: nested polygons that share their borders to the last digit.

The city is a field of hexagons with shaken corners; a street is the hexagons nearest to its heart, a district its
streets. Every border is a chain of the same edges whichever polygon it bounds, so none gaps or overlaps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import NamedTuple

import numpy as np
import shapely

from audit.demo.plane import Place, geojson, lonlat

CITY_CODE = "990100"
_RADIUS = 260.0  # metres from a hexagon's centre to its corner
_CORNER_SHAKE = 0.26  # of the radius
_EDGE_SHAKE = 0.11
_REACH = (6300.0, 4900.0)  # metres from the centre to the city's rim, east-west and north-south

Hexagon = tuple[int, int]
Corner = tuple[int, int]


class Street(NamedTuple):
    """A street office (街道): code, names, heart in metres."""

    code: str
    name: str
    name_en: str
    heart: Place


class District(NamedTuple):
    """A district with its streets."""

    code: str
    name: str
    name_en: str
    streets: tuple[Street, ...]


DISTRICTS = (
    District(
        "990101",
        "中城区",
        "Zhongcheng District",
        (
            Street("990101001", "钟楼街道", "Zhonglou Subdistrict", (-100, 1700)),
            Street("990101002", "文庙街道", "Wenmiao Subdistrict", (-1500, 700)),
            Street("990101003", "和顺街道", "Heshun Subdistrict", (1300, 800)),
            Street("990101004", "渡口街道", "Dukou Subdistrict", (-500, -500)),
            Street("990101005", "花园街道", "Huayuan Subdistrict", (1100, -800)),
        ),
    ),
    District(
        "990102",
        "东岭区",
        "Dongling District",
        (
            Street("990102001", "岭前街道", "Lingqian Subdistrict", (2300, 3100)),
            Street("990102002", "砖塔街道", "Zhuanta Subdistrict", (4600, 2100)),
            Street("990102003", "石桥街道", "Shiqiao Subdistrict", (3100, 1100)),
            Street("990102004", "柳林街道", "Liulin Subdistrict", (5300, 0)),
            Street("990102005", "工农街道", "Gongnong Subdistrict", (3400, -900)),
        ),
    ),
    District(
        "990103",
        "南湾区",
        "Nanwan District",
        (
            Street("990103001", "湾口街道", "Wankou Subdistrict", (-3700, -2600)),
            Street("990103002", "盐仓街道", "Yancang Subdistrict", (-1800, -2200)),
            Street("990103003", "望海街道", "Wanghai Subdistrict", (-1700, -4000)),
            Street("990103004", "沙河街道", "Shahe Subdistrict", (300, -2700)),
            Street("990103005", "新港街道", "Xingang Subdistrict", (900, -4200)),
            Street("990103006", "渔市街道", "Yushi Subdistrict", (2700, -2900)),
        ),
    ),
    District(
        "990104",
        "西源区",
        "Xiyuan District",
        (
            Street("990104001", "泉源街道", "Quanyuan Subdistrict", (-3400, 600)),
            Street("990104002", "茶山街道", "Chashan Subdistrict", (-5100, -700)),
            Street("990104003", "松坪街道", "Songping Subdistrict", (-3600, 2700)),
            Street("990104004", "大学城街道", "Daxuecheng Subdistrict", (-1100, 3700)),
        ),
    ),
)
STREETS = tuple(street for district in DISTRICTS for street in district.streets)


def inside(place: Place, scale: float = 1.0) -> bool:
    """Say whether a place lies within the city's rim, an oval with bays; scale below 1 keeps off the rim."""
    x, y = place[0] / scale, place[1] / scale
    angle = math.atan2(y, x)
    rim = 1 + 0.06 * math.sin(3 * angle + 0.6) + 0.04 * math.sin(5 * angle + 2.1)
    return math.hypot(x / _REACH[0], y / _REACH[1]) < rim


def _centre(hexagon: Hexagon) -> Place:
    column, row = hexagon
    return _RADIUS * math.sqrt(3) * (column + row / 2), _RADIUS * 1.5 * row


def _corners(hexagon: Hexagon) -> tuple[Corner, ...]:
    """Return the six corners anticlockwise on a lattice of whole numbers, equal for all hexagons that meet there."""
    x, y = 2 * hexagon[0] + hexagon[1], 3 * hexagon[1]
    return (x, y - 2), (x + 1, y - 1), (x + 1, y + 1), (x, y + 2), (x - 1, y + 1), (x - 1, y - 1)


def _edges(hexagon: Hexagon) -> Iterator[tuple[Corner, Corner]]:
    corners = _corners(hexagon)
    yield from zip(corners, (*corners[1:], corners[0]), strict=True)


def _nearest(place: Place) -> Street:
    """Return the street with the nearest heart, on ground bent a little so that borders do not run straight."""
    x = place[0] + 220 * math.sin(place[1] / 700)
    y = place[1] + 220 * math.sin(place[0] / 800 + 1)
    return min(STREETS, key=lambda street: math.hypot(street.heart[0] - x, street.heart[1] - y))


@dataclass(frozen=True)
class Ground:
    """The city's ground: ring of every division by code (longitude and latitude), closed, anticlockwise."""

    rings: Mapping[str, tuple[Place, ...]]

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree([shapely.Polygon(self.rings[street.code]) for street in STREETS])

    def streets_at(self, places: Iterable[Place]) -> list[str]:
        """Return the code of the street at each place (longitude and latitude); "" outside, the lowest on a border."""
        points = shapely.points(np.array(list(places), dtype=float).reshape(-1, 2))
        codes = [""] * len(points)
        point_at, street_at = self._tree.query(points, predicate="intersects")
        for point, street in sorted(zip(point_at.tolist(), street_at.tolist(), strict=True), reverse=True):
            codes[point] = STREETS[street].code
        return codes


def lay(random: Random) -> Ground:
    """Lay out the districts and streets."""
    side = range(-40, 41)
    hexagons = [(column, row) for row in side for column in side if inside(_centre((column, row)))]
    corners = sorted({corner for hexagon in hexagons for corner in _corners(hexagon)})
    shaken = {corner: _shaken(corner, random) for corner in corners}
    bends = {
        edge: _bend(shaken[edge[0]], shaken[edge[1]], random)
        for edge in sorted({(min(edge), max(edge)) for hexagon in hexagons for edge in _edges(hexagon)})
    }
    members: dict[str, list[Hexagon]] = {CITY_CODE: hexagons}
    for hexagon in hexagons:
        code = _nearest(_centre(hexagon)).code
        members.setdefault(code, []).append(hexagon)
        members.setdefault(code[:6], []).append(hexagon)
    return Ground({code: _ring(members[code], shaken, bends) for code in sorted(members)})


def _shaken(corner: Corner, random: Random) -> Place:
    shake = _RADIUS * _CORNER_SHAKE
    x, y = corner[0] * _RADIUS * math.sqrt(3) / 2, corner[1] * _RADIUS / 2
    return x + shake * (2 * random.random() - 1), y + shake * (2 * random.random() - 1)


def _bend(start: Place, end: Place, random: Random) -> tuple[Place, ...]:
    """Return two places on the way from start to end, pushed aside."""
    shake = _RADIUS * _EDGE_SHAKE
    return tuple(
        (
            start[0] + part * (end[0] - start[0]) + shake * (2 * random.random() - 1),
            start[1] + part * (end[1] - start[1]) + shake * (2 * random.random() - 1),
        )
        for part in (1 / 3, 2 / 3)
    )


def _ring(
    hexagons: list[Hexagon],
    shaken: Mapping[Corner, Place],
    bends: Mapping[tuple[Corner, Corner], tuple[Place, ...]],
) -> tuple[Place, ...]:
    """Return the closed ring around some hexagons: the edges that no two of them share.

    Three hexagons meet in a corner, so a rim passes a corner at most once. ValueError when there is more than one rim.
    """
    edges = {edge for hexagon in hexagons for edge in _edges(hexagon)}
    following = {start: end for start, end in edges if (end, start) not in edges}
    first = corner = min(following)
    ring: list[Place] = []
    while True:
        end = following.pop(corner)
        bend = bends[min(corner, end), max(corner, end)]
        ring += [shaken[corner], *(bend if corner < end else reversed(bend))]
        corner = end
        if corner == first:
            break
    if following:
        raise ValueError("the hexagons of a division are not in one piece; move its street's heart")
    return tuple(lonlat(place) for place in (*ring, ring[0]))


def document(ground: Ground, residents: Mapping[str, int]) -> bytes:
    """Return the divisions as GeoJSON: the city, its districts, their streets, each with its residents."""

    def people(code: str) -> int:
        return sum(number for street, number in residents.items() if street.startswith(code))

    rows = [(CITY_CODE, "示例市", "Shili City", "", people("9901"))]
    for district in DISTRICTS:
        rows.append((district.code, district.name, district.name_en, CITY_CODE, people(district.code)))
        rows += [(s.code, s.name, s.name_en, district.code, people(s.code)) for s in district.streets]
    return geojson(
        "divisions",
        (
            (
                {"type": "Polygon", "coordinates": [[list(place) for place in ground.rings[code]]]},
                {"code": code, "name": name, "name_en": name_en, "parent": parent, "population": population},
            )
            for code, name, name_en, parent, population in rows
        ),
    )
