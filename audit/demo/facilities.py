"""The demo city's facilities, as three bureaus would hand them over: each with its own columns, gaps and slips.

One district is built well, one has steep ramps with high lips, one was hardly surveyed, one has few toilets. A value
that nobody measured is blank, a word or 9999, as the bureaus write it; a few rows lie outside every district, lack
coordinates or stand twice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from audit.demo.divisions import Ground, inside
from audit.demo.plane import Place, geojson, lonlat
from audit.demo.residents import density
from audit.demo.roads import HALF_WIDTH, Network

TOILETS = 350
STOPS = 700
_OUTSIDE: tuple[Place, ...] = ((7400, 2600), (-7300, -900), (6100, -3900), (900, 5900), (-5600, -4300))


@dataclass(frozen=True, slots=True)
class Works:
    """How a district builds: shares of facilities that were surveyed, and of the measured ones that are sound.

    lip_low: lips of 1-10 mm, which older editions accept; toilets: how many stand where the best district has one.
    """

    surveyed: float
    slope: float
    lip_flush: float
    lip_low: float
    width: float
    tactile: float
    toilet: float
    stop: float
    toilets: float


_WORKS: Mapping[str, Works] = {
    "990101": Works(0.985, 0.975, 0.93, 0.05, 0.98, 0.96, 0.975, 0.96, 1.0),
    "990102": Works(0.97, 0.55, 0.40, 0.22, 0.86, 0.72, 0.9, 0.86, 0.85),
    "990103": Works(0.34, 0.84, 0.72, 0.15, 0.92, 0.80, 0.9, 0.82, 0.8),
    "990104": Works(0.97, 0.92, 0.88, 0.06, 0.96, 0.92, 0.92, 0.9, 0.18),
}
_ELSEWHERE = Works(0.9, 0.85, 0.8, 0.1, 0.9, 0.85, 0.8, 0.8, 0.5)
_RAMP_AT_END = 0.95  # share of the ends of crossings that have a ramp at all
_SLIP = 0.012  # share of the values of a surveyed facility that are missing all the same


class _Sheet:
    """Draws the values of one surveyed (or not surveyed) facility."""

    def __init__(self, random: Random, *, surveyed: bool, unknown: Sequence[Any]) -> None:
        self._random = random
        self._surveyed = surveyed
        self._unknown = unknown

    def pick(self, choices: Sequence[Any]) -> Any:
        return choices[int(self._random.random() * len(choices))]

    def within(self, low: float, high: float, digits: int) -> float:
        drawn = round(low + (high - low) * self._random.random(), digits)
        return drawn if digits else int(drawn)

    def known(self, value: Any, unknown: Sequence[Any] | None = None) -> Any:
        """Return the value, or one of the ways to write that it is not known."""
        missing = self._random.random() < _SLIP
        blank = self.pick(unknown or self._unknown)
        return blank if missing or not self._surveyed else value

    def measured(self, sound: float, good: tuple[float, float], bad: tuple[float, float], digits: int) -> Any:
        """Return a number: with probability `sound` from the good range, else from the bad one; or not known."""
        low, high = good if self._random.random() < sound else bad
        return self.known(self.within(low, high, digits))

    def word(self, sound: float, yes: str, no: str, unknown: Sequence[Any]) -> Any:
        """Return yes with probability `sound`, else no; or one of the words for not known."""
        return self.known(yes if self._random.random() < sound else no, unknown)


def _sheet(random: Random, works: Works, unknown: Sequence[Any]) -> _Sheet:
    return _Sheet(random, surveyed=random.random() < works.surveyed, unknown=unknown)


def _works_at(ground: Ground, places: Sequence[Place]) -> list[Works]:
    return [_WORKS.get(code[:6], _ELSEWHERE) for code in ground.streets_at([lonlat(place) for place in places])]


def _slips(rows: list[dict[str, Any]], blanked: Mapping[str, Any], every: int, twice: int) -> list[dict[str, Any]]:
    """Return the rows with every n-th one's coordinates lost, and some handed over twice at the end."""
    for row in rows[every // 2 :: every]:
        row.update(blanked)
    return rows + [dict(row) for row in rows[7 : 7 + 90 * twice : 90]]


def curb_ramps(ground: Ground, network: Network, random: Random) -> bytes:
    """Return the ramps at both ends of every crossing (few are missing) as GeoJSON; slopes in %, width cm, rest mm."""
    ends = [
        (end, crossing.code, side, crossing.road.name)
        for crossing in network.crossings
        for end, side in zip(crossing.ends, "AB", strict=True)
        if random.random() < _RAMP_AT_END
    ]
    ends += [(place, "", "", "城际公路") for place in _OUTSIDE]
    rows = []
    works_here = _works_at(ground, [end[0] for end in ends])
    for number, ((place, crossing, side, road), works) in enumerate(zip(ends, works_here, strict=True), 1):
        sheet = _sheet(random, works, (None, None, 9999))
        kind = sheet.pick(("三面坡", "三面坡", "三面坡", "单面坡", "全宽式"))
        full = kind == "全宽式"
        rows.append(
            {
                "place": place,
                "ramp_id": f"PD{number:05d}",
                "road": road,
                "crossing": crossing,
                "side": side,
                "kind": kind,
                "slope_pct": sheet.measured(works.slope, (2.5, 4.9) if full else (4.8, 8.2), (8.6, 16.8), 1),
                "cross_pct": sheet.measured(works.slope, (0.2, 2.0), (2.2, 5.6), 1),
                "width_cm": sheet.measured(works.width, (150, 260), (80, 118), 0),
                "lip_mm": _lip(sheet, works),
                "landing_mm": sheet.measured(works.width, (900, 1800), (400, 880), 0),
                "tactile": sheet.word(works.tactile, "是", "否", ("不详", "", None)),
                "built": sheet.within(1998, 2024, 0),
            }
        )
    rows = _slips(rows, {"place": None}, 500, 4)
    return geojson("curb_ramps", ((_point(row.pop("place")), row) for row in rows))


def _lip(sheet: _Sheet, works: Works) -> Any:
    drawn = sheet.within(0, 1, 6)
    if drawn < works.lip_flush:
        return sheet.known(0)
    return sheet.measured(1.0, (3, 10) if drawn < works.lip_flush + works.lip_low else (12, 45), (0, 0), 0)


def _point(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"type": "Point", "coordinates": list(lonlat(place))}


def public_toilets(ground: Ground, random: Random) -> bytes:
    """Return the public toilets as a GBK table with Chinese headings; stall and turning circle in m, door in mm."""
    places: list[Place] = []
    while len(places) < TOILETS - 2:
        place = 13_000 * (random.random() - 0.5), 10_400 * (random.random() - 0.5)
        chance = random.random()
        if not inside(place, 0.94) or chance > 0.25 + 0.75 * density(place):
            continue
        if random.random() < _works_at(ground, [place])[0].toilets:
            places.append(place)
    places += _OUTSIDE[:2]
    rows = []
    for number, (place, works) in enumerate(zip(places, _works_at(ground, places), strict=True), 1):
        sheet = _sheet(random, works, ("", "未测", "/", "9999"))
        lon, lat = lonlat(place)
        rows.append(
            {
                "编号": f"GC{number:04d}",
                "名称": f"示例公厕{number:03d}号",
                "经度": f"{lon:.6f}",
                "纬度": f"{lat:.6f}",
                "厕位长(m)": sheet.measured(works.toilet, (1.8, 2.4), (1.3, 1.75), 2),
                "厕位宽(m)": sheet.measured(works.toilet, (1.5, 2.0), (0.9, 1.45), 2),
                "回转直径(m)": sheet.measured(works.toilet, (1.5, 1.9), (1.0, 1.45), 2),
                "门净宽(mm)": sheet.measured(works.toilet, (900, 1000), (650, 870), 0),
                "安全抓杆": sheet.word(works.toilet, "有", "无", ("不详", "")),
                "呼叫按钮": sheet.word(works.toilet - 0.03, "有", "无", ("不详", "")),
                "建成年份": sheet.pick(("", "9999", *(str(year) for year in range(1996, 2025)))),
            }
        )
    return _table(_slips(rows, {"经度": "", "纬度": ""}, 120, 2), "\r\n").encode("gbk")


def bus_stops(ground: Ground, network: Network, random: Random) -> bytes:
    """Return the bus stops as GTFS stops.txt with four columns of the bureau's own (lengths in m)."""
    poles = list(_poles(network, random))
    poles = [poles[index * len(poles) // (STOPS - 4)] for index in range(STOPS - 4)]
    poles += [(place, "城际公路") for place in _OUTSIDE[:4]]
    rows = []
    works_here = _works_at(ground, [place for place, _ in poles])
    for number, ((place, road), works) in enumerate(zip(poles, works_here, strict=True), 1):
        sheet = _sheet(random, works, ("", "", "9999"))
        lon, lat = lonlat(place)
        rows.append(
            {
                "stop_id": f"S{number:04d}",
                "stop_name": f"{road}{(number + 1) // 2}站",
                "stop_lat": f"{lat:.6f}",
                "stop_lon": f"{lon:.6f}",
                "location_type": 0,
                "wheelchair_boarding": sheet.word(works.stop, "1", "2", ("0", "")),
                "boarding_length_m": sheet.measured(works.stop, (2.45, 3.6), (0.8, 1.45), 2),
                "boarding_width_m": sheet.measured(works.stop, (1.55, 4.0), (0.9, 1.45), 2),
                "tactile_warning": sheet.word(works.stop, "是", "否", ("不详", "")),
            }
        )
    return _table(_slips(rows, {"stop_lat": "", "stop_lon": ""}, 230, 2), "\n").encode()


def _poles(network: Network, random: Random) -> Iterator[tuple[Place, str]]:
    """Yield a pair of stops, one on each side, for most segments of main roads and some of secondary ones."""
    for road in network.roads:
        if random.random() < (0.85 if road.road_class == "main" else 0.42):
            aside = HALF_WIDTH[road.road_class] + 2
            share = 0.25 + 0.2 * random.random()
            yield road.beside(share, aside), road.name
            yield road.beside(1 - share, -aside), road.name


def _table(rows: Sequence[Mapping[str, Any]], newline: str) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
