"""What people found out counts: their verdicts stand in place of cantTell wherever a score is made.

The record of the run stays as the tests left it; these functions return what it comes to with the verdicts. What a
person waived still failed, and counts as a failure: a score says how things are, not what was decided about them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from audit.districts import WHOLE, DivisionTree
from audit.model import Indicator, Outcome, RuleTally, worst
from audit.plan import Plan, editions_of, layer_id
from audit.records import Subject
from audit.reviewed_layer import JudgedLayer, Outcomes, judged
from audit.reviewed_reach import Reach
from audit.store import Store


def pages(store: Store, run: str, site: str, pages: Sequence[Subject], outcomes: Outcomes) -> list[Subject]:
    """Return the pages of a site with tallies in which the verdicts on its components stand in place of cantTell."""
    mine = {item.part: (item.rule, outcome) for item, outcome in outcomes.items() if item.subject == site}
    if not mine:
        return list(pages)
    settled: dict[str, list[tuple[str, Outcome]]] = {}
    for page, component in store.unsettled(run, site, list(mine)):
        settled.setdefault(page, []).append(mine[component])
    return [_page(page, settled[page.id]) if page.id in settled else page for page in pages]


def _page(page: Subject, settled: Iterable[tuple[str, Outcome]]) -> Subject:
    tallies = dict(page.tally)
    for rule, outcome in settled:
        passed, failed, cant_tell = tallies.get(rule, (0, 0, 0))
        if cant_tell:
            tallies[rule] = RuleTally(
                passed + (outcome is Outcome.PASSED), failed + (outcome is Outcome.FAILED), cant_tell - 1
            )
    return replace(page, tally=tallies, outcome=worst({tally.outcome for tally in tallies.values()}))


def layers(store: Store, run: str, plan: Plan, tree: DivisionTree, outcomes: Outcomes) -> dict[str, JudgedLayer]:
    """Return the layers of a run that verdicts change, by id."""
    named = {item.subject for item in outcomes}
    found = {}
    for layer in store.subjects(run, "layer") if named else ():
        if layer.id in named:
            parquet = store.evidence(run, f"layer:{layer.id}")
            reach = _reach(store, run, layer, plan)
            found[layer.id] = judged(layer, parquet, tree, outcomes, _readings(layer, plan), reach)
    return {name: layer for name, layer in found.items() if layer is not None}


def _readings(layer: Subject, plan: Plan) -> list[tuple[str, float]]:
    """Return the ids of the editions that the plan reads a layer by, each with its last build year."""
    given = next((one for one in plan.layers if layer_id(one) == layer.id), None)
    if given is None or not plan.street.by_year:
        return []
    ids = dict(zip(editions_of(plan, given), layer.facts.get("standards", ()), strict=False))
    return [(ids.get(by.edition, by.edition), by.until or math.inf) for by in plan.street.by_year]


def _reach(store: Store, run: str, layer: Subject, plan: Plan) -> Reach | None:
    """Return how far people have it to a layer's facilities; None where the run keeps none."""
    parquet = store.evidence(run, f"reach:{layer.id}")
    if parquet is None:
        return None
    groups = ("", *(f"@{group}" for group in (plan.population.groups if plan.population else ())))
    names = {f"coverage-{m}{group}": (m, group) for m in plan.thresholds.coverage for group in groups}
    found = (i for i in store.indicators(run, names) if (i.division, i.layer) == (WHOLE, layer.id))
    return Reach(parquet, {names[i.name]: i.numerator for i in found})


def indicators(found: Iterable[Indicator], layers: Mapping[str, JudgedLayer]) -> list[Indicator]:
    """Return indicators of facilities with the verdicts counted in, in every division up to the whole."""
    return [_moved(indicator, layers.get(indicator.layer)) for indicator in found]


def _moved(indicator: Indicator, layer: JudgedLayer | None) -> Indicator:
    change = layer and layer.moves.get((indicator.division, indicator.name, indicator.standard))
    if not change:
        return indicator
    return replace(
        indicator,
        numerator=indicator.numerator + change[0],
        unknown=indicator.unknown + change[1],
        denominator=indicator.denominator + change[2],
    )
