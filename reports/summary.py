"""The one view of a run that every format reads: divisions, sites, pages, faults, layers, what was not tested."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyarrow import Table

from audit import complaints, history, ledger, reviewed
from audit.complaints import Told
from audit.districts import WHOLE, DivisionTree
from audit.history import History
from audit.ledger import Ledger
from audit.let_through import LetThrough, by_plan
from audit.model import Finding, Indicator, Rule, Score, Text, Untested
from audit.owners import owner_of
from audit.plan import Owner, Plan, Profile, Site
from audit.plan_web import APP, DOCUMENTS
from audit.progress import Progress, Stage, progress
from audit.records import Run
from audit.reviewed_layer import JudgedLayer
from audit.reviews import Spoken
from audit.standards import Criterion, with_clauses
from audit.store import Store
from audit.unfinished import Unfinished, unfinished
from reports import layer_reading, reading
from reports.facilities import facility_findings, failing
from reports.faults import Samples, by_cause, rule_or_stub
from reports.media import class_of
from reports.rows import DivisionRow, LayerRow, SiteRow, Standing, UntestedGroup
from reports.siting import picks
from reports.street_rows import FacilityFinding, Pick


@dataclass(frozen=True)
class Summary:
    """A run as reports show it. Findings, of which there may be millions, are read from the database on demand.

    whole: the row of the whole plan (code WHOLE); divisions: every division by code, each before its children in
    `tree.walk`; criteria: the success criteria of the plan's web standard at its level, by id; unfinished: the sites
    that an interrupted run has not got to the end of; judged: the layers that people's verdicts change, by id. Layers,
    divisions and indicators have the verdicts on facilities counted in.
    """

    run: Run
    plan: Plan
    rules: Mapping[str, Rule]
    tree: DivisionTree
    whole: DivisionRow
    divisions: Mapping[str, DivisionRow]
    sites: tuple[SiteRow, ...]
    layers: tuple[LayerRow, ...]
    untested: tuple[UntestedGroup, ...]
    indicators: tuple[Indicator, ...]
    scores: tuple[Score, ...]
    criteria: Mapping[str, Criterion]
    editions: Mapping[str, Text]
    store: Store
    unfinished: tuple[Unfinished, ...] = ()
    judged: Mapping[str, JudgedLayer] = field(default_factory=dict)

    @property
    def partial(self) -> bool:
        """Return whether the run was interrupted, so that this is what was reached so far."""
        return self.run.state != "finished"

    @property
    def name(self) -> Text:
        """Return the plan's name in both languages."""
        return Text(self.plan.name, self.plan.name_en or self.plan.name)

    @property
    def versions(self) -> Mapping[str, str]:
        """Return what the audit was made with."""
        return self.run.versions

    @property
    def needs_review(self) -> int:
        """Return how much waits for a person: components on pages, facilities on the street."""
        online = sum(row.score.needs_review for row in self.sites if row.score)
        return online + (self.whole.street.needs_review if self.whole.street else 0)

    @property
    def left_out(self) -> int:
        """Return how many things were not tested."""
        return sum(group.count for group in self.untested)

    @property
    def only_websites(self) -> bool:
        """Return whether all that is online are websites: no app, and no documents by themselves."""
        return not any(row.site.site_class in (APP, DOCUMENTS) for row in self.sites)

    @property
    def online_class(self) -> str:
        """Return the class that all that is online is of: APP, DOCUMENTS or WEBSITE; "" where there are several."""
        return class_of(self.sites)

    @property
    def sites_passed(self) -> int:
        """Return how many sites reach the pass mark."""
        mark = self.plan.thresholds.pass_mark
        values = [row.score.value for row in self.sites if row.score and row.score.value is not None]
        return sum(value >= mark for value in values)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """Return whom the barrier-free ways were measured for: as the run recorded them, else those of the plan."""
        recorded = next((layer.facts["profiles"] for layer in self.layers if layer.facts.get("profiles")), ())
        return tuple(Profile.model_validate(profile) for profile in recorded) or self.plan.profiles

    @property
    def league(self) -> tuple[DivisionRow, ...]:
        """Return the divisions that the league table compares: the first level that has more than one."""
        parent = WHOLE
        while len(children := self.tree.children.get(parent, ())) == 1 and self.tree.children.get(children[0]):
            parent = children[0]
        return self.below(parent) if children else ()

    def below(self, code: str) -> tuple[DivisionRow, ...]:
        """Return the divisions right below one: those with a street rank first, then by online rank, then by code."""
        rows = (self.divisions[child] for child in self.tree.children.get(code, ()))
        return tuple(
            sorted(rows, key=lambda r: (r.street_rank or math.inf, r.online_rank or math.inf, r.division.code))
        )

    def rule(self, rule: str) -> Rule:
        """Return a rule; one that is not known stands under its id."""
        return rule_or_stub(self.rules, rule)

    def standing(self, rule: Rule) -> Standing:
        """Return how a rule stands to the web standard that the plan audits against."""
        if not rule.requirements:
            return Standing.GOOD_PRACTICE
        if not self.criteria:
            return Standing.UNKNOWN
        within = any(requirement in self.criteria for requirement in rule.requirements)
        return Standing.WITHIN if within else Standing.BEYOND

    def beyond(self, requirement: str) -> bool:
        """Return whether a requirement is neither in the standard audited nor what one of its clauses is tested by."""
        mapped = any(requirement in criterion.tested_by for criterion in self.criteria.values())
        return bool(self.criteria) and requirement not in self.criteria and not mapped

    def unverified(self, requirement: str) -> str:
        """Return the confidence of a clause that nobody read in the standard itself; "" for all others."""
        criterion = self.criteria.get(requirement)
        return criterion.confidence if criterion and criterion.confidence in ("secondary", "memory") else ""

    def site_owner(self, finding: Finding, site: Site) -> Owner | None:
        """Return who must mend a web finding."""
        return owner_of(self.plan.owners, rule=finding.rule, division=site.district or "", site=site.id)

    def site_findings(self) -> Iterator[tuple[Finding, SiteRow | None]]:
        """Yield every web finding in page order, with its site."""
        by_id = {row.site.id: row for row in self.sites}
        for finding in self.store.findings(self.run.id):
            yield finding, by_id.get(finding.site)

    def samples(self, site: str, each: int) -> Samples:
        """Return the first findings (`each` at most) of each root cause of a site, in page order."""
        return by_cause(self.store.first_findings(self.run.id, site, each))

    def carried(self) -> Mapping[tuple[str, str], str]:
        """Return the run that each page was carried over from, by site and address; those tested now are not in it."""
        pages = ((row.site.id, page) for row in self.sites for page in row.pages)
        return {(site, page.address): page.carried_from for site, page in pages if page.carried_from}

    @cached_property
    def let_through(self) -> LetThrough:
        """Return what the waivers of the plan let through."""
        return by_plan(self.store, self.run, self.plan)

    def tested(self, layer: LayerRow) -> bytes | None:
        """Return the evidence of a layer as the tests left it."""
        return self.store.evidence(self.run.id, f"layer:{layer.id}")

    def evidence(self, layer: LayerRow) -> bytes | None:
        """Return the evidence of a layer with people's verdicts in place of what nobody could tell."""
        judged = self.judged.get(layer.id)
        return judged.parquet if judged else self.tested(layer)

    def reach(self, layer: LayerRow) -> bytes | None:
        """Return the evidence of how far people have it to a layer's facilities, with verdicts where it can be told."""
        judged = self.judged.get(layer.id)
        known = judged.reach if judged else None
        return known or self.store.evidence(self.run.id, f"reach:{layer.id}")

    def failing(self, layer: LayerRow) -> Iterator[Table]:
        """Yield what a layer's facilities fail as columns, as `facilities.failing` has them, by verdicts too."""
        return failing(self.evidence(layer), layer)

    def facility_findings(self) -> Iterator[FacilityFinding]:
        """Yield every facility finding as the tests left it, layer by layer."""
        for layer in self.layers:
            yield from facility_findings(self.tested(layer), layer, self.plan.owners)

    def siting(self) -> Iterator[Pick]:
        """Yield what to mend, check or build next, layer by layer, where the plan asked for it."""
        for layer in self.layers:
            yield from picks(self.store.evidence(self.run.id, f"siting:{layer.id}"), layer.id)

    def history(self) -> History:
        """Return the scores of this run and of those before it, run by run."""
        return history.read(self.store, self.run.id)

    def ledger(self) -> Ledger:
        """Return since when each fault is known, and how it stands."""
        return ledger.read(self.store, self.run.id)

    def complaints(self) -> Told | None:
        """Return the complaints that were matched with pages and facilities; None when the plan names none."""
        return complaints.read(self.store, self.run.id)

    def progress(self, stage: Stage = Stage.MID_TERM) -> list[Progress]:
        """Return how the targets of the city's plan stand."""
        return progress(self.plan, self.indicators, self.scores, stage)

    def all_untested(self) -> list[Untested]:
        """Return everything that was not tested, each with its reason."""
        return reading.all_untested(self.store, self.run.id, self.unfinished)


