"""Where the demo city's people live: population points, denser towards the middle."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from random import Random

from audit.demo.divisions import Ground, inside
from audit.demo.plane import Place, lonlat

POINTS = 9000
_MIDDLES: tuple[tuple[float, float, float], ...] = (  # x, y, metres over which density falls to a half
    (0, 300, 2200),
    (3300, 800, 1500),
    (-900, -3000, 1600),
    (-3300, 900, 1300),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A residential block: longitude and latitude, number of people, code of its street."""

    place: Place
    people: int
    street: str


def settle(ground: Ground, random: Random) -> tuple[Block, ...]:
    """Place the people; every block lies in a street."""
    places: list[Place] = []
    while len(places) < POINTS:
        place = 13_000 * (random.random() - 0.5), 10_400 * (random.random() - 0.5)
        if random.random() < density(place) and inside(place, 0.94):
            places.append(lonlat(place))
    streets = ground.streets_at(places)
    return tuple(
        Block(place, 30 + int(220 * random.random() ** 2), street)
        for place, street in zip(places, streets, strict=True)
        if street
    )


def density(place: Place) -> float:
    """Return how densely a place is lived in, as a share of the densest."""
    nearest = min(math.dist(place, (x, y)) / half for x, y, half in _MIDDLES)
    return min(1.0, 0.08 + math.exp(-math.log(2) * nearest * nearest))


def by_street(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Return the number of residents of each street, by code."""
    totals: dict[str, int] = {}
    for block in blocks:
        totals[block.street] = totals.get(block.street, 0) + block.people
    return dict(sorted(totals.items()))


def document(blocks: tuple[Block, ...]) -> bytes:
    """Return the population points as CSV (UTF-8): lon, lat, population."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("lon", "lat", "population"))
    rows.writerows((f"{block.place[0]:.6f}", f"{block.place[1]:.6f}", block.people) for block in blocks)
    return text.getvalue().encode()
