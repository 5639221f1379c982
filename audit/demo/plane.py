"""The ground that the demo city stands on: a flat plane in metres, laid in open sea so that no real place is meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

# Degrees of the plane's origin, and metres in one degree there (WGS84 ellipsoid at 30° N).
ORIGIN_LON, ORIGIN_LAT = 123.9, 30.0
METRES_PER_LON, METRES_PER_LAT = 96_486.3, 110_852.4

# A coordinate is rounded to this many decimals (0.1 m): no machine's last bit reaches a file.
DECIMALS = 6

Place = tuple[float, float]


def lonlat(place: Place) -> Place:
    """Return longitude and latitude (WGS84, degrees, rounded) of a place in metres."""
    x, y = place
    return round(ORIGIN_LON + x / METRES_PER_LON, DECIMALS), round(ORIGIN_LAT + y / METRES_PER_LAT, DECIMALS)


def geojson(name: str, features: Iterable[tuple[Mapping[str, Any] | None, Mapping[str, Any]]]) -> bytes:
    """Return a GeoJSON document with one feature a line, from pairs of geometry (or None) and properties."""
    rows = ",\n".join(
        json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False)
        for geometry, properties in features
    )
    head = json.dumps({"type": "FeatureCollection", "name": name}, ensure_ascii=False).removesuffix("}")
    return (head + ', "features": [\n' + rows + "\n]}\n").encode()