def build(store: Store, run_id: str, rules: Mapping[str, Rule]) -> Summary:
    """Read a run ("latest" or an id) from the audit database; UsageError when there is none."""
    run = store.run(run_id)
    plan = Plan.model_validate(run.plan)
    scores = tuple(store.scores(run.id))
    shapes = reading.shapes(store, run)
    tree = DivisionTree.of([division for division, _, _ in shapes.values()])
    outcomes = Spoken.of(store.reviews(), plan.date).outcomes()
    judged = reviewed.layers(store, run.id, plan, tree, outcomes)
    indicators = tuple(reviewed.indicators(store.indicators(run.id), judged))
    whole, divisions = reading.divisions(tree, shapes, plan, scores, indicators)
    by_subject = {(score.scope, score.subject): score for score in scores}
    criteria, editions = reading.standards(plan, Path(run.base))
    rules = with_clauses(rules, criteria)
    left = () if run.state == "finished" else unfinished(store, run.id, plan)
    return Summary(
        run=run,
        plan=plan,
        rules=rules,
        tree=tree,
        whole=whole,
        divisions=divisions,
        sites=reading.sites(store, run.id, plan, rules, by_subject, left, outcomes),
        layers=layer_reading.layers(store, run.id, plan, by_subject, judged),
        untested=reading.untested_groups(reading.all_untested(store, run.id, left)),
        indicators=indicators,
        scores=scores,
        criteria=criteria,
        editions=editions,
        store=store,
        unfinished=left,
        judged=judged,
    )
