"""The standard columns of each kind of layer, their canonical units, and how values in a file become them.

A column becomes an array of float64: lengths in m or mm, slopes in percent, yes 1, no 0; NaN is not known.
"""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from audit.model import Text
from audit.plan import Column, Where
from geo_checks import own_units

Floats = NDArray[np.float64]
Quantity = Literal["length", "slope", "yes-no", "count"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One standard column. unit: canonical, "" for yes/no; above_zero: nought cannot be, so it was not measured."""

    quantity: Quantity
    unit: str
    title: Text
    above_zero: bool = False
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()


_YES: Final = frozenset(
    {"1", "y", "yes", "t", "true", "是", "有", "对", "√", "✓", "✔"}
    | {"✅", "☑", "designated", "已设", "已设置", "设有", "具备", "合格", "达标", "符合"}
)
_NO: Final = frozenset(
    {"0", "n", "no", "f", "false", "否", "无", "没有", "不是", "×", "✗", "✘"}
    | {"❌", "✕", "╳", "未设", "未设置", "不具备", "不合格", "不达标", "不符合"}
)
_UNKNOWN: Final = frozenset(
    # OpenStreetMap's wheelchair=limited is neither: some can, with help.
    {"limited", "部分", "<null>", "(null)", "#n/a", "#value!", "#div/0!", "#ref!", "#name?", "暂无", "暂缺", "缺失"}
    | {"未填", "空", "未检测", "未测量", "无法测量", "不清"}
    | {"", "-", "--", "—", "——", "/", "?", "n/a", "na", "nan", "nil", "none", "null", "unknown", "unk"}
    | {"不详", "未知", "不明", "不清楚", "未测", "未检", "未调查", "无数据", "待查"}
)


def _length(zh: str, en: str, unit: str = "m", *, above_zero: bool = True) -> Attribute:
    return Attribute("length", unit, Text(zh, en), above_zero)


def _slope(zh: str, en: str) -> Attribute:
    return Attribute("slope", "%", Text(zh, en))


def _yes_no(zh: str, en: str) -> Attribute:
    return Attribute("yes-no", "", Text(zh, en), yes=_YES, no=_NO)


ATTRIBUTES: Final[Mapping[str, Mapping[str, Attribute]]] = MappingProxyType(
    {
        "curb_ramps": MappingProxyType(
            {
                "running_slope": _slope("正面坡度", "running slope"),
                "cross_slope": _slope("横坡", "cross slope"),
                "flare_slope": _slope("侧面坡度", "flare slope"),
                "width": _length("坡口宽度", "clear width"),
                "lip": _length("坡口与车行道的高差", "lip at the carriageway", "mm", above_zero=False),
                "landing_length": _length("坡后过渡空间长度", "landing length"),
                "tactile_warning": _yes_no("提示盲道", "tactile warning"),
                "agency_verdict": _yes_no("主管单位检查结论合格", "the agency's verdict"),
            }
        ),
        "public_toilets": MappingProxyType(
            {
                "stall_length": _length("无障碍厕位长边", "accessible stall, longer side"),
                "stall_width": _length("无障碍厕位短边", "accessible stall, shorter side"),
                "turning_circle": _length("轮椅回转直径", "turning circle"),
                "door_width": _length("门通行净宽", "clear door width", "mm"),
                "grab_bars": _yes_no("安全抓杆", "grab bars"),
                "call_button": _yes_no("呼叫按钮", "call button"),
                "accessible": _yes_no("登记为无障碍", "declared accessible"),
                "agency_verdict": _yes_no("主管单位检查结论合格", "the agency's verdict"),
            }
        ),
        "bus_stops": MappingProxyType(
            {
                "boarding_length": _length("上下客区纵深（垂直路缘）", "boarding area, across the kerb"),
                "boarding_width": _length("上下客区宽度（平行路缘）", "boarding area, along the kerb"),
                "tactile_warning": _yes_no("提示盲道", "tactile warning"),
                "step_free_path": _yes_no("站内无台阶通路", "step-free path through the station"),
                # GTFS: 0 or empty = no information, 1 = some vehicles can be boarded, 2 = not possible.
                "wheelchair_boarding": Attribute(
                    "yes-no", "", Text("轮椅可上车", "wheelchair boarding"), yes=_YES, no=(_NO - {"0"}) | {"2"}
                ),
            }
        ),
    }
)

# Pairs of sides that a standard counts the longer and the shorter of, however the survey labels them.
_SIDES: Final = MappingProxyType({"public_toilets": ("stall_length", "stall_width")})

# What may be known of an edge of the walking network, beside its surface (a word). path: apart from a carriageway, so
# that no kerb has to be crossed where it meets others; lift: or a ramp, in place of the steps.
NETWORK: Final[Mapping[str, Attribute]] = MappingProxyType(
    {
        "steps": _yes_no("台阶", "steps"),
        "footbridge": _yes_no("天桥或地道", "footbridge or underpass"),
        "lift": _yes_no("电梯或坡道", "lift or ramp"),
        "crossing": _yes_no("人行横道", "crossing"),
        "path": _yes_no("与车行道分开", "apart from a carriageway"),
        "wheelchair": _yes_no("轮椅可通行", "wheelchair access"),
        "slope": _slope("纵坡", "slope"),
        "width": _length("净宽", "clear width"),
    }
)

PEOPLE: Final = Attribute("count", "", Text("人数", "people"))

# Metres in one unit: international inch and foot of 1959.
_METRES: Final = MappingProxyType({"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048})
_PERCENT: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "%": lambda value: value,
        "ratio": lambda value: value * 100.0,
        "1:n": lambda value: 100.0 / value,
        "1/n": lambda value: 100.0 / value,
        "‰": lambda value: value / 10.0,
        "degrees": lambda value: 100.0 * np.tan(np.radians(value)),
    }
)
UNITS: Final[Mapping[Quantity, tuple[str, ...]]] = MappingProxyType(
    {"length": tuple(_METRES), "slope": tuple(_PERCENT), "yes-no": (), "count": ()}
)

# The unit that a value may carry in its own text.
_PREFIX: Final = MappingProxyType(dict.fromkeys(("1:n", "1/n"), r"^1\s*[:/]\s*"))
_SUFFIX: Final = MappingProxyType({"%": r"\s*%$", "‰": r"\s*‰$", "degrees": r"\s*°$"})
_NUMBER: Final = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True, slots=True)
class Values:
    """A column in canonical units, NaN where not known, with the number of values that could not be read."""

    floats: Floats
    unreadable: int


def nearest(name: str, known: Sequence[str]) -> str | None:
    """Return the known name that a wrong one most likely means."""
    near = difflib.get_close_matches(name, known, n=1)
    return near[0] if near else None


def canonical(value: float, unit: str, attribute: Attribute) -> float:
    """Return a limit in the attribute's canonical unit. Raises KeyError for a unit of another quantity."""
    return float(_converted(np.array([value], dtype=np.float64), unit, attribute)[0])


def values(column: Any, given: Column, attribute: Attribute) -> Values:
    """Read one column of a file: value words, sentinels, units.

    Slopes are taken by size, whichever way they fall. Impossible values (a negative length, a width of nought,
    infinity) are not known.
    """
    if attribute.quantity == "yes-no":
        return _yes_no_values(column, given, attribute)
    unit = given.unit or attribute.unit
    raw, rest = _numbers(column, given, unit)
    own, unreadable = _own_units(rest, attribute)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        converted = np.where(np.isnan(own), _converted(raw, unit, attribute), own)
        if attribute.quantity == "slope":
            converted = np.abs(converted)
        impossible = ~np.isfinite(converted) | (converted < 0) | (attribute.above_zero & (converted == 0))
    return Values(np.where(impossible, np.nan, converted), unreadable)


def sides(kind: str, columns: Mapping[str, Floats]) -> Mapping[str, Floats]:
    """Return the columns with the longer side as length and the shorter as width, where both are known."""
    length, width = _SIDES.get(kind, ("", ""))
    if length not in columns or width not in columns:
        return columns
    longer, shorter = np.maximum(columns[length], columns[width]), np.minimum(columns[length], columns[width])
    return {
        **columns,
        length: np.where(np.isnan(longer), columns[length], longer),
        width: np.where(np.isnan(shorter), columns[width], shorter),
    }


def matching(column: Any, where: Where) -> NDArray[np.bool_]:
    """Return which rows a condition of the plan keeps; numbers are compared as numbers, the rest as trimmed text."""
    hit = one_of(column, where.value if isinstance(where.value, tuple) else (where.value,))
    return ~hit if where.operator == "!=" else hit


def one_of(column: Any, wanted: Iterable[str | float]) -> NDArray[np.bool_]:
    """Return which rows hold one of some values; numbers are compared as numbers, the rest as trimmed text."""
    keys = {_key(value) for value in wanted}
    codes, words = _words(column)
    return np.array([_key(word) in keys for word in words], dtype=np.bool_)[codes]


def as_text(column: Any) -> Any:
    """Return a column as text; whole numbers lose their ".0", blanks and nulls are null."""
    array = _plain(column)
    if pa.types.is_floating(array.type):
        floats = pc.fill_null(array, np.nan).to_numpy(zero_copy_only=False)
        known = floats[np.isfinite(floats)]
        if np.all(known == np.trunc(known)) and np.all(np.abs(known) < 2**53):
            array = pc.cast(pa.array(floats, from_pandas=True), pa.int64())
    text = pc.utf8_trim_whitespace(pc.cast(array, pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _converted(raw: Floats, unit: str, attribute: Attribute) -> Floats:
    if attribute.quantity == "slope":
        return np.asarray(_PERCENT[unit](raw), dtype=np.float64)
    if attribute.quantity == "length":
        return raw * (_METRES[unit] / _METRES[attribute.unit])
    return raw


def _numbers(column: Any, given: Column, unit: str) -> tuple[Floats, Any]:
    """Return the plain numbers of a column, and its texts that are none (null: a number, or blank)."""
    array = _plain(column)
    if not (pa.types.is_string(array.type)):
        array = pc.cast(array, pa.float64(), safe=False)
        raw = np.array(pc.fill_null(array, np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)
        sentinels = [number for value in given.unknown if (number := _number(str(value))) is not None]
        raw[np.isin(raw, sentinels)] = np.nan
        return raw, pa.nulls(len(array), pa.string())
    text = pc.utf8_trim_whitespace(pc.utf8_normalize(array, "NFKC"))
    blank = pc.is_in(pc.utf8_lower(text), value_set=pa.array(sorted(_UNKNOWN | {_folded(v) for v in given.unknown})))
    whole = text
    for pattern in (_PREFIX.get(unit), _SUFFIX.get(unit)):
        text = pc.replace_substring_regex(text, pattern, "") if pattern else text
    readable = pc.fill_null(pc.match_substring_regex(text, _NUMBER), False)  # noqa: FBT003 -- pyarrow's own signature
    numbers = pc.cast(pc.if_else(readable, text, pa.scalar(None, pa.string())), pa.float64())
    raw = np.array(pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)
    sentinels = [number for value in given.unknown if (number := _number(_folded(value))) is not None]
    raw[np.isin(raw, sentinels)] = np.nan
    told = pc.or_(readable, pc.or_(pc.fill_null(blank, False), pc.is_null(array)))  # noqa: FBT003
    return raw, pc.if_else(told, pa.scalar(None, pa.string()), whole)


def _own_units(texts: Any, attribute: Attribute) -> tuple[Floats, int]:
    """Return what texts state with a unit of their own, in the attribute's, and how many state nothing that we read."""
    encoded = texts.dictionary_encode()
    stated: list[float] = []
    for word in encoded.dictionary.to_pylist():
        number = {"length": own_units.metres, "slope": own_units.percent}.get(attribute.quantity, lambda _: None)(word)
        stated.append(math.nan if number is None else number / _METRES.get(attribute.unit, 1.0))
    codes = pc.fill_null(encoded.indices, len(stated)).to_numpy(zero_copy_only=False)
    floats = np.array([*stated, math.nan], dtype=np.float64)[codes]
    return floats, int(np.isnan(floats).sum()) - int(texts.null_count)


def _yes_no_values(column: Any, given: Column, attribute: Attribute) -> Values:
    # The plan's own words come last: they outweigh the usual ones.
    meaning: dict[str, float] = {}
    for words_of, value in (
        (_UNKNOWN | {"0"}, math.nan),
        (attribute.no, 0.0),
        (attribute.yes, 1.0),
        (given.no, 0.0),
        (given.yes, 1.0),
        (given.unknown, math.nan),
    ):
        meaning |= {_key(word): value for word in words_of}
    codes, words = _words(column)
    keys = [_key(word) for word in words]
    floats = np.array([meaning.get(key, math.nan) for key in keys], dtype=np.float64)[codes]
    strange = np.array([key not in meaning for key in keys], dtype=np.bool_)[codes]
    return Values(floats, int(strange.sum()))


def _words(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    """Return a column as codes into its distinct values: what is asked of a value is asked once, not once a row."""
    array = _plain(column)
    encoded = pc.fill_null(pc.cast(array, pa.string()), "").dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary.to_pylist() or [""]


def _plain(column: Any) -> Any:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type) or pa.types.is_null(array.type):
        array = pc.cast(array, pa.string())
    return array


def _folded(value: str | float) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip().casefold()


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _key(value: str | float) -> str:
    """Return what two equal values share: 1, 1.0, "1 " and "１" are one."""
    word = _folded(value)
    number = _number(word)
    return word if number is None else repr(number + 0.0)


# ---- what single words say, for who looks into a file

_YES_KEYS: Final = frozenset(_key(word) for word in _YES)
_NO_KEYS: Final = frozenset(_key(word) for word in _NO)


def is_unknown(word: str) -> bool:
    """Return whether a text is one of the usual words for "not known"."""
    return _folded(word) in _UNKNOWN


def yes_or_no(word: str) -> bool | None:
    """Return what one of the usual words says; None for any other."""
    key = _key(word)
    if key in _YES_KEYS:
        return True
    return False if key in _NO_KEYS else None


def readable(word: str, attribute: Attribute) -> bool:
    """Return whether a text says something of an attribute, be it "not known"."""
    return values(pa.array([word]), Column(column=""), attribute).unreadable == 0


def plain_numbers(texts: Any) -> Floats:
    """Return the plain numbers in a text column, NaN for all else."""
    readable = pc.fill_null(pc.match_substring_regex(texts, _NUMBER), False)  # noqa: FBT003 -- pyarrow's own signature
    numbers = pc.cast(pc.if_else(readable, texts, pa.scalar(None, pa.string())), pa.float64())
    return np.array(pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)


def in_base(value: float, unit: str) -> float | None:
    """Return a value in metres or percent; None where the unit has no such value."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        found = float(value * _METRES[unit] if unit in _METRES else _PERCENT[unit](np.float64(value)))
    return found if math.isfinite(found) else None
