"""Coordinate systems: what a plan may name, WGS84 and back, one metric system for a place.

GCJ-02 and BD-09 are the obfuscated systems of Chinese map services. Neither has a published definition: the formulae
are the ones in general use; their inverses are found by iteration, to under 1 mm. Some publish GCJ-02 of what already
was GCJ-02 (GCJ-02x2), and some project obfuscated degrees (written EPSG:3857+GCJ-02).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError

from audit.model import Text, UsageError

Floats = NDArray[np.float64]
Shift = Literal["", "gcj-02", "gcj-02x2", "bd-09"]

# Krasovsky 1940, the ellipsoid of the GCJ-02 formula: semi-major axis in metres, first eccentricity squared.
_SEMI_MAJOR: Final = 6378245.0
_ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
# Outside this box (degrees) GCJ-02 equals WGS84: lon from, lon to, lat from, lat to.
_SHIFTED_BOX: Final = (72.004, 137.8347, 0.8293, 55.8271)
# BD-09 turns and shifts GCJ-02 by these (degrees).
_BD_SHIFT: Final = (0.0065, 0.006)
_BD_WAVE: Final = np.pi * 3000.0 / 180.0

# 1e-10 degrees is 0.01 mm on the ground; both shifts contract at least 40-fold in each round.
_TOLERANCE: Final = 1e-10
_ROUNDS: Final = 30

_SHIFTED_NAMES: Final[dict[str, Shift]] = {
    "gcj02": "gcj-02",
    "gcj": "gcj-02",
    "mars": "gcj-02",
    "火星坐标": "gcj-02",
    "gcj02x2": "gcj-02x2",
    "gcj02×2": "gcj-02x2",
    "gcj02twice": "gcj-02x2",
    "bd09": "bd-09",
    "bd09ll": "bd-09",
    "百度坐标": "bd-09",
}
# How each shift is written in a plan and in reports.
SHIFT_NAMES: Final[dict[Shift, str]] = {"gcj-02": "GCJ-02", "gcj-02x2": "GCJ-02x2", "bd-09": "BD-09"}
_PLAIN_NAMES: Final = {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490", "国家2000": "EPSG:4490"}

# How many times GCJ-02 lies between the degrees of a system and true ones.
_TIMES: Final[dict[Shift, int]] = {"": 0, "gcj-02": 1, "gcj-02x2": 2, "bd-09": 1}

_WEB_MERCATOR: Final = 3857
_SAME_DEGREES: Final = (4326, 4490)  # those most in use, known without asking PROJ
_MERCATOR: Final = re.compile(r"\bproj=(?:tmerc|utm)\b(?! (?:algo|approx))")
_UTM_SOUTH_END, _UTM_NORTH_END = -80.0, 84.0


@dataclass(frozen=True, slots=True)
class Reference:
    """A coordinate system as a plan or a file names it; shift: how its degrees are obfuscated ("" = not)."""

    name: str
    crs: CRS
    shift: Shift = ""


def reference(named: Any, place: str) -> Reference:
    """Return the coordinate system that a text (EPSG code, WKT, GCJ-02, BD-09) or PROJJSON table names.

    "EPSG:3857+GCJ-02": GCJ-02 degrees that were projected as if they were true ones. place: where it is named, for the
    message. Raises UsageError when it is not known.
    """
    if isinstance(named, str):
        if _plain(named) in _SHIFTED_NAMES:
            shift = _SHIFTED_NAMES[_plain(named)]
            return Reference(SHIFT_NAMES[shift], CRS.from_epsg(4326), shift)
        projected, _, last = named.rpartition("+")
        if projected and _plain(last) in _SHIFTED_NAMES:
            return obfuscated(reference(projected.strip(), place), _SHIFTED_NAMES[_plain(last)])
        named = _PLAIN_NAMES.get(_plain(named), named)
    try:
        crs = CRS.from_user_input(named)
    except CRSError as error:
        raise UsageError(
            Text(
                f"{place}：坐标系 {named!r} 不认识；写 EPSG 代码（如 EPSG:4490）、GCJ-02 或 BD-09",
                f"{place}: unknown coordinate system {named!r}; give an EPSG code (e.g. EPSG:4490), GCJ-02 or BD-09",
            )
        ) from error
    authority = crs.to_authority(min_confidence=70)
    return Reference(":".join(authority) if authority else crs.name, crs)


def obfuscated(base: Reference, shift: Shift) -> Reference:
    """Return the system whose degrees are obfuscated before they are written in another: GCJ-02, EPSG:3857+GCJ-02."""
    name = SHIFT_NAMES.get(shift, "")
    if base.crs.is_geographic:
        return Reference(name or base.name, base.crs, shift)
    return Reference(f"{base.name}+{name}" if name else base.name, base.crs, shift)


def wgs84_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return GCJ-02 degrees of WGS84 degrees; outside China they are equal."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    ripple = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (ripple + 20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)) * 2.0 / 3.0
    north += (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (ripple + 20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)) * 2.0 / 3.0
    east += (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0
    radians = np.radians(lat)
    magic = 1.0 - _ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    meridian = _SEMI_MAJOR * (1.0 - _ECCENTRICITY_SQUARED) / magic**1.5
    parallel = _SEMI_MAJOR / np.sqrt(magic) * np.cos(radians)
    west_end, east_end, south_end, north_end = _SHIFTED_BOX
    inside = (lon >= west_end) & (lon <= east_end) & (lat >= south_end) & (lat <= north_end)
    return (
        np.where(inside, lon + np.degrees(east / parallel), lon),
        np.where(inside, lat + np.degrees(north / meridian), lat),
    )


def gcj02_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return BD-09 degrees of GCJ-02 degrees."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_WAVE)
    return radius * np.cos(angle) + _BD_SHIFT[0], radius * np.sin(angle) + _BD_SHIFT[1]


def gcj02_to_wgs84(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return WGS84 degrees of GCJ-02 degrees, to under 1 mm."""
    return _inverse(wgs84_to_gcj02, lon, lat)


