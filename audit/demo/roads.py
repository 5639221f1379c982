"""The demo city's road network: a grid bent out of true, with main and secondary roads and the crossings on them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Literal

from audit.demo.divisions import inside
from audit.demo.plane import Place, geojson, lonlat

RoadClass = Literal["main", "secondary"]
# Half the width of the carriageway in metres: how far a kerb stands from the middle of the road.
HALF_WIDTH: dict[RoadClass, float] = {"main": 14.0, "secondary": 7.0}

_SPACING = 415.0
_TURN = math.radians(11)
# One letter pair a name, from the west to the east and from the south to the north.
_NORTH_SOUTH = (
    "春晖望江文昌育才和平青禾建业松柏长宁锦绣朝阳学府槐树银杏清泉"
    "明德安居丰收桥头白鹭红枫永兴兴业迎宾新民临湖远望晴川双桥东园西园"
)
_EAST_WEST = "港前渔歌盐场沙堤南苑石榴广和粮道书院鼓台示例府前仁爱同心北苑果园茶亭竹林松岗云顶观星泉眼山门岭下塔影"
_COLUMNS, _ROWS = 15, 12  # roads on either side of the middle one
_MAIN_EVERY = 3
_LEFT_OUT = 0.11  # share of the segments of secondary roads that were never built
_MID_BLOCK = 0.5  # share of the segments of main roads with a crossing in their middle
_ARMS = 3  # a place where fewer roads meet is a bend or an end


@dataclass(frozen=True, slots=True)
class Road:
    """One segment between two junctions; name and class are its road's."""

    name: str
    road_class: RoadClass
    start: Place
    end: Place

    def at(self, share: float) -> Place:
        """Return the place at a share of the way from start to end."""
        return (
            self.start[0] + share * (self.end[0] - self.start[0]),
            self.start[1] + share * (self.end[1] - self.start[1]),
        )

    @property
    def length(self) -> float:
        """Return the length in metres."""
        return math.dist(self.start, self.end)

    def beside(self, share: float, aside: float) -> Place:
        """Return the place that lies aside (metres to the left; to the right when negative) of a share of the way."""
        x, y = self.at(share)
        along = (self.end[0] - self.start[0]) / self.length, (self.end[1] - self.start[1]) / self.length
        return x - aside * along[1], y + aside * along[0]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A crossing of one road: its two ends stand at opposite kerbs."""

    code: str
    road: Road
    ends: tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class Network:
    """Road segments and the crossings on them."""

    roads: tuple[Road, ...]
    crossings: tuple[Crossing, ...]


def lay(random: Random) -> Network:
    """Lay out the roads and their crossings."""
    junctions = {
        (column, row): place
        for row in range(-_ROWS, _ROWS + 1)
        for column in range(-_COLUMNS, _COLUMNS + 1)
        if inside(place := _junction(column, row, random), 0.95)
    }
    roads = tuple(_roads(junctions, random))
    return Network(roads, tuple(_crossings(roads, random)))


def _junction(column: int, row: int, random: Random) -> Place:
    x = column * _SPACING + 130 * math.sin(row / 2.3 + 0.4) + 90 * (random.random() - 0.5)
    y = row * _SPACING + 150 * math.sin(column / 2.9 + 1.1) + 90 * (random.random() - 0.5)
    return x * math.cos(_TURN) - y * math.sin(_TURN), x * math.sin(_TURN) + y * math.cos(_TURN)


def _name(letters: str, index: int, kind: str) -> str:
    return letters[2 * index : 2 * index + 2] + kind


def _roads(junctions: dict[tuple[int, int], Place], random: Random) -> list[Road]:
    roads = []
    for (column, row), start in junctions.items():
        for onward, line, letters, index, kinds in (
            ((column + 1, row), row, _EAST_WEST, row + _ROWS, ("大街", "街")),
            ((column, row + 1), column, _NORTH_SOUTH, column + _COLUMNS, ("大道", "路")),
        ):
            left_out = random.random() < _LEFT_OUT  # drawn for every pair, so that one road's fate moves no other's
            main = line % _MAIN_EVERY == 0
            if onward in junctions and (main or not left_out):
                name = _name(letters, index, kinds[0] if main else kinds[1])
                roads.append(Road(name, "main" if main else "secondary", start, junctions[onward]))
    return roads


def _crossings(roads: tuple[Road, ...], random: Random) -> list[Crossing]:
    arms: dict[Place, list[Road]] = {}
    for road in roads:
        arms.setdefault(road.start, []).append(road)
        arms.setdefault(road.end, []).append(road)
    crossings: list[Crossing] = []

    def add(road: Road, share: float) -> None:
        aside = HALF_WIDTH[road.road_class]
        ends = road.beside(share, aside), road.beside(share, -aside)
        crossings.append(Crossing(f"RX{len(crossings) + 1:05d}", road, ends))

    for junction, meeting in arms.items():
        if len(meeting) < _ARMS:
            continue
        for road in meeting:
            others = [HALF_WIDTH[other.road_class] for other in meeting if other.name != road.name]
            setback = (max(others, default=7.0) + 4) / road.length
            add(road, setback if road.start == junction else 1 - setback)
    for road in roads:
        if random.random() < _MID_BLOCK and road.road_class == "main":
            add(road, round(0.4 + 0.2 * random.random(), 3))
    return crossings


def document(network: Network) -> bytes:
    """Return the road segments as GeoJSON lines with name, class (in both languages) and width in metres."""
    classes = {"main": "主干路", "secondary": "次干路"}
    return geojson(
        "roads",
        (
            (
                {"type": "LineString", "coordinates": [list(lonlat(road.start)), list(lonlat(road.end))]},
                {
                    "name": road.name,
                    "class": road.road_class,
                    "class_zh": classes[road.road_class],
                    "width_m": 2 * HALF_WIDTH[road.road_class],
                },
            )
            for road in network.roads
        ),
    )
