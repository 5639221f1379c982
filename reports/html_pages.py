"""What stands on the pages of the HTML report, the same in both languages: one after another, so that few are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from audit import scoring
from audit.model import Outcome, Rule, digest
from audit.records import Shot
from reports import html_names as names
from reports.district_pages import DistrictPages
from reports.index_pages import IndexPages
from reports.media import class_of
from reports.page import Material, Page
from reports.rows import Cause, LayerRow, RequirementRow, SiteRow
from reports.site_pages import SitePages
from reports.street_families import FAMILIES
from reports.street_figures import family_of
from reports.summary import Summary

SITES_OF_A_RULE: Final = 500
VERDICTS_SHOWN: Final = 500

# A site with what failed a rule there, and what needs review.
_Found = tuple[SiteRow, list[Cause], list[Cause]]


class Report:
    """The pages of a run."""

    def __init__(self, summary: Summary) -> None:
        """Read what more than one page shows."""
        self.summary, self._material = summary, Material(summary)
        self.history, self.judged = self._material.history, self._material.judged
        self.ran = _rules_that_ran(summary)
        self.paged = frozenset(_paged(summary))
        self.rules = {rule.id: rule for rule in _rules_shown(summary, self.ran)}
        self.testable = _testable(summary, self.ran)
        self.page_langs = {(row.site.id, page.address): page.lang for row in summary.sites for page in row.pages}
        self.shots: dict[tuple[str, str], Shot] = {}
        self._index, self._sites = IndexPages(self._material), SitePages(self._material)
        self._districts = DistrictPages(self._material)

    def pages(self) -> Iterator[Page]:
        """Yield every page."""
        yield from self._index.pages()
        yield Page("method.html", "method.html", self._method())
        for division in self.summary.tree.walk():
            if division.code in self.paged:
                yield from self._districts.pages(division.code)
        for row in self.summary.sites:
            yield from self._sites.pages(row)
        by_rule = _by_rule(self.summary)
        for rule in self.rules.values():
            yield Page("rule.html", names.rule_file(rule.id), _rule(rule, by_rule.get(rule.id, [])))
        for layer in self.summary.layers:
            for requirement in layer.requirements:
                name = names.requirement_file(layer.id, requirement.id)
                yield Page("requirement.html", name, self._requirement(layer, requirement))

    def main_pages(self) -> Iterator[Page]:
        """Yield what a printed report holds: the overview, the divisions of the league table, the method."""
        yield from self._index.pages()
        for row in self.summary.league:
            yield next(iter(self._districts.pages(row.division.code)))
        yield Page("method.html", "method.html", self._method())

    def _method(self) -> dict[str, Any]:
        weights = {**scoring.STRATA, **self.summary.plan.weights.strata}
        present = {family_of(indicator.name)[0].id for indicator in self.summary.indicators}
        return {
            "first": bool(self._index.top_fixes),
            "sited": bool(self._material.picks),
            "families": [family for family in FAMILIES if family.id in present and family.method],
            "ran": self.ran,
            "scoring": {
                "first_fault": scoring.FIRST_FAULT,
                "levels": list(scoring.LEVEL_WEIGHTS.items()),
                "strata": list(weights.items()),
                "veto": [*sorted(scoring.VETO_CRITERIA), *sorted(scoring.VETO_RULES)],
                "margin": scoring.VETO_MARGIN,
            },
        }

    def _requirement(self, layer: LayerRow, requirement: RequirementRow) -> dict[str, Any]:
        name = f"requirement:{requirement.id}"
        rows = [
            (row, next((i for i in row.indicators if (i.layer, i.name) == (layer.id, name)), None))
            for row in (*self.summary.league, self.summary.whole)
        ]
        judged = self.summary.judged.get(layer.id)
        mine = [said for said in judged.settled if said.requirement == requirement.id] if judged else []
        reviews = [self.judged.verdict_on(digest(layer.id, said.facility, requirement.id)) for said in mine]
        values = {"layer": layer, "r": requirement, "shown_verdicts": VERDICTS_SHOWN}
        values["settled"] = [(said, review) for said, review in zip(mine, reviews, strict=True) if review]
        return {**values, "by_division": [(row, i) for row, i in rows if i is not None]}

    def keep_shots(self, row: SiteRow, shots: Iterable[Shot]) -> None:
        """Remember which faults of a site have a picture, without the pictures."""
        self.shots.update({(row.site.id, shot.component): replace(shot, webp=b"") for shot in shots})


def _paged(summary: Summary) -> Iterator[str]:
    """Yield the divisions with a page of their own: down to one level below the league table, and where anything is."""
    deepest = max((row.division.level for row in summary.league), default=0) + 1
    for division in summary.tree.walk():
        row = summary.divisions[division.code]
        if division.level <= deepest or row.indicators:
            yield division.code
        elif row.sites:
            yield from summary.tree.ancestors(division.code)[:-1]


def _rules_that_ran(summary: Summary) -> list[Rule]:
    ran = {str(rule) for site in summary.sites for rule in site.facts.get("rules", ())}
    return [summary.rule(rule) for rule in sorted(ran)]


def _rules_shown(summary: Summary, ran: Iterable[Rule]) -> list[Rule]:
    found = {c.rule.id: c.rule for site in summary.sites for c in (*site.causes, *site.reviews)}
    return [rule for _, rule in sorted({**found, **{rule.id: rule for rule in ran}}.items())]


def _testable(summary: Summary, ran: Sequence[Rule]) -> frozenset[str]:
    able = {criterion for rule in ran if Outcome.FAILED in rule.outcomes for criterion in rule.requirements}
    return frozenset(able & summary.criteria.keys())


def _by_rule(summary: Summary) -> Mapping[str, list[_Found]]:
    """Return what was found on each site, by rule, in one look at all of them."""
    found: dict[str, list[_Found]] = {}
    for site in summary.sites:
        mine: dict[str, tuple[list[Cause], list[Cause]]] = {}
        for place, causes in enumerate((site.causes, site.reviews)):
            for cause in causes:
                mine.setdefault(cause.rule.id, ([], []))[place].append(cause)
        for rule, (failed, review) in mine.items():
            found.setdefault(rule, []).append((site, failed, review))
    return found


def _rule(rule: Rule, found: Sequence[_Found]) -> dict[str, Any]:
    ordered = sorted(found, key=lambda f: (-sum(c.pages for c in f[1]), -len(f[2]), f[0].site.id))
    shown = ordered[:SITES_OF_A_RULE]
    return {
        "rule": rule,
        "found": shown,
        "found_class": class_of(site for site, _, _ in shown),
        "hidden": max(0, len(ordered) - SITES_OF_A_RULE),
    }
