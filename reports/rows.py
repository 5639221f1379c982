"""The rows of a summary: what a report shows of divisions, sites, pages, faults, layers and facilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from audit.districts import Division
from audit.model import Impact, Indicator, Outcome, Reason, Rule, Score, Text, Untested
from audit.plan import Layer, Owner, Site


class Standing(StrEnum):
    """How a finding's rule stands to the standard that the plan audits against."""

    WITHIN = "within-standard"
    BEYOND = "beyond-standard"
    GOOD_PRACTICE = "good-practice"
    UNKNOWN = "unknown"  # the standard's file is gone since the audit


@dataclass(frozen=True, slots=True)
class OnlineFigures:
    """The sites of a division and of all below it. Scores 0-100, None without data; worst: id of the lowest site."""

    sites: int
    judged: int
    passed: int
    mean: float | None
    mean_low: float | None
    mean_high: float | None
    worst: str
    worst_score: float | None


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A division with both axes. ranks: among its siblings, None when it is not ranked.

    online: share of sites at the pass mark; online_figures: the counts and means behind it; street: share that passes.

    outline: WKB in degrees (longitude, latitude); sites: ids of the sites that serve exactly this division.
    """

    division: Division
    online: Score | None
    online_figures: OnlineFigures | None
    street: Score | None
    online_rank: int | None
    street_rank: int | None
    surveyed: float | None
    indicators: tuple[Indicator, ...]
    sites: tuple[str, ...]
    outline: bytes | None = None
    area_m2: float | None = None

    @property
    def name(self) -> Text:
        """Return the division's name in both languages."""
        return Text(self.division.name, self.division.name_en or self.division.name)


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page with its one outcome; passed, failed and cant_tell count distinct components.

    carried_from: id of the run that tested it, when this one carried its outcome over; else ""; linked_from: the first
    pages that link to it, when it is a document that pages link to; linking: how many do; document: what only a
    document has, None for a web page.
    """

    address: str
    title: str
    outcome: Outcome
    reason: Reason | None
    status: int | None
    stratum: str
    lang: str
    passed: int
    failed: int
    cant_tell: int
    carried_from: str = ""
    linked_from: tuple[str, ...] = ()
    linking: int = 0
    document: DocumentFacts | None = None

    @property
    def tested(self) -> bool:
        """Return whether this run judged it: it is not untested, carried over, or no page at all (a download)."""
        return self.outcome is not Outcome.UNTESTED and self.reason is None and not self.carried_from


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What only a document has.

    format: "pdf", "wps"; claims: what it says of itself ("PDF/UA-1"), which proves nothing;
    verapdf: whether veraPDF finds that it meets PDF/UA-1, None when it was not asked; failed: its checks that failed.
    """

    format: str
    claims: str = ""
    verapdf: bool | None = None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings of a site that share rule and component: one fault in one template.

    place: among the causes in the order of the database.
    """

    rule: Rule
    component: str
    outcome: Outcome
    impact: Impact
    occurrences: int
    pages: int
    place: int = 0

    @property
    def key(self) -> tuple[Outcome, str, str]:
        """Return what tells it from the other causes of its site."""
        return self.outcome, self.rule.id, self.component


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site with its pages and faults. causes: failed, then cantTell in `reviews`; both by impact, then pages."""

    site: Site
    outcome: Outcome
    reason: Reason | None
    facts: Mapping[str, Any]
    score: Score | None
    pages: tuple[PageRow, ...]
    causes: tuple[Cause, ...]
    reviews: tuple[Cause, ...]
    owner: Owner | None

    @property
    def name(self) -> Text:
        """Return the site's name in both languages."""
        return Text(self.site.name, self.site.name_en or self.site.name)

    @property
    def staging(self) -> bool:
        """Return whether it was audited as a test copy, with its forms sent off."""
        return bool(self.facts.get("staging"))

    @property
    def interrupted(self) -> bool:
        """Return whether the audit was interrupted before it got to the end of this site."""
        return self.reason is Reason.INTERRUPTED

    @property
    def since(self) -> str:
        """Return the run that unchanged pages were to be carried over from; "" when every page was opened."""
        return str(self.facts.get("since") or "")

    @property
    def occurrences(self) -> int:
        """Return how often its faults occur."""
        return sum(cause.occurrences for cause in self.causes)

    @property
    def found_pages(self) -> int:
        """Return how many pages were found, those beyond the page limit too."""
        known = self.facts.get("pages_found")
        return max(len(self.pages), known if isinstance(known, int) else 0)

    @property
    def tested_pages(self) -> int:
        """Return how many pages this run tested."""
        return sum(page.tested for page in self.pages)

    @property
    def carried_pages(self) -> int:
        """Return how many pages were carried over from an earlier run."""
        return sum(bool(page.carried_from) for page in self.pages)


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement on a facility as the layer was held against it, with its counts in the whole city.

    limit, high_limit: in `unit`, that of the measured values; stated_…: as the standard itself words them. judged: the
    facilities that a person's verdict settles, which are among the counts.
    """

    id: str
    standard: str
    attribute: str
    operator: str
    limit: float | None
    high_limit: float | None
    unit: str
    clause: str
    kind: str
    confidence: str
    impact: Impact
    title: Text
    whom: Text
    mend: Text
    stated_limit: float | None = None
    stated_high_limit: float | None = None
    stated_unit: str = ""
    passed: int = 0
    failed: int = 0
    cant_tell: int = 0
    judged: int = 0


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A layer of facilities. counts: rows in, judged and set aside, as the geo wing recorded them.

    scored_standard: the edition that the score goes by. coordinates: how they fit what is known of the place; traps:
    what is odd about the rows; facts: all that was recorded about the layer; as the geo wing recorded them.
    """

    id: str
    kind: str
    layer: Layer | None
    outcome: Outcome
    reason: Reason | None
    file: str
    crs: str
    metric_crs: str
    counts: Mapping[str, int]
    scored_standard: str
    requirements: tuple[RequirementRow, ...]
    score: Score | None
    coordinates: Mapping[str, Any] = field(default_factory=dict)
    traps: tuple[Mapping[str, Any], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def scores(self, requirement: RequirementRow) -> bool:
        """Return whether a requirement counts in the score; those of the other editions stand beside it."""
        return requirement.standard == self.scored_standard


@dataclass(frozen=True, slots=True)
class UntestedGroup:
    """What was not tested for one reason.

    count: things; entries: records of them (one may stand for many rows of a layer); subjects: distinct pages, sites
    or layers; samples: the first entries.
    """

    reason: Reason
    count: int
    entries: int
    subjects: int
    samples: tuple[Untested, ...]
