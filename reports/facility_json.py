"""The facility findings of findings.json, a line each, made column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from audit.model import Outcome
from audit.plan import Owner
from reports import columnar
from reports.decided import review_json, waiver_json
from reports.facilities import Responsible, failing
from reports.judged import Judged
from reports.rows import LayerRow, RequirementRow
from reports.sinks import json_text
from reports.summary import Summary


def facility_lines(summary: Summary, judged: Judged) -> Iterator[str]:
    """Yield the JSON of every facility finding, some thousands at a time, each after a comma and on its own line."""
    owners = Responsible(summary.plan.owners)
    for layer in summary.layers:
        for table in failing(summary.tested(layer), layer):
            yield columnar.content(_lines(table, layer, owners, judged))


def _lines(table: Any, layer: LayerRow, owners: Responsible, judged: Judged) -> Any:
    by_id = {requirement.id: requirement for requirement in layer.requirements}
    at, ids = columnar.encoded(table["requirement"])
    place, divisions = columnar.encoded(table["division"])
    asked = [by_id[name] for name in ids]
    both, pairs = columnar.combined(at, place)
    owned = [json_text(owner_json(owners.of(layer, ids[r], divisions[d]))) for r, d in pairs]
    facility, label = (
        columnar.made_safe(table[name], columnar.JSON_UNSAFE, lambda text: json_text(text)[1:-1])
        for name in ("facility", "label")
    )
    fingerprints = columnar.digests(layer.id, table["facility"].to_pylist(), table["requirement"].to_pylist())
    lon, lat, value = (columnar.numbers(table[name], "null") for name in ("lon", "lat", "value"))
    word = columnar.texts(table["word"])
    if word.null_count < len(word):
        said = [None if text is None else json_text(text) for text in word.to_pylist()]
        value = pc.coalesce(pa.array(said, pa.string()), value)

    def of_each(made: Any) -> Any:
        return columnar.taken([made(requirement) for requirement in asked], at)

    outcome = columnar.texts(table["outcome"])

    def head(row: RequirementRow) -> str:
        return f',\n{{"clause": {json_text(row.clause)}, "division": '

    def middle(row: RequirementRow) -> str:
        return f'", "impact": {json_text(row.impact.label)}, "judged": "'

    def limit(row: RequirementRow) -> str:
        return f', "layer": {json_text(layer.id)}, "limit": {json_text(row.limit)}, "lon": '

    def test(row: RequirementRow) -> str:
        return f', "requirement": {json_text(row.id)}, "review": '

    def unit(row: RequirementRow) -> str:
        return f', "unit": {json_text(row.unit)}, "value": '

    return columnar.joined(
        len(table),
        of_each(head),
        columnar.taken([json_text(code) for code in divisions], place),
        ', "facility": "',
        facility,
        '", "fingerprint": "',
        pa.array(fingerprints, pa.string()),
        of_each(middle),
        _judged(fingerprints, outcome, judged),
        '", "label": "',
        label,
        '", "lat": ',
        lat,
        of_each(limit),
        lon,
        ', "outcome": "',
        outcome,
        '", "owner": ',
        columnar.taken(owned, both),
        of_each(test),
        _reviews(fingerprints, judged),
        of_each(unit),
        value,
        ', "waiver": ',
        _waivers(fingerprints, judged),
        "}",
    )


def _judged(fingerprints: Sequence[str], outcome: Any, judged: Judged) -> Any:
    known = judged.spoken.verdicts
    if not known:
        return outcome
    tested = zip(fingerprints, outcome.to_pylist(), strict=True)
    said = [judged.outcome(name, Outcome(found)).value if name in known else found for name, found in tested]
    return pa.array(said, pa.string())


def _reviews(fingerprints: Sequence[str], judged: Judged) -> Any:
    return _told(fingerprints, judged, lambda name: review_json(judged.said(name)))


def _waivers(fingerprints: Sequence[str], judged: Judged) -> Any:
    return _told(fingerprints, judged, lambda name: waiver_json(judged.waiving_facility(name)))


def _told(fingerprints: Sequence[str], judged: Judged, tell: Callable[[str], Any]) -> Any:
    """Return what was decided about each item; null for the many that nothing was decided about."""
    known = judged.decided
    if not known:
        return "null"
    return pa.array([json_text(tell(name)) if name in known else "null" for name in fingerprints], pa.string())


def owner_json(owner: Owner | None) -> dict[str, Any] | None:
    """Return who must mend something, as findings.json has it."""
    if owner is None:
        return None
    return {"bureau": owner.bureau, "bureau_en": owner.bureau_en, "deadline_days": owner.deadline_days}
