"""How each rule ended on a site: its pages by outcome."""

from __future__ import annotations

from collections import Counter
from typing import Final

from audit import reviewed
from audit.model import Outcome, worst
from audit.reviews import Spoken
from reports.rows import SiteRow
from reports.summary import Summary

# What the ids of axe's own rules begin with.
_OF_AXE: Final = "axe-"


def rule_outcomes(summary: Summary, site: SiteRow, *, verdicts: bool = False) -> dict[str, Counter[Outcome]]:
    """Return the number of pages of a site by rule and outcome; a rule that judged no page counts as untested once.

    A rule that stands in the tally of the site itself, not of its pages, counts as one page. Of axe's rules a page
    records only those that applied: where axe ran, the others are inapplicable. verdicts: whether people's stand in
    place of what the tests could not tell.
    """
    found: dict[str, Counter[Outcome]] = {str(rule): Counter() for rule in site.facts.get("rules", ())}
    subjects = summary.store.subjects(summary.run.id, "page", site.site.id)
    if verdicts:
        outcomes = Spoken.of(summary.store.reviews(), summary.plan.date).outcomes()
        subjects = reviewed.pages(summary.store, summary.run.id, site.site.id, subjects, outcomes)
    own = summary.store.subjects(summary.run.id, "site", site.site.id)
    on_pages = {rule for subject in subjects for rule in subject.tally}
    for subject in (*subjects, *own):
        for rule, tally in subject.tally.items():
            if subject.kind == "page" or rule not in on_pages:
                found.setdefault(rule, Counter())[tally.outcome] += 1
    by_axe = sum(any(rule.startswith(_OF_AXE) for rule in subject.tally) for subject in subjects)
    for rule, counts in found.items():
        if not counts and by_axe and rule.startswith(_OF_AXE):
            counts[Outcome.INAPPLICABLE] = by_axe
        elif not counts:
            counts[Outcome.UNTESTED] = 1
    return dict(sorted(found.items()))


def overall(counts: Counter[Outcome]) -> Outcome:
    """Return the one outcome of a rule on a site: the worst of its pages."""
    return worst({outcome for outcome, count in counts.items() if count})
