"""gl-accessibility.json: the faults of websites as GitLab's accessibility report takes them (the shape is pa11y's)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from audit.model import Lang, Outcome, Text
from reports.decided import person_json, waiver_json
from reports.format import Format, new_file
from reports.judged import Judged
from reports.sinks import json_text, one_line
from reports.summary import Summary
from reports.web_items import KINDS, WebItem, web_items
from reports.wording import Words

_TEXT_LIMIT: Final = 500
_CODES: Final = {"error": 1, "warning": 2, "notice": 3}


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write gl-accessibility.json and return its path.

    Each cause stands at the first pages that have it; waived ones, and what needs review, are notices, not errors. A
    page without any has an empty list: it was tested. "passes" counts pages that passed, not those that need review.
    """
    words, judged = Words(lang), Judged(summary)
    results: dict[str, list[dict[str, Any]]] = {}
    for site in summary.sites:
        results |= {one_line(page.address): [] for page in site.pages if page.tested}
        for item in web_items(summary, site, judged):
            for page in item.pages:
                results.setdefault(one_line(page), []).append(_issue(item, words))
    issues = [issue for found in results.values() for issue in found]
    document = {
        "total": len(results),
        "passes": sum(page.tested and page.outcome is Outcome.PASSED for site in summary.sites for page in site.pages),
        "errors": sum(issue["type"] == "error" for issue in issues),
        "results": results,
    }
    path = out / "gl-accessibility.json"
    with new_file(path) as file:
        file.write(json_text(document, indent=1) + "\n")
    return path


def _issue(item: WebItem, words: Words) -> dict[str, Any]:
    cause, sample = item.cause, item.samples[0]
    kind = KINDS[cause.impact] if item.outcome is Outcome.FAILED and not item.waiver else "notice"
    return {
        "code": ".".join([*(one_line(clause) for clause in cause.rule.requirements), cause.rule.id]),
        "type": kind,
        "typeCode": _CODES[kind],
        "message": one_line(f"{cause.rule.title.to(words.lang)}: {sample.message.to(words.lang)}", _TEXT_LIMIT),
        "context": one_line(sample.target.snippet, _TEXT_LIMIT),
        "selector": one_line(sample.target.selector, _TEXT_LIMIT),
        "runner": "stepfree",
        "runnerExtras": {
            "fingerprint": item.fingerprint,
            "outcome": item.outcome.value,
            "waived": bool(item.waiver),
            **({"waiver": waiver_json(item.waiver)} if item.waiver else {}),
            **({"judgedBy": person_json(item.verdict)} if item.verdict else {}),
        },
    }


FORMAT = Format("gitlab", Text("GitLab 无障碍报告", "GitLab accessibility report"), write)
