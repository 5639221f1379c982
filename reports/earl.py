"""earl.jsonld: what was tested and how it ended, in EARL 1.0 as JSON-LD; its context stands in the file itself.

An assertion for each rule on each site, one for each cause with its element, and one for each requirement of a layer.
What a person judged is an assertion of that person's, beside the tool's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from audit.model import Lang, Outcome, Rule, Text, digest
from audit.reviews import Review
from reports.decided import justification
from reports.documents import documents_of
from reports.format import Format, new_file
from reports.judged import Judged
from reports.rows import LayerRow, SiteRow
from reports.rule_outcomes import overall, rule_outcomes
from reports.sinks import json_text, one_line, visible, web_address
from reports.summary import Summary
from reports.wording import Words

# Terms of EARL, Pointers in RDF, Dublin Core and FOAF; nothing is fetched to read the file.
CONTEXT: Final[dict[str, Any]] = {
    "earl": "http://www.w3.org/ns/earl#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "doap": "http://usefulinc.com/ns/doap#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "date": {"@id": "dct:date", "@type": "xsd:date"},
    "title": "dct:title",
    "description": "dct:description",
    "isReferencedBy": {"@id": "dct:isReferencedBy", "@type": "@id"},
    "isPartOf": {"@id": "dct:isPartOf", "@type": "@id"},
    "assertedBy": {"@id": "earl:assertedBy", "@type": "@id"},
    "subject": {"@id": "earl:subject", "@type": "@id"},
    "test": {"@id": "earl:test", "@type": "@id"},
    "mode": {"@id": "earl:mode", "@type": "@id"},
    "result": "earl:result",
    "outcome": {"@id": "earl:outcome", "@type": "@id"},
    "info": "earl:info",
    "pointer": "earl:pointer",
    "expression": "ptr:expression",
}
_TOOL: Final = "urn:stepfree:tool"
_VERAPDF: Final = "urn:stepfree:assertor:verapdf"
_PDF_UA: Final = "urn:stepfree:standard:pdf-ua-1"
_TEXT_LIMIT: Final = 1000
_Node = dict[str, Any]


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write earl.jsonld, a line for each node, and return its path."""
    path = out / "earl.jsonld"
    with new_file(path) as file:
        file.write(f'{{"@context": {json_text(CONTEXT)},\n"@graph": [')
        nodes = _nodes(summary, lang)
        file.writelines(f"{',' if number else ''}\n{json_text(node)}" for number, node in enumerate(nodes))
        file.write("\n]}\n")
    return path


def _nodes(summary: Summary, lang: Lang) -> Iterator[_Node]:
    yield {
        "@id": _TOOL,
        "@type": ["earl:Software", "earl:Assertor"],
        "doap:name": "stepfree",
        "doap:release": " ".join(f"{name} {version}" for name, version in sorted(summary.versions.items())),
    }
    tests: dict[str, _Node] = {}
    people: dict[str, _Node] = {}
    judged = Judged(summary)
    for site in summary.sites:
        yield from _of_site(summary, site, judged, lang, tests, people)
    for layer in summary.layers:
        yield from _of_layer(summary, layer, lang, tests)
        yield from _of_facilities(summary, layer, judged, people)
    yield from (tests[name] for name in sorted(tests))
    yield from (people[name] for name in sorted(people))


def _of_site(
    summary: Summary, site: SiteRow, judged: Judged, lang: Lang, tests: dict[str, _Node], people: dict[str, _Node]
) -> Iterator[_Node]:
    name, day = _site_id(site), summary.plan.date.isoformat()
    yield {"@id": name, "@type": "earl:TestSubject", "title": one_line(site.name.to(lang))}
    if site.outcome is Outcome.UNTESTED:
        tests.setdefault("urn:stepfree:audit", {"@id": "urn:stepfree:audit", "@type": "earl:TestCriterion"})
        info = site.reason.value if site.reason else ""
        yield _assertion(name, "urn:stepfree:audit", Outcome.UNTESTED, day, info)
        return
    for rule_id, counts in rule_outcomes(summary, site).items():
        rule = summary.rule(rule_id)
        test = _test_of(rule, lang, tests)
        info = ", ".join(f"{outcome.value} {counts[outcome]}" for outcome in Outcome if counts[outcome])
        yield _assertion(name, test, overall(counts), day, info)
    seen: set[str] = set()
    yield from _documents(site, day, tests, seen)
    samples = summary.samples(site.site.id, 1)
    for cause in (*site.causes, *site.reviews):
        verdict, waiving = judged.verdict(site, cause), judged.waiving(site, cause)
        sample = samples[cause.key][0]
        page = _page_id(sample.subject)
        if page != name and page not in seen:
            seen.add(page)
            yield {"@id": page, "@type": "earl:TestSubject", "isPartOf": name}
        test = _test_of(cause.rule, lang, tests)
        told = one_line(sample.message.to(lang), _TEXT_LIMIT)
        node = _assertion(page, test, cause.outcome, day, told)
        if sample.target.selector:
            node["result"]["pointer"] = {
                "@type": "ptr:CSSSelectorPointer",
                "expression": one_line(sample.target.selector, _TEXT_LIMIT),
            }
        if waiving:
            node["result"]["description"] = justification(waiving, Words(lang))
        yield node
        if verdict is not None and verdict.outcome is not None:
            yield _by_person(page, test, verdict, verdict.outcome, people)


