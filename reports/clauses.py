"""How the clauses of a rule or requirement are written in lists: what nobody read in the standard is marked."""

from __future__ import annotations

from audit.model import Rule
from reports.rows import RequirementRow
from reports.summary import Summary
from reports.terms import CONFIDENCES, STANDINGS
from reports.wording import Words

_UNVERIFIED = ("secondary", "memory")


def clauses(summary: Summary, rule: Rule, words: Words) -> str:
    """Return the clauses of a web rule; for one without any, how it stands to the standard."""
    if not rule.requirements:
        return words.term(STANDINGS, summary.standing(rule).value)
    return clause_ids(summary, rule, words)


def clause_ids(summary: Summary, rule: Rule, words: Words) -> str:
    """Return the ids of a web rule's clauses; "" for one without any."""

    def shown(requirement: str) -> str:
        unverified = summary.unverified(requirement)
        return requirement + words(" ({what})", what=words.term(CONFIDENCES, unverified)) if unverified else requirement

    return " ".join(map(shown, rule.requirements))


def requirement_clause(requirement: RequirementRow, words: Words) -> str:
    """Return the standard and clause of a requirement on facilities."""
    named = " ".join(part for part in (requirement.standard, requirement.clause) if part)
    if requirement.confidence in _UNVERIFIED:
        return named + words(" ({what})", what=words.term(CONFIDENCES, requirement.confidence))
    return named
