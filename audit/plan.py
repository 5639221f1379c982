"""plan.toml → a typed plan. Every problem is one line that names the place and the nearest known key."""

from __future__ import annotations

import math
import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from audit.facility_kinds import KINDS
from audit.model import Depth, Lang, Text, UsageError
from audit.problems import nearest, problems_of, state

LAYER_KINDS = tuple(KINDS)
STRATA = ("services", "channels", "articles", "contact", "attachments")


class _Table(BaseModel):
    """A table of the plan: closed (an unknown key is an error) and frozen; TOML's inf and nan are no figures here."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


# "+driver" is how SQLAlchemy writes it: the same database, and the same password to keep out of messages.
_DATABASE = re.compile(r"postgres(?:ql)?(?:\+\w+)?://", re.IGNORECASE)


def database_url(file: str) -> str | None:
    """Return the address as libpq reads it, None for a file."""
    found = _DATABASE.match(file)
    return f"postgresql://{file[found.end() :]}" if found else None


def _no_password(value: Any) -> Any:
    """Refuse a database address with a password; what was written is not shown."""
    if not isinstance(value, str) or database_url(value) is None:
        return value
    try:
        parts = urlsplit(value)
        secret = parts.password is not None or "password=" in parts.query
    except ValueError:
        secret = True
    if secret:
        state(
            [
                Text(
                    '计划里不能写密码；写成 postgresql://用户@主机/库名，再写 password = "env:变量名"',
                    'a plan holds no password; write postgresql://user@host/name and password = "env:NAME"',
                )
            ]
        )
    return value


_VARIABLE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")


def _no_plain_secret(value: Any) -> Any:
    """Refuse a password that is not the name of a variable; what was written is not shown."""
    if value is not None and not (isinstance(value, str) and _VARIABLE.fullmatch(value)):
        state([Text('计划里不能写密码；写 "env:变量名"', 'a plan holds no password; write "env:NAME"')])
    return value


class _Rows(_Table):
    """A table of rows: a file, or a PostGIS database."""

    file: Annotated[str, BeforeValidator(_no_password)] = Field(
        description="Map file, table or feed; or postgresql://user@host/name (with layer or query)"
    )
    query: str | None = Field(None, description="SELECT that gives the rows, instead of layer (PostGIS)")
    password: Annotated[str | None, BeforeValidator(_no_plain_secret)] = Field(
        None, description="env:NAME: the environment variable with the database's password"
    )
    header: int | None = Field(None, ge=1, description="Row of a worksheet that names its columns, when not the first")


class DivisionFile(_Rows):
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


class Population(_Rows):
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


class Column(_Table):
    """Where one attribute stands in the file, and in which unit."""

    column: str
    unit: str | None = Field(
        None, description="m, cm, mm, in, ft; %, ratio (rise/run), 1:n (run for a rise of 1), degrees"
    )
    unknown: tuple[str | int | float, ...] = Field((), description="Values that mean: not known")
    yes: tuple[str | int | float, ...] = Field((), description="Values that mean yes, beside the usual words")
    no: tuple[str | int | float, ...] = Field((), description="Values that mean no, beside the usual words")
    words: dict[str, tuple[str | int | float, ...]] = Field(
        default_factory=dict, description='Values of a category, e.g. { full-width = ["A", 1] }, beside the usual words'
    )


def _known_kind(value: str) -> str:
    if value not in KINDS:
        zh, en = nearest(value, KINDS)
        listed = ", ".join(KINDS)
        state(
            [
                Text(
                    f"没有设施种类 {value!r}{zh.replace('；请删去', f'；可用的有 {listed}')}",
                    f"unknown kind {value!r}{en.replace('; remove it', f'; known: {listed}')}",
                )
            ]
        )
    return value


Kind = Annotated[
    str,
    AfterValidator(_known_kind),
    Field(description="Kind of facility", json_schema_extra={"enum": list(KINDS)}),
]


def _column(value: Any) -> Any:
    """Let `width = "WIDTH"` stand for `width = { column = "WIDTH" }`."""
    return {"column": value} if isinstance(value, str) else value


class Where(_Table):
    """Keep the rows of a file that this facility layer means; the others are counted as not meant."""

    column: str
    operator: Literal["=", "!=", "in"] = "="
    value: str | int | float | tuple[str | int | float, ...]


class Layer(_Rows):
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
    where: tuple[Where, ...] = ()
    columns: dict[str, Annotated[Column, BeforeValidator(_column, json_schema_input_type=str | Column)]] = Field(
        default_factory=dict
    )
    standards: tuple[str, ...] = Field((), description="Editions for this layer; by default the plan's")
    expected: int | None = Field(None, ge=1, description="How many facilities there are, when fewer were surveyed")


class Network(_Rows):
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
    columns: dict[str, Annotated[Column, BeforeValidator(_column, json_schema_input_type=str | Column)]] = Field(
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


class Roads(_Rows):
    """Centre lines of the roads that have sidewalks: where they meet there are corners."""

    layer: str | None = Field(None, description="Layer inside the file")
    crs: str | None = Field(None, description="Coordinate system when the file does not say")
    encoding: str | None = None
    where: tuple[Where, ...] = Field(
        (), description="Rows that are meant; OpenStreetMap: by default the city's streets"
    )
    name: str | None = Field(None, description="Column with the street's name")
    class_: str | None = Field(None, alias="class", description="Column with the class of the road, see widths")
    width: Annotated[Column | None, BeforeValidator(_column, json_schema_input_type=str | Column | None)] = Field(
        None, description="Column with the width of the carriageway, and its unit"
    )
    widths: dict[str, Annotated[float, Field(gt=0, le=200)]] = Field(
        default_factory=dict, description="Metres of carriageway by class, where the column does not tell"
    )
    default_width: float = Field(10.0, gt=0, le=100, description="Metres of carriageway where nothing else tells")
    meet: Literal["vertex", "crossing"] = Field(
        "vertex", description="Lines meet where they share a vertex, or (crossing) wherever they cross: no bridges then"
    )


class Crossings(_Rows):
    """Pedestrian crossings as lines from kerb to kerb, or as points on the road."""

    layer: str | None = Field(None, description="Layer inside the file")
    crs: str | None = None
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    where: tuple[Where, ...] = Field((), description="Rows that are meant; OpenStreetMap: by default the crossings")


class Completeness(_Table):
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


class Profile(_Table):
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


class Access(_Table):
    """Access to what neighbours share, by two-step floating catchment areas (2SFCA, E2SFCA)."""

    layers: tuple[str, ...] = Field((), description="Ids of layers; by default all public toilets")
    radius: float | None = Field(None, gt=0, description="Metres of a catchment; by default the greatest of coverage")
    supply: tuple[str, ...] = Field(
        (), description="Attributes of the layer that add up to what a facility offers; without them, or unknown, 1"
    )
    decay: Literal["steps", "gaussian"] = Field("steps", description="How distance weighs in E2SFCA")


class Equity(_Table):
    """How equal the parts of each division are: Gini coefficient and the worst-off tenth of the people."""

    of: tuple[str, ...] = Field(
        ("coverage-*", "access-*", "completeness"), description="Patterns of indicator names, e.g. coverage-300"
    )


class Sites(_Rows):
    """Places where something new could be built."""

    layer: str | None = Field(None, description="Layer inside the file")
    crs: str | None = None
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    label: str | None = Field(None, description="Column with the place in words")


class Siting(_Table):
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


_HEADER_VALUE = re.compile(r"(?:env|basic):[A-Za-z_][A-Za-z0-9_]*")


def _no_secret(value: Any) -> Any:
    """Refuse a header's value that is not the name of a variable; what was written is not shown, it may be a secret."""
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
        state(
            [
                Text(
                    '计划里不能写密码或令牌；写 "env:变量名"，或 "basic:变量名"（变量的值为 用户名:密码）',
                    'a plan holds no secret; write "env:NAME", or "basic:NAME" for a variable that holds user:password',
                )
            ]
        )
    return value


