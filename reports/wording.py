"""The words of the reports: gettext messages, numbers and dates of one language, and the names of our own terms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from audit.facility_kinds import KINDS
from audit.model import Depth, Impact, Indicator, Lang, Outcome, Reason, Text
from reports.rows import RequirementRow, Standing

HTML_LANG = {Lang.ZH: "zh-CN", Lang.EN: "en"}


def mark(message: str) -> str:
    """Return the message as it is; the name tells the message extractor that it is translated elsewhere."""
    return message


OUTCOMES: Mapping[Outcome, str] = {
    Outcome.PASSED: mark("passed"),
    Outcome.FAILED: mark("failed"),
    Outcome.CANT_TELL: mark("needs review"),
    Outcome.INAPPLICABLE: mark("not applicable"),
    Outcome.UNTESTED: mark("not tested"),
}
IMPACTS: Mapping[Impact, str] = {
    Impact.CRITICAL: mark("critical"),
    Impact.SERIOUS: mark("serious"),
    Impact.MODERATE: mark("moderate"),
    Impact.MINOR: mark("minor"),
}
REASONS: Mapping[Reason, str] = {
    Reason.ROBOTS: mark("kept out by robots.txt"),
    Reason.ROBOTS_UNREACHABLE: mark("robots.txt could not be read, so the site was left alone"),
    Reason.BLOCKED: mark("the server refused the visit"),
    Reason.LOGIN: mark("only after logging in"),
    Reason.OLD_BROWSER: mark("asks for an old browser or a plug-in"),
    Reason.HTTP_ERROR: mark("the server answered with an error"),
    Reason.NETWORK: mark("no connection"),
    Reason.TLS: mark("no secure connection"),
    Reason.TIMEOUT: mark("took too long"),
    Reason.CRASH: mark("the browser crashed on it"),
    Reason.NOT_HTML: mark("not a web page"),
    Reason.UNREADABLE: mark("the file could not be read"),
    Reason.NOT_REACHED: mark("the steps did not lead there"),
    Reason.DOWNLOAD: mark("a download, not a page"),
    Reason.REDIRECT: mark("leads on to another page"),
    Reason.OUT_OF_SCOPE: mark("outside the site"),
    Reason.TOO_LONG: mark("the address is too long"),
    Reason.PRIVATE_ADDRESS: mark("a private network address"),
    Reason.PAGE_CAP: mark("beyond the page limit"),
    Reason.DEPTH_CAP: mark("more links away from the start page than the audit goes"),
    Reason.TIME_CAP: mark("the time set for the site was used up"),
    Reason.EXCLUDED: mark("left out by the plan's patterns"),
    Reason.TRAP: mark("addresses without end (calendar, session, repeated path)"),
    Reason.DUPLICATE: mark("the same page under another address"),
    Reason.HOST_LOST: mark("the host stopped answering or shut the audit out"),
    Reason.INTERRUPTED: mark("the audit was interrupted"),
    Reason.THIRD_PARTY_FRAME: mark("a frame of another party"),
    Reason.FRAME_UNREACHED: mark("a frame that could not be reached"),
    Reason.RULE_ERROR: mark("the rule itself failed"),
    Reason.NOT_SAMPLED: mark("not in the sample"),
    Reason.STAGING_ONLY: mark("only on a test copy (--staging)"),
    Reason.FIXED_SCREEN: mark("a terminal has one screen, which nobody can zoom or turn"),
    Reason.DRIVER: mark("not possible with this browser driver"),
    Reason.NOT_SUPPLIED: mark("no records supplied"),
    Reason.MISSING_COLUMN: mark("the column is missing"),
    Reason.NO_GEOMETRY: mark("no coordinates"),
    Reason.BAD_GEOMETRY: mark("coordinates that cannot be right"),
    Reason.OUTSIDE_DISTRICTS: mark("outside every district"),
    Reason.NO_POPULATION: mark("no population figures"),
    Reason.COORDINATES_IN_DOUBT: mark("the coordinates fit another system better than the declared one"),
    Reason.BORDERS_DISAGREE: mark("the outlines of divisions overlap or leave gaps"),
    Reason.OFF_NETWORK: mark("too far from the walking network"),
    Reason.NOT_SURVEYED: mark("the survey did not reach there"),
    Reason.DECLARED: mark("reported by a bureau against its plan, not observed"),
    Reason.DOCUMENT_CAP: mark("beyond the limit of documents"),
    Reason.UNSUPPORTED_FORMAT: mark("a format that cannot be tested; publish it as a web page, PDF or DOCX as well"),
    Reason.LOCKED: mark("needs a password to open"),
    Reason.TOO_LARGE: mark("too large, or unpacks to too much"),
}
SITE_CLASSES: Mapping[str, str] = {
    "portal": mark("Portal"),
    "service": mark("Online service"),
    "app-h5": mark("App (H5 pages)"),
    "kiosk": mark("Self-service terminal"),
    "app": mark("App"),
    "documents": mark("Documents"),
}
STRATA: Mapping[str, str] = {
    "services": mark("Services and forms"),
    "channels": mark("Home and channel pages"),
    "articles": mark("Lists and articles"),
    "contact": mark("Login, search, contact, statement"),
    "attachments": mark("Attachments"),
}
DEPTHS: Mapping[str, str] = {
    Depth.SIMPLIFIED.value: mark("simplified"),
    Depth.IN_DEPTH.value: mark("in-depth"),
}
CONFIDENCES: Mapping[str, str] = {
    "read": mark("read in the standard"),
    "secondary": mark("unverified: from a secondary source"),
    "memory": mark("unverified: not looked up in the standard"),
    "declared": mark("declared by the plan's author"),
}
STANDINGS: Mapping[str, str] = {
    Standing.WITHIN.value: mark("in the standard audited"),
    Standing.BEYOND.value: mark("beyond the standard audited"),
    Standing.GOOD_PRACTICE.value: mark("good practice, no clause"),
    Standing.UNKNOWN.value: mark("not known"),
}
COUNTS: Mapping[str, str] = {
    "rows": mark("rows in the file"),
    "judged": mark("judged"),
    "not_meant": mark("other rows, not meant by the plan"),
    "no_geometry": mark("without coordinates"),
    "bad_geometry": mark("with impossible coordinates"),
    "outside": mark("outside every district"),
    "double_keys": mark("keys that stand twice"),
    "unreadable": mark("values that could not be read"),
}
PICKS: Mapping[str, str] = {
    "mend": mark("mend"),
    "check": mark("check on site"),
    "build": mark("build"),
}
VERDICTS: Mapping[str, str] = {
    "confirmed": mark("confirmed: no other system fits as well"),
    "ambiguous": mark("other systems fit as well, so it cannot be told"),
    "doubtful": mark("doubtful: another system fits better than the declared one"),
    "contradicted": mark("contradicted: another system clearly fits, not the declared one"),
    "untried": mark("not examined"),
}
RAMPS: Mapping[str, str] = {
    "passed": mark("must meet the standard"),
    "present": mark("must be there"),
    "none": mark("no need"),
}
UNITS: Mapping[str, str] = {
    "facility": mark("facilities"),
    "facilities": mark("facilities"),
    "person": mark("people"),
    "people": mark("people"),
    "place": mark("places"),
    "point": mark("points"),
    "m2": mark("m²"),
}

# How the facilities of a map came out.
PLACES: Mapping[Outcome, str] = {
    Outcome.PASSED: mark("passed"),
    Outcome.FAILED: mark("failed"),
    Outcome.CANT_TELL: mark("cannot tell"),
    Outcome.UNTESTED: mark("not surveyed"),
}

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
        self._messages = {} if lang is Lang.EN else _strings(catalogue(lang))

    def __call__(self, message: str, **values: object) -> str:
        """Return the message in this language with its {placeholders} filled; whole numbers are formatted."""
        return self._messages.get(message, message).format(**{key: self._shown(v) for key, v in values.items()})

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


def _strings(messages: Catalog) -> dict[str, str]:
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): (m.string if isinstance(m.string, str) else m.string[0])
        for m in messages
        if m.id and m.string
    }


def _short_of(value: float, top: float) -> float:
    """Round to one decimal, but never up to the top."""
    rounded = round(value, 1)
    return top - 0.1 if rounded >= top > value else rounded


def reasons() -> dict[str, Text]:
    """Return why something was not tested, in words, by the reason's value."""
    zh = Words(Lang.ZH)
    return {reason.value: Text(zh(said), said) for reason, said in REASONS.items()}
