"""The words that every wing shares: outcomes (EARL), impact (axe), rules (ACT), findings, indicators, scores."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Self


class Outcome(StrEnum):
    """How a test of one subject or target ended (EARL 1.0)."""

    PASSED = "passed"
    FAILED = "failed"
    CANT_TELL = "cantTell"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


# When the targets of one subject differ, the first outcome in this order is the subject's.
OUTCOME_ORDER = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE, Outcome.UNTESTED)


def worst(outcomes: set[Outcome]) -> Outcome:
    """Return the outcome of a subject from those of its targets; none at all means inapplicable."""
    return next((outcome for outcome in OUTCOME_ORDER if outcome in outcomes), Outcome.INAPPLICABLE)


class Impact(IntEnum):
    """How badly a barrier hurts (axe): minor < moderate < serious < critical."""

    MINOR = 1
    MODERATE = 2
    SERIOUS = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """Return the word that reports and files use."""
        return self.name.lower()

    @classmethod
    def of(cls, label: str) -> Impact:
        """Return the impact that a word names; KeyError when there is none."""
        return cls[label.upper()]


class Depth(StrEnum):
    """How thoroughly pages are tested: every page by static rules, or a sample by all rules."""

    SIMPLIFIED = "simplified"
    IN_DEPTH = "in-depth"


class Lang(StrEnum):
    """A language that stepfree speaks."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for people, in both languages."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return the sentence in one language."""
        return self.zh if lang is Lang.ZH else self.en

    def format(self, **values: object) -> Text:
        """Return both sentences with their {placeholders} filled."""
        return Text(self.zh.format(**values), self.en.format(**values))


class StepfreeError(Exception):
    """What went wrong, in both languages, with the exit code that the command line gives it."""

    exit_code = 4

    def __init__(self, *problems: Text) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.en for problem in problems))


class UsageError(StepfreeError):
    """The user's input is wrong: each problem says what, where and what to do (exit 2)."""

    exit_code = 2


class IncompleteError(StepfreeError):
    """The audit could not cover what was asked (exit 3)."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value beside the limit it was held against, both in one unit."""

    value: float
    limit: float
    unit: str


class Scope(StrEnum):
    """What one run of a rule looks at."""

    PAGE = "page"
    SITE = "site"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it tests, whom the barrier hurts, how to mend it, and which requirements it stands for.

    requirements: ids as in audit/standards, for example "wcag:1.1.1"; empty for a best practice.
    act_rules: ids of the W3C ACT rules that it implements.
    needs: names of the probes whose observations it reads.
    outcomes: every outcome that it can give to a target.
    staging: it needs a test copy of the site, since its probes send forms off or change what is entered.
    """

    id: str
    title: Text
    whom: Text
    mend: Text
    impact: Impact
    scope: Scope
    requirements: tuple[str, ...] = ()
    act_rules: tuple[str, ...] = ()
    depth: Depth = Depth.SIMPLIFIED
    needs: tuple[str, ...] = ()
    outcomes: frozenset[Outcome] = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE})
    staging: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The place in a page that a verdict is about.

    selector: CSS (" >>> " enters a frame or shadow root); snippet: its HTML, shortened;
    path: the chain of tag names from the root without indexes, equal for all elements of one template ("" = no place).
    """

    selector: str
    snippet: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one test target.

    subject: only rules across pages set it: the address of the page that the verdict belongs to.
    """

    outcome: Outcome
    target: Target
    message: Text | None = None
    measurement: Measurement | None = None
    impact: Impact | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed or cantTell verdict as it is kept.

    subject: the address of the page, or "layer-id#facility-id".
    component: signature of rule and normalised DOM path: occurrences that share it are one fault.
    fingerprint: identity of this finding over runs.
    """

    subject: str
    rule: str
    outcome: Outcome
    impact: Impact
    target: Target
    message: Text
    component: str
    fingerprint: str
    measurement: Measurement | None = None
    site: str = ""


