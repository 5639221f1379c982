"""The tables of a plan on the street side: divisions, people, layers, and how they are judged."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from audit.facility_kinds import KINDS
from audit.model import Text
from audit.plan_tables import Column, Rows, Table, Where, column_of
from audit.problems import nearest, state

LAYER_KINDS = tuple(KINDS)


class DivisionFile(Rows):
    """A file of administrative divisions and the columns that name them."""

    layer: str | None = Field(None, description="Layer inside the file (GeoPackage), or table of the database")
    crs: str | None = Field(None, description="Coordinate system when the file does not say, e.g. EPSG:4490, GCJ-02")
    encoding: str | None = Field(None, description="Text encoding when the file does not say, e.g. GBK")
    code: str = Field("code", description="Column with the division's code (GB/T 2260 or any unique text)")
    name: str = Field("name", description="Column with the division's name")
    name_en: str | None = Field(None, description="Column with the English name")
    parent: str | None = Field(None, description="Column with the parent's code")
    under: str | None = Field(None, description="Code of the division that all of this file's lie directly under")
    population: str | None = Field(None, description="Column with the number of residents")


class Districts(DivisionFile):
    """The polygons of the administrative divisions, in one file or one for each level."""

    more: tuple[DivisionFile, ...] = Field((), description="Further files, e.g. one for each level")
    parents: Literal["codes", "containment"] | None = Field(
        None,
        description="How a division's parent is found where no column or `under` names it. codes: by the digits of its "
        "code (GB/T 2260; 9 digits a street, 12 a community), divisions that no file has are added without a polygon; "
        "containment: the smallest division that it lies in. Left out: by the codes, where the division above is there",
    )
    names: dict[str, str] = Field(
        default_factory=dict, description="Names of divisions that no file has, by code, e.g. of the city above"
    )


class Population(Rows):
    """The people: points, cells or polygons with the number of people in each."""

    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    count: str = Field("population", description="Column with the number of people")
    shape: Literal["auto", "cells"] = Field(
        "auto",
        description="auto: the people of a polygon are spread over it evenly; cells: they live at its middle (faster)",
    )
    groups: dict[str, str] = Field(
        default_factory=dict, description='Columns with the people of a group, e.g. { over_65 = "aged" }'
    )

    @field_validator("groups")
    @classmethod
    def _are_named(cls, groups: dict[str, str]) -> dict[str, str]:
        state(
            [
                Text(f"{name!r}：只用小写字母、数字和 _", f"{name!r}: use lower-case letters, digits and _ alone")
                for name in groups
                if not re.fullmatch(r"[a-z0-9_]+", name)
            ]
        )
        return groups


def _known_kind(value: str) -> str:
    if value not in KINDS:
        listed = ", ".join(KINDS)
        zh, en = nearest(value, KINDS, (f"；可用的有 {listed}", f"; known: {listed}"))
        state([Text(f"没有设施种类 {value!r}{zh}", f"unknown kind {value!r}{en}")])
    return value


Kind = Annotated[
    str,
    AfterValidator(_known_kind),
    Field(description="Kind of facility", json_schema_extra={"enum": list(KINDS)}),
]


class Layer(Rows):
    """A layer of facilities: file, coordinates, column mapping."""

    id: str | None = Field(None, description="Short id, by default the kind")
    kind: Kind
    name: str | None = None
    name_en: str | None = Field(None, description="English name")
    layer: str | None = Field(
        None,
        description="Layer, worksheet or table inside the file; OpenStreetMap: points, lines, multipolygons "
        "(several with commas)",
    )
    format: Literal["auto", "csv", "jsonl", "gtfs", "vector", "geoparquet", "osm", "xlsx", "postgis"] = "auto"
    crs: str | None = Field(None, description="EPSG code, or GCJ-02 / BD-09; needed when the file does not say")
    encoding: str | None = None
    x: str | None = Field(None, description="Column with the longitude or easting (CSV)")
    y: str | None = Field(None, description="Column with the latitude or northing (CSV)")
    key: str | None = Field(
        None,
        description="Column that names a facility; by default its row number, by which no facility is known again "
        "after an export in another order (FlatGeobuf orders its rows by place)",
    )
    label: str | None = Field(None, description="Column with the place in words")
    division: str | None = Field(
        None,
        description="Column with the code or name of the division that a facility stands in: evidence for its "
        "coordinates, and its place where it has none",
    )
    surveyed: str | None = Field(None, description="Column with the day of the survey, shown in the rectification list")
    photo: str | None = Field(
        None, description="Column with a photo's file or address, shown in the rectification list"
    )
    where: tuple[Where, ...] = ()
    columns: dict[str, Annotated[Column, BeforeValidator(column_of, json_schema_input_type=str | Column)]] = Field(
        default_factory=dict
    )
    standards: tuple[str, ...] = Field((), description="Editions for this layer; by default the plan's")
    expected: int | None = Field(None, ge=1, description="How many facilities there are, when fewer were surveyed")


class ByYear(Table):
    """The edition that facilities of some build years are read by."""

    edition: str = Field(description="Id of an edition, or a file of the user's own")
    until: int | None = Field(
        None, ge=1000, le=2999, description="Last build year that it judges; the last table has none: all later years"
    )


class Street(Table):
    """How street layers are judged: the first edition is scored, the others stand beside it."""

    standards: tuple[str, ...] = ("gb-55019-2021",)
    by_year: tuple[ByYear, ...] = Field(
        (),
        description="Also read each facility by the edition of its build year (column `built`); earliest years first",
    )
    crs: str | None = Field(None, description="Metric coordinate system; by default the UTM zone of the districts")
    service_areas: bool = Field(
        default=False, description="Also keep service areas as shapes, for maps; --format gpkg or geojson asks for them"
    )

    @field_validator("by_year")
    @classmethod
    def _years_ascend(cls, readings: tuple[ByYear, ...]) -> tuple[ByYear, ...]:
        years = [reading.until for reading in readings]
        closed = [year for year in years[:-1] if year is not None]
        if readings and (years[-1] is not None or len(closed) < len(years) - 1 or closed != sorted(set(closed))):
            state(
                [
                    Text(
                        "年份应从早到晚，各表都写 until，只有最后一个不写",
                        "years run from early to late: every table has until, the last alone has none",
                    )
                ]
            )
        return readings
