"""What stands on the pages of the HTML report, the same in both languages: one after another, so that few are held."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, islice
from operator import attrgetter
from typing import Any, Final

from audit import scoring
from audit.districts import WHOLE
from audit.model import Impact, Outcome, Rule, digest
from audit.records import Shot
from reports import first_to_mend, siting
from reports import html_names as names
from reports.district_map import DistrictMap, draw
from reports.facility_groups import FacilityGroup, ToMend
from reports.facility_map import SHOWN, Facilities
from reports.faults import cause_key
from reports.judged import Judged
from reports.layer_facts import moved, streets
from reports.layer_figures import LayerFigures, layer_figures
from reports.people_map import PeopleMap, Uncovered
from reports.plan_targets import target_rows, without_targets
from reports.rows import Cause, DivisionRow, LayerRow, RequirementRow, SiteRow
from reports.street_families import FAMILIES
from reports.street_figures import Table, family_of, street_figures
from reports.summary import Summary
from reports.trend import trend

# So many rows that no file grows beyond 2 MB, whatever stands in them.
FIRST_SHOWN: Final = 10
CAUSES_A_SHEET: Final = 40
REVIEWS_SHOWN: Final = 100
OCCURRENCES_SHOWN: Final = 10
OCCURRENCES_A_SHEET: Final = 250
PICKS_SHOWN: Final = 20
PAGES_A_SHEET: Final = 200
FACILITIES_SHOWN: Final = 20
FACILITIES_SHOWN_AS_EXAMPLES: Final = 5
FACILITIES_A_SHEET: Final = 400
SITES_OF_A_RULE: Final = 500
VERDICTS_SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the report: its template, its name and what the template is given."""

    template: str
    name: str
    values: Mapping[str, Any]