def _documents(site: SiteRow, day: str, tests: dict[str, _Node], seen: set[str]) -> Iterator[_Node]:
    """Yield the documents that pages link to or that veraPDF has an opinion of, and what it asserts."""
    for page, document in documents_of(site):
        name = _page_id(page.address)
        if name in seen or not (page.linked_from or document.verapdf is not None):
            continue
        seen.add(name)
        referring = [_page_id(address) for address in page.linked_from]
        linked = {"isReferencedBy": referring} if referring else {}
        if name != _site_id(site):  # a set of one document is that document
            yield {"@id": name, "@type": "earl:TestSubject", "isPartOf": _site_id(site), **linked}
        if document.verapdf is not None:
            tests[_VERAPDF] = {"@id": _VERAPDF, "@type": ["earl:Software", "earl:Assertor"], "doap:name": "veraPDF"}
            tests[_PDF_UA] = {"@id": _PDF_UA, "@type": "earl:TestRequirement", "title": "PDF/UA-1"}
            outcome = Outcome.PASSED if document.verapdf else Outcome.FAILED
            yield _assertion(name, _PDF_UA, outcome, day, ", ".join(document.failed), by=_VERAPDF)


def _by_person(subject: str, test: str, verdict: Review, outcome: Outcome, people: dict[str, _Node]) -> _Node:
    """Return what a person asserted, and name the person among the assertors."""
    person = f"urn:stepfree:person:{quote(visible(verdict.person), safe='')}"
    people[person] = {
        "@id": person,
        "@type": ["foaf:Person", "earl:Assertor"],
        "foaf:name": one_line(verdict.person, _TEXT_LIMIT),
    }
    note, on = one_line(verdict.note, _TEXT_LIMIT), verdict.day.isoformat()
    return _assertion(subject, test, outcome, on, note, by=person, mode="manual")


def _of_facilities(summary: Summary, layer: LayerRow, judged: Judged, people: dict[str, _Node]) -> Iterator[_Node]:
    """Yield what no test could tell of a layer's facilities, and people did: the tool's assertion, then theirs."""
    known: set[str] = set()
    for said in summary.judged[layer.id].settled if layer.id in summary.judged else ():
        verdict = judged.verdict_on(digest(layer.id, said.facility, said.requirement))
        if verdict is None:
            continue
        subject = (
            f"urn:stepfree:facility:{':'.join(quote(visible(name), safe='') for name in (layer.id, said.facility))}"
        )
        test = f"urn:stepfree:requirement:{quote(visible(said.requirement), safe=':')}"
        if subject not in known:
            known.add(subject)
            yield {"@id": subject, "@type": "earl:TestSubject", "isPartOf": _layer_id(layer)}
        yield _assertion(subject, test, Outcome.CANT_TELL, summary.plan.date.isoformat(), "")
        yield _by_person(subject, test, verdict, said.outcome, people)


def _layer_id(layer: LayerRow) -> str:
    return f"urn:stepfree:layer:{quote(visible(layer.id), safe='')}"


def _of_layer(summary: Summary, layer: LayerRow, lang: Lang, tests: dict[str, _Node]) -> Iterator[_Node]:
    name, day = _layer_id(layer), summary.plan.date.isoformat()
    title = layer.layer.name if layer.layer and layer.layer.name else layer.kind
    yield {"@id": name, "@type": "earl:TestSubject", "title": one_line(title)}
    for requirement in layer.requirements:
        test = f"urn:stepfree:requirement:{quote(visible(requirement.id), safe=':')}"
        tests.setdefault(
            test,
            {
                "@id": test,
                "@type": "earl:TestRequirement",
                "title": one_line(requirement.title.to(lang)),
                "isPartOf": f"urn:stepfree:standard:{quote(visible(requirement.standard), safe='')}",
            },
        )
        counts = {
            Outcome.PASSED: requirement.passed,
            Outcome.FAILED: requirement.failed,
            Outcome.CANT_TELL: requirement.cant_tell,
        }
        said = [outcome for outcome in (Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED) if counts[outcome]]
        info = ", ".join(f"{outcome.value} {count}" for outcome, count in counts.items())
        # What people judged is among the counts.
        mode = "semiAuto" if requirement.judged else "automatic"
        yield _assertion(name, test, said[0] if said else Outcome.INAPPLICABLE, day, info, mode=mode)


def _assertion(
    subject: str, test: str, outcome: Outcome, day: str, info: str, *, by: str = _TOOL, mode: str = "automatic"
) -> _Node:
    return {
        "@type": "earl:Assertion",
        "assertedBy": by,
        "subject": subject,
        "test": test,
        "mode": f"earl:{mode}",
        "result": {
            "@type": "earl:TestResult",
            "outcome": f"earl:{outcome.value}",
            "date": day,
            **({"info": info} if info else {}),
        },
    }


def _test_of(rule: Rule, lang: Lang, tests: dict[str, _Node]) -> str:
    name = f"urn:stepfree:rule:{quote(visible(rule.id), safe='')}"
    if name not in tests:
        clauses = [f"urn:stepfree:clause:{quote(visible(clause), safe=':.')}" for clause in rule.requirements]
        tests[name] = {
            "@id": name,
            "@type": "earl:TestCase",
            "title": one_line(rule.title.to(lang)),
            **({"isPartOf": clauses} if clauses else {}),
        }
    return name


def _site_id(site: SiteRow) -> str:
    return _page_id(site.site.url) if site.site.url else f"urn:stepfree:site:{quote(visible(site.site.id), safe='')}"


def _page_id(address: str) -> str:
    """Return an address as an IRI; one with signs that no IRI has is quoted into a name of our own."""
    safe = web_address(address)
    if safe is not None and not any(sign in safe for sign in '<>"{}|\\^`'):
        return safe
    return f"urn:stepfree:page:{quote(visible(address), safe='')}"


FORMAT = Format("earl", Text("EARL（JSON-LD）", "EARL (JSON-LD)"), write)
