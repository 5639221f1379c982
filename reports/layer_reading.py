"""Reads the rows of layers out of the audit database, with what people found out about their facilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from audit.model import Impact, Outcome, Reason, Score, Text
from audit.plan import Layer, Plan, layer_id
from audit.records import Subject
from audit.reviewed_layer import JudgedLayer
from audit.store import Store
from reports.rows import LayerRow, RequirementRow

_Scores = Mapping[tuple[str, str], Score]


def layers(
    store: Store, run: str, plan: Plan, scores: _Scores, judged: Mapping[str, JudgedLayer]
) -> tuple[LayerRow, ...]:
    """Return the layers in the plan's order, with verdicts; one that was planned but never recorded is untested."""
    subjects = {subject.id: subject for subject in store.subjects(run, "layer")}
    subjects |= {name: layer.subject for name, layer in judged.items()}
    planned = {layer_id(layer): layer for layer in plan.layers}
    return tuple(
        _layer(key, planned.get(key), subjects.get(key), scores.get(("layer", key)), judged.get(key))
        for key in dict.fromkeys([*planned, *subjects])
    )


def _layer(
    key: str, layer: Layer | None, subject: Subject | None, score: Score | None, judged: JudgedLayer | None
) -> LayerRow:
    settled = Counter(said.requirement for said in judged.settled) if judged else Counter[str]()
    facts = subject.facts if subject else {}
    by_requirement = facts.get("by_requirement", {})
    requirements = tuple(
        _requirement(entry, by_requirement.get(entry["id"], {}), settled[entry["id"]])
        for entry in facts.get("requirements", ())
    )
    return LayerRow(
        key,
        str(facts.get("kind") or (layer.kind if layer else key)),
        layer,
        subject.outcome if subject else Outcome.UNTESTED,
        subject.reason if subject else Reason.NOT_SUPPLIED,
        str(facts.get("file") or (layer.file if layer else "")),
        str(facts.get("crs") or ""),
        str(facts.get("metric_crs") or ""),
        {name: int(count) for name, count in facts.get("counts", {}).items() if isinstance(count, int)}
        | _oddities(facts),
        str(facts.get("scored_standard") or (requirements[0].standard if requirements else "")),
        requirements,
        score,
        facts.get("coordinates") or {},
        tuple(facts.get("traps") or ()),
        facts,
    )


def _oddities(facts: Mapping[str, Any]) -> dict[str, int]:
    """Return what else was odd about a layer's rows: keys that stand twice, values that could not be read."""
    unreadable = facts.get("unreadable") or {}
    found = {"double_keys": int(facts.get("double_keys") or 0), "unreadable": sum(map(int, unreadable.values()))}
    return {name: count for name, count in found.items() if count}


def _requirement(entry: Mapping[str, Any], counts: Mapping[str, int], judged: int) -> RequirementRow:
    def both(name: str) -> Text:
        return Text(str(entry.get(f"{name}_zh") or ""), str(entry.get(f"{name}_en") or ""))

    title = both("title")
    return RequirementRow(
        entry["id"],
        str(entry.get("standard") or ""),
        str(entry.get("attribute") or ""),
        str(entry.get("operator") or ""),
        entry.get("limit"),
        entry.get("high_limit"),
        str(entry.get("unit") or ""),
        str(entry.get("clause") or ""),
        str(entry.get("kind") or "scored"),
        str(entry.get("confidence") or "read"),
        Impact.of(str(entry.get("impact") or "serious")),
        title if title.zh and title.en else Text(entry["id"], entry["id"]),
        both("whom"),
        both("mend"),
        entry.get("stated_limit"),
        entry.get("stated_high_limit"),
        str(entry.get("stated_unit") or ""),
        int(counts.get("passed", 0)),
        int(counts.get("failed", 0)),
        int(counts.get("cantTell", 0)),
        judged,
    )
