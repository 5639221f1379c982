"""openacr/<site>.yaml: a draft of a conformance report in OpenACR 0.1.0 for each site, which a person has to finish.

No test can show that a criterion is supported: without a failure it is "not-evaluated", and the notes say what was
found. Only a criterion that fails has a level: "does-not-support" where nothing tested meets it, else
"partially-supports"; "supports" is for a person to write.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from audit.model import Lang, Outcome, Text
from audit.plan_web import APP, DOCUMENTS
from reports.format import Format, new_file, remove
from reports.html_names import slug
from reports.media import About
from reports.rows import SiteRow
from reports.rule_outcomes import rule_outcomes
from reports.sinks import json_text, one_line, visible
from reports.summary import Summary
from reports.terms import mark
from reports.wording import Words

_CATALOGS: Final = {
    "wcag-2.0": "2.4-edition-wcag-2.0-508-en",
    "wcag-2.1": "2.4-edition-wcag-2.1-en",
    "wcag-2.2": "2.5-edition-wcag-2.2-en",
}
_CHAPTERS: Final = {
    "A": "success_criteria_level_a",
    "AA": "success_criteria_level_aa",
    "AAA": "success_criteria_level_aaa",
}
# Components as OpenACR's catalogues name them.
_COMPONENTS: Final = {APP: "software", DOCUMENTS: "electronic-docs"}
_DRAFT: Final = mark(
    "DRAFT made from automatic tests. They find only part of all barriers, and never show that a criterion is met: "
    "a person has to look at each criterion and write its level. This is no statement of conformance."
)
_TEXT_LIMIT: Final = 500


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write a draft for each site that could be tested, and return the note beside them. Earlier drafts go."""
    words, folder, written = Words(lang), out / "openacr", set()
    for site in summary.sites:
        if site.outcome is Outcome.UNTESTED or not summary.criteria:
            continue
        path = folder / f"{slug(site.site.id)}.yaml"
        with new_file(path) as file:
            file.writelines(f"{line}\n" for line in _yaml(_draft(summary, site, words)))
        written.add(path)
    note = folder / "README.txt"
    with new_file(note) as file:
        file.write(words(_DRAFT) + "\n")
    for path in folder.glob("*.yaml"):
        if path not in written:
            remove(path)
    return note


def _draft(summary: Summary, site: SiteRow, words: Words) -> dict[str, Any]:
    catalog = _CATALOGS.get(summary.plan.web.standard)
    name = one_line(site.name.to(words.lang), _TEXT_LIMIT)
    edition = summary.editions.get(summary.plan.web.standard)
    standard = one_line(edition.to(words.lang)) if edition else summary.plan.web.standard
    chapters: dict[str, dict[str, Any]] = {}
    tallied = _criteria(summary, site)
    about = About(words, site.site.site_class)
    component = _COMPONENTS.get(site.site.site_class, "web")
    for criterion in summary.criteria.values():
        level, notes = _adherence(tallied.get(criterion.id, {}), words, about)
        number = criterion.id.partition(":")[2]
        entry = {"num": number, "components": [{"name": component, "adherence": {"level": level, "notes": notes}}]}
        chapter = chapters.setdefault(_CHAPTERS.get(criterion.level, _CHAPTERS["A"]), {"criteria": []})
        chapter["criteria"].append(entry)
    tested = about("tested of found", tested=site.tested_pages, found=site.found_pages)
    left = words("to be filled in")
    return {
        "title": words("{name} Accessibility Conformance Report (draft)", name=name),
        **({"catalog": catalog} if catalog else {}),
        "product": {"name": name, "description": one_line(site.site.url, _TEXT_LIMIT)},
        "author": {"name": left, "email": one_line(summary.plan.web.contact) or left},
        "report_date": summary.plan.date.isoformat(),
        "version": 1,
        "notes": words(_DRAFT),
        "evaluation_methods_used": f"stepfree {summary.versions.get('stepfree', '')}, {standard}; {tested}",
        "chapters": chapters,
    }


def _criteria(summary: Summary, site: SiteRow) -> dict[str, dict[Outcome, int]]:
    """Return pages by criterion and outcome, over all the rules that stand for it, with what people found out."""
    found: dict[str, dict[Outcome, int]] = {}
    for rule_id, counts in rule_outcomes(summary, site, verdicts=True).items():
        for clause in summary.rule(rule_id).requirements:
            mine = found.setdefault(clause, {})
            for outcome, count in counts.items():
                mine[outcome] = max(mine.get(outcome, 0), count)
    return found


def _adherence(counts: Mapping[Outcome, int], words: Words, about: About) -> tuple[str, str]:
    failed, passed, unclear = (counts.get(o, 0) for o in (Outcome.FAILED, Outcome.PASSED, Outcome.CANT_TELL))
    told = []
    if failed:
        told.append(about.plural("fails", failed))
    if unclear:
        told.append(about.plural("to review", unclear))
    if failed:
        return ("partially-supports" if passed else "does-not-support"), " ".join(told)
    if passed:
        told.insert(0, words("Automatic tests found no failure; that does not show that the criterion is met."))
    elif not unclear:
        told.append(words("No automatic test applied."))
    return "not-evaluated", " ".join(told)


def _yaml(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the lines of a value in YAML's block style; every text is quoted as in JSON, which YAML reads as it is."""
    pad = "  " * depth
    for key, item in value.items():
        if isinstance(item, dict):
            yield f"{pad}{key}:"
            yield from _yaml(item, depth + 1)
        elif isinstance(item, list):
            yield f"{pad}{key}:"
            for entry in item:
                first, *rest = _yaml(entry, depth + 2)
                yield f"{pad}  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{pad}{key}: {json_text(visible(item)) if isinstance(item, str) else json.dumps(item)}"


FORMAT = Format("openacr", Text("OpenACR 草稿", "OpenACR draft"), write)