class Reason(StrEnum):
    """Why something was not tested (or was not a page of its own)."""

    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots-unreachable"
    BLOCKED = "blocked"
    LOGIN = "login"
    OLD_BROWSER = "old-browser"
    HTTP_ERROR = "http-error"
    NETWORK = "network"
    TLS = "tls"
    TIMEOUT = "timeout"
    CRASH = "crash"
    NOT_HTML = "not-html"
    UNREADABLE = "unreadable"
    NOT_REACHED = "not-reached"
    DOWNLOAD = "download"
    REDIRECT = "redirect"
    OUT_OF_SCOPE = "out-of-scope"
    TOO_LONG = "too-long"
    PRIVATE_ADDRESS = "private-address"
    PAGE_CAP = "page-cap"
    DEPTH_CAP = "depth-cap"
    TIME_CAP = "time-cap"
    EXCLUDED = "excluded"
    TRAP = "trap"
    DUPLICATE = "duplicate"
    HOST_LOST = "host-lost"
    INTERRUPTED = "interrupted"
    THIRD_PARTY_FRAME = "third-party-frame"
    FRAME_UNREACHED = "frame-unreached"
    RULE_ERROR = "rule-error"
    NOT_SAMPLED = "not-sampled"
    STAGING_ONLY = "staging-only"
    FIXED_SCREEN = "fixed-screen"
    DRIVER = "driver"
    NOT_SUPPLIED = "not-supplied"
    MISSING_COLUMN = "missing-column"
    NO_GEOMETRY = "no-geometry"
    BAD_GEOMETRY = "bad-geometry"
    OUTSIDE_DISTRICTS = "outside-districts"
    NO_POPULATION = "no-population"
    COORDINATES_IN_DOUBT = "coordinates-in-doubt"
    BORDERS_DISAGREE = "borders-disagree"
    OFF_NETWORK = "off-network"
    NOT_SURVEYED = "not-surveyed"
    DECLARED = "declared"
    DOCUMENT_CAP = "document-cap"
    UNSUPPORTED_FORMAT = "unsupported-format"
    LOCKED = "locked"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Untested:
    """Something that was not tested, and why.

    subject: address of the page, site or layer; what: the rule, frame, column or indicator ("" = the whole subject).
    """

    subject: str
    what: str
    reason: Reason
    detail: str = ""
    site: str = ""


class RuleTally(tuple[int, int, int]):
    """Targets of one rule on one subject: passed, failed, cantTell."""

    __slots__ = ()

    def __new__(cls, passed: int, failed: int, cant_tell: int) -> Self:
        """Return the tally of three counts."""
        return super().__new__(cls, (passed, failed, cant_tell))

    @property
    def outcome(self) -> Outcome:
        """Return the rule's outcome for the subject."""
        passed, failed, cant_tell = self
        if failed:
            return Outcome.FAILED
        if cant_tell:
            return Outcome.CANT_TELL
        return Outcome.PASSED if passed else Outcome.INAPPLICABLE


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure about one division: low counts unknown as not met, high counts unknown as met.

    numerator, unknown and denominator are counts (facilities), people or square metres, as unit says; low and high
    are shares 0-1, None when nothing was judged (denominator 0). A unit with a "/" (place/person) is a rate, which may
    exceed 1; an index (Gini) has the denominator 1.
    name: for example "pass", "surveyed", "coverage-300"; layer: the layer's kind; standard: edition id or "".
    """

    division: str
    layer: str
    name: str
    numerator: float
    unknown: float
    denominator: float
    unit: str
    standard: str = ""

    @property
    def low(self) -> float | None:
        """Return the share when unknown counts as not met."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def high(self) -> float | None:
        """Return the share when unknown counts as met."""
        if not self.denominator:
            return None
        high = (self.numerator + self.unknown) / self.denominator
        return high if "/" in self.unit else min(1.0, high)


@dataclass(frozen=True, slots=True)
class Figures:
    """One indicator of many divisions; a city has 100,000 figures and few indicators.

    rows: numerator, unknown and denominator by division; all else as Indicator has it.
    """

    divisions: Sequence[str]
    layer: str
    name: str
    rows: Sequence[Sequence[float]]
    unit: str
    standard: str = ""

    def __iter__(self) -> Iterator[Indicator]:
        """Yield the indicator of each division."""
        for division, (numerator, unknown, denominator) in zip(self.divisions, self.rows, strict=True):
            yield Indicator(division, self.layer, self.name, numerator, unknown, denominator, self.unit, self.standard)

    @classmethod
    def gathered(cls, indicators: Iterable[Indicator]) -> list[Self]:
        """Return single indicators as figures, in the order in which their kinds are met."""
        kinds: dict[tuple[str, str, str, str], list[Indicator]] = {}
        for i in indicators:
            kinds.setdefault((i.layer, i.name, i.unit, i.standard), []).append(i)
        return [
            cls(
                tuple(i.division for i in found),
                layer,
                name,
                [(i.numerator, i.unknown, i.denominator) for i in found],
                unit,
                standard,
            )
            for (layer, name, unit, standard), found in kinds.items()
        ]


@dataclass(frozen=True, slots=True)
class Score:
    """A score 0-100 of one subject on one axis, as bounds; None on both sides is "no data", never 0 and never 100.

    scope: "site", "layer" or "division"; axis: "online" or "street"; value: the single figure where the formula gives
    one (between low and high); tested: share of the criteria weight (or of the facilities) that was really tested;
    parts: what the formula was fed, for the method page.
    """

    scope: str
    subject: str
    axis: str
    low: float | None
    high: float | None
    value: float | None = None
    tested: float | None = None
    needs_review: int = 0
    untested: int = 0
    parts: dict[str, object] | None = None


def digest(*parts: str) -> str:
    """Return a 16-digit hexadecimal signature of some strings, the same on every machine and in every run."""
    joined = "\x1f".join(unicodedata.normalize("NFC", part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
