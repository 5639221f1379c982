"""Groups findings into root causes while they stream past: rule × component, with counts both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from audit.model import Finding, Impact, Outcome, Rule, Scope, Text
from reports.rows import Cause

SAMPLES_KEPT = 20


@dataclass(slots=True)
class _Heap:
    """What is kept of one root cause while its findings stream past."""

    impact: Impact
    occurrences: int = 0
    pages: dict[int, None] = field(default_factory=dict)
    samples: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Grouping:
    """The root causes of every site: memory grows with causes and pages, not with findings."""

    _heaps: dict[tuple[str, Outcome, str, str], _Heap] = field(default_factory=dict)
    _pages: dict[str, int] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count findings in, keeping the first of each cause as samples."""
        for finding in findings:
            key = (finding.site, finding.outcome, finding.rule, finding.component)
            heap = self._heaps.get(key)
            if heap is None:
                heap = self._heaps[key] = _Heap(finding.impact)
            heap.impact = max(heap.impact, finding.impact)
            heap.occurrences += 1
            heap.pages[self._pages.setdefault(finding.subject, len(self._pages))] = None
            if len(heap.samples) < SAMPLES_KEPT:
                heap.samples.append(finding)

    def causes(self, rules: Mapping[str, Rule]) -> dict[tuple[str, Outcome], tuple[Cause, ...]]:
        """Return the causes by site and outcome, ordered by impact, then pages touched, then rule and component."""
        addresses = list(self._pages)
        by_site: dict[tuple[str, Outcome], list[Cause]] = {}
        for (site, outcome, rule, component), heap in self._heaps.items():
            first_pages = tuple(addresses[page] for page in list(heap.pages)[:SAMPLES_KEPT])
            cause = Cause(
                rule_or_stub(rules, rule, heap.impact),
                component,
                outcome,
                heap.impact,
                heap.occurrences,
                len(heap.pages),
                first_pages,
                tuple(heap.samples),
            )
            by_site.setdefault((site, outcome), []).append(cause)
        return {key: tuple(sorted(causes, key=cause_order)) for key, causes in by_site.items()}


def cause_order(cause: Cause) -> tuple[int, int, int, str, str]:
    """Order causes: the worst impact first, then what one repair mends on most pages."""
    return (-cause.impact, -cause.pages, -cause.occurrences, cause.rule.id, cause.component)


def rule_or_stub(rules: Mapping[str, Rule], rule: str, impact: Impact = Impact.MODERATE) -> Rule:
    """Return a rule; one that this program does not know (an older database) stands under its id."""
    nothing = Text("", "")
    return rules.get(rule) or Rule(rule, Text(rule, rule), nothing, nothing, impact, Scope.PAGE)