class Header(_Table):
    """A request header that one origin, and no other, is sent; its value stands in an environment variable."""

    origin: str = Field(description="https://host[:port]")
    name: str = Field("Authorization", description="Name of the header")
    value: Annotated[str, BeforeValidator(_no_secret)] = Field(
        description="env:NAME: the variable's value; basic:NAME: HTTP basic authentication from user:password"
    )


class Site(_Table):
    """A website (or the H5 pages of an app) and the district it serves."""

    id: str
    name: str
    name_en: str | None = None
    url: str = Field(description="Start address; with `folder`, the address that the built pages will have")
    folder: str | None = Field(None, description="Folder of built pages, served by stepfree itself")
    district: str | None = Field(None, description="Code of the division that the site serves")
    site_class: Literal["portal", "service", "app-h5"] = Field("portal", alias="class")
    max_pages: int | None = Field(None, ge=1)
    addresses: tuple[str, ...] = Field((), description="Audit these addresses and no others; links are not followed")
    staging: bool = Field(
        default=False, description="This is a test copy: its forms may be filled in and sent off (in depth only)"
    )
    include: tuple[str, ...] = Field(
        (), description="Only addresses whose path matches one of these: from its start, * anything, $ the end"
    )
    exclude: tuple[str, ...] = Field((), description="No address whose path matches one of these, e.g. /en/ or *.jsp$")
    max_depth: int | None = Field(None, ge=0, description="Links away from the start page at most")
    max_minutes: float | None = Field(None, gt=0, description="Minutes after which no more page of the site is begun")
    hash_routes: bool = Field(
        default=False, description="A single-page application: #/… and #!/… addresses are pages of their own"
    )
    headers: tuple[Header, ...] = Field((), alias="header")
    storage_state: str | None = Field(
        None,
        description="File with a logged-in browser's state (Playwright storage_state); keep it out of version control",
    )


