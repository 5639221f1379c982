"""A small made-up city in a folder: two districts side by side, the western with two streets, and layers of points."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from audit.model import Indicator
from audit.plan import Plan
from geo_checks.street import StreetAudit

Point = tuple[float, float]

# Degrees: the districts are squares of 0.01 degrees (about 1.0 by 1.1 km) from 117.00 E, 26.00 N eastwards.
WEST, SOUTH, SIDE = 117.0, 26.0, 0.01


@dataclass(frozen=True)
class City:
    """Writes the files of the city and the plans that name them.

    Divisions: 10 west (streets 1001 lower and 1002 upper), 20 east.
    """

    folder: Path

    # A point inside each of the smallest divisions, and one outside all.
    lower: Point = (117.005, 26.0025)
    upper: Point = (117.005, 26.0075)
    east: Point = (117.015, 26.005)
    outside: Point = (117.05, 26.05)

    def districts(self, name: str = "districts.geojson") -> Path:
        """Write the divisions."""
        middle = SOUTH + SIDE / 2
        frame = geopandas.GeoDataFrame(
            {
                "code": ["20", "1002", "10", "1001"],
                "name": ["东区", "上街", "西区", "下街"],
                "parent": [None, "10", None, "10"],
                "people": [400, 100, 300, 200],
            },
            geometry=[
                shapely.box(WEST + SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE),
                shapely.box(WEST, middle, WEST + SIDE, SOUTH + SIDE),
                shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE),
                shapely.box(WEST, SOUTH, WEST + SIDE, middle),
            ],
            crs=4326,
        )
        frame.to_file(self.folder / name)
        return self.folder / name

    def points(self, file: str, at: Sequence[Point | None], crs: int | None = 4326, **columns: Sequence[Any]) -> Path:
        """Write points with columns to a format that the name's ending says; None has no geometry."""
        geometry = [None if place is None else shapely.Point(place) for place in at]
        frame = geopandas.GeoDataFrame(dict(columns), geometry=geometry, crs=crs)
        if file.endswith(".parquet"):
            frame.to_parquet(self.folder / file)
        else:
            frame.to_file(self.folder / file)
        return self.folder / file

    def text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """Write a text file."""
        (self.folder / name).write_bytes(text.encode(encoding))
        return self.folder / name

    def plan(self, *layers: Mapping[str, Any], **tables: Any) -> Plan:
        """Return a plan over the city's districts with some layers."""
        given = {
            "name": "示例市",
            "date": "2026-01-01",
            "street": {"standards": ["agency-verdict"]},
            "districts": {"file": "districts.geojson", "parent": "parent"},
            "layer": list(layers),
        }
        return Plan.model_validate({**given, **tables})


@pytest.fixture
def city(tmp_path: Path) -> City:
    """Return the city with its districts written."""
    made = City(tmp_path)
    made.districts()
    return made


def frame(found: StreetAudit, name: str) -> pd.DataFrame:
    """Return evidence of an audit as a frame."""
    rows: pd.DataFrame = pq.read_table(io.BytesIO(found.evidence[name])).to_pandas()
    return rows


def figure(found: StreetAudit, division: str, name: str, layer: str = "curb_ramps") -> Indicator:
    """Return the one indicator of that name that a division has for a layer."""
    (indicator,) = [i for i in found.indicators if (i.division, i.layer, i.name) == (division, layer, name)]
    return indicator
