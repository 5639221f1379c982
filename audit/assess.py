"""Scores a run from what the audit database holds of it: sites, layers, divisions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audit import layer_shares, league, reviewed, scoring, standards
from audit.districts import WHOLE, DivisionTree
from audit.model import Rule, Score
from audit.plan import Plan, editions_of
from audit.reviews import Spoken
from audit.store import Store
from audit.unfinished import unfinished


def score_run(store: Store, run: str, plan: Plan, base: Path, rules: Mapping[str, Rule], tree: DivisionTree) -> None:
    """Compute and record every score of a run, in place of older ones.

    rules: all that may stand in a tally, by id; tree: the run's divisions; base: where the plan's own standards lie.
    A site that an interrupted run has not finished has no score, and counts as a site without data. What people said of
    items that no test could tell counts in place of that.
    """
    criteria = standards.load_web(plan.web.standard, base).at(plan.web.level)
    rules = standards.with_clauses(rules, criteria)
    outcomes = Spoken.of(store.reviews(), plan.date).outcomes()
    site_scores: list[Score] = []
    served: dict[str, list[Score]] = {}

    def add(score: Score, district: str) -> None:
        site_scores.append(score)
        served.setdefault(district if district in tree.divisions else WHOLE, []).append(score)

    for site in store.subjects(run, "site"):
        score = scoring.site_score(
            site,
            reviewed.pages(store, run, site.site, store.subjects(run, "page", site.site), outcomes),
            rules,
            criteria,
            plan.weights.strata,
            plan.thresholds,
            known=site.facts["pages_known"],
            ran=site.facts["rules"],
        )
        add(score, site.facts["district"])
    for left in unfinished(store, run, plan):
        add(left.score, left.site.district or WHOLE)
    indicators = store.indicators(run, (layer_shares.PASSING, layer_shares.SURVEYED))
    if outcomes:
        indicators = reviewed.indicators(indicators, reviewed.layers(store, run, plan, tree, outcomes))
    named = sorted({edition for layer in plan.layers for edition in editions_of(plan, layer)})
    loaded = dict(zip(named, standards.load_facility(named, base), strict=True))
    editions = layer_shares.scored_editions(plan, loaded)
    store.save_scores(
        run,
        [
            *site_scores,
            *league.layer_scores(indicators, plan, editions),
            *league.division_scores(tree, served, indicators, plan, editions),
        ],
    )
