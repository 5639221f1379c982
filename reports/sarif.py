"""findings.sarif: the faults of websites in SARIF 2.1.0, as code scanning takes them.

A run for each site; a result for each cause at an example page, with its other pages beside it. Nothing is cut: what
does not fit into one run goes on in the next, and what does not fit into one file in findings-2.sarif, and so on.
Facilities on the street are no code and stand elsewhere; each run says so.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from audit.model import Impact, Lang, Outcome, Rule, Text
from reports.decided import justification, person_json, waiver_json
from reports.documents import documents_of, linked_from, verapdf_json
from reports.format import Format, new_file, remove
from reports.judged import Judged
from reports.media import About
from reports.rows import PageRow, SiteRow
from reports.sinks import json_text, one_line
from reports.summary import Summary
from reports.web_items import WebItem, page_file, site_base, web_items
from reports.wording import Words

VERSION: Final = "2.1.0"
SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
# What GitHub takes: results in a run, runs in a file, bytes of a file once compressed (10 MB), tags of a rule.
MOST_RESULTS: Final = 25_000
MOST_RUNS: Final = 20
MOST_BYTES: Final = 9_500_000
_MOST_TAGS: Final = 10
_RELATED: Final = 20
_TEXT_LIMIT: Final = 1000
_LEVELS: Final = {
    Impact.CRITICAL: "error",
    Impact.SERIOUS: "error",
    Impact.MODERATE: "warning",
    Impact.MINOR: "note",
}
_NAME: Final = "findings{}.sarif"


def write(
    summary: Summary, out: Path, lang: Lang, *, most_results: int = MOST_RESULTS, most_bytes: int = MOST_BYTES
) -> Path:
    """Write findings.sarif, and further files when the limits ask for them; return the first."""
    words, judged = Words(lang), Judged(summary)
    runs = [run for site in summary.sites for run in _runs(summary, site, judged, words, most_results)]
    parts = list(_files(runs, most_bytes)) or [[]]
    for number, part in enumerate(parts, 1):
        with new_file(out / _name(number)) as file:
            file.write(json_text({"$schema": SCHEMA, "version": VERSION, "runs": part}, indent=1) + "\n")
    number = len(parts) + 1
    while (out / _name(number)).exists():  # of an earlier report
        remove(out / _name(number))
        number += 1
    return out / _name(1)


def _name(number: int) -> str:
    return _NAME.format("" if number == 1 else f"-{number}")


def _files(runs: Sequence[dict[str, Any]], most_bytes: int) -> Iterator[list[dict[str, Any]]]:
    """Yield the runs of each file: as many as it may have, and as fit."""
    part: list[dict[str, Any]] = []
    size = 0
    for run in runs:
        more = len(gzip.compress(json_text(run, indent=1).encode(), 6, mtime=0))
        if part and (len(part) == MOST_RUNS or size + more > most_bytes):
            yield part
            part, size = [], 0
        part.append(run)
        size += more
    if part:
        yield part


def _runs(summary: Summary, site: SiteRow, judged: Judged, words: Words, most: int) -> Iterator[dict[str, Any]]:
    """Yield the runs of a site: one, unless it has more results than a run takes."""
    items = list(web_items(summary, site, judged))
    for number, start in enumerate(range(0, max(1, len(items)), most), 1):
        mine = items[start : start + most]
        rules = list({item.cause.rule.id: item.cause.rule for item in mine}.values())
        places = {rule.id: place for place, rule in enumerate(rules)}
        base, linked = site_base(site), linked_from(site)
        yield {
            "tool": {
                "driver": {
                    "name": "stepfree",
                    "semanticVersion": summary.versions.get("stepfree", "0"),
                    "rules": [_rule(summary, rule, words) for rule in rules],
                }
            },
            # What GitHub tells several analyses of one commit apart by.
            "automationDetails": {"id": f"stepfree/{one_line(site.site.id)}/{number if number > 1 else ''}"},
            "columnKind": "unicodeCodePoints",
            **({"originalUriBaseIds": {"SITE": {"uri": base}}} if base else {}),
            "invocations": [{"executionSuccessful": not summary.partial and site.outcome is not Outcome.UNTESTED}],
            "results": [_result(item, places[item.cause.rule.id], words, linked, based=bool(base)) for item in mine],
            "properties": {
                "site": one_line(site.site.id),
                "pagesTested": site.tested_pages,
                "pagesFound": site.found_pages,
                "part": number,
                "parts": max(1, -(-len(items) // most)),
                "veraPDF": [
                    {"page": one_line(page.address, _TEXT_LIMIT), **opinion}
                    for page, document in documents_of(site)
                    if (opinion := verapdf_json(document)) is not None
                ],
                "notHere": words("Facilities on the street are in rectification.xlsx and findings.json."),
            },
        }


def _rule(summary: Summary, rule: Rule, words: Words) -> dict[str, Any]:
    title, whom, mend = (text.to(words.lang) for text in (rule.title, rule.whom, rule.mend))
    clauses = [one_line(clause) for clause in rule.requirements]
    heads = (words("Whom it hurts"), words("How to mend"), words("Clauses"))
    parts = [part for part in zip(heads, (whom, mend, ", ".join(clauses)), strict=True) if part[1]]
    return {
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": whom or title},
        "help": {
            "text": "\n\n".join(f"{head}: {text}" for head, text in parts) or title,
            "markdown": "\n\n".join(f"**{head}**\n\n{text}" for head, text in parts) or title,
        },
        "defaultConfiguration": {"level": _LEVELS[rule.impact]},
        "properties": {
            "tags": ["accessibility", *(clause.replace(":", "-") for clause in clauses)][:_MOST_TAGS],
            "impact": rule.impact.label,
            "standing": summary.standing(rule).value,
        },
    }


def _result(item: WebItem, rule: int, words: Words, linked: Mapping[str, PageRow], *, based: bool) -> dict[str, Any]:
    cause, sample = item.cause, item.samples[0]
    failed = item.outcome is Outcome.FAILED
    said = [sample.message.to(words.lang)]
    said.append(About(words, item.site.site.site_class).plural("sentence", cause.pages))
    if sample.target.selector:
        said.append(words("Element: {selector}", selector=sample.target.selector))
    others = [page for page in item.pages if page != sample.subject][:_RELATED]
    links = linked[sample.subject].linked_from if sample.subject in linked else ()
    related = [_location(item.site, page, based=based) for page in others]
    related += [
        {**_location(item.site, page, based=based), "message": {"text": words("links to it")}} for page in links
    ]
    result: dict[str, Any] = {
        "ruleId": cause.rule.id,
        "ruleIndex": rule,
        # SARIF asks for the level "none" where the kind is not "fail".
        "kind": "fail" if failed else "review",
        "level": _LEVELS[cause.impact] if failed else "none",
        "message": {"text": _message(" ".join(said))},
        "locations": [_location(item.site, sample.subject, based=based, selector=sample.target.selector)],
        "relatedLocations": [{"id": number, **location} for number, location in enumerate(related, 1)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{item.fingerprint}:1",
            "stepfreeCause/v1": item.fingerprint,
        },
        "properties": {
            "impact": cause.impact.label,
            "pages": cause.pages,
            "occurrences": cause.occurrences,
            "component": cause.component,
            "page": one_line(sample.subject, _TEXT_LIMIT),
            **({"linkedFrom": [one_line(page, _TEXT_LIMIT) for page in links]} if links else {}),
            **({"judgedBy": person_json(item.verdict)} if item.verdict else {}),
        },
    }
    if item.waiver:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": justification(item.waiver, words),
                "properties": waiver_json(item.waiver),
            }
        ]
    return result


def _location(site: SiteRow, page: str, *, based: bool, selector: str = "") -> dict[str, Any]:
    at = {"uri": page_file(site, page), **({"uriBaseId": "SITE"} if based else {})}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": at, "region": {"startLine": 1}}}
    if selector:
        named = one_line(selector, _TEXT_LIMIT)
        location["logicalLocations"] = [{"fullyQualifiedName": named, "kind": "element"}]
    return location


def _message(text: str) -> str:
    """Return a message whose square brackets make no links and whose braces stand for nothing."""
    line = one_line(text, _TEXT_LIMIT)
    for sign in "\\[]":
        line = line.replace(sign, f"\\{sign}")
    return line.replace("{", "{{").replace("}", "}}")


FORMAT = Format("sarif", Text("SARIF（代码扫描）", "SARIF (code scanning)"), write)
