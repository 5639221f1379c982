"""The words that values in files are written in: yes, no, not known, categories, years."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from audit.facility_kinds import Attribute, Quantity
from audit.plan import Column

_YES: Final = frozenset(
    {"1", "y", "yes", "t", "true", "是", "有", "对", "√", "✓", "✔"}
    | {"✅", "☑", "designated", "已设", "已设置", "设有", "具备", "合格", "达标", "符合"}
)
_NO: Final = frozenset(
    {"0", "n", "no", "f", "false", "否", "无", "没有", "不是", "×", "✗", "✘"}
    | {"❌", "✕", "╳", "未设", "未设置", "不具备", "不合格", "不达标", "不符合"}
)
UNKNOWN: Final = frozenset(
    # OpenStreetMap's wheelchair=limited is neither: some can, with help.
    {"limited", "部分", "<null>", "(null)", "#n/a", "#value!", "#div/0!", "#ref!", "#name?", "暂无", "暂缺", "缺失"}
    | {"未填", "空", "未检测", "未测量", "无法测量", "不清"}
    | {"", "-", "--", "—", "——", "/", "?", "n/a", "na", "nan", "nil", "none", "null", "unknown", "unk"}
    | {"不详", "未知", "不明", "不清楚", "未测", "未检", "未调查", "无数据", "待查"}
)

# A year, alone or before the rest of a date: 2015, 2015年, 2015-06-01, 20150601, 2015.0.
YEAR: Final = re.compile(r"(1[0-9]{3}|2[0-9]{3})(\D.*|[01][0-9][0-3][0-9](\.0*)?)?", re.DOTALL)


def folded(value: str | float) -> str:
    """Return a value as a word, without blanks around it, width or case."""
    return unicodedata.normalize("NFKC", str(value)).strip().casefold()


def number_of(word: str) -> float | None:
    """Return the number that a word is, None where it is none."""
    try:
        found = float(word)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def key_of(value: str | float) -> str:
    """Return what two equal values share: 1, 1.0, "1 " and "１" are one."""
    word = folded(value)
    found = number_of(word)
    return word if found is None else repr(found + 0.0)


# ---- what single words say, for who looks into a file

_YES_KEYS: Final = frozenset(key_of(word) for word in _YES)
_NO_KEYS: Final = frozenset(key_of(word) for word in _NO)


def is_unknown(word: str) -> bool:
    """Return whether a text is one of the usual words for "not known"."""
    return folded(word) in UNKNOWN


def yes_or_no(word: str) -> bool | None:
    """Return what one of the usual words says; None for any other."""
    said = key_of(word)
    if said in _YES_KEYS:
        return True
    return False if said in _NO_KEYS else None


def _meanings(*groups: tuple[Iterable[str | int | float], float]) -> dict[str, float]:
    """Return what each word means; later groups outweigh earlier ones, so the plan's own words come last."""
    return {key_of(word): value for words, value in groups for word in words}


def _yes_no_words(given: Column, attribute: Attribute) -> dict[str, float]:
    return _meanings(
        (UNKNOWN, math.nan),
        (_NO, 0.0),
        (_YES, 1.0),
        (attribute.unknown, math.nan),
        (attribute.no, 0.0),
        (attribute.yes, 1.0),
        (given.no, 0.0),
        (given.yes, 1.0),
        (given.unknown, math.nan),
    )


def _category_words(given: Column, attribute: Attribute) -> dict[str, float]:
    known = enumerate(attribute.categories)
    own = [({category.id} | category.words, float(code)) for code, category in known]
    plans = [(given.words.get(category.id, ()), float(code)) for code, category in enumerate(attribute.categories)]
    return _meanings((UNKNOWN, math.nan), *own, *plans, (given.unknown, math.nan))


def _year_words(given: Column, _: Attribute) -> dict[str, float]:
    return _meanings((UNKNOWN, math.nan), ((0,), math.nan), (given.unknown, math.nan))


WORDED: Final[Mapping[Quantity, Callable[[Column, Attribute], dict[str, float]]]] = MappingProxyType(
    {"yes-no": _yes_no_words, "category": _category_words, "year": _year_words}
)
