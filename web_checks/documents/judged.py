"""A document's result as it crosses from the worker process: judged there, and plain JSON on the way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import web_checks.documents.rules
from audit.catalog import Shelved, shelf
from audit.model import Finding, Outcome, Reason, RuleTally, Untested, worst
from audit.records import finding_of, finding_row, untested_of, untested_row
from audit.schema import storable
from web_checks.documents.document import Document
from web_checks.judge import finding, tally

_TITLE = 500  # characters
_REPORTED = (Outcome.FAILED, Outcome.CANT_TELL)


@dataclass(frozen=True)
class Judged:
    """What became of one document. reason, detail: why it was not tested; facts: JSON-able, about the document."""

    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    tally: dict[str, RuleTally] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    untested: tuple[Untested, ...] = ()


def not_tested(reason: Reason, detail: str = "") -> Judged:
    """Return the result of a document that could not be tested."""
    return Judged(Outcome.UNTESTED, reason, storable(detail)[:_TITLE])


def rules() -> tuple[Shelved, ...]:
    """Return the rules for documents."""
    return shelf(web_checks.documents.rules)


def judge(document: Document, address: str, shelved: Sequence[Shelved]) -> Judged:
    """Judge a document by the rules of a shelf."""
    findings: list[Finding] = []
    tallies: dict[str, RuleTally] = {}
    untested = [Untested(address, what, reason, detail) for what, reason, detail in document.unread]
    for entry in shelved:
        try:
            verdicts = list(entry.judge(document))
        except Exception as error:  # noqa: BLE001 - what a rule cannot digest is untested by this rule alone
            detail = storable(f"{type(error).__name__}: {error}")
            untested.append(Untested(address, entry.rule.id, Reason.RULE_ERROR, detail))
            continue
        tallies[entry.rule.id] = tally(verdicts)
        findings += (finding(entry.rule, address, verdict) for verdict in verdicts if verdict.outcome in _REPORTED)
    facts: dict[str, Any] = {
        "format": document.format.value,
        "lang": storable(document.declared)[:40],
        "leaves": document.pages,
        "occurrences": len(findings),
    }
    if document.pdf is not None and document.pdf.claim:
        facts["claims"] = document.pdf.claim
    outcome = worst({counts.outcome for counts in tallies.values()})
    title = storable(document.title)[:_TITLE]
    return Judged(outcome, None, "", title, facts, tallies, tuple(findings), tuple(untested))


def as_json(judged: Judged) -> str:
    """Return a result on one line."""
    return json.dumps(
        {
            "outcome": judged.outcome.value,
            "reason": judged.reason.value if judged.reason else "",
            "detail": judged.detail,
            "title": judged.title,
            "facts": judged.facts,
            "tally": {rule: list(counts) for rule, counts in judged.tally.items()},
            "findings": [finding_row(found) for found in judged.findings],
            "untested": [untested_row(missed) for missed in judged.untested],
        }
    )


def of_json(line: str | bytes) -> Judged:
    """Return the result that a line holds. Raises ValueError, KeyError or TypeError when it holds none."""
    read = json.loads(line)
    return Judged(
        Outcome(read["outcome"]),
        Reason(read["reason"]) if read["reason"] else None,
        str(read["detail"]),
        str(read["title"]),
        dict(read["facts"]),
        {str(rule): RuleTally(*counts) for rule, counts in read["tally"].items()},
        tuple(finding_of(SimpleNamespace(**row, site="")) for row in read["findings"]),
        tuple(untested_of(SimpleNamespace(**row, site="")) for row in read["untested"]),
    )