class Web(_Table):
    """How websites are audited."""

    standard: str = "wcag-2.2"
    level: Literal["A", "AA", "AAA"] = "AA"
    depth: Depth = Depth.SIMPLIFIED
    sample: Annotated[int, Field(ge=1)] | Literal["all"] = Field(
        30, description="Pages of each site that are tested in depth, at most; all: every page, without sampling"
    )
    random_share: float = Field(
        0.1, ge=0, le=1, description="Random pages in that sample, as a part of those chosen by kind and template"
    )
    screenshots: bool | None = Field(
        None, description="Keep a picture of the first occurrence of each fault; by default in depth only"
    )
    ocr: bool = Field(
        default=False, description="Read the words in images, in depth (needs the extra: pip install 'stepfree[ocr]')"
    )
    max_pages: int = Field(100, ge=1)
    workers: int | None = Field(
        None, ge=1, le=32, description="Tabs open at once; left out, as many as cores, memory and container allow"
    )
    delay: float = Field(
        0.5, ge=0, description="Seconds between two requests to one host; robots.txt can only raise it"
    )
    contact: str = Field("", description="Address that the User-Agent names")
    driver: Literal["chromium", "selenium"] = Field(
        "chromium", description="selenium: any WebDriver, through axe-selenium-python, at simplified depth"
    )
    webdriver: str | None = Field(
        None,
        description="Address of a Selenium Grid or Appium server; by default a ChromeDriver of this machine. "
        "One with a password belongs into the environment variable STEPFREE_WEBDRIVER instead",
    )
    capabilities: str | None = Field(None, description="JSON file with the W3C capabilities to ask the WebDriver for")


class ByYear(_Table):
    """The edition that facilities of some build years are read by."""

    edition: str = Field(description="Id of an edition, or a file of the user's own")
    until: int | None = Field(
        None, ge=1000, le=2999, description="Last build year that it judges; the last table has none: all later years"
    )


class Street(_Table):
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


class Target(_Table):
    """What a bureau reports against its plan (home adaptations, for example): declared, not observed."""

    id: str = Field(description="Short id; the same in every district that reports")
    name: str
    name_en: str | None = None
    kind: Kind | None = Field(None, description="Kind of facility that it is about, if any")
    district: str | None = Field(None, description="Code of the division; left out, the whole plan")
    planned: float = Field(gt=0, description="How many are planned")
    done: float | None = Field(None, ge=0, description="How many are reported done; left out, not known")
    unit: str = Field("", description="What is counted, e.g. household")
    source: str = Field("", description="Who reports it, and where")
    date: date


