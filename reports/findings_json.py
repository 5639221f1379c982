"""findings.json: every finding, untested item, indicator and score, in a versioned schema; run.json: which run it was.

findings.json holds nothing that differs between two runs over the same input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from importlib import resources
from pathlib import Path
from typing import Any, TextIO

from audit.ledger import item
from audit.model import Finding, Indicator, Lang, Measurement, Outcome, Score, Text
from reports.decided import review_json, waiver_json
from reports.documents import document_json, documents_of
from reports.facility_json import facility_lines, owner_json
from reports.format import Format, new_file
from reports.judged import Judged
from reports.rows import RequirementRow, SiteRow
from reports.sinks import json_text
from reports.street_rows import Pick
from reports.summary import Summary

SCHEMA_VERSION = "1.6"
_INDICATOR = tuple(field.name for field in fields(Indicator))
_SCORE = tuple(field.name for field in fields(Score))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of findings.json."""
    loaded: dict[str, Any] = json.loads((resources.files("reports") / "findings.schema.json").read_text("utf-8"))
    return loaded


def write(summary: Summary, out: Path, _lang: Lang) -> Path:
    """Write findings.json, a line for each finding, and run.json; both languages stand in one file."""
    path, run = out / "findings.json", summary.run
    judged = Judged(summary)
    with new_file(path) as file:
        file.write("{\n")
        for key, value in _head(summary).items():
            file.write(f"{json_text(key)}: {json_text(value)},\n")
        _list(file, "untested", (_untested(item) for item in summary.all_untested()))
        told = _Told(summary, judged)
        _list(file, "site_findings", (told.finding(*found) for found in summary.site_findings()))
        file.write(f"{json_text('facility_findings')}: [")
        for number, lines in enumerate(facility_lines(summary, judged)):
            file.write(lines if number else lines.removeprefix(","))
        file.write("\n]\n}\n")
    with new_file(out / "run.json") as file:
        about = {
            "run": run.id,
            "kind": run.kind,
            "state": run.state,
            "started": run.started,
            "finished": run.finished,
        }
        file.write(f"{json_text(about, indent=2)}\n")
    return path


def _head(summary: Summary) -> dict[str, Any]:
    plan = summary.plan
    return {
        "schema_version": SCHEMA_VERSION,
        "audit": {
            "name": plan.name,
            "name_en": plan.name_en,
            "date": plan.date.isoformat(),
            "fictitious": plan.fictitious,
            "partial": summary.partial,
            "standards": sorted(summary.editions),
            "unverified_clauses": sorted(filter(summary.unverified, summary.criteria)),
            "versions": dict(summary.versions),
        },
        "sites": [_site(row) for row in summary.sites],
        "documents": [document_json(row, *found) for row in summary.sites for found in documents_of(row)],
        "layers": [
            {
                "id": layer.id,
                "kind": layer.kind,
                "outcome": layer.outcome.value,
                "reason": layer.reason.value if layer.reason else None,
                "counts": dict(layer.counts),
                "requirements": [_requirement(r) for r in layer.requirements],
                "coordinates": dict(layer.coordinates) or None,
                "traps": [dict(trap) for trap in layer.traps],
            }
            for layer in summary.layers
        ],
        "divisions": [
            {
                "code": division.code,
                "name": division.name,
                "name_en": division.name_en,
                "parent": division.parent,
                "population": division.population,
            }
            for division in summary.tree.walk()
        ],
        "indicators": [_indicator(i) for i in summary.indicators],
        "siting": [_pick(pick) for pick in summary.siting()],
        "scores": [{name: getattr(score, name) for name in _SCORE} for score in summary.scores],
    }


def _list(file: TextIO, key: str, items: Iterable[dict[str, Any]]) -> None:
    file.write(f"{json_text(key)}: [")
    file.writelines(f"{',' if number else ''}\n{json_text(item)}" for number, item in enumerate(items))
    file.write("\n],\n")


