"""What a column may mean, by its name and values: an attribute of ours, a role, a unit. Suspicions with evidence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from geo_checks import own_units, schema
from geo_checks.coordinates import Floats
from geo_checks.value_words import is_unknown, yes_or_no

# Words in names of columns; the longest that a name holds decides. "=" stands for the whole name.
_ATTRIBUTE_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "running_slope": ("坡度", "正面坡度", "纵坡", "主坡", "running slope", "run slope", "slope", "grade"),
        "cross_slope": ("横坡", "横向坡度", "cross slope", "xslope"),
        "flare_slope": ("侧坡", "侧面坡度", "两侧坡度", "flare"),
        "width": ("宽", "宽度", "坡口宽", "净宽", "width"),
        "lip": ("高差", "落差", "lip", "kerb height", "curb height"),
        "landing_length": ("过渡", "平台长", "landing"),
        "tactile_warning": ("盲道", "提示砖", "盲道砖", "tactile", "detectable", "truncated dome", "=dws"),
        "agency_verdict": ("合格", "达标", "检查结论", "是否符合", "compliant", "compliance", "verdict"),
        "stall_length": ("厕位长", "stall length"),
        "stall_width": ("厕位宽", "stall width"),
        "turning_circle": ("回转", "turning"),
        "door_width": ("门宽", "门净宽", "door width"),
        "grab_bars": ("抓杆", "扶手", "grab bar"),
        "call_button": ("呼叫", "求助", "call button", "emergency"),
        "accessible": ("无障碍", "accessible", "wheelchair", "=ada"),
        "boarding_length": ("候车区长", "站台长", "boarding length"),
        "boarding_width": ("候车区宽", "站台宽", "boarding width"),
        "wheelchair_boarding": ("wheelchair boarding",),
        "step_free_path": ("step free",),
    }
)
_KIND_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "curb_ramps": ("坡道", "curb", "kerb", "ramp"),
        "public_toilets": ("厕", "洗手间", "卫生间", "toilet", "restroom", "wc"),
        "bus_stops": ("公交", "站点", "车站", "站台", "stop", "bus"),
    }
)
_ROLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "x": (
            "经度",
            "东经",
            "=x",
            "=lon",
            "=lng",
            "longitude",
            "=long",
            "point x",
            "x坐标",
            "横坐标",
            "easting",
            "stop lon",
        ),
        "y": ("纬度", "北纬", "=y", "=lat", "latitude", "point y", "y坐标", "纵坐标", "northing", "stop lat"),
        "key": ("编号", "=id", "=fid", "objectid", "=gid", "asset id", "设施编码", "stop id", "osm id", "=no", "序号"),
        "label": ("名称", "地址", "位置", "地点", "=name", "address", "location", "stop name"),
        "code": ("区划代码", "行政代码", "=code", "adcode", "=adm code", "行政区划"),
        "parent": ("上级", "parent"),
        "division": ("区县", "街道", "社区", "=district", "=county", "=town", "=subdistrict", "neighborhood"),
        "count": ("人口", "人数", "population", "=pop"),
        "year": ("建成", "年份", "建设年", "built", "year"),
    }
)

_DEGREES: Final = ("经度", "纬度", "=lon", "=lat", "=lng", "=long", "longitude", "latitude", "stop lon", "stop lat")

# What a unit looks like at the end of a name: 宽度(m), width_mm, 坡度%.
_UNIT_AT_END: Final = re.compile(
    r"(?:(?:[(\[_ ]|(?<=[^\x00-\x7f]))(mm|cm|m|in|ft|毫米|厘米|米|英寸|英尺|inch|inches|feet|degrees?|deg|pct)|(%|‰|°))"
    r"[)\]]?$"
)
_UNIT_NAMES: Final = MappingProxyType(
    {"毫米": "mm", "厘米": "cm", "米": "m", "英寸": "in", "inch": "in", "inches": "in", "英尺": "ft", "feet": "ft"}
    | {"degree": "degrees", "degrees": "degrees", "deg": "degrees", "°": "degrees", "pct": "%"}
)
# Metres, percent: what is usual of each quantity; a lip is millimetres, all else is as wide as a chair or more.
_USUAL_LENGTH: Final = (0.4, 12.0)
_USUAL_LIP: Final = (0.0, 0.3)
_USUAL_SLOPE: Final = (0.5, 35.0)
_MOST_WORDS_YES_NO: Final = 6


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column may mean. attributes: of ours, the likeliest first; role: x, y, key, label, code …, "" for none.

    units: those in which the middle value would be usual, each with that value in metres or percent; named_unit: the
    unit at the end of the column's name; yes, no: rows whose words say so.
    """

    attributes: tuple[str, ...] = ()
    role: str = ""
    units: tuple[tuple[str, float], ...] = ()
    named_unit: str = ""
    yes: int = 0
    no: int = 0