class Owner(_Table):
    """Who must mend it: the last table that matches wins (as in CODEOWNERS)."""

    bureau: str
    bureau_en: str | None = None
    contact: str | None = None
    deadline_days: int | None = Field(None, ge=1)
    sites: tuple[str, ...] = Field((), description="Patterns of site ids, e.g. portal-*")
    layers: tuple[str, ...] = Field((), description="Patterns of layer ids or kinds")
    rules: tuple[str, ...] = Field((), description="Patterns of rule ids")
    districts: tuple[str, ...] = Field((), description="Patterns of division codes, e.g. 9901*")


class Thresholds(_Table):
    """Limits of the reading, not of the law."""

    coverage: tuple[int, ...] = Field((300, 500), description="Service radii in metres")
    surveyed: float = Field(0.8, gt=0, le=1, description="A district below this share surveyed has no rank")
    pass_mark: float = Field(60.0, gt=0, le=100)


class Weights(_Table):
    """Weights of the scores; shares of what is absent go to the rest in proportion."""

    strata: dict[str, float] = Field(
        default_factory=dict, description="services, channels, articles, contact, attachments"
    )
    layers: dict[str, float] = Field(default_factory=dict, description="By kind: curb_ramps, public_toilets, ...")

    @field_validator("strata")
    @classmethod
    def _of_strata(cls, weights: dict[str, float]) -> dict[str, float]:
        return _weighed(weights, STRATA)

    @field_validator("layers")
    @classmethod
    def _of_layers(cls, weights: dict[str, float]) -> dict[str, float]:
        return _weighed(weights, LAYER_KINDS)

    def of_kind(self, kind: str) -> float:
        """Return the weight of a kind of facility: the plan's, or its usual one."""
        return self.layers.get(kind, KINDS[kind].weight if kind in KINDS else 1.0)


def _weighed(weights: dict[str, float], names: tuple[str, ...]) -> dict[str, float]:
    """Return weights that a score can use: known names, none negative, not all of them zero."""
    problems = [
        Text(f"{name}：没有这个键{zh}", f"{name}: unknown key{en}")
        for name in weights
        if name not in names
        for zh, en in [nearest(name, names)]
    ]
    problems += [
        Text(f"{name}：权重不能小于 0", f"{name}: a weight cannot be below 0") for name in weights if weights[name] < 0
    ]
    if not problems and math.fsum(weights.get(name, 1) for name in names) == 0:
        problems.append(Text("权重不能全是 0", "the weights cannot all be 0"))
    state(problems)
    return weights


class Plan(_Table):
    """An audit as its plan.toml states it; paths are relative to the plan's folder or to --data."""

    name: str
    name_en: str | None = None
    date: date
    language: Lang = Lang.ZH
    fictitious: bool = Field(default=False, description="Label every page of the report: this city does not exist")
    web: Web = Web()
    street: Street = Street()
    districts: Districts | None = None
    population: Population | None = None
    network: Network | None = None
    profiles: tuple[Profile, ...] = Field((), alias="profile")
    sites: tuple[Site, ...] = Field((), alias="site")
    layers: tuple[Layer, ...] = Field((), alias="layer")
    completeness: Completeness | None = None
    access: Access | None = None
    equity: Equity | None = None
    siting: Siting | None = None
    owners: tuple[Owner, ...] = Field((), alias="owner")
    thresholds: Thresholds = Thresholds()
    weights: Weights = Weights()
    targets: tuple[Target, ...] = Field((), alias="target")

    @model_validator(mode="after")
    def _layers_weigh(self) -> Plan:
        kinds = {layer.kind for layer in self.layers}
        if kinds and math.fsum(self.weights.of_kind(kind) for kind in sorted(kinds)) == 0:
            state(
                [
                    Text(
                        "[weights.layers]：计划里各图层的权重不能全是 0",
                        "[weights.layers]: the weights of the plan's layers cannot all be 0",
                    )
                ]
            )
        return self

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Plan:
        problems = [
            Text(
                f"[[{what}]]：id {twice!r} 出现两次；请各用各的",
                f"[[{what}]]: id {twice!r} stands twice; give each its own",
            )
            for what, ids in (
                ("site", [site.id for site in self.sites]),
                ("layer", [layer_id(layer) for layer in self.layers]),
                ("target", [" ".join(filter(None, (target.id, target.district))) for target in self.targets]),
                ("profile", [profile.id for profile in self.profiles]),
            )
            for twice in sorted({i for i in ids if ids.count(i) > 1})
        ]
        if (self.layers or self.targets) and self.districts is None:
            problems.append(
                Text(
                    "缺少 [districts]：没有区划的边界，图层就不能按区划评分",
                    "[districts] is missing: layers cannot be scored by district without its polygons",
                )
            )
        state(problems)
        return self


