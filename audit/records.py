"""What the audit database gives and takes: runs, links, subjects, pictures, and their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from audit.model import Finding, Impact, Measurement, Outcome, Reason, RuleTally, Target, Text, Untested


@dataclass(frozen=True, slots=True)
class Run:
    """One audit in the database."""

    id: str
    kind: str
    name: str
    state: str
    started: str
    finished: str | None
    plan: dict[str, Any]
    base: str
    versions: dict[str, str]
    since: str | None = None


# The source of an address that the plan leaves out: it is kept to be counted, and never visited.
EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Link:
    """A page address as it was found: which page (by position) and where in it."""

    address: str
    depth: int
    parent: int = -1
    link: int = 0
    source: str = "link"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page address of the frontier whose turn has come."""

    address: str
    depth: int
    position: int
    source: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An address of the frontier that was not visited.

    state: "found", "queued" (its turn had come) or "left"; why: when left: the kind of trap, or EXCLUDED.
    """

    address: str
    depth: int
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A page, site or layer with its one outcome. tally: targets by rule; facts: JSON-able extras."""

    id: str
    kind: str
    outcome: Outcome
    site: str = ""
    position: int = 0
    reason: Reason | None = None
    title: str = ""
    tally: dict[str, RuleTally] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


# The fact that tells a document from the pages of its site, which it is recorded among.
MEDIUM, DOCUMENT = "medium", "document"


def is_document(subject: Subject) -> bool:
    """Return whether a page's record is that of a document (PDF, DOCX, …), not of a web page."""
    return subject.facts.get(MEDIUM) == DOCUMENT


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the first occurrence of a component on a site.

    subject: address of the page; position: its place among the site's pages; number: order within the page; width,
    height: CSS px.
    """

    component: str
    subject: str
    position: int
    number: int
    width: int
    height: int
    webp: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a page of a folder was made of when it was tested.

    terms: signature of the rules, the browser and the settings; files: paths that it asked for, sorted; sha256: over
    those paths and what was there; links: addresses of the site that it links to, in order.
    """

    terms: str
    files: tuple[str, ...]
    sha256: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as a run recorded it, with what it was made of. shots: the pictures that stand for faults by it."""

    subject: Subject
    findings: tuple[Finding, ...]
    untested: tuple[Untested, ...]
    shots: tuple[Shot, ...]
    loaded: Loaded


def subject_row(subject: Subject) -> dict[str, Any]:
    """Return the columns of a subject."""
    return {
        "subject": subject.id,
        "kind": subject.kind,
        "site": subject.site,
        "position": subject.position,
        "outcome": subject.outcome.value,
        "reason": subject.reason.value if subject.reason else "",
        "title": subject.title,
        "tally": {rule: list(tally) for rule, tally in subject.tally.items()},
        "facts": subject.facts,
    }


def subject_of(row: Any) -> Subject:
    """Return the subject of a row."""
    return Subject(
        row.subject,
        row.kind,
        Outcome(row.outcome),
        row.site,
        row.position,
        Reason(row.reason) if row.reason else None,
        row.title,
        {rule: RuleTally(*counts) for rule, counts in row.tally.items()},
        row.facts,
    )


def finding_row(finding: Finding) -> dict[str, Any]:
    """Return the columns of a finding."""
    measured = finding.measurement
    return {
        "subject": finding.subject,
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "impact": int(finding.impact),
        "selector": finding.target.selector,
        "snippet": finding.target.snippet,
        "message_zh": finding.message.zh,
        "message_en": finding.message.en,
        "value": measured.value if measured else None,
        "limit": measured.limit if measured else None,
        "unit": measured.unit if measured else None,
        "component": finding.component,
        "fingerprint": finding.fingerprint,
    }


def finding_of(row: Any) -> Finding:
    """Return the finding of a row."""
    return Finding(
        row.subject,
        row.rule,
        Outcome(row.outcome),
        Impact(row.impact),
        Target(row.selector, row.snippet),
        Text(row.message_zh, row.message_en),
        row.component,
        row.fingerprint,
        Measurement(row.value, row.limit, row.unit) if row.value is not None else None,
        row.site,
    )


def untested_of(row: Any) -> Untested:
    """Return what a row says was not tested."""
    return Untested(row.subject, row.what, Reason(row.reason), row.detail, row.site)


def shot_of(row: Any) -> Shot:
    """Return the picture of a row."""
    return Shot(row.component, row.subject, row.position, row.number, row.width, row.height, bytes(row.webp))


def untested_row(untested: Untested) -> dict[str, Any]:
    """Return the columns of something that was not tested."""
    return {
        "subject": untested.subject,
        "what": untested.what,
        "reason": untested.reason.value,
        "detail": untested.detail,
    }
