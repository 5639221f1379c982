"""What people found out counts: their verdicts stand in place of cantTell wherever a score is made.

The record of the run stays as the tests left it; these functions return what it comes to with the verdicts. What a
person waived still failed, and counts as a failure: a score says how things are, not what was decided about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from audit.districts import WHOLE, DivisionTree
from audit.league import PASSING, SURVEYED
from audit.model import Indicator, Outcome, RuleTally, worst
from audit.records import Subject
from audit.reviews import Item
from audit.store import Store

Outcomes = Mapping[Item, Outcome]

_PLACE: Final = ("facility", "division", "place")
_JUDGED: Final = "judged"
_REQUIREMENT: Final = "req:"


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


def indicators(
    store: Store, run: str, tree: DivisionTree, found: Sequence[Indicator], outcomes: Outcomes
) -> list[Indicator]:
    """Return the indicators "pass" and "surveyed" with the verdicts on facilities counted in, up to the whole."""
    moved: dict[tuple[str, str, str, str], list[float]] = {}
    for layer in store.subjects(run, "layer"):
        mine = {(item.part, item.rule): outcome for item, outcome in outcomes.items() if item.subject == layer.id}
        if not mine:
            continue
        editions: dict[str, list[str]] = {}
        for requirement in layer.facts.get("requirements", ()):
            editions.setdefault(requirement["standard"], []).append(requirement["id"])
        for row in _rows(store.evidence(run, f"layer:{layer.id}"), {facility for facility, _ in mine}):
            for edition, ids in editions.items():
                before = {name: Outcome(row[_REQUIREMENT + name]) for name in ids if row.get(_REQUIREMENT + name)}
                after = {
                    name: mine.get((row["facility"], name), said) if said is Outcome.CANT_TELL else said
                    for name, said in before.items()
                }
                at = (row["division"] or WHOLE, layer.id, edition)
                _move(moved, tree, at, worst(set(before.values())), worst(set(after.values())))
    return [_with(indicator, moved) for indicator in found]


def _rows(parquet: bytes | None, facilities: set[str]) -> list[dict[str, Any]]:
    """Return the rows of some facilities that were judged; places where one is missing are no facilities."""
    if parquet is None:
        return []
    file = pq.ParquetFile(pa.BufferReader(parquet))
    columns = [name for name in file.schema_arrow.names if name in _PLACE or name.startswith(_REQUIREMENT)]
    wanted, rows = pa.array(sorted(facilities), pa.string()), []
    for batch in file.iter_batches(columns=columns):
        names = batch.column("facility").cast(pa.string())
        rows.extend(batch.filter(pc.is_in(names, wanted)).to_pylist())
    return [row for row in rows if row.get("place") == _JUDGED]


def _move(
    moved: dict[tuple[str, str, str, str], list[float]],
    tree: DivisionTree,
    at: tuple[str, str, str],
    before: Outcome,
    after: Outcome,
) -> None:
    """Add what the change of one facility's outcome changes in its division and all above: three counts each."""
    if before is after:
        return
    division, layer, edition = at
    counts = [
        float((after is Outcome.PASSED) - (before is Outcome.PASSED)),
        float((after is Outcome.CANT_TELL) - (before is Outcome.CANT_TELL)),
        float((before is Outcome.INAPPLICABLE) - (after is Outcome.INAPPLICABLE)),
    ]
    told = [float((before is Outcome.CANT_TELL) - (after is Outcome.CANT_TELL)), 0.0, 0.0]
    line = tree.ancestors(division) if division in tree.divisions else (WHOLE,)
    for above in line:
        for name, change in ((PASSING, counts), (SURVEYED, told)):
            sums = moved.setdefault((above, layer, name, edition), [0.0, 0.0, 0.0])
            for index, amount in enumerate(change):
                sums[index] += amount


def _with(indicator: Indicator, moved: Mapping[tuple[str, str, str, str], Sequence[float]]) -> Indicator:
    change = moved.get((indicator.division, indicator.layer, indicator.name, indicator.standard))
    if change is None:
        return indicator
    return replace(
        indicator,
        numerator=indicator.numerator + change[0],
        unknown=indicator.unknown + change[1],
        denominator=indicator.denominator + change[2],
    )
