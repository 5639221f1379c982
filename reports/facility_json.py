"""The facility findings of findings.json, a line each, made column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from audit.plan import Owner
from audit.reviews import Review, Spoken
from reports import columnar
from reports.facilities import Responsible, failing
from reports.rows import LayerRow, RequirementRow
from reports.sinks import json_text
from reports.summary import Summary


def facility_lines(summary: Summary, spoken: Spoken) -> Iterator[str]:
    """Yield the JSON of every facility finding, some thousands at a time, each after a comma and on its own line."""
    owners = Responsible(summary.plan.owners)
    for layer in summary.layers:
        for table in failing(summary.store.evidence(summary.run.id, f"layer:{layer.id}"), layer):
            yield columnar.content(_lines(table, layer, owners, spoken))


def _lines(table: Any, layer: LayerRow, owners: Responsible, spoken: Spoken) -> Any:
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

    def head(row: RequirementRow) -> str:
        return f',\n{{"clause": {json_text(row.clause)}, "division": '

    def middle(row: RequirementRow) -> str:
        return f'", "impact": {json_text(row.impact.label)}, "label": "'

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
        label,
        '", "lat": ',
        lat,
        of_each(limit),
        lon,
        ', "outcome": "',
        columnar.texts(table["outcome"]),
        '", "owner": ',
        columnar.taken(owned, both),
        of_each(test),
        _reviews(fingerprints, spoken),
        of_each(unit),
        value,
        "}",
    )


def _reviews(fingerprints: list[str], spoken: Spoken) -> Any:
    known = {**spoken.states, **spoken.verdicts}
    if not known:
        return "null"
    return pa.array([json_text(review_json(known.get(fingerprint))) for fingerprint in fingerprints], pa.string())


def review_json(review: Review | None) -> Mapping[str, Any] | None:
    """Return what a person said of an item, as findings.json has it."""
    if review is None:
        return None
    return {
        "says": review.says.value,
        "by": review.person,
        "on": review.day.isoformat(),
        "note": review.note,
        "until": review.until.isoformat() if review.until else None,
    }


def owner_json(owner: Owner | None) -> dict[str, Any] | None:
    """Return who must mend something, as findings.json has it."""
    if owner is None:
        return None
    return {"bureau": owner.bureau, "bureau_en": owner.bureau_en, "deadline_days": owner.deadline_days}