class Report:
    """The pages of a run."""

    def __init__(self, summary: Summary) -> None:
        """Read what more than one page shows."""
        self.summary = summary
        self.history = summary.history()
        self._progress = summary.progress()
        self.judged = Judged(summary)
        self.ran = _rules_that_ran(summary)
        self.paged = frozenset(_paged(summary))
        self.rules = {rule.id: rule for rule in _rules_shown(summary, self.ran)}
        self.testable = _testable(summary, self.ran)
        self.page_langs = {(row.site.id, page.address): page.lang for row in summary.sites for page in row.pages}
        self.shots: dict[tuple[str, str], Shot] = {}
        self._picks = list(summary.siting())
        self._picks_below = siting.below(self._picks, summary.tree)
        self._mend = ToMend(summary)
        self._facilities = Facilities(summary)
        self._uncovered = Uncovered(summary)
        # A map for each layer of each community would be most of the report.
        self._verdicts = summary.tree.roll_up(
            Counter(
                said.division if said.division in summary.tree.divisions else WHOLE
                for layer in summary.judged.values()
                for said in layer.settled
            )
        )
        self._deepest_map = 1 + max((row.division.level for row in summary.league), default=1)

    def pages(self) -> Iterator[Page]:
        """Yield every page."""
        yield Page("index.html", "index.html", self._index())
        yield Page("method.html", "method.html", self._method())
        for division in self.summary.tree.walk():
            if division.code in self.paged:
                yield from self._district(division.code)
        for row in self.summary.sites:
            yield from self._site(row)
        for rule in self.rules.values():
            yield Page("rule.html", names.rule_file(rule.id), self._rule(rule))
        for layer in self.summary.layers:
            for requirement in layer.requirements:
                name = names.requirement_file(layer.id, requirement.id)
                yield Page("requirement.html", name, self._requirement(layer, requirement))

    def main_pages(self) -> Iterator[Page]:
        """Yield what a printed report holds: the overview, the divisions of the league table, the method."""
        yield Page("index.html", "index.html", self._index())
        for row in self.summary.league:
            yield next(iter(self._district(row.division.code)))
        yield Page("method.html", "method.html", self._method())

    def _index(self) -> dict[str, Any]:
        summary = self.summary
        rows = summary.league
        told = summary.complaints()
        return {
            "league": rows,
            "trend": trend(self.history, WHOLE),
            "targets": target_rows(self._progress, summary.whole),
            "street_map": _map(rows, [row.street.low if row.street else None for row in rows]),
            "online_map": _map(rows, [row.online_figures.mean if row.online_figures else None for row in rows]),
            "heard": first_to_mend.heard(told),
            "first_causes": first_to_mend.online(summary, told, FIRST_SHOWN),
            "first_requirements": first_to_mend.on_street(summary, told, self._mend, FIRST_SHOWN),
            "layer_figures": (figures := self._layers(summary.whole)),
            "street_figures": self._figures(summary.whole),
            "picks": siting.by_layer(self._picks),
            "shown_picks": PICKS_SHOWN,
            **self._facts(),
            "facilities": sum({row.layer: row.facilities or 0 for row in figures}.values()),
            "judged_by_people": round(self._verdicts[WHOLE]) + sum(map(self.judged.settled, summary.sites)),
            "pages_tested": sum(row.tested_pages for row in summary.sites),
            "pages_carried": sum(row.carried_pages for row in summary.sites),
            "pages_found": sum(row.found_pages for row in summary.sites),
            "faults": sum(len(row.causes) for row in summary.sites),
            "occurrences": sum(row.occurrences for row in summary.sites),
        }

    def _method(self) -> dict[str, Any]:
        weights = {**scoring.STRATA, **self.summary.plan.weights.strata}
        present = {family_of(indicator.name)[0].id for indicator in self.summary.indicators}
        return {
            "sited": bool(self._picks),
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

    def _district(self, code: str) -> Iterator[Page]:
        """Yield a division's page, then the sheets of its own facilities to mend where the page does not hold all."""
        summary, row = self.summary, self.summary.divisions[code]
        children = summary.below(code)
        below = {code, *(division.code for division in summary.tree.walk(code))}
        groups = self._mend.groups(code)
        own = self._mend.failed(code)
        sheets = math.ceil(own / FACILITIES_A_SHEET) if any(g.failed > FACILITIES_SHOWN for g in groups) else 0
        # Where a list, or the pages below, hold them all.
        shown = FACILITIES_SHOWN_AS_EXAMPLES if sheets or children else FACILITIES_SHOWN
        values: dict[str, Any] = {
            "row": row,
            "ancestors": self._ancestors(code),
            "children": children,
            "judged_here": round(self._verdicts[code]),
            "trend": trend(self.history, code),
            "targets": target_rows(self._progress, row),
            "street_map": _map(children, [child.street.low if child.street else None for child in children]),
            "facility_map": self._facilities.draw(code, [child for child in children if child.outline] or [row]),
            "shown_outcomes": SHOWN,
            "people_maps": self._people_maps(row, children),
            "layer_figures": self._layers(row),
            "street_figures": self._figures(row),
            "picks": siting.by_layer(self._picks_below.get(code, ())),
            "shown_picks": PICKS_SHOWN,
            "worst_site": next(
                (s for s in summary.sites if row.online_figures and s.site.id == row.online_figures.worst), None
            ),
            "bureaus": _by_bureau((g, self._mend.rows(g, shown) if g.scored else []) for g in groups),
            "shown_facilities": shown,
            "own": own,
            "last_sheet": sheets,
            "unknown": self._unknown(row, groups, below),
            "sites": [site for site in summary.sites if site.site.district in below],
        }
        yield Page("district.html", names.district_file(code), values)
        if sheets:
            for number, sheet in enumerate(self._mend.sheets(code, FACILITIES_A_SHEET), start=1):
                about = {"row": row, "ancestors": values["ancestors"], "own": own, "last_sheet": sheets}
                about |= {"sheet": number, "bureaus": _by_bureau(sheet)}
                yield Page("mend.html", names.mend_file(code, number), about)

    def _people_maps(self, row: DivisionRow, children: Sequence[DivisionRow]) -> list[PeopleMap]:
        """Return who lives without a facility, with a map for the divisions down to the level below the league's."""
        rows = [child for child in children if child.outline] or [row]
        return list(self._uncovered.draw(row.division.code, rows, mapped=row.division.level <= self._deepest_map))

    def _unknown(self, row: DivisionRow, groups: Sequence[FacilityGroup], below: Collection[str]) -> dict[str, Any]:
        """Return what nobody knows of a division yet."""
        counted = {figures.layer for figures in self._layers(row) if figures.facilities}
        found: dict[str, Any] = {
            "cant_tell": sum(group.cant_tell for group in groups if group.scored),
            "unseen": row.street.untested if row.street else 0,
            "absent": [layer.id for layer in self.summary.layers if layer.id not in counted],
            "sites": [s for s in self.summary.sites if s.site.district in below and s.outcome is Outcome.UNTESTED],
        }
        return {**found, "any": any(found.values())}

    def _site(self, row: SiteRow) -> Iterator[Page]:
        parts = (row.score.parts if row.score else None) or {}
        samples = self.summary.samples(row.site.id, OCCURRENCES_SHOWN)
        last = max(1, math.ceil(len(row.pages) / PAGES_A_SHEET))
        last_fault = max(1, math.ceil(len(row.causes) / CAUSES_A_SHEET))
        values: dict[str, Any] = {
            "row": row,
            "division": self.summary.divisions.get(row.site.district or WHOLE),
            "impacts": [(i, n) for i in reversed(Impact) if (n := sum(c.impact is i for c in row.causes))],
            "untested_pages": len(row.pages) - row.tested_pages - row.carried_pages,
            "strata": parts.get("strata") or [],
            "veto": parts.get("veto") or [],
            "cap": parts.get("cap"),
            "failing_at_most": parts.get("failing_at_most") or None,
            "samples": samples,
            "settled": self.judged.settled(row),
            "shown_reviews": REVIEWS_SHOWN,
            "page_size": PAGES_A_SHEET,
            "last_page": last,
            "last_fault": last_fault,
            "fault_number": 1,
            "rules": _by_rule(row.causes[:CAUSES_A_SHEET]),
            "sheet_of": _sheets_of(row),
        }
        for sheet in range(1, last + 1):
            listed = row.pages[(sheet - 1) * PAGES_A_SHEET : sheet * PAGES_A_SHEET]
            template = "site.html" if sheet == 1 else "pages.html"
            yield Page(template, names.site_file(row.site.id, sheet), {**values, "pages": listed, "page_number": sheet})
        for sheet in range(2, last_fault + 1):
            shown = _by_rule(row.causes[(sheet - 1) * CAUSES_A_SHEET : sheet * CAUSES_A_SHEET])
            yield Page(
                "faults.html", names.faults_file(row.site.id, sheet), {**values, "rules": shown, "fault_number": sheet}
            )

        yield from self._occurrences(row)

    def _occurrences(self, row: SiteRow) -> Iterator[Page]:
        """Yield sheets with every occurrence of those faults that have more than a site's page shows."""
        often = {cause.key: cause for cause in row.causes if cause.occurrences > OCCURRENCES_SHOWN}
        last = math.ceil(sum(cause.occurrences for cause in often.values()) / OCCURRENCES_A_SHEET)
        found = self.summary.store.often_found(self.summary.run.id, row.site.id, OCCURRENCES_SHOWN)
        for sheet in range(1, last + 1):
            groups = [
                (often[key], list(findings))
                for key, findings in groupby(islice(found, OCCURRENCES_A_SHEET), key=cause_key)
            ]
            about = {"row": row, "groups": groups, "sheet": sheet, "last_sheet": last}
            yield Page("found.html", names.found_file(row.site.id, sheet), about)

    def _rule(self, rule: Rule) -> dict[str, Any]:
        found = []
        for site in self.summary.sites:
            failed, review = ([c for c in causes if c.rule.id == rule.id] for causes in (site.causes, site.reviews))
            if failed or review:
                found.append((site, failed, review))
        found.sort(key=lambda f: (-sum(c.pages for c in f[1]), -len(f[2]), f[0].site.id))
        return {"rule": rule, "found": found[:SITES_OF_A_RULE], "hidden": max(0, len(found) - SITES_OF_A_RULE)}

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

    def _ancestors(self, code: str) -> list[DivisionRow]:
        summary = self.summary
        return [summary.divisions[c] for c in reversed(summary.tree.ancestors(code)[1:]) if c != WHOLE]

    def _layers(self, row: DivisionRow) -> list[LayerFigures]:
        radii = self.summary.plan.thresholds.coverage
        return layer_figures(row.indicators, [layer.id for layer in self.summary.layers], radii)

    def _figures(self, row: DivisionRow) -> list[Table]:
        radii = self.summary.plan.thresholds.coverage
        return without_targets(street_figures(row.indicators, [layer.id for layer in self.summary.layers], radii))

    def _facts(self) -> dict[str, Any]:
        """Return what was recorded about the layers beside their figures."""
        summary = self.summary
        at = {
            layer.id: streets(summary.store.evidence(summary.run.id, f"streets:{layer.id}")) for layer in summary.layers
        }
        return {
            "examined": [layer for layer in summary.layers if layer.coordinates],
            "trapped": [layer for layer in summary.layers if layer.traps],
            "moved": moved(summary.layers, summary.whole.indicators),
            "walked": [layer for layer in summary.layers if layer.facts.get("ways")],
            "streets": [(layer, *at[layer.id]) for layer in summary.layers if at[layer.id][1]],
        }

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


def _map(rows: Sequence[DivisionRow], scores: Sequence[float | None]) -> DistrictMap | None:
    return draw(rows, scores) if any(score is not None for score in scores) else None


def _by_rule(causes: Sequence[Cause]) -> list[tuple[Rule, list[Cause]]]:
    found: dict[str, list[Cause]] = {}
    for cause in causes:
        found.setdefault(cause.rule.id, []).append(cause)
    return [(shown[0].rule, shown) for shown in found.values()]


def _sheets_of(row: SiteRow) -> dict[Any, int]:
    """Return the sheet on which the occurrences of a fault begin, by the fault's key."""
    often = sorted((c for c in row.causes if c.occurrences > OCCURRENCES_SHOWN), key=attrgetter("place"))
    before = accumulate((cause.occurrences for cause in often), initial=0)
    return {cause.key: 1 + start // OCCURRENCES_A_SHEET for cause, start in zip(often, before, strict=False)}


def _by_bureau(groups: Iterable[tuple[FacilityGroup, Any]]) -> list[tuple[Any, list[tuple[FacilityGroup, Any]]]]:
    """Return groups with their rows by the bureau that must mend them, in the order given."""
    found: dict[int, tuple[Any, list[tuple[FacilityGroup, Any]]]] = {}
    for group, rows in groups:
        found.setdefault(id(group.owner), (group.owner, []))[1].append((group, rows))
    return list(found.values())