def bd09_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return GCJ-02 degrees of BD-09 degrees, to under 1 mm."""
    return _inverse(gcj02_to_bd09, lon, lat)


def _inverse(forward: Any, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    guess_lon, guess_lat = lon.copy(), lat.copy()
    for _ in range(_ROUNDS):
        there_lon, there_lat = forward(guess_lon, guess_lat)
        off_lon, off_lat = lon - there_lon, lat - there_lat
        guess_lon, guess_lat = guess_lon + off_lon, guess_lat + off_lat
        # On the rim of the box some points have no inverse (the shift jumps): they end half a shift off, not here.
        if np.nanmax(np.abs([off_lon, off_lat]), initial=0.0) < _TOLERANCE:
            break
    return guess_lon, guess_lat


def to_wgs84(x: Floats, y: Floats, given: Reference) -> tuple[Floats, Floats]:
    """Return longitude and latitude; NaN where the coordinates are no place on earth in the given system."""
    lon, lat = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if given.crs.is_geographic:
        lon, lat = _on_earth(lon, lat)
    if not (given.shift and given.crs.is_geographic) and not _are_degrees(given.crs):
        lon, lat = _into_degrees(given.crs)(lon, lat)
        lon, lat = _on_earth(lon, lat)
    if given.shift == "bd-09":
        lon, lat = bd09_to_gcj02(lon, lat)
    for _ in range(_TIMES[given.shift]):
        lon, lat = gcj02_to_wgs84(lon, lat)
    return _on_earth(lon, lat)


def from_wgs84(lon: Floats, lat: Floats, metric: CRS) -> tuple[Floats, Floats]:
    """Return easting and northing in metres; NaN where there is no position."""
    x, y = _transformer(_degrees(), metric).transform(lon, lat)
    known = np.isfinite(x) & np.isfinite(y)
    return (x, y) if known.all() else (np.where(known, x, np.nan), np.where(known, y, np.nan))


def metric_crs(lon: float, lat: float, named: str | None = None) -> CRS:
    """Return the metric system for a place: the plan's, else its UTM zone (UPS near the poles).

    In a UTM zone lengths are true to 0.1 %; EPSG:3857 stretches them by 1/cos(latitude) and is refused.
    """
    if named is not None:
        place = "[street] crs"
        crs = reference(named, place).crs
        if not crs.is_projected or crs.to_epsg() == _WEB_MERCATOR or any(a.unit_name != "metre" for a in crs.axis_info):
            raise UsageError(
                Text(
                    f"{place}：{named} 不能量距离；写以米为单位的投影坐标系，或删去这一行改用 UTM",
                    f"{place}: {named} cannot measure distances; "
                    "give a projected system in metres, or drop the line to use UTM",
                )
            )
        return crs
    if lat > _UTM_NORTH_END:
        return CRS.from_epsg(32661)
    if lat < _UTM_SOUTH_END:
        return CRS.from_epsg(32761)
    zone = min(60, int((lon + 180.0) // 6.0) + 1)
    return CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


@cache
def _degrees() -> CRS:
    return CRS.from_epsg(4326)


@cache
def _transformer(here: CRS, there: CRS) -> Transformer:
    """Return the transformer between two systems: finding it takes longer than moving 100,000 points.

    PROJ is asked for its quicker series of a transverse Mercator where that is off by less than 0.1 mm, which it knows:
    a city's points then take less than half the time.
    """
    found = Transformer.from_crs(here, there, always_xy=True)
    steps = found.definition  # no pipeline: PROJ is to choose among several, point by point
    if not steps.startswith("proj=pipeline") or not _MERCATOR.search(steps):
        return found
    return Transformer.from_pipeline(_MERCATOR.sub(r"\g<0> algo=auto", steps))


@cache
def _into_degrees(crs: CRS) -> Callable[[Floats, Floats], tuple[Floats, Floats]]:
    """Return what brings a system's coordinates into WGS84: the way into the system backwards where there is one."""
    there = _transformer(_degrees(), crs)
    if there.definition.startswith("proj=pipeline"):
        return partial(there.transform, direction=TransformDirection.INVERSE)
    return _transformer(crs, _degrees()).transform


@cache
def _are_degrees(crs: CRS) -> bool:
    """Return whether a system's coordinates are taken for WGS84 degrees as they are, as those of CGCS2000 are."""
    if any(crs == CRS.from_epsg(code) for code in _SAME_DEGREES):
        return True
    return bool(crs.is_geographic) and _transformer(crs, _degrees()).definition.startswith("proj=noop")


def _plain(named: str) -> str:
    return named.strip().casefold().replace("-", "").replace("_", "").replace(" ", "")


def _on_earth(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    valid = (np.abs(lon) <= 180.0) & (np.abs(lat) <= 90.0)  # NaN and infinity compare false  # noqa: PLR2004
    return (lon, lat) if valid.all() else (np.where(valid, lon, np.nan), np.where(valid, lat, np.nan))
