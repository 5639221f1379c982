"""A layer whose coordinate system nobody states: refused, with the line to write when the evidence leaves no doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import shapely

from audit.model import Text
from audit.plan import Layer
from geo_checks import layers
from geo_checks.area import StudyArea
from geo_checks.coordinates import SHIFT_NAMES, Reference, metric_crs, reference, to_wgs84
from geo_checks.examination import Tried
from geo_checks.facilities import division_of
from geo_checks.forensics import in_degrees
from geo_checks.forensics import undeclared as examined
from geo_checks.source import Source
from geo_checks.zones import nearest_zones

_DEGREES: Final = "EPSG:4326"
_MERCATOR: Final = "EPSG:3857"
# Systems whose figures a message shows.
_SHOWN: Final = 4


def undeclared(layer: Layer, wanted: Source, area: StudyArea) -> Text | None:
    """Return the refusal of a layer without a stated system, with the evidence; None when there are no points.

    Raises UsageError when the layer cannot be read.
    """
    # Read as degrees, for its numbers alone: nothing is placed by them here.
    rows = layers.read(replace(wanted, crs=_DEGREES), [name for name in (layer.division,) if name])
    x, y, _ = layers.points(rows)
    if not (np.isfinite(x) & np.isfinite(y)).any():
        return None
    found = examined(x, y, area, systems(area, degrees=in_degrees(x, y)), division_of(layer, rows, area))
    best = next((one for one in found.tried if one.name == found.fits), None)
    if best is not None:
        name, _, swapped = best.name.partition(" (")
        figures = best.figures()
        also_zh = "，并把 x 和 y 两列对调" if swapped else ""
        also_en = " and exchange x and y" if swapped else ""
        return Text(
            f"{wanted.place}：没有说明坐标系；证据指向 {figures.zh}，明显优于其他；"
            f'核实后在计划里写 crs = "{name}"{also_zh}',
            f"{wanted.place}: its coordinate system is not stated; the evidence speaks for {figures.en}, "
            f'clearly better than any other; make sure, then put crs = "{name}" into the plan{also_en}',
        )
    shown = sorted(found.tried, key=_fit, reverse=True)[:_SHOWN]
    zh, en = "；".join(one.figures().zh for one in shown), "; ".join(one.figures().en for one in shown)
    return Text(
        f"{wanted.place}：没有说明坐标系，从 {found.weighed} 个位置也分辨不出（{zh}）；请向提供者问明后在计划里写 crs",
        f"{wanted.place}: its coordinate system is not stated and {found.weighed} positions cannot tell it ({en}); "
        "ask who made the file, then add crs to the plan",
    )


def systems(area: StudyArea, *, degrees: bool) -> list[Reference]:
    """Return the systems that numbers may be in which look like degrees, or like metres, at this place."""
    if degrees:
        return [reference(name, "") for name in (_DEGREES, *SHIFT_NAMES.values())]
    west, south, east, north = shapely.total_bounds(area.polygons)
    middle = np.array([(west + east) / 2]), np.array([(south + north) / 2])
    lon, lat = to_wgs84(*middle, Reference(area.metric.name, area.metric))
    utm = ":".join(metric_crs(float(lon[0]), float(lat[0])).to_authority() or ())
    names = dict.fromkeys((*nearest_zones(float(lon[0])), utm, _MERCATOR, f"{_MERCATOR}+GCJ-02"))
    return [reference(name, "") for name in names if name]


def _fit(one: Tried) -> tuple[float, float]:
    return (one.in_named or 0.0, one.inside)
