"""Gauss-Krüger zones of China: each has a twin whose eastings begin with the zone's number (39,500,000 for 500,000).

A file whose declared system is one twin while its eastings are the other's would land a continent away. It is found by
the eastings and refused with the line to write: systems are declared, not guessed.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np
from pyproj import CRS

from audit.model import Text, UsageError
from geo_checks.coordinates import Floats, Reference

# First EPSG code of each family by the geodetic system's code: 3-degree zones 25-45 with the number before the easting
# and without it, 6-degree zones 13-23 with and without (EPSG Geodetic Parameter Dataset).
_FAMILIES: Final = MappingProxyType(
    {4490: (4513, 4534, 4491, 4502), 4610: (2349, 2370, 2327, 2338), 4214: (2401, 2422, 21413, 21453)}
)
_THREE_DEGREES: Final = range(25, 46)
_SIX_DEGREES: Final = range(13, 24)
_FALSE_EASTING: Final = 500_000.0
_PREFIX: Final = 1_000_000.0
# A 6-degree zone is at most 334 km wide on each side of its meridian; surveys reach a little over the border.
_WIDEST: Final = 450_000.0


def central_meridian(zone: int) -> int | None:
    """Return the meridian (degrees) of a zone by its number, which tells 3-degree zones from 6-degree ones."""
    if zone in _THREE_DEGREES:
        return 3 * zone
    return 6 * zone - 3 if zone in _SIX_DEGREES else None


def nearest_zones(lon: float, geodetic: int = 4490) -> tuple[str, ...]:
    """Return the EPSG codes whose zone holds a longitude: 3- and 6-degree, each with the zone's number and without."""
    with_number, without, six_with, six_without = _FAMILIES[geodetic]
    found: list[str] = []
    if (zone := round(lon / 3.0)) in _THREE_DEGREES:
        found += [f"EPSG:{without + zone - 25}", f"EPSG:{with_number + zone - 25}"]
    if (zone := round((lon + 3.0) / 6.0)) in _SIX_DEGREES:
        found += [f"EPSG:{six_without + zone - 13}", f"EPSG:{six_with + zone - 13}"]
    return tuple(found)


def twin(x: Floats, given: Reference) -> str | None:
    """Return the system that eastings belong to when they are those of the declared one's twin; else None."""
    stated = _meridian_and_easting(given.crs) if given.crs.is_projected else None
    known = x[np.isfinite(x)] if stated else np.empty(0)
    if stated is None or not known.size:
        return None
    easting = float(np.median(known))
    if abs(easting - stated[1]) <= _WIDEST:
        return None
    geodetic = given.crs.geodetic_crs
    families = _FAMILIES.get((geodetic.to_epsg(min_confidence=25) if geodetic else None) or 0)
    if families is None:
        return None
    zone, beyond = divmod(easting, _PREFIX)
    if stated[1] < _PREFIX and abs(beyond - _FALSE_EASTING) <= _WIDEST and central_meridian(int(zone)) is not None:
        return _code(int(zone), families[0], families[2])
    if stated[1] > _PREFIX and abs(easting - _FALSE_EASTING) <= _WIDEST:
        return _code(int(stated[1] // _PREFIX), families[1], families[3])
    return None


def refuse_twin(x: Floats, given: Reference, place: str) -> None:
    """Raise UsageError when eastings are those of the declared zone's twin. place: where the file is named."""
    meant = twin(x, given)
    if meant is None:
        return
    easting = float(np.median(x[np.isfinite(x)]))
    raise UsageError(
        Text(
            f"{place}：坐标系写的是 {given.name}，但东坐标（如 {easting:,.0f}）属于 {meant}"
            f'（带号写法不同）；核实后在计划里写 crs = "{meant}"',
            f"{place}: declared as {given.name}, but its eastings (such as {easting:,.0f}) are those of {meant}, "
            f'which writes the zone\'s number differently; make sure, then put crs = "{meant}" into the plan',
        )
    )


def _code(zone: int, three: int, six: int) -> str:
    return f"EPSG:{three + zone - 25}" if zone in _THREE_DEGREES else f"EPSG:{six + zone - 13}"


def _meridian_and_easting(crs: CRS) -> tuple[float, float] | None:
    """Return the central meridian and false easting of a transverse Mercator system; None for others."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name.replace("_", " "):
        return None
    values = {parameter.name: float(parameter.value) for parameter in operation.params}
    meridian, easting = values.get("Longitude of natural origin"), values.get("False easting")
    return None if meridian is None or easting is None else (meridian, easting)