def _site(row: SiteRow) -> dict[str, Any]:
    return {
        "id": row.site.id,
        "name": row.site.name,
        "name_en": row.site.name_en,
        "url": row.site.url,
        "class": row.site.site_class,
        "district": row.site.district,
        "outcome": row.outcome.value,
        "reason": row.reason.value if row.reason else None,
        "pages": {o.value: sum(page.outcome is o for page in row.pages) for o in Outcome},
        "faults": len(row.causes),
        "occurrences": row.occurrences,
        "to_review": len(row.reviews),
        "staging": row.staging,
        "carried": row.carried_pages,
        "since": row.since or None,
    }


def _requirement(row: RequirementRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "standard": row.standard,
        "clause": row.clause,
        "attribute": row.attribute,
        "operator": row.operator,
        "limit": row.limit,
        "high_limit": row.high_limit,
        "unit": row.unit,
        "kind": row.kind,
        "confidence": row.confidence,
        "impact": row.impact.label,
        "title": _both(row.title),
        "passed": row.passed,
        "failed": row.failed,
        "cant_tell": row.cant_tell,
        "judged": row.judged,
    }


class _Told:
    """Tells the findings on websites, each with what a person said of its cause."""

    def __init__(self, summary: Summary, judged: Judged) -> None:
        self._summary, self._carried, self._judged = summary, summary.carried(), judged
        self._known: dict[tuple[str, str], dict[str, Any]] = {}
        self._decided: dict[tuple[str, str, Outcome], dict[str, Any]] = {}

    def finding(self, finding: Finding, site: SiteRow | None) -> dict[str, Any]:
        """Return a finding as JSON-able values."""
        key = (finding.rule, finding.site)
        if key not in self._known:
            self._known[key] = self._of_rule(finding, site)
        return {
            **self._known[key],
            **self._of_cause(finding),
            "site": finding.site,
            "page": finding.subject,
            "rule": finding.rule,
            "outcome": finding.outcome.value,
            "impact": finding.impact.label,
            "selector": finding.target.selector,
            "snippet": finding.target.snippet,
            "message": _both(finding.message),
            "measurement": _measurement(finding.measurement),
            "component": finding.component,
            "fingerprint": finding.fingerprint,
            "carried_from": self._carried.get((finding.site, finding.subject)),
        }

    def _of_rule(self, finding: Finding, site: SiteRow | None) -> dict[str, Any]:
        """Return what is the same for all findings of a rule on a site."""
        rule = self._summary.rule(finding.rule)
        return {
            "clauses": list(rule.requirements),
            "standing": self._summary.standing(rule).value,
            "owner": owner_json(self._summary.site_owner(finding, site.site) if site else None),
        }

    def _of_cause(self, finding: Finding) -> dict[str, Any]:
        """Return what was decided about a finding: for all of a cause at once, but for waivers of single findings."""
        judged, key = self._judged, (finding.site, finding.component, finding.outcome)
        if key not in self._decided:
            name = item(*key)
            self._decided[key] = {
                "judged": judged.outcome(name, finding.outcome).value,
                "review": review_json(judged.said(name)),
                "waiver": waiver_json(judged.waiving_item(*key)),
            }
        waiving = judged.waiving_alone(finding)
        alone = {"waiver": waiver_json(waiving)} if waiving else {}
        return {**self._decided[key], **alone}


def _indicator(i: Indicator) -> dict[str, Any]:
    # dataclasses.asdict copies every value, which took as long as all the findings together.
    return {**{name: getattr(i, name) for name in _INDICATOR}, "low": i.low, "high": i.high}


def _pick(pick: Pick) -> dict[str, Any]:
    return {**asdict(pick), "what": pick.what or None}


def _untested(item: Any) -> dict[str, Any]:
    return {
        "site": item.site,
        "subject": item.subject,
        "what": item.what,
        "reason": item.reason.value,
        "detail": item.detail,
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _measurement(measured: Measurement | None) -> dict[str, Any] | None:
    return asdict(measured) if measured else None


FORMAT = Format("json", Text("问题清单（JSON）", "Findings (JSON)"), write)
