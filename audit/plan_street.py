"""The tables of a plan on the street side: divisions, people, layers, networks, and what to measure."""

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


class Network(Rows):
    """Where people walk: lines with a class, or an OpenStreetMap extract (whose tags are known)."""

    layer: str | None = Field(None, description="Layer inside the file")
    crs: str | None = Field(None, description="Coordinate system when the file does not say")
    encoding: str | None = None
    road_class: str | None = Field(None, alias="class", description="Column with the class of a line")
    walkable: tuple[str | int, ...] = Field((), description="Classes that are walked; left out: all but the closed")
    closed: tuple[str | int, ...] = Field((), description="Classes that nobody walks, such as motorways")
    steps: tuple[str | int, ...] = Field((), description="Classes that are steps")
    footbridges: tuple[str | int, ...] = Field((), description="Classes that are footbridges or underpasses")
    crossings: tuple[str | int, ...] = Field((), description="Classes that are crossings")
    paths: tuple[str | int, ...] = Field(
        (), description="Classes apart from a carriageway: where they meet, no kerb has to be crossed"
    )
    columns: dict[str, Annotated[Column, BeforeValidator(column_of, json_schema_input_type=str | Column)]] = Field(
        default_factory=dict,
        description="steps, footbridge, lift, crossing, path, wheelchair, slope, width, surface; what a mapped column "
        "leaves open counts as not known",
    )
    tolerance: float = Field(0.5, ge=0, description="Metres within which the ends of two lines are one node")
    join: Literal["vertices", "ends", "touching"] = Field(
        "vertices",
        description="Lines meet at every vertex that they share, only at their ends, or (touching) also where the end "
        "of one lies on another",
    )
    snap: float = Field(100.0, gt=0, description="Metres from the network beyond which nobody is on it")
    ramp_radius: float = Field(25.0, gt=0, description="Metres within which a ramp belongs to a junction of roads")
    crossing_radius: float = Field(5.0, gt=0, description="Metres within which a ramp belongs to the end of a crossing")


class Roads(Rows):
    """Centre lines of the roads that have sidewalks: where they meet there are corners."""

    layer: str | None = Field(None, description="Layer inside the file")
    crs: str | None = Field(None, description="Coordinate system when the file does not say")
    encoding: str | None = None
    where: tuple[Where, ...] = Field(
        (), description="Rows that are meant; OpenStreetMap: by default the city's streets"
    )
    name: str | None = Field(None, description="Column with the street's name")
    class_: str | None = Field(None, alias="class", description="Column with the class of the road, see widths")
    width: Annotated[Column | None, BeforeValidator(column_of, json_schema_input_type=str | Column | None)] = Field(
        None, description="Column with the width of the carriageway, and its unit"
    )
    widths: dict[str, Annotated[float, Field(gt=0, le=200)]] = Field(
        default_factory=dict, description="Metres of carriageway by class, where the column does not tell"
    )
    default_width: float = Field(10.0, gt=0, le=100, description="Metres of carriageway where nothing else tells")
    meet: Literal["vertex", "crossing"] = Field(
        "vertex", description="Lines meet where they share a vertex, or (crossing) wherever they cross: no bridges then"
    )


class Crossings(Rows):
    """Pedestrian crossings as lines from kerb to kerb, or as points on the road."""

    layer: str | None = Field(None, description="Layer inside the file")
    crs: str | None = None
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    where: tuple[Where, ...] = Field((), description="Rows that are meant; OpenStreetMap: by default the crossings")


class Completeness(Table):
    """Which corners and crossings have a curb ramp, and which should have one."""

    roads: Roads
    crossings: Crossings | None = None
    layers: tuple[str, ...] = Field((), description="Ids of the layers of curb ramps; by default all of that kind")
    limit: float = Field(15.0, gt=0, le=100, description="Metres that a ramp may stand from the place that it serves")
    merge: float = Field(20.0, ge=0, le=200, description="Junctions closer than these metres are one")
    straight: float = Field(
        150.0, ge=90, le=330, description="Degrees between two roads from which the kerb runs on without a corner"
    )
    serves: int = Field(2, ge=1, le=4, description="Crossings that one ramp may serve; a corner needs its own")
    reach: float = Field(
        250.0, gt=0, description="A place farther than these metres from every ramp surveyed was not surveyed"
    )
    survey: Literal["whole", "part"] | None = Field(
        None,
        description="whole: the layer has every ramp there is; part: a map, where nothing on record means not known; "
        "by default part for OpenStreetMap, else whole",
    )


class Profile(Table):
    """Someone on the way: what they can pass. With any [[profile]] in a plan, only the plan's own are measured."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Part of the names of indicators")
    name: str | None = None
    name_en: str | None = None
    speed: float = Field(gt=0, le=5, description="Metres a second")
    max_slope: float | None = Field(None, gt=0, description="Steepest slope in percent")
    min_width: float | None = Field(None, gt=0, description="Least clear width in metres")
    steps: bool = Field(default=False, description="Takes steps, and footbridges without a lift")
    ramps: Literal["passed", "present", "none"] = Field(
        "none", description="Curb ramps at crossings and junctions: must meet the standard, must be there, or no need"
    )
    tactile: bool = Field(default=False, description="Needs tactile paving at crossings and junctions")
    wheelchair: bool = Field(default=False, description="An edge that is stated to be closed to wheelchairs is closed")
    avoid: tuple[str, ...] = Field((), description="Surfaces that cannot be passed, as the network names them")
    source: str = Field("", description="Where the figures are from; without one they are a proposal")

    @field_validator("id")
    @classmethod
    def _is_no_other(cls, name: str) -> str:
        if name == "walking":
            state([Text("walking 指步行，请换一个 id", "walking means everybody on foot; use another id")])
        return name


class Access(Table):
    """Access to what neighbours share, by two-step floating catchment areas (2SFCA, E2SFCA)."""

    layers: tuple[str, ...] = Field((), description="Ids of layers; by default all public toilets")
    radius: float | None = Field(None, gt=0, description="Metres of a catchment; by default the greatest of coverage")
    supply: tuple[str, ...] = Field(
        (), description="Attributes of the layer that add up to what a facility offers; without them, or unknown, 1"
    )
    decay: Literal["steps", "gaussian"] = Field("steps", description="How distance weighs in E2SFCA")


class Equity(Table):
    """How equal the parts of each division are: Gini coefficient and the worst-off tenth of the people."""

    of: tuple[str, ...] = Field(
        ("coverage-*", "access-*", "completeness"), description="Patterns of indicator names, e.g. coverage-300"
    )


class Sites(Rows):
    """Places where something new could be built."""

    layer: str | None = Field(None, description="Layer inside the file")
    crs: str | None = None
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    label: str | None = Field(None, description="Column with the place in words")


class Siting(Table):
    """What to mend, check or build next, in the order that covers most people not yet covered."""

    next: int = Field(20, ge=1, le=10_000, description="How many of each layer")
    layers: tuple[str, ...] = Field((), description="Ids of layers; by default all")
    radius: float | None = Field(
        None, gt=0, description="Service radius in metres; by default the greatest of coverage"
    )
    ramp_radius: float = Field(100.0, gt=0, description="Metres within which people use the crossing of a curb ramp")
    what: tuple[Literal["mend", "check", "build"], ...] = Field(
        ("mend", "check", "build"), description="mend what fails, check what is not known, build what is missing or new"
    )
    new: bool = Field(default=True, description="Also think of new places; without sites, wherever people live")
    sites: Sites | None = None


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
