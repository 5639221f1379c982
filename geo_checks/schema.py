"""The standard columns of each kind of layer, their canonical units, and how values in a file become them.

A column becomes an array of float64: lengths in m or mm, areas in m2, slopes in percent, yes 1, no 0, years, categories
by their place in the attribute's list; NaN is not known.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from audit import facility_kinds
from audit.facility_kinds import KINDS, Attribute, Quantity
from audit.model import Text
from audit.plan import Column, Where
from geo_checks import own_units
from geo_checks.value_words import UNKNOWN, WORDED, YEAR, folded, key_of, number_of

Floats = NDArray[np.float64]

# The standard columns of each kind of layer.
ATTRIBUTES: Final[Mapping[str, Mapping[str, Attribute]]] = MappingProxyType(
    {kind.id: kind.attributes for kind in KINDS.values()}
)

# What may be known of an edge of the walking network.
NETWORK: Final[Mapping[str, Attribute]] = facility_kinds.NETWORK

PEOPLE: Final = Attribute("count", "", Text("人数", "people"))

# Metres in one unit: international inch and foot of 1959.
_METRES: Final = MappingProxyType({"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048})
# Square metres in one unit.
_SQUARE_METRES: Final = MappingProxyType({"m2": 1.0, "ft2": 0.3048**2})
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
    {
        "length": tuple(_METRES),
        "area": tuple(_SQUARE_METRES),
        "slope": tuple(_PERCENT),
        "yes-no": (),
        "count": (),
        "year": (),
        "category": (),
    }
)

# Numbers that forms take for "not measured", lowest first; and how many times the middle value they are at least.
STAND_INS: Final = (9998.0, 9999.0, 99999.0, 999999.0)
_FAR_BEYOND: Final = 3.0
_MEASURED: Final = ("length", "slope", "area")

# The unit that a value may carry in its own text.
_PREFIX: Final = MappingProxyType(dict.fromkeys(("1:n", "1/n"), r"^1\s*[:/]\s*"))
_SUFFIX: Final = MappingProxyType({"%": r"\s*%$", "‰": r"\s*‰$", "degrees": r"\s*°$"})
_NUMBER: Final = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True, slots=True)
class Values:
    """A column in canonical units, NaN where not known, with the number of values that could not be read.

    stand_ins: which rows hold a number that stands for "not measured" though no plan says so; None: no row does.
    """

    floats: Floats
    unreadable: int
    stand_ins: NDArray[np.bool_] | None = None


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
    infinity) are not known, nor is a 9999 that nothing else in the column comes near.
    """
    if attribute.quantity in WORDED:
        return _worded_values(column, given, attribute)
    unit = given.unit or attribute.unit
    raw, rest = _numbers(column, given, unit)
    own, unreadable = _own_units(rest, attribute)
    stand_ins = _stand_ins(raw) if attribute.quantity in _MEASURED else None
    if stand_ins is not None:
        raw[stand_ins] = np.nan
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        converted = np.where(np.isnan(own), _converted(raw, unit, attribute), own)
        if attribute.quantity == "slope":
            converted = np.abs(converted)
        impossible = ~np.isfinite(converted) | (converted < 0) | (attribute.above_zero & (converted == 0))
    return Values(np.where(impossible, np.nan, converted), unreadable, stand_ins)


def sides(kind: str, columns: Mapping[str, Floats]) -> Mapping[str, Floats]:
    """Return the columns with the longer side as length and the shorter as width, where both are known."""
    length, width = KINDS[kind].sides or ("", "")
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
    keys = {key_of(value) for value in wanted}
    codes, words = _words(column)
    return np.array([key_of(word) in keys for word in words], dtype=np.bool_)[codes]


def as_text(column: Any) -> Any:
    """Return a column as text; whole numbers lose their ".0", blanks and nulls are null."""
    array = _plain(column)
    if pa.types.is_floating(array.type):
        floats = pc.fill_null(array, np.nan).to_numpy(zero_copy_only=False)
        known = floats[np.isfinite(floats)]
        if np.all(known == np.trunc(known)) and np.all(np.abs(known) < 2**53):
            array = pc.cast(pa.array(np.where(np.isfinite(floats), floats, np.nan), from_pandas=True), pa.int64())
    text = pc.utf8_trim_whitespace(pc.cast(array, pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _converted(raw: Floats, unit: str, attribute: Attribute) -> Floats:
    if attribute.quantity == "slope":
        return np.asarray(_PERCENT[unit](raw), dtype=np.float64)
    if attribute.quantity == "length":
        return raw * (_METRES[unit] / _METRES[attribute.unit])
    if attribute.quantity == "area":
        return raw * (_SQUARE_METRES[unit] / _SQUARE_METRES[attribute.unit])
    return raw


def _numbers(column: Any, given: Column, unit: str) -> tuple[Floats, Any]:
    """Return the plain numbers of a column, and its texts that are none (null: a number, or blank)."""
    array = _plain(column)
    if not (pa.types.is_string(array.type)):
        array = pc.cast(array, pa.float64(), safe=False)
        raw = np.array(pc.fill_null(array, np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)
        sentinels = [number for value in given.unknown if (number := number_of(str(value))) is not None]
        raw[np.isin(raw, sentinels)] = np.nan
        return raw, pa.nulls(len(array), pa.string())
    text = pc.utf8_trim_whitespace(pc.utf8_normalize(array, "NFKC"))
    blank = pc.is_in(pc.utf8_lower(text), value_set=pa.array(sorted(UNKNOWN | {folded(v) for v in given.unknown})))
    whole = text
    for pattern in (_PREFIX.get(unit), _SUFFIX.get(unit)):
        text = pc.replace_substring_regex(text, pattern, "") if pattern else text
    readable = pc.fill_null(pc.match_substring_regex(text, _NUMBER), False)  # noqa: FBT003 -- pyarrow's own signature
    numbers = pc.cast(pc.if_else(readable, text, pa.scalar(None, pa.string())), pa.float64())
    raw = np.array(pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)
    sentinels = [number for value in given.unknown if (number := number_of(folded(value))) is not None]
    raw[np.isin(raw, sentinels)] = np.nan
    told = pc.or_(readable, pc.or_(pc.fill_null(blank, False), pc.is_null(array)))  # noqa: FBT003
    return raw, pc.if_else(told, pa.scalar(None, pa.string()), whole)


def _stand_ins(raw: Floats) -> NDArray[np.bool_] | None:
    """Return which numbers are codes for "not measured"; None where none is.

    Such a code is far beyond what else the column holds: a length of 9999 mm among lengths of metres is a length.
    """
    if not (raw >= STAND_INS[0]).any():
        return None
    coded = np.isin(raw, STAND_INS)
    others = raw[(raw > 0) & ~coded]
    if not coded.any() or (others.size and float(np.median(others)) * _FAR_BEYOND > STAND_INS[0]):
        return None
    return np.asarray(coded, dtype=np.bool_)


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


def _worded_values(column: Any, given: Column, attribute: Attribute) -> Values:
    """Read a column whose values are words: what a word means is asked once, however many rows hold it."""
    meanings = WORDED[attribute.quantity](given, attribute)
    codes, words = _words(column)
    keys = [key_of(word) for word in words]
    if attribute.quantity == "year":
        meanings = {key: float(found[1]) for key in keys if (found := YEAR.fullmatch(key))} | meanings
    floats = np.array([meanings.get(key, math.nan) for key in keys], dtype=np.float64)[codes]
    strange = np.array([key not in meanings for key in keys], dtype=np.bool_)[codes]
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
