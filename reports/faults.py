"""Root causes as reports show them: rule × component, with counts both ways, and the order in which to mend them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audit.causes import CauseCount
from audit.model import Finding, Impact, Outcome, Rule, Scope, Text
from reports.rows import Cause

# A site's first findings, by outcome, rule and component.
Samples = Mapping[tuple[Outcome, str, str], tuple[Finding, ...]]


def causes(counted: Iterable[CauseCount], rules: Mapping[str, Rule]) -> dict[tuple[str, Outcome], tuple[Cause, ...]]:
    """Return the causes by site and outcome, ordered by impact, then pages touched, then rule and component."""
    by_site: dict[tuple[str, Outcome], list[Cause]] = {}
    for place, c in enumerate(counted):
        rule = rule_or_stub(rules, c.rule, c.impact)
        cause = Cause(rule, c.component, c.outcome, c.impact, c.occurrences, c.pages, place)
        by_site.setdefault((c.site, c.outcome), []).append(cause)
    return {key: tuple(sorted(found, key=cause_order)) for key, found in by_site.items()}


def cause_key(finding: Finding) -> tuple[Outcome, str, str]:
    """Return what tells the cause of a finding from the others of its site."""
    return finding.outcome, finding.rule, finding.component


def by_cause(findings: Iterable[Finding]) -> Samples:
    """Return findings of a site by their cause, in the order given."""
    found: dict[tuple[Outcome, str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault(cause_key(finding), []).append(finding)
    return {key: tuple(samples) for key, samples in found.items()}


def cause_order(cause: Cause) -> tuple[int, int, int, str, str]:
    """Order causes: the worst impact first, then what one repair mends on most pages."""
    return (-cause.impact, -cause.pages, -cause.occurrences, cause.rule.id, cause.component)


def rule_or_stub(rules: Mapping[str, Rule], rule: str, impact: Impact = Impact.MODERATE) -> Rule:
    """Return a rule; one that this program does not know (an older database) stands under its id."""
    nothing = Text("", "")
    return rules.get(rule) or Rule(rule, Text(rule, rule), nothing, nothing, impact, Scope.PAGE)
