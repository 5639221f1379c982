"""The tables of a plan on what to measure over the street layers: networks, completeness, access, equity, siting."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from audit.model import Text
from audit.plan_tables import Column, Rows, Table, Where, column_of
from audit.problems import state


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
    way: str | None = Field(
        None,
        description="How distance is measured: straight, walking, or the id of a profile (over what is known to be "
        "free of barriers to it; curb ramps themselves always on foot). Left out: walking where [network] is given",
    )
    what: tuple[Literal["mend", "check", "build"], ...] = Field(
        ("mend", "check", "build"), description="mend what fails, check what is not known, build what is missing or new"
    )
    new: bool = Field(default=True, description="Also think of new places; without sites, wherever people live")
    sites: Sites | None = None
