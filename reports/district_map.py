"""Draws the outlines of divisions as shapes of an SVG map: projected, simplified together, labelled, classed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from audit.model import Lang, Text
from reports.rows import DivisionRow
from reports.sinks import one_line

# Lower bounds of the classes of a score 0-100. Five shades of one hue: told apart without colour vision and in grey.
CLASSES = (0, 20, 40, 60, 80)
_WIDTH = 640
_MARGIN = 12
_TALLEST = 1.1  # height at most this times the width
_DETAIL = 0.6  # what is smaller than this many units is not seen
_LETTER = {Lang.ZH: 17.0, Lang.EN: 9.5}  # width of a letter of the labels


@dataclass(frozen=True, slots=True)
class Shape:
    """A division on the map. path: SVG; x, y, room: where a label fits and its half width; shade: class or None."""

    number: int
    name: Text
    path: str
    x: float
    y: float
    room: float
    shade: int | None

    def label(self, lang: Lang) -> tuple[str, ...]:
        """Return the lines of the label: the number in the table, and the name where there is room for it."""
        name = one_line(self.name.to(lang))
        fits = len(name) * _LETTER[lang] <= 2 * self.room and self.room > _LETTER[Lang.ZH]
        return (str(self.number), name) if fits else (str(self.number),)


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """A map, width × height units, with its classes."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    classes: tuple[int, ...] = CLASSES


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand on a map, in units of the map. kept: which outlines were given; outlines: those, simplified.

    Degrees are shrunk by the cosine of the middle latitude: true enough in form for the size of a city.
    """

    width: int
    height: int
    kept: tuple[int, ...]
    outlines: NDArray[np.object_]
    west: float
    north: float
    squeeze: float
    scale: float
    left: float

    @classmethod
    def of(cls, given: Sequence[bytes | None]) -> Frame | None:
        """Fit a map around outlines (WKB in degrees); None when there is none."""
        read = shapely.from_wkb(np.array(given, object), on_invalid="ignore")
        kept = tuple(i for i, outline in enumerate(read) if outline is not None and not outline.is_empty)
        if not kept:
            return None
        outlines = read[list(kept)]
        west, south, east, north = shapely.total_bounds(outlines)
        squeeze = math.cos(math.radians((south + north) / 2))
        width, height = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
        scale = min((_WIDTH - 2 * _MARGIN) / width, (_WIDTH * _TALLEST - 2 * _MARGIN) / height)
        left = (_WIDTH - width * scale) / 2

        def to_page(points: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.column_stack(
                [(points[:, 0] - west) * squeeze * scale + left, (north - points[:, 1]) * scale + _MARGIN]
            )

        drawn = shapely.make_valid(shapely.transform(outlines, to_page))
        simple = shapely.coverage_simplify(drawn, _DETAIL)
        tall = math.ceil(height * scale + 2 * _MARGIN)
        return cls(_WIDTH, tall, kept, simple, west, north, squeeze, scale, left)

    def at(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the places of positions (degrees) on the map."""
        return (lon - self.west) * self.squeeze * self.scale + self.left, (self.north - lat) * self.scale + _MARGIN


def draw(rows: Sequence[DivisionRow], scores: Sequence[float | None]) -> DistrictMap | None:
    """Draw rows with one score each (0-100, None = no data), numbered in their order; None when none has an outline."""
    frame = Frame.of([row.outline for row in rows])
    if frame is None:
        return None
    shapes = []
    for i, area in zip(frame.kept, frame.outlines, strict=True):
        x, y, room = _label_place(area)
        score = scores[i]
        shade = None if score is None else max(i for i, low in enumerate(CLASSES) if score >= low or i == 0)
        shapes.append(Shape(i + 1, rows[i].name, area_path(area), x, y, room, shade))
    return DistrictMap(frame.width, frame.height, tuple(shapes))


def _label_place(area: shapely.Geometry) -> tuple[float, float, float]:
    if not area.area:
        point = area.representative_point()
        return round(point.x, 1), round(point.y, 1), 0.0
    spoke = shapely.maximum_inscribed_circle(area, tolerance=1)
    centre = spoke.coords[0]
    return round(centre[0], 1), round(centre[1], 1), spoke.length


def area_path(area: shapely.Geometry) -> str:
    """Return an area as a path of an SVG map."""
    rings = [ring for polygon in _polygons(area) for ring in shapely.get_rings(polygon)]
    return "".join(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in shapely.get_coordinates(ring)[:-1])}Z" for ring in rings)


def _polygons(area: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the polygons of an area; make_valid may have left lines and points beside them."""
    if area.geom_type == "Polygon":
        return [area]
    parts = [] if area.geom_type in ("Point", "LineString", "LinearRing") else shapely.get_parts(area)
    return [polygon for part in parts for polygon in _polygons(part)]