def editions_of(plan: Plan, layer: Layer) -> tuple[str, ...]:
    """Return the editions that a layer is held against, the scored one first, each once; then those by build year."""
    named = layer.standards or plan.street.standards
    return tuple(dict.fromkeys((*named, *(reading.edition for reading in plan.street.by_year))))


def template(lang: Lang) -> str:
    """Return a commented plan to fill in."""
    return (files("audit") / f"plan.{lang.value}.toml").read_text("utf-8")


def layer_id(layer: Layer) -> str:
    """Return the layer's id: its own, or its kind."""
    return layer.id or layer.kind


def schema() -> dict[str, Any]:
    """Return the JSON Schema of plan.toml, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Plan.model_json_schema(by_alias=True)}


def load(path: Path, data: Path | None = None) -> tuple[Plan, Path]:
    """Read a plan; return it with the folder that its paths are relative to.

    Raises UsageError with every problem at once: syntax, unknown keys, wrong values, missing files.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(
            Text(
                f"{path}：没有这个文件；用 stepfree init 生成一份计划",
                f"{path}: no such file; stepfree init writes a plan",
            )
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(Text(f"{path}：读不出来：{error}", f"{path}: cannot be read: {error}")) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(Text(f"{path}：不是合格的 TOML：{error}", f"{path}: not valid TOML: {error}")) from error
    try:
        plan = Plan.model_validate(table)
    except ValidationError as error:
        raise UsageError(*problems_of(path, Plan, error)) from error
    base = data if data is not None else path.parent
    problems = _missing_files(path, plan, base)
    if problems:
        raise UsageError(*problems)
    return plan, base


def _missing_files(path: Path, plan: Plan, base: Path) -> list[Text]:
    named = [
        *(("[districts] file", plan.districts.file) for _ in (1,) if plan.districts),
        *(("[[districts.more]] file", more.file) for more in (plan.districts.more if plan.districts else ())),
        *(("[web] capabilities", plan.web.capabilities) for _ in (1,) if plan.web.capabilities),
        *(("[population] file", plan.population.file) for _ in (1,) if plan.population),
        *(("[network] file", plan.network.file) for _ in (1,) if plan.network),
        *((f"[[layer]] {layer_id(layer)} file", layer.file) for layer in plan.layers),
        *(("[completeness.roads] file", given.roads.file) for given in (plan.completeness,) if given),
        *(
            ("[completeness.crossings] file", given.crossings.file)
            for given in (plan.completeness,)
            if given and given.crossings
        ),
        *(("[siting.sites] file", given.sites.file) for given in (plan.siting,) if given and given.sites),
        *((f"[[site]] {site.id} folder", site.folder) for site in plan.sites if site.folder),
        *((f"[[site]] {site.id} storage_state", site.storage_state) for site in plan.sites if site.storage_state),
    ]
    return [
        Text(
            f"{path}：{where}：没有 {base / name}；改正路径，或用 --data 指明数据所在的文件夹",
            f"{path}: {where}: {base / name} does not exist; correct the path, or name the data's folder with --data",
        )
        for where, name in named
        if database_url(name) is None and not (base / name).exists()
    ]