def of(
    name: str,
    kind: str | None,
    numbers: Floats,
    common: Iterable[tuple[str, int]],
    stated: Sequence[tuple[str, int]],
) -> Meaning:
    """Return what a column may mean; kind: of facility, when it is suspected; numbers: without sentinels."""
    attributes = tuple(_attributes(name, kind))
    yes = no = other = 0
    for word, size in common:
        says = yes_or_no(word)
        yes, no = yes + size * (says is True), no + size * (says is False)
        other += says is None and not is_unknown(word)
    # More values than a few that are no words of yes or no: it is none of those columns.
    if other > _MOST_WORDS_YES_NO:
        yes = no = 0
    quantity = _quantity(attributes, kind)
    units: tuple[tuple[str, float], ...] = ()
    if numbers.size and quantity in ("length", "slope") and not stated:
        units = tuple(_usual_units(float(np.median(numbers)), quantity, lip=attributes[:1] == ("lip",)))
    return Meaning(attributes, _role(name), units, _named_unit(name), yes, no)


def coordinates(names: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the columns that hold longitude or easting, and latitude or northing, by their names."""
    found = {role: [name for name in names if _role(name) == role] for role in ("x", "y")}
    # Degrees before eastings: what they are in is seldom in doubt.
    pairs = [sorted(found[role], key=lambda name: not any(_says(_plain(name), w) for w in _DEGREES)) for role in "xy"]
    return (pairs[0][0], pairs[1][0]) if all(pairs) else (None, None)


def kind_of(title: str, names: Sequence[str]) -> str | None:
    """Return the kind of facility that a file's name says, else the one whose attributes most columns look like."""
    plain = _plain(title)
    said = [kind for kind, words in _KIND_WORDS.items() if any(word in plain for word in words)]
    if said:
        return said[0]
    counts = {kind: sum(any(True for _ in _attributes(name, kind)) for name in names) for kind in schema.ATTRIBUTES}
    best = max(counts, key=lambda kind: counts[kind], default=None)
    return best if best is not None and counts[best] > 1 else None


def stated_units(words: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the units that texts carry themselves ("length", or the sign of a slope), with their rows."""
    found: dict[str, int] = {}
    for word, size in words:
        unit = ""
        if own_units.percent(word) is not None:
            unit = next((sign for sign in ("%", "‰", "°", ":", "/") if sign in word), "°")
            unit = {":": "1:n", "/": "1:n", "°": "degrees"}.get(unit, unit)
        elif own_units.metres(word) is not None:
            unit = "m, cm, mm, ft, in"
        if unit:
            found[unit] = found.get(unit, 0) + size
    return tuple(sorted(found.items()))


def _attributes(name: str, kind: str | None) -> Iterable[str]:
    plain, hits = _plain(name), []
    known = (
        schema.ATTRIBUTES[kind] if kind is not None else {a: None for own in schema.ATTRIBUTES.values() for a in own}
    )
    for attribute in known:
        described = known[attribute]
        words = {*_ATTRIBUTE_WORDS.get(attribute, ()), attribute.replace("_", " ")}
        words |= {described.title.zh} if described is not None else set()
        if length := max((len(w) * (2 - w.isascii()) for w in words if _says(plain, w)), default=0):
            hits.append((-length, attribute))
    return [attribute for _, attribute in sorted(hits)]


def _role(name: str) -> str:
    plain = _plain(name)
    hits = [(-len(word), role) for role, words in _ROLES.items() for word in words if _says(plain, word)]
    return min(hits)[1] if hits else ""


def _says(plain: str, word: str) -> bool:
    if word.startswith("="):
        return plain == word[1:]
    # Many tables write CROSSSLOPE.
    return word in plain or (" " in word and word.replace(" ", "") in plain.replace(" ", ""))


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name)
    # POINT_X, pointX and point-x are one name.
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", folded)
    return re.sub(r"[_\-\s]+", " ", spaced).strip().casefold()


def _named_unit(name: str) -> str:
    found = _UNIT_AT_END.search(unicodedata.normalize("NFKC", name).strip().casefold())
    unit = (found[1] or found[2]) if found else ""
    return _UNIT_NAMES.get(unit, unit)


def _quantity(attributes: Sequence[str], kind: str | None) -> str:
    if not attributes:
        return ""
    known = [
        own[attributes[0]] for name, own in schema.ATTRIBUTES.items() if attributes[0] in own and kind in (name, None)
    ]
    return known[0].quantity if known else ""


def _usual_units(middle: float, quantity: str, *, lip: bool) -> Iterable[tuple[str, float]]:
    """Yield the units in which a middle value would be usual, with that value in metres or percent."""
    low, high = _USUAL_SLOPE if quantity == "slope" else _USUAL_LIP if lip else _USUAL_LENGTH
    for unit in schema.UNITS["slope" if quantity == "slope" else "length"]:
        if unit in ("1/n", "‰"):
            continue
        value = schema.in_base(middle, unit)
        if value is not None and low <= value <= high and (value or lip):
            yield unit, round(value, 3)
