"""The words of the reports: gettext messages, numbers and dates of one language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from audit.facility_kinds import KINDS
from audit.model import Indicator, Lang, Text
from reports.rows import RequirementRow
from reports.terms import REASONS, UNITS

HTML_LANG = {Lang.ZH: "zh-CN", Lang.EN: "en"}


# The unit of figures that are divided by nothing, such as a Gini coefficient.
INDEX = "index"
# A rate is told for so many people.
_PER = 1000
# Written out once: a report says the same small numbers again and again, and the library is slow at it.
_NUMBERS_KEPT = 20_000


class Words:
    """The messages, numbers and dates of one language. Calling it translates an English message."""

    def __init__(self, lang: Lang) -> None:
        """Read the language's message catalogue; English is the messages themselves."""
        self.lang = lang
        self.html_lang = HTML_LANG[lang]
        self._locale = Locale.parse("zh_Hans_CN" if lang is Lang.ZH else "en_GB")
        self._decimal = lru_cache(_NUMBERS_KEPT)(self._decimal_of)
        self._messages = _messages(lang)

    def __call__(self, message: str, **values: object) -> str:
        """Return the message in this language with its {placeholders} filled; whole numbers are formatted."""
        return self._messages.get(message, message).format(**{key: self._shown(v) for key, v in values.items()})

    @property
    def listing(self) -> str:
        """Return what stands between the entries of a list."""
        return "、" if self.lang is Lang.ZH else ", "

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Return the form of the message that the number n asks for; {n} is n."""
        message = self._messages.get(one) or (one if n == 1 else many)
        return message.format(n=self.number(n), **{key: self._shown(v) for key, v in values.items()})

    def number(self, value: float | None, digits: int = 0) -> str:
        """Return a number with separators and at most `digits` decimals; None is "no data"."""
        if value is None or not math.isfinite(value):
            return self("no data")
        return self._decimal(value, digits)

    def _decimal_of(self, value: float, digits: int) -> str:
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return str(format_decimal(value, pattern, locale=self._locale))

    def percent(self, share: float | None) -> str:
        """Return a share 0-1 as a percentage; only all is 100 % and only none is 0 %."""
        if share is None:
            return self("no data")
        if 0 < share < 0.001:  # noqa: PLR2004 - below what one decimal shows
            return "<0.1%"
        return f"{_short_of(share * 100, 100):.1f}".removesuffix(".0") + "%"

    def score(self, value: float | None) -> str:
        """Return a score 0-100 with one decimal; a score below 100 is never shown as 100."""
        return self("no data") if value is None else f"{_short_of(value, 100):.1f}"

    def interval(self, low: float | None, high: float | None) -> str:
        """Return score bounds as "low–high", one figure when they are equal."""
        if low is None or high is None:
            return self("no data")
        left, right = self.score(low), self.score(high)
        return left if left == right else f"{left}–{right}"

    def span(self, low: float | None, high: float | None) -> str:
        """Return bounds of a share as percentages."""
        if low is None or high is None:
            return self("no data")
        left, right = self.percent(low), self.percent(high)
        return left if left == right else f"{left}–{right}"

    def figure(self, indicator: Indicator) -> str:
        """Return an indicator's bounds by its unit: an index as it is, a rate per 1,000 people, a share in percent."""
        low, high = indicator.low, indicator.high
        if indicator.unit == INDEX:
            return self._between(low, high, 3)
        if "/" in indicator.unit:
            least, most = (None if bound is None else bound * _PER for bound in (low, high))
            return self._between(least, most, 2)
        return self.span(low, high)

    def account(self, indicator: Indicator) -> str:
        """Return what an indicator was divided: "40–60 of 100 people"; "" for an index."""
        if indicator.unit == INDEX or not indicator.denominator:
            return ""
        counted, _, per = indicator.unit.partition("/")
        there = self._between(indicator.numerator, indicator.numerator + indicator.unknown, 1)
        total = self.number(indicator.denominator, 1)
        if per:
            shared = self("{n} {things}", n=there, things=self.term(UNITS, counted))
            return self("{shared} for {total} {things}", shared=shared, total=total, things=self.term(UNITS, per))
        return self("{n} of {total} {things}", n=there, total=total, things=self.term(UNITS, counted)).rstrip()

    def _between(self, low: float | None, high: float | None, digits: int) -> str:
        left, right = self.number(low, digits), self.number(high, digits)
        return left if left == right else f"{left}–{right}"

    def limit(self, operator: str, limit: float | None, high: float | None = None) -> str:
        """Return what a requirement asks for, without its unit: "≤ 8.33", "250–300", "yes"."""
        if limit is None:
            return ""
        if operator == "is":
            return self("yes") if limit else self("no")
        if operator == "in-range" and high is not None:
            return f"{self.number(limit, 3)}–{self.number(high, 3)}"
        return f"{ {'<=': '≤', '>=': '≥'}.get(operator, operator) } {self.number(limit, 3)}"

    def requirement_limit(self, row: RequirementRow) -> str:
        """Return a requirement's limit with its unit, and as the standard words it where that differs."""
        shown = f"{self.limit(row.operator, row.limit, row.high_limit)} {row.unit}".strip()
        if row.stated_limit is None or (row.stated_unit, row.stated_limit) == (row.unit, row.limit):
            return shown
        stated = self.limit(row.operator, row.stated_limit, row.stated_high_limit)
        if row.stated_unit == "1:n":
            return f"{shown} (1:{self.number(row.stated_limit, 2)})"
        return f"{shown} ({stated} {row.stated_unit})"

    def measured(self, value: float | str | None, operator: str = "") -> str:
        """Return a measured value; a yes-or-no attribute as a word."""
        if value is None:
            return self("not known")
        if isinstance(value, str):
            return value
        return (self("yes") if value else self("no")) if operator == "is" else self.number(value, 3)

    def day(self, value: date) -> str:
        """Return a date written out."""
        pattern = "y年M月d日" if self.lang is Lang.ZH else "d MMMM y"
        return str(format_date(value, pattern, locale=self._locale))

    def term(self, terms: Mapping[str, str], key: str) -> str:
        """Return our name of a term; one that we do not know stands for itself."""
        return self(terms[key]) if key in terms else key

    def kind(self, kind: str) -> str:
        """Return the name of a kind of facility; one that we do not know stands for itself."""
        return KINDS[kind].title.to(self.lang) if kind in KINDS else kind

    def _shown(self, value: object) -> object:
        return self.number(value) if isinstance(value, int) and not isinstance(value, bool) else value


def catalogue(lang: Lang) -> Catalog:
    """Return the message catalogue of a language."""
    with (files("reports") / "locale" / lang.value / "LC_MESSAGES" / "stepfree.po").open("rb") as file:
        return read_po(file, locale=lang.value)


@cache
def _messages(lang: Lang) -> Mapping[str, str]:
    """Return the translations of one language, read once: it takes longer than a page of a report."""
    if lang is Lang.EN:  # English is the messages themselves
        return MappingProxyType({})
    return MappingProxyType(
        {
            (m.id if isinstance(m.id, str) else m.id[0]): (m.string if isinstance(m.string, str) else m.string[0])
            for m in catalogue(lang)
            if m.id and m.string
        }
    )


def _short_of(value: float, top: float) -> float:
    """Round to one decimal, but never up to the top."""
    rounded = round(value, 1)
    return top - 0.1 if rounded >= top > value else rounded


def reasons() -> dict[str, Text]:
    """Return why something was not tested, in words, by the reason's value."""
    zh = Words(Lang.ZH)
    return {reason.value: Text(zh(said), said) for reason, said in REASONS.items()}
